"""Officers' pages about one person: applying for somebody who has agreed, and the account to which a grant is paid."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heli.access.gates import needs
from heli.access.permissions import APPLY_FOR_OTHERS, READ_PAYEE
from heli.funds import payees
from heli.funds.apply_form import ApplyForForm
from heli.funds.desk_forms import PurposeForm
from heli.funds.opening import apply as open_application
from heli.funds.procedure import FundApplicationProcedure
from heli.papers import kept_files
from heli.workbench.dossier import find
from heli.workbench.rows import case_address
from heli.workbench.shell import DeskRequest, desk


@require_http_methods(["GET", "HEAD", "POST"])
@needs(APPLY_FOR_OTHERS)
def apply_for(request: DeskRequest) -> HttpResponse:
    """Take an application for somebody who has agreed, and show once what to hand to them: number and query code.

    The same submission again shows the same; it is not opened twice.
    """
    if request.method != "POST":
        return _apply_page(
            request, ApplyForForm(initial={"matter": request.GET.get("matter", "")}, actor=request.actor)
        )
    form = ApplyForForm(request.POST, kept_files.taken_up(request), actor=request.actor)
    if not form.is_valid():
        return _apply_page(request, form, status=422)
    opened = open_application(form.application(), by=request.actor, key=form.submission())
    context = {
        "reference": opened.case.reference,
        "code": opened.code,
        "case_url": case_address(opened.case.reference),
        "unit": opened.case.unit,
    }
    return desk(request, "funds/taken.html", context)


def _apply_page(request: DeskRequest, form: ApplyForForm, *, status: int = 200) -> HttpResponse:
    kept = kept_files.keep(form) if form.is_bound else []
    return desk(request, "funds/apply_for.html", {"form": form, "kept": kept}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(READ_PAYEE)
def payee(request: DeskRequest, reference: str) -> HttpResponse:
    """Ask for the purpose, then show the account once and keep on record who read it; never kept by the browser."""
    case = find(reference, request.actor)
    if case is None or case.procedure != FundApplicationProcedure.code or not payees.may_read(request.actor, case):
        raise Http404
    kept = payees.payee_of(case)
    if kept is None:
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    shown = None
    if form.is_bound and form.is_valid():
        shown = payees.reveal(case, by=request.actor, purpose=form.cleaned_data["purpose"])
    crumbs = [
        {"label": case.reference, "url": reverse("workbench:case", args=[case.reference])},
        {"label": _("Account of the payee")},
    ]
    context = {
        "case": case,
        "form": form,
        "payee": shown or payees.masked(kept),
        "shown": bool(shown),
        "crumbs": crumbs,
    }
    return desk(request, "funds/payee.html", context, status=422 if form.errors else 200)
