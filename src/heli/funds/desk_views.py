"""The books of the funds: balances, the ledger page by page, entries by hand and their reversal, the file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access import limits
from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import KEEP_FUNDS, READ_FUNDS
from heli.audit.record import write
from heli.cases.models import Case
from heli.cases.money import yuan
from heli.funds import ledger
from heli.funds.desk_forms import EntryForm, LineForm, ReverseForm
from heli.funds.models import BudgetLine, Entry, Fund
from heli.kernel.cells import moment_cell, safe_cell
from heli.kernel.decisions import Denied
from heli.kernel.ledgers import Movement
from heli.kernel.plain import number_in
from heli.organizations.arranging import record_change
from heli.workbench.rows import case_address
from heli.workbench.shell import DeskRequest, desk

SIZE = 50


def book(actor: Actor, code: str) -> Fund:
    """Return the fund whose books ``actor`` may read; a hidden one is a missing one. One statement."""
    found = Fund.objects.visible_to(actor).select_related("unit").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@require_safe
@needs(READ_FUNDS)
def books(request: DeskRequest) -> HttpResponse:
    """Show the funds whose books the reader may read, with the balances of each budget; two statements."""
    funds = Fund.objects.visible_to(request.actor).select_related("unit").prefetch_related("lines")
    rows = [{"fund": fund, "lines": [_balances(line) for line in fund.lines.all()]} for fund in funds]
    return desk(request, "funds/books.html", {"funds": rows, "may_keep": request.actor.may(KEEP_FUNDS)})


def _balances(line: BudgetLine) -> dict[str, Any]:
    found = line.balances
    return {
        "year": line.year,
        "label": line.label,
        "open": line.open,
        "budget": yuan(found.budget),
        "free": yuan(found.free),
        "reserved": yuan(found.reserved),
        "granted": yuan(found.granted),
        "paid": yuan(found.paid),
        "returned": yuan(found.came_back),
    }


@require_safe
@needs(READ_FUNDS)
def show_ledger(request: DeskRequest, code: str) -> HttpResponse:
    """Show the entries of a fund, the newest first, a page at a time, and whether balances equal their sum."""
    fund = book(request.actor, code)
    lines = list(fund.lines.all())
    chosen = next((line for line in lines if str(line.pk) == request.GET.get("line", "")), None)
    rows = _entries(fund, chosen).order_by("-id")
    before = number_in(request.GET.get("before", ""))
    page = list((rows.filter(pk__lt=before) if before is not None else rows)[: SIZE + 1])
    seen = _seen(request.actor, page)
    here = reverse("funds_desk:ledger", args=[fund.code])
    kept: dict[str, str] = {"line": str(chosen.pk)} if chosen else {}
    context = {
        "fund": fund,
        "lines": [{**_balances(line), "pk": line.pk, "wrong": ledger.differences(line)} for line in lines],
        "chosen": chosen,
        "rows": [_row(entry, seen) for entry in page[:SIZE]],
        "older": f"{here}?{urlencode({**kept, 'before': str(page[SIZE - 1].pk)})}" if len(page) > SIZE else "",
        "newer": f"{here}?{urlencode(kept)}" if before is not None else "",
        "may_keep": _may_keep(request.actor, fund),
        "crumbs": [{"label": _("Funds"), "url": reverse("funds_desk:books")}, {"label": fund.label}],
    }
    return desk(request, "funds/ledger.html", context)


def _entries(fund: Fund, line: BudgetLine | None) -> QuerySet[Entry]:
    rows = Entry.objects.select_related("line", "case", "reversed_by")
    return rows.filter(line=line) if line else rows.filter(line__fund=fund)


def _seen(actor: Actor, page: list[Entry]) -> set[int]:
    """Return the cases of a page that the reader may open; of others not even the number is shown."""
    wanted = {entry.case_id for entry in page if entry.case_id}
    return set(Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _row(entry: Entry, seen: set[int]) -> dict[str, Any]:
    shown = entry.case if entry.case_id in seen else None
    return {
        "entry": entry,
        "label": entry.get_movement_display(),
        "amount": yuan(entry.fen),
        "line": f"{entry.line.year} · {entry.line.label}",
        "case": shown.reference if shown else "",
        "url": case_address(shown.reference) if shown else "",
        "reversed": hasattr(entry, "reversed_by"),
        "by_hand": entry.movement in (Movement.ALLOT, Movement.CUT) and not hasattr(entry, "reversed_by"),
    }


def _may_keep(actor: Actor, fund: Fund) -> bool:
    """Whether ``actor`` leads the unit that keeps the fund; reading its books does not make one its keeper."""
    leads = any(post.unit_id == fund.unit_id for post in actor.posts if post.duty == "leader")
    return leads and actor.may(KEEP_FUNDS)


def _kept(actor: Actor, code: str) -> Fund:
    fund = book(actor, code)
    if not _may_keep(actor, fund):
        raise Http404
    return fund


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP_FUNDS)
def post_entry(request: DeskRequest, code: str) -> HttpResponse:
    """Allot or cut a budget, by a document and for a reason, on record."""
    fund = _kept(request.actor, code)
    form = EntryForm(request.POST or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with transaction.atomic():
            posted = ledger.post(
                values["line"],
                Movement(values["movement"]),
                values["amount"],
                by=request.actor,
                reason=values["reason"],
                reference=values["reference"],
            )
        if not isinstance(posted, Denied):
            messages.success(request, _("The entry was posted."))
            return redirect("funds_desk:ledger", fund.code)
        form.add_error("amount", str(posted))
    return _form_page(request, fund, form, _("Allot or cut a budget"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP_FUNDS)
def reverse_entry(request: DeskRequest, code: str, pk: int) -> HttpResponse:
    """Take back an entry that was posted by hand; what a step of an application posted is taken back by a step."""
    fund = _kept(request.actor, code)
    by_hand = Entry.objects.select_related("line__fund").filter(movement__in=[Movement.ALLOT, Movement.CUT])
    entry = by_hand.filter(line__fund=fund, pk=pk).first()
    if entry is None:
        raise Http404
    form = ReverseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            posted = ledger.reverse(entry, by=request.actor, reason=form.cleaned_data["reason"])
        if not isinstance(posted, Denied):
            messages.success(request, _("The entry was taken back by another one."))
            return redirect("funds_desk:ledger", fund.code)
        form.add_error(None, str(posted))
    return _form_page(request, fund, form, _("Take an entry back"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP_FUNDS)
def new_line(request: DeskRequest, code: str) -> HttpResponse:
    """Open a budget for a year and a purpose; it begins at zero."""
    fund = _kept(request.actor, code)
    form = LineForm(request.POST or None, instance=BudgetLine(fund=fund))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            record_change(form.save(), actor=request.actor.key, before=None)
        messages.success(request, _("The budget was opened. Allot money to it now."))
        return redirect("funds_desk:post", fund.code)
    return _form_page(request, fund, form, _("New budget"))


def _form_page(request: DeskRequest, fund: Fund, form: Any, title: str) -> HttpResponse:
    crumbs = [
        {"label": _("Funds"), "url": reverse("funds_desk:books")},
        {"label": fund.label, "url": reverse("funds_desk:ledger", args=[fund.code])},
        {"label": title},
    ]
    context = {"fund": fund, "form": form, "title": title, "crumbs": crumbs}
    return desk(request, "funds/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs(READ_FUNDS)
def export(request: DeskRequest, code: str) -> HttpResponseBase:
    """Send the whole ledger of a fund as CSV, streamed, without a name of anybody in need; the taking is on record."""
    fund = book(request.actor, code)
    wait = limits.take(limits.export(), request.actor.key)
    if wait:
        text = _("You have taken as many files as one person may take in a day. The next one is possible in %(wait)s.")
        messages.error(request, text % {"wait": limits.in_words(wait)})
        return redirect("funds_desk:ledger", fund.code)
    now = timezone.now()
    write("exports", "export_fund", at=now, actor=request.actor.key, data={"fund": fund.code})
    heads = [_("Number"), _("When"), _("Year"), _("Purpose"), _("Entry"), _("Yuan"), _("Who"), _("Document"), _("Case")]
    answer = StreamingHttpResponse(_file(fund, heads, request.actor), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{fund.code}-{timezone.localtime(now):%Y%m%d}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(fund: Fund, heads: list[str], actor: Actor) -> Iterator[str]:
    zone = timezone.get_current_timezone()
    cases = Case.objects.visible_to(actor).filter(fund_application__fund=fund)
    seen = dict(cases.values_list("pk", "reference"))
    yield "\ufeff" + _written(heads)
    for entry in Entry.objects.filter(line__fund=fund).select_related("line").order_by("id").iterator(chunk_size=1000):
        yield _written(
            [
                str(entry.pk),
                moment_cell(entry.at, zone),
                str(entry.line.year),
                safe_cell(entry.line.label),
                str(entry.get_movement_display()),
                yuan(entry.fen).replace(",", ""),
                safe_cell(entry.actor_name),
                safe_cell(entry.reference),
                seen.get(entry.case_id or 0, ""),
            ]
        )


def _written(cells: list[str]) -> str:
    piece = io.StringIO()
    csv.writer(piece).writerow(cells)
    return piece.getvalue()
