"""The funds' pages for residents: applying, and what the funds have paid."""

import csv
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.limits import Sending
from heli.access.limits import sending as sending_of
from heli.access.permissions import APPLY_FOR_FUNDS, PUBLIC_FIGURES
from heli.cases.explaining import period_text
from heli.cases.money import yuan
from heli.funds.apply_form import ApplyForm, open_funds
from heli.funds.models import Fund
from heli.funds.opening import APPLICANT
from heli.funds.opening import apply as open_application
from heli.funds.totals import Total, totals
from heli.insight.small_counts import BASE
from heli.kernel.cells import safe_cell
from heli.kernel.decisions import Denied
from heli.papers import kept_files
from heli.portal import visits
from heli.portal.limits import may_send
from heli.portal.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
@needs(APPLY_FOR_FUNDS)
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application: show the form, open the case, lead to its receipt. Nothing typed is lost."""
    if request.method != "POST":
        return _page(request, ApplyForm(initial={"fund": request.GET.get("fund", "")}))
    earlier = visits.received_before(request, request.POST.get("key", ""))
    if earlier:
        messages.info(request, _("We have this application already; it was not sent twice."))
        return redirect("portal:receipt", reference=earlier)
    form = ApplyForm(request.POST, kept_files.taken_up(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    received = _receive(request, form)
    if isinstance(received, Sending):
        form.add_error(None, str(may_send(received)))
        return _page(request, form, status=429)
    return redirect("portal:receipt", reference=received)


@transaction.atomic
def _receive(request: HttpRequest, form: ApplyForm) -> str | Sending:
    """Count the application, open its case and let the session know it; how it stands with the sender if too much."""
    counted = sending_of(request)
    if isinstance(may_send(counted), Denied):
        return counted
    opened = open_application(form.application(), by=APPLICANT, key=form.submission())
    visits.received(request, opened.case.reference, form.submission())
    return opened.case.reference


def _page(request: HttpRequest, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "funds": [_told(fund) for fund in open_funds()],
        "kept": kept_files.keep(form) if form.is_bound else [],
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Apply to a fund")}],
    }
    return render(request, "funds/apply.html", context, status=status)


def _told(fund: Fund) -> dict[str, Any]:
    period = fund.topic.period
    return {
        "label": fund.label,
        "who_may": fund.told("who_may"),
        "needed": fund.told("needed"),
        "kept_by": fund.unit.label,
        "most": yuan(fund.most) if fund.most else "",
        "period": period_text(period.amount, period.unit.value) if period else "",
    }


@require_safe
@needs(PUBLIC_FIGURES)
def show_totals(request: HttpRequest) -> HttpResponse:
    """Show budget, grants, payments and returned money by fund and year; the page prints as it is."""
    context = {
        "rows": [_row(total) for total in totals()],
        "group": BASE,
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("What the funds have paid")}],
    }
    return render(request, "funds/totals.html", context)


def _row(total: Total) -> dict[str, Any]:
    return {
        "fund": total.fund.label,
        "year": total.year,
        "budget": yuan(total.budget),
        "count": total.granted.number,
        "granted": total.granted.amount,
        "paid": total.paid.amount,
        "returned": total.returned.amount,
    }


@require_safe
@needs(PUBLIC_FIGURES)
def totals_csv(request: HttpRequest) -> HttpResponse:
    """Give the same totals as CSV, UTF-8 with a mark that spreadsheets know; amounts without separators."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="fund-totals.csv"'
    heads = [_("Fund"), _("Year"), _("Budget"), _("Grants"), _("Granted"), _("Paid"), _("Returned")]
    sheet = csv.writer(answer)
    sheet.writerow(heads)
    for total in totals():
        cells = {name: str(value).replace(",", "") for name, value in _row(total).items() if name != "fund"}
        sheet.writerow([safe_cell(total.fund.label), *cells.values()])
    return answer
