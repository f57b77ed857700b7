"""A run over one file: in chunks, each one transaction, so that a killed run can go on where it stopped.

Two threads share the work: this one reads, checks and builds a chunk's rows while the other, on a connection of its
own, sends the chunk before to the database. A chunk is counted and reported only after its transaction is committed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.audit.naming import by_system
from heli.audit.record import write
from heli.imports import deadlines
from heli.imports.adopting import Adopter
from heli.imports.categories import CategoryBook
from heli.imports.error_file import ErrorFile
from heli.imports.examine import Examiner, Examines, Limits, examine_file
from heli.imports.layout import Layout, LayoutError, Matter
from heli.imports.models import ImportedRow, ImportRun
from heli.imports.placing import finder
from heli.imports.reasons import Reason
from heli.imports.rows import Found, Rejected
from heli.imports.source import Source, SourceError, digest
from heli.kernel.faults import reach
from heli.organizations.responsibility import registry
from heli.places.coordinates import Point
from heli.places.territory import territory

CHUNK = 1000
"""Rows in one transaction. Each new case takes a lock on its chain until the end of it, so the number has a ceiling."""
CHUNK_LIMIT = 2000

Examined = Found | Rejected
Watch = Callable[[ImportRun, float], None]


class Sheets(Protocol):
    """Rows of several tables, ready to be inserted."""

    def insert(self) -> None:
        """Insert everything in the current transaction."""


class Adopts(Protocol):
    """Makes cases of rows."""

    def adopt(self, requests: Any) -> Sheets:
        """Return the rows of tables that make cases of ``requests``."""


class ImportRefusedError(Exception):
    """The import cannot begin; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """``foreign``: places outside the district are taken. ``create_categories``: unknown categories are made.

    ``resume``: go on with the interrupted run over the same file. ``errors``: where the error file goes.
    """

    errors: Path
    foreign: bool = False
    create_categories: bool = False
    resume: bool = False
    chunk: int = CHUNK


@dataclass(frozen=True)
class Chunk:
    """A chunk ready to be written, with what it adds to the run's counts."""

    rows: Sequence[Examined]
    sheets: Sheets
    counts: dict[str, int]


