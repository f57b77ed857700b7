"""Finding the cases of whoever calls: by the whole phone number or e-mail, never by a part, always on record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from heli.access.gates import needs
from heli.access.permissions import FIND_BY_CONTACT
from heli.cases.models import Case
from heli.cases.personal import found_by_contact
from heli.cases.step_forms import Line
from heli.kernel.sealing import normal_phone
from heli.workbench.rows import narrow, rows_of
from heli.workbench.shell import DeskRequest, desk

FEWEST_DIGITS = 5


class ContactSearchForm(forms.Form):
    """The number or address that the caller names; sent in the body, so that no address line or log keeps it."""

    number = Line(
        label=_("Phone number or e-mail"),
        max_length=254,
        help_text=_("The whole number or address. Each matter found shows its resident that you looked."),
    )

    def clean_number(self) -> str:
        """Refuse what is neither a whole number nor an address."""
        text: str = self.cleaned_data["number"]
        if "@" not in text and len(normal_phone(text)) < FEWEST_DIGITS:
            raise ValidationError(_("Please type the whole phone number or e-mail."), code="part")
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@needs(FIND_BY_CONTACT)
def find_contact(request: DeskRequest) -> HttpResponse:
    """Ask for the number, then list the cases that the caller left it with, among those that the officer takes in."""
    form = ContactSearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form,
        "rows": None,
        "crumbs": [
            {"label": _("Search"), "url": reverse("workbench:search")},
            {"label": _("By phone or e-mail")},
        ],
    }
    if form.is_bound and form.is_valid():
        cases = narrow(Case.objects.visible_to(request.actor))
        context["rows"] = rows_of(found_by_contact(form.cleaned_data["number"], by=request.actor, cases=cases))
    return desk(request, "workbench/find_contact.html", context, status=422 if form.errors else 200)
