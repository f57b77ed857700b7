"""Showing how the resident can be reached: only to those who work on the case, for a stated purpose, on record."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from heli.access.gates import needs
from heli.access.permissions import READ_CONTACT
from heli.cases.personal import PURPOSES, may_reach, reveal
from heli.people.masking import masked
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.shell import DeskRequest, desk


class PurposeForm(forms.Form):
    """What the contact is needed for."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=PURPOSES,
        widget=forms.RadioSelect,
        help_text=_("The resident can see who looked, and what for."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(READ_CONTACT)
def contact(request: DeskRequest, reference: str) -> HttpResponse:
    """Ask for the purpose, then show the contact once and keep on record who read it; never kept by the browser."""
    case = find(reference, request.actor)
    if case is None or case.contact is None or not may_reach(request.actor, case):
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    context = {
        "case": case,
        "unit": labels.unit(case.unit_id),
        "form": form,
        "contact": masked(case.contact),
        "may_reach": True,
        "crumbs": [
            {"label": case.reference, "url": reverse("workbench:case", args=[case.reference])},
            {"label": _("Contact")},
        ],
    }
    if form.is_bound and form.is_valid():
        shown = reveal(case, by=request.actor, purpose=form.cleaned_data["purpose"])
        context |= {"contact": shown, "shown": True}
    part = "#contact" if request.htmx else ""  # type: ignore[attr-defined]
    return desk(request, f"workbench/contact.html{part}", context, status=422 if form.errors else 200)
