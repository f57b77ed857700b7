"""Writing lives of cases into the database, many at once: the database numbers and chains the entries as always."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction

from heli.audit.models import Entry
from heli.cases.models import Assignment, Attachment, Case, Clock, Event, Link, Paper
from heli.demo.cast import Cast
from heli.demo.ledger import Life, Line
from heli.kernel.chains import canonical_json
from heli.notices.models import Channel, Delivery, Notice
from heli.papers.models import IssuedPaper, StoredFile
from heli.service_requests.models import ServiceRequest

BATCH: Final = 250
NOTICES_KEPT: Final = timedelta(days=30)
UNREAD: Final = timedelta(hours=20)
UNSAVED: Final = "None"


class Scribe:
    """Writes lives; ``now`` decides which notices are old, ``cast`` who has read them."""

    def __init__(self, now: datetime, cast: Cast) -> None:
        self.now, self.cast = now, cast

    def write(self, lives: Sequence[Life]) -> None:
        """Write everything about the lives, except what ties them together, in one transaction."""
        with transaction.atomic():
            Case.objects.bulk_create([life.case for life in lives])
            self._history(lives)
            for life in lives:
                for clock in life.clocks:
                    clock.case = life.case
                for assignment in life.assignments:
                    assignment.case = life.case
                life.request.case = life.case
            Clock.objects.bulk_create([clock for life in lives for clock in life.clocks])
            Assignment.objects.bulk_create([each for life in lives for each in life.assignments])
            ServiceRequest.objects.bulk_create([life.request for life in lives])

    def tie(self, lives: Iterable[Life]) -> None:
        """Write the merges, when all cases are there."""
        links = [
            Link(case=life.case, other=life.merged_into.case, kind=Link.Kind.MERGED_INTO, since=life.merged_at)
            for life in lives
            if life.merged_into and life.merged_at
        ]
        Link.objects.bulk_create(links)

    def _history(self, lives: Sequence[Life]) -> None:
        lines = [line for life in lives for line in life.lines]
        for life in lives:
            for line in life.lines:
                line.event.case = life.case
        Entry.objects.bulk_create([line.event.entry for line in lines], batch_size=1000)
        for line in lines:
            line.event.entry_id = line.event.entry.pk
        Event.objects.bulk_create([line.event for line in lines], batch_size=1000)
        self._files(lines)
        self._papers(lines)
        self._notices(lines)

    def _files(self, lines: Sequence[Line]) -> None:
        StoredFile.objects.bulk_create([stored for line in lines for stored, _purpose in line.files])
        Attachment.objects.bulk_create(
            [
                Attachment(case=line.event.case, event=line.event, file=stored, purpose=purpose)
                for line in lines
                for stored, purpose in line.files
            ]
        )

    def _papers(self, lines: Sequence[Line]) -> None:
        papers = [
            Paper(
                case=line.event.case,
                paper=IssuedPaper(
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
        IssuedPaper.objects.bulk_create([paper.paper for paper in papers])
        Paper.objects.bulk_create(papers)

    def _notices(self, lines: Sequence[Line]) -> None:
        """Only what an inbox still shows; letters of the past count as sent."""
        kept = [line for line in lines if line.notices and line.event.at > self.now - NOTICES_KEPT]
        for line in kept:
            for notice in line.notices:
                self._settle(notice, line.event)
        Notice.objects.bulk_create([notice for line in kept for notice in line.notices], batch_size=1000)

    def _settle(self, notice: Notice, event: Event) -> None:
        notice.key = notice.key.replace(UNSAVED, str(event.pk), 1)
        notice.created_at = event.at
        if notice.channel == Channel.EMAIL:
            notice.state, notice.tries, notice.sent_at = Delivery.SENT, 1, event.at + timedelta(seconds=4)
        elif event.at < self.now - UNREAD:
            notice.read_at = min(event.at + timedelta(hours=3), self.now)
            notice.read_by = self.cast.reader(notice)
