"""The filtered list as a file for spreadsheets: streamed, without personal data, and on record."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access import limits
from heli.access.gates import needs
from heli.access.keyed import keyed
from heli.access.permissions import EXPORT_CASES
from heli.audit.record import write
from heli.cases.kinds import kinds
from heli.cases.models import Channel
from heli.kernel.cells import due_cell, moment_cell, safe_cell
from heli.kernel.faults import reach
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.territory import territory
from heli.workbench import labels
from heli.workbench.queue import queue_of
from heli.workbench.shell import DeskRequest

CHAIN = "exports"
CHUNK = 2000
PIECE = 500
#: Phone, identity and account numbers, and e-mail addresses, that people write into a title.
PERSONAL = re.compile(r"(?<![\d])\d{7,19}[\dXx]?(?![\d])|[\w.+-]+@[\w-]+\.[\w.]+")
COLUMNS = (
    "reference", "title", "state", "category_id", "area_path", "unit_id", "handler__name", "channel", "opened_at",
    "due_at", "closed_at", "procedure", "followers",
)  # fmt: skip


def masked(value: str) -> str:
    """Return ``value`` with numbers and addresses that point to a person blotted out."""
    return PERSONAL.sub("***", value)


@require_safe
@needs(EXPORT_CASES)
def export(request: DeskRequest) -> HttpResponseBase:
    """Send the list of the address as CSV; who took what, and when, is kept in the audit record."""
    wait = limits.take(limits.export(), request.actor.key)
    if wait:
        text = _("You have taken as many files as one person may take in a day. The next one is possible in %(wait)s.")
        messages.error(request, text % {"wait": limits.in_words(wait)})
        return redirect("workbench:queue")
    wanted = queue_of(request)
    now = timezone.now()
    chosen = {"tab": wanted.tab.name, **{name: _kept(name, str(value)) for name, value in wanted.form.active().items()}}
    with transaction.atomic():
        write(CHAIN, "export_cases", at=now, actor=request.actor.key, data=chosen)
    rows = wanted.cases.order_by(wanted.order.field, "id").values_list(*COLUMNS)
    lines = _lines(rows, _heads(), _Names())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="heli-{timezone.localtime(now):%Y%m%d-%H%M}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kept(name: str, value: str) -> str:
    """Return what the record keeps of a filter: of words, which may name a person, only that they were these."""
    return keyed("exported words", value) if name == "q" else value


def _lines(rows: QuerySet[Any, Any], heads: list[str], names: "_Names") -> Iterator[str]:
    """Yield the file in pieces. Names were looked up before: the answer may be sent after the language has changed."""
    yield "\ufeff" + _written([heads])
    lines: list[list[str]] = []
    for row in rows.iterator(chunk_size=CHUNK):
        lines.append(names.cells(*row))
        reach("export.row")
        if len(lines) == PIECE:
            yield _written(lines)
            lines.clear()
    yield _written(lines)


def _written(lines: list[list[str]]) -> str:
    piece = io.StringIO()
    csv.writer(piece).writerows(lines)
    return piece.getvalue()


def _heads() -> list[str]:
    return [
        _("Reference"), _("Title"), _("State"), _("Category"), _("Place"), _("Handling unit"), _("Handler"),
        _("Channel"), _("Reported at"), _("Due"), _("Closed at"), _("Merged reports"), _("Kind of case"),
    ]  # fmt: skip


class _Names:
    """Looks names up for the whole file, in the language of whoever asked for it; every cell is safe."""

    def __init__(self) -> None:
        self.states = {(k.procedure.code, s.name): str(s.label) for k in kinds() for s in k.procedure.states()}
        self.kinds = {kind.procedure.code: str(kind.procedure.title) for kind in kinds()}
        self.channels = {value: str(label) for value, label in Channel.choices}
        self.categories = {pk: safe_cell(labels.category(pk)) for pk in registry().categories}
        self.units: dict[int | None, str] = {pk: safe_cell(labels.unit(pk)) for pk in registry().units}
        self.zone = timezone.get_current_timezone()
        self.english = in_english()
        self.places: dict[str, str] = {}

    def cells(self, *row: Any) -> list[str]:
        """Return the cells of one line."""
        reference, title, state, category, area, unit, handler, channel, opened, due, closed, procedure, followers = row
        return [
            reference,
            safe_cell(masked(title)),
            self.states.get((procedure, state), state),
            self.categories.get(category, ""),
            self.place(area),
            self.units.get(unit, ""),
            safe_cell(handler or ""),
            self.channels.get(channel, channel),
            moment_cell(opened, self.zone),
            due_cell(due, self.zone),
            moment_cell(closed, self.zone),
            str(followers),
            self.kinds.get(procedure, procedure),
        ]

    def place(self, area_path: str) -> str:
        """Return the names of the place."""
        if area_path not in self.places:
            self.places[area_path] = safe_cell(" · ".join(territory().names(area_path, english=self.english)))
        return self.places[area_path]
