"""Reconciling: a bank statement is read in, matched with the ledger, and what differs is listed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.permissions import READ_FUNDS, RECONCILE_FUNDS
from heli.cases.money import yuan
from heli.funds.desk_views import book
from heli.funds.models import Fund, Statement
from heli.funds.statements import StatementError, covered, differences, match, take
from heli.kernel.decisions import Denied
from heli.workbench.shell import DeskRequest, desk

LARGEST = 5_000_000
WHERE = {
    "statement": gettext_lazy("Only on the statement"),
    "ledger": gettext_lazy("Only in the ledger"),
    "amount": gettext_lazy("Another amount in the ledger"),
}


class StatementForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CSV)"),
        help_text=gettext_lazy(
            "First line: date, amount, reference (or 日期, 金额, 流水号). Money that went out is below zero. "
            "Other columns are not kept."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be read at once."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return upload


@require_safe
@needs(READ_FUNDS)
def statements(request: DeskRequest, code: str) -> HttpResponse:
    """List the statements of a fund with what is open of each."""
    return _list_page(request, book(request.actor, code), StatementForm())


@require_http_methods(["POST"])
@needs(RECONCILE_FUNDS)
def take_statement(request: DeskRequest, code: str) -> HttpResponse:
    """Read a statement in and match it."""
    fund = _own(request, code)
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, fund, form)
    try:
        with transaction.atomic():
            taken = take(fund, form.cleaned_data["file"].read(), by=request.actor)
    except StatementError as wrong:
        taken = Denied(str(wrong))
    if isinstance(taken, Denied):
        form.add_error("file", str(taken))
        return _list_page(request, fund, form)
    messages.success(request, _("The statement was read in and matched."))
    return redirect("funds_desk:statement", fund.code, taken.pk)


def _own(request: DeskRequest, code: str) -> Fund:
    """Return a fund that the unit of the reader keeps; whoever only reads its books does not reconcile them."""
    fund = book(request.actor, code)
    if fund.unit_id not in request.actor.unit_ids:
        raise Http404
    return fund


def _list_page(request: DeskRequest, fund: Fund, form: StatementForm) -> HttpResponse:
    rows = fund.statements.annotate(
        number=Count("lines"), left=Count("lines", filter=Q(lines__entry__isnull=True))
    ).order_by("-last_day", "-pk")[:100]
    context = {
        "fund": fund,
        "rows": rows,
        "form": form if request.actor.may(RECONCILE_FUNDS) and fund.unit_id in request.actor.unit_ids else None,
        "covered": covered(fund),
        "crumbs": _crumbs(fund),
    }
    return desk(request, "funds/statements.html", context, status=422 if form.errors else 200)


def _crumbs(fund: Fund, *more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": _("Funds"), "url": reverse("funds_desk:books")},
        {"label": fund.label, "url": reverse("funds_desk:ledger", args=[fund.code])},
        {"label": _("Bank statements"), "url": reverse("funds_desk:statements", args=[fund.code])},
        *more,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(READ_FUNDS)
def statement(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """Show what of a statement differs from the ledger; POST matches again what was posted since."""
    fund = book(request.actor, code)
    found = Statement.objects.filter(fund=fund, pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        with transaction.atomic():
            number = match(_own(request, code))
        messages.success(request, _("Matched: %(number)s") % {"number": number})
        return redirect("funds_desk:statement", fund.code, pk)
    rows = [
        {
            "day": each.day,
            "amount": yuan(each.fen),
            "reference": each.reference,
            "where": WHERE[each.where],
            "other": "" if each.other is None else yuan(each.other),
        }
        for each in differences(found)
    ]
    lines = found.lines.aggregate(number=Count("pk"), matched=Count("entry"))
    context = {
        "fund": fund,
        "statement": found,
        "rows": rows,
        "lines": lines,
        "may_match": request.actor.may(RECONCILE_FUNDS) and fund.unit_id in request.actor.unit_ids,
        "crumbs": _crumbs(fund, {"label": f"{found.first_day:%Y-%m-%d}"}),
    }
    return desk(request, "funds/statement.html", context)