class RequestImport:
    """Imports one file. Running it again over the same file adds nothing."""

    matter = Matter.REQUESTS

    def __init__(self, path: Path, layout: Layout, options: Options) -> None:
        """Check that the import can begin; raises ``ImportRefusedError`` and ``LayoutError``."""
        self.path, self.layout, self.options = path, layout, options
        self.now = timezone.now()
        self.actor = f"import:{layout.name}"[:60]
        self._check()
        self.find = finder(territory())
        self.book = CategoryBook(layout, create=options.create_categories, actor=self.actor)
        self.examiner = self._examiner()
        self.findings: Counter[Reason] = Counter()

    def _examiner(self) -> Examines:
        inside = None if self.options.foreign else self._inside
        return Examiner(self.layout, Limits(now=self.now, inside=inside, categories=self.book))

    def _adopter(self, run: ImportRun) -> Adopts:
        return Adopter(self.layout, run, self.book, self.find, self.now)

    def _check(self) -> None:
        if self.layout.matter is not self.matter:
            message = _("The layout “%(name)s” is for another kind of register.")
            raise ImportRefusedError(message % {"name": self.layout.name})
        if not 1 <= self.options.chunk <= CHUNK_LIMIT:
            raise ImportRefusedError(_("A chunk has between 1 and %(limit)d rows.") % {"limit": CHUNK_LIMIT})
        if not registry().district_centre_id:
            raise ImportRefusedError(_("There is no district centre yet that could answer for imported requests."))
        if not self.options.foreign and not any(area.geometry for area in territory().areas.values()):
            message = _("The district has no boundaries yet; import them first, or allow any place with --foreign.")
            raise ImportRefusedError(message)

    def _inside(self, point: Point) -> bool:
        return self.find(point) is not None

    def run(self, watch: Watch) -> ImportRun:
        """Import the file and return the finished run.

        ``watch`` is called after each chunk with the run and the share of the file read. Raises
        ``ImportRefusedError``, ``LayoutError`` and ``SourceError``; after the last, what was read before the break is
        in.
        """
        deadlines.forget()
        with _only_one(self.layout.name), ErrorFile(self.options.errors) as errors:
            run = self._begin()
            try:
                self._take_all(run, errors, watch)
            except (LayoutError, SourceError) as error:
                self._finish(run, str(error))
                raise
            self._finish(run, "")
            return run

    def _begin(self) -> ImportRun:
        """Return a new run, or the interrupted one with its counts set back: every row is looked at again."""
        file_digest = digest(self.path)
        last = ImportRun.objects.filter(source=self.layout.name, digest=file_digest).order_by("-id").first()
        if not self.options.resume:
            run = ImportRun(source=self.layout.name, digest=file_digest, actor=self.actor, started_at=self.now)
        elif last is None or last.finished_at:
            raise ImportRefusedError(_("No interrupted run over this file is known; leave out --resume."))
        else:
            run = last
            run.rows = run.accepted = run.remarks = run.already_there = run.rejected = 0
        run.file_name, run.changed_at = self.path.name[:255], self.now
        with transaction.atomic():
            run.save()
            self._record(run, "resume" if self.options.resume else "begin", {"digest": file_digest})
        return run

    def _take_all(self, run: ImportRun, errors: ErrorFile, watch: Watch) -> None:
        source = Source(self.path)
        adopter = self._adopter(run)
        written: Future[Chunk] | None = None
        with ThreadPoolExecutor(max_workers=1) as writer:
            try:
                for rows in _chunks(examine_file(source, self.examiner), self.options.chunk):
                    chunk = self._prepare(rows, run, adopter)
                    if written:
                        self._report(written.result(), errors)
                        written = None
                        watch(run, source.share)
                    written = writer.submit(_write, chunk, run)
            finally:
                writer.submit(_hang_up)
                if written:
                    self._report(written.result(), errors)

    def _prepare(self, rows: Sequence[Examined], run: ImportRun, adopter: Adopts) -> Chunk:
        """Build what is to be written for ``rows``, leaving out what has been imported before."""
        requests = [each for each in rows if not isinstance(each, Rejected)]
        there = self._there(requests)
        sheets = adopter.adopt([request for request in requests if request.source_id not in there])
        # What this very run took before it was interrupted counts as taken by it.
        taken = [request for request in requests if there.get(request.source_id, run.pk) == run.pk]
        counts = {
            "rows": len(rows),
            "accepted": len(taken),
            "remarks": sum(bool(request.remarks) for request in taken),
            "already_there": len(requests) - len(taken),
            "rejected": len(rows) - len(requests),
        }
        return Chunk(rows, sheets, counts)

    def _there(self, requests: Sequence[Found]) -> dict[str, int]:
        """Return which of ``requests`` have become cases before, each with the run that made it."""
        numbers = [request.source_id for request in requests]
        known = ImportedRow.objects.filter(source=self.layout.name, source_id__in=numbers)
        return dict(known.values_list("source_id", "run_id"))

    def _report(self, chunk: Chunk, errors: ErrorFile) -> None:
        """Write and count what is to be said about the rows of ``chunk``, in their order."""
        for each in chunk.rows:
            for finding in (each,) if isinstance(each, Rejected) else each.remarks:
                errors.write(finding)
                self.findings[finding.reason] += 1

    def _finish(self, run: ImportRun, error: str) -> None:
        run.error, run.changed_at = error, timezone.now()
        run.finished_at = None if error else run.changed_at
        counts = {name: getattr(run, name) for name in ("rows", "accepted", "already_there", "rejected")}
        with transaction.atomic():
            run.save()
            self._record(run, "broken" if error else "finish", counts)

    def _record(self, run: ImportRun, verb: str, data: dict[str, Any]) -> None:
        about = {"run": run.pk, "source": run.source, "file": run.file_name}
        write("imports", verb, at=timezone.now(), actor=self.actor, data={**about, **data})


@by_system
def _write(chunk: Chunk, run: ImportRun) -> Chunk:
    """Write a chunk and the run's new counts in one transaction."""
    with transaction.atomic():
        chunk.sheets.insert()
        for name, count in chunk.counts.items():
            setattr(run, name, getattr(run, name) + count)
        run.changed_at = timezone.now()
        run.save()
        reach("import.chunk")
    return chunk


def _hang_up() -> None:
    """Close the connection of the thread that calls this."""
    connection.close()


def _chunks(rows: Iterator[Examined], size: int) -> Iterator[list[Examined]]:
    """Yield lists of ``size`` rows; where the source breaks off, first the rows before the break."""
    chunk: list[Examined] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == size:
                yield chunk
                chunk = []
    except SourceError:
        if chunk:
            yield chunk
        raise
    if chunk:
        yield chunk


@contextmanager
def _only_one(source: str) -> Iterator[None]:
    """Hold the database's lock on imports from ``source``; it ends with the session, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 1))", [f"import {source}"])
        if not cursor.fetchone()[0]:
            raise ImportRefusedError(_("Another import with this layout is running."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 1))", [f"import {source}"])
