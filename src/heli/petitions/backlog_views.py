"""The page of old unsolved matters, and the list as a file; the petition office alone."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from heli.access import limits
from heli.access.gates import needs
from heli.access.permissions import PETITION_OVERSIGHT
from heli.audit.record import write
from heli.cases.charge_models import HardCase
from heli.cases.charges import in_charge_of
from heli.cases.models import Case
from heli.kernel.cells import safe_cell
from heli.kernel.plain import number_in
from heli.petitions.arrangements import arrangements
from heli.petitions.backlog import PAGE, Wanted, entries_of, is_old, page_after
from heli.petitions.backlog import backlog as matters
from heli.petitions.overview_models import BacklogEntry, BacklogReason, ClosingPath
from heli.petitions.overview_views import CHAIN, reach_or_refuse, tabs
from heli.petitions.reach import Reach, of_office
from heli.workbench import labels
from heli.workbench.shell import DeskRequest, desk

#: Most lines of a file; so many old matters are no list any more.
MOST_LINES = 5000


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    path = forms.ChoiceField(label=gettext_lazy("Way to close it"), required=False)
    planned = forms.ChoiceField(label=gettext_lazy("Plan"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = ("", _("All"))
        self.fields["reason"].choices = [every, *BacklogReason.choices]  # type: ignore[attr-defined]
        self.fields["path"].choices = [every, *ClosingPath.choices]  # type: ignore[attr-defined]
        planned = [every, ("no", _("Without a plan")), ("yes", _("With a plan"))]
        self.fields["planned"].choices = planned  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return the filters that make sense; the others narrow nothing."""
        self.is_valid()
        known = getattr(self, "cleaned_data", {})
        return Wanted(**{name: known.get(name, "") for name in self.fields})


def _office(request: DeskRequest) -> Reach:
    if not of_office(request.actor):
        raise PermissionDenied
    return reach_or_refuse(request.actor)


@require_safe
@needs(PETITION_OVERSIGHT)
def backlog(request: DeskRequest) -> HttpResponse:
    """List old unsolved matters with age, reason, responsible leader, next date and the way to close each."""
    reach, now, form = _office(request), timezone.now(), FilterForm(request.GET)
    found = page_after(matters(reach, form.wanted(), now), number_in(request.GET.get("after", "")))
    rows, here = found[:PAGE], reverse("petition_work:backlog")
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    more = urlencode({**kept, "after": rows[-1].pk}) if len(found) > PAGE else ""
    context = {
        "form": form,
        "rows": _lines(rows, now),
        "days": arrangements().backlog_days,
        "pages": tabs(request.actor, "backlog"),
        "older": f"{here}?{more}" if more else "",
        "export_url": f"{reverse('petition_work:export')}?{urlencode(kept)}",
    }
    return desk(request, "petitions/backlog.html", context)


def _lines(rows: list[Any], now: datetime) -> list[dict[str, Any]]:
    entries, charges = entries_of(rows), in_charge_of(each.pk for each in rows)
    return [
        {
            "case": each,
            "entry": entries.get(each.last_entry or 0),
            "unit": labels.unit(each.unit_id),
            "state": labels.state_of(each).label,
            "days": (now - each.petition.received_at).days,
            "why": _why(each, now),
            "charge": charges.get(each.pk),
            "missed": _missed(charges.get(each.pk)),
        }
        for each in rows
    ]


def _missed(charge: HardCase | None) -> bool:
    return charge is not None and charge.next_on < timezone.localdate()


def _why(case: Any, now: datetime) -> list[str]:
    parts: list[tuple[bool, str]] = [
        (is_old(case, now), _("open for long")),
        (case.broken, _("granted, not carried out")),
        (case.followed, _("a new petition follows")),
    ]
    return [text for holds, text in parts if holds]


@require_safe
@needs(PETITION_OVERSIGHT)
def export(request: DeskRequest) -> HttpResponseBase:
    """Send the list of the address as CSV, without personal data; who took it is on record."""
    reach, now, form = _office(request), timezone.now(), FilterForm(request.GET)
    wait = limits.take(limits.export(), request.actor.key)
    if wait:
        text = _("You have taken as many files as one person may take in a day. The next one is possible in %(wait)s.")
        messages.error(request, text % {"wait": limits.in_words(wait)})
        return redirect("petition_work:backlog")
    wanted = form.wanted()
    with transaction.atomic():
        data = {"reason": wanted.reason, "path": wanted.path, "planned": wanted.planned}
        write(CHAIN, "export_petition_backlog", at=now, actor=request.actor.key, data=data)
    rows = list(matters(reach, wanted, now)[:MOST_LINES])
    answer = HttpResponse(_written(rows, now), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="heli-backlog-{timezone.localdate():%Y%m%d}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _written(rows: list[Case], now: datetime) -> str:
    piece = io.StringIO()
    lines = csv.writer(piece)
    lines.writerow(
        [
            _("Reference"),
            _("Unit"),
            _("State"),
            _("Age in days"),
            _("Why it stands here"),
            _("Reason"),
            _("Responsible leader"),
            _("Next date"),
            _("Way to close it"),
        ]
    )
    lines.writerows(_cells(_lines(rows, now)))
    return "\ufeff" + piece.getvalue()


def _cells(lines: list[dict[str, Any]]) -> Iterator[list[str]]:
    for line in lines:
        cells = [line["case"].reference, line["unit"], str(line["state"]), str(line["days"]), "; ".join(line["why"])]
        yield [safe_cell(str(each)) for each in (*cells, *_plan(line["entry"], line["charge"]))]


def _plan(entry: BacklogEntry | None, charge: HardCase | None) -> list[str]:
    reason, path = (entry.get_reason_display(), entry.get_path_display()) if entry else ("", "")
    leader, next_on = (charge.leader.name, charge.next_on.isoformat()) if charge else ("", "")
    return [reason, leader, next_on, path]
