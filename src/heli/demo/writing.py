"""Writing lives of cases into the database, many at once: the database numbers and chains the entries as always."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import models, transaction

from heli.audit.models import Entry
from heli.cases.copying import Sheet, reserve
from heli.cases.models import Assignment, Attachment, Case, Clock, Event, InternalNote, Link, Paper
from heli.demo.cast import Cast
from heli.demo.ledger import Life, Line
from heli.kernel.chains import canonical_json
from heli.notices.models import Channel, Delivery, Notice
from heli.papers.models import IssuedPaper, StoredFile
from heli.service_requests.models import ServiceRequest

BATCH: Final = 250
UNREAD: Final = timedelta(hours=20)
UNSAVED: Final = "None"


class Scribe:
    """Writes lives; ``now`` decides which notices are old, ``cast`` who has read them."""

    def __init__(self, now: datetime, cast: Cast) -> None:
        self.now, self.cast = now, cast

    def write(self, lives: Sequence[Life]) -> None:
        """Write everything about the lives, except what ties them together, in one transaction."""
        lines = [line for life in lives for line in life.lines]
        with transaction.atomic():
            self._number(lives, lines)
            insert(Case, [life.case for life in lives])
            insert(Entry, [line.event.entry for line in lines])
            insert(Event, [line.event for line in lines])
            insert(InternalNote, self._notes(lines))
            insert(Clock, [clock for life in lives for clock in life.clocks])
            insert(Assignment, [each for life in lives for each in life.assignments])
            insert(ServiceRequest, [life.request for life in lives])
            self._files(lines)
            self._papers(lines)
            self._notices(lines)

    def tie(self, lives: Iterable[Life]) -> None:
        """Write the merges, when all cases are there."""
        links = [
            Link(case=life.case, other=life.merged_into.case, kind=Link.Kind.MERGED_INTO, since=life.merged_at)
            for life in lives
            if life.merged_into and life.merged_at
        ]
        Link.objects.bulk_create(links)

    def _number(self, lives: Sequence[Life], lines: Sequence[Line]) -> None:
        """Give every entry and event its primary key, and tell all rows that name them or the case."""
        for life in lives:
            life.request.case = life.case
            for clock in life.clocks:
                clock.case = life.case
            for assignment in life.assignments:
                assignment.case = life.case
            for line in life.lines:
                line.event.case = life.case
        entries, events = reserve(Entry, len(lines)), reserve(Event, len(lines))
        for line, entry, event in zip(lines, entries, events, strict=True):
            recorded = line.event.entry
            recorded.pk, line.event.pk = entry, event
            line.event.entry = recorded

    def _notes(self, lines: Sequence[Line]) -> list[InternalNote]:
        """Return the notes of the events that have one; the database is not asked for those of all others."""
        noted = [line.event for line in lines if Event.note_for_staff.is_cached(line.event)]
        return [InternalNote(event=event, case=event.case, text=event.internal_note) for event in noted]

    def _files(self, lines: Sequence[Line]) -> None:
        used = [(line.event, stored, purpose) for line in lines for stored, purpose in line.files]
        insert(StoredFile, [stored for _event, stored, _purpose in used])
        insert(
            Attachment,
            [Attachment(case=event.case, event=event, file=stored, purpose=purpose) for event, stored, purpose in used],
        )

    def _papers(self, lines: Sequence[Line]) -> None:
        issued = [
            (
                line.event.case,
                IssuedPaper(
                    kind=kind,
                    reference=line.event.case.reference,
                    content=content,
                    digest=sha256(canonical_json(content).encode()).hexdigest(),
                    issued_at=line.event.at,
                ),
            )
            for line in lines
            for kind, content in line.papers
        ]
        insert(IssuedPaper, [paper for _case, paper in issued])
        insert(Paper, [Paper(case=case, paper=paper) for case, paper in issued])

    def _notices(self, lines: Sequence[Line]) -> None:
        """Write what the inboxes show; letters of the past count as sent."""
        for line in lines:
            for notice in line.notices:
                self._settle(notice, line.event)
        insert(Notice, [notice for line in lines for notice in line.notices])

    def _settle(self, notice: Notice, event: Event) -> None:
        notice.key = notice.key.replace(UNSAVED, str(event.pk), 1)
        notice.created_at = event.at
        if notice.channel == Channel.EMAIL:
            notice.state, notice.tries, notice.sent_at = Delivery.SENT, 1, event.at + timedelta(seconds=4)
        elif event.at < self.now - UNREAD:
            notice.read_at = min(event.at + timedelta(hours=3), self.now)
            notice.read_by = self.cast.reader(notice)


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert unsaved rows of one model in the current transaction."""
    sheet = Sheet(model)
    for row in rows:
        sheet.add_instance(row)
    sheet.insert()
