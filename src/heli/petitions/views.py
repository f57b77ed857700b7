"""The residents' own page for petitions: bringing one in."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heli.access.gates import needs
from heli.access.permissions import REPORT
from heli.papers import kept_files
from heli.petitions.filing_form import ABOUT, KIND_HINTS, TOGETHER, FilingForm
from heli.petitions.opening import PETITIONER
from heli.petitions.opening import file as register
from heli.portal import visits
from heli.portal.handing_in import hand_in
from heli.portal.pages import render


@needs(REPORT)
def file(request: HttpRequest) -> HttpResponse:
    """Take a petition: it is registered at once, whatever it says, and its receipt follows (Regulation, art. 22)."""
    if request.method != "POST":
        return _page(request, FilingForm(initial={"category": request.GET.get("category", "")}))
    earlier = visits.received_before(request, request.POST.get("key", "")) or visits.just_now(request)
    if earlier:
        messages.info(request, _("We have this petition already; it was not sent twice."))
        return redirect("portal:receipt", reference=earlier)
    form = FilingForm(request.POST, kept_files.taken_up(request))
    return _take(request, form) if form.is_valid() else _page(request, form, status=422)


def _take(request: HttpRequest, form: FilingForm) -> HttpResponse:
    key, filing = form.submission(), form.filing()
    return hand_in(
        request,
        form,
        lambda many: register(replace(filing, many=many), by=PETITIONER, key=key),
        lambda: _page(request, form),
    )


def _page(request: HttpRequest, form: FilingForm, *, status: int = 200) -> HttpResponse:
    return render(request, "petitions/file.html", page_context(form), status=status)


def page_context(form: FilingForm) -> dict[str, Any]:
    """Return what the fields show besides: hints, files kept from an earlier try, which details stand open."""
    return {
        "form": form,
        "kind_hints": KIND_HINTS,
        "kept": kept_files.keep(form) if form.is_bound else [],
        "together_open": _filled(form, TOGETHER),
        "about_open": _filled(form, ABOUT),
    }


def _filled(form: FilingForm, names: tuple[str, ...]) -> bool:
    return any(form[name].errors or form[name].value() not in (None, "", [], 1, "1") for name in names)
