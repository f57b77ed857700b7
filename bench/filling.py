"""Filling the benchmark's database: the demo district, multiplied by SQL to the wanted number of cases.

Copies have references, events, chained entries, clocks and assignments of their own, as the engine writes them. Closed
copies lie back by whole weeks, so that days off stay days off; open ones are as old as those they were copied from.
Copies have no photos, papers and messages.
"""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from heli.audit.models import Entry
from heli.cases.models import Assignment, Case, Clock, Event, Tally
from heli.kernel.chains import GENESIS, link
from heli.kernel.references import new_reference
from heli.service_requests.models import ServiceRequest

SEED_CASES = 2500
OPEN_SHARE = 0.1
WEEKS_BACK = 100
# Cases with a long history are not copied: they would take most of the time.
MOST_EVENTS = 9
BATCH = 5_000
MODELS = (Case, Entry, Event, Clock, Assignment, ServiceRequest)
INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'


def run(*, cases: int, open_share: float = OPEN_SHARE, scattered: bool = False) -> dict[str, Any]:
    """Bring the database to ``cases`` cases and return how many were added.

    ``scattered``: copies lie near their originals instead of on them.
    """
    call_command("prepare", stdout=sys.stderr)
    if not Case.objects.exists():
        call_command("demo_district", cases=min(SEED_CASES, cases), stdout=sys.stderr)
    missing = max(0, cases - Case.objects.count())
    if missing:
        _multiply(missing, open_share)
        if scattered:
            _scatter()
    return {"cases": Case.objects.count(), "open": Case.objects.open().count(), "added": missing}


def _multiply(count: int, open_share: float) -> None:
    random.seed(count)
    with connection.cursor() as cursor:
        _plan(cursor, count, open_share)
        with _bare(cursor):
            for first in range(0, count, BATCH):
                with transaction.atomic():
                    _copy(cursor, f"(SELECT * FROM bench_copy WHERE number >= {first} AND number < {first + BATCH}) m")
                print(f"  {min(first + BATCH, count)} of {count} copies", file=sys.stderr, flush=True)
        cursor.execute("DROP TABLE bench_copy")
        cursor.execute("VACUUM ANALYZE")


def _scatter() -> None:
    """Move every case by up to some 400 m."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for name in ("latitude", "longitude"):
            cursor.execute(f"UPDATE {_table(Case)} SET {name} = {name} + (random() - 0.5) * 0.008")
        cursor.execute("VACUUM ANALYZE")


def _plan(cursor: CursorWrapper, count: int, open_share: float) -> None:
    """Write which case is copied under which number, and by how much it is moved back."""
    rows = Case.objects.filter(followers=0).annotate(events_number=models.Count("events"))
    short = rows.filter(events_number__lte=MOST_EVENTS).values("pk")
    ids = {
        is_open: list(Case.objects.filter(closed_at__isnull=is_open, pk__in=short).values_list("id", flat=True))
        for is_open in (True, False)
    }
    wanted = max(0, int((Case.objects.count() + count) * open_share) - Case.objects.open().count())
    open_ones = [True] * min(wanted, count)
    kinds = [*open_ones, *[False] * (count - len(open_ones))]
    random.shuffle(kinds)
    cursor.execute("DROP TABLE IF EXISTS bench_copy")
    cursor.execute(
        "CREATE UNLOGGED TABLE bench_copy (number int PRIMARY KEY, source bigint, reference text, back interval,"
        " target bigint DEFAULT nextval(pg_get_serial_sequence('cases_case', 'id')))"
    )
    with cursor.copy("COPY bench_copy (number, source, reference, back) FROM STDIN") as copy:
        for number, is_open in enumerate(kinds):
            weeks = 0 if is_open else random.randrange(WEEKS_BACK)
            copy.write_row((number, random.choice(ids[is_open]), new_reference(), f"{weeks} weeks"))
    cursor.execute("ANALYZE bench_copy")


@contextmanager
def _bare(cursor: CursorWrapper) -> Iterator[None]:
    """Without triggers and secondary indexes for a while; afterwards indexes and counters are made anew."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [[_table(model) for model in MODELS]],
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute("CREATE INDEX bench_events ON cases_event (case_id)")
    cursor.execute("CREATE INDEX bench_clocks ON cases_clock (case_id)")
    cursor.execute("CREATE INDEX bench_assignments ON cases_assignment (case_id)")
    cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        _dress(cursor, indexes)


def _dress(cursor: CursorWrapper, indexes: list[tuple[str, str]]) -> None:
    """Undo what ``_bare`` took away, counters made anew."""
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("DROP INDEX bench_events, bench_clocks, bench_assignments")
    print("  indexes", file=sys.stderr, flush=True)
    for _name, definition in indexes:
        cursor.execute(definition)
    key = "procedure, state, unit_id, category_id, area_path, public, centre_id"
    cursor.execute(f"DELETE FROM {_table(Tally)}")
    cursor.execute(f"INSERT INTO {_table(Tally)} ({key}, count) SELECT {key}, count(*) FROM cases_case GROUP BY {key}")


def _copy(cursor: CursorWrapper, chosen: str) -> None:
    """Copy one batch, table by table."""
    old, new = (f"lower(replace({name}, '-', ''))" for name in ("s.reference", "m.reference"))
    moved = {"id": "m.target", "reference": "m.reference", "search_text": f"replace(s.search_text, {old}, {new})"}
    cursor.execute(_insert(Case, moved, f"{chosen} JOIN cases_case s ON s.id = m.source"))
    cursor.execute(
        "CREATE TEMP TABLE bench_step ON COMMIT DROP AS SELECT *, nextval(pg_get_serial_sequence('audit_entry', 'id'))"
        " AS target_entry FROM (SELECT m.*, e.id AS event, e.entry_id AS entry FROM "
        f"{chosen} JOIN cases_event e ON e.case_id = m.source ORDER BY m.target, e.id) AS listed"
    )
    _copy_entries(cursor)
    event = {"case_id": "m.target", "entry_id": "m.target_entry", "key": "gen_random_uuid()"}
    source = "bench_step m JOIN cases_event s ON s.id = m.event"
    cursor.execute(_insert(Event, event, source, order="m.target_entry"))
    for model in (Clock, Assignment, ServiceRequest):
        source = f"{chosen} JOIN {_table(model)} s ON s.case_id = m.source"
        cursor.execute(_insert(model, {"case_id": "m.target"}, source))


def _copy_entries(cursor: CursorWrapper) -> None:
    """Copy the entries of the batch, each hashed after the one before, as the database's trigger does."""
    before, after = (f"to_char({at} AT TIME ZONE 'UTC', '{INSTANT}')" for at in ("s.at", "(s.at - m.back)"))
    cursor.execute(
        "SELECT m.target_entry, m.reference, s.at - m.back, s.actor, s.verb,"
        f" replace(replace(s.content, s.chain, m.reference), {before}, {after})"
        " FROM bench_step m JOIN audit_entry s ON s.id = m.entry ORDER BY m.target_entry"
    )
    rows = cursor.fetchall()
    columns = "id, chain, at, actor, verb, content, seq, previous, digest"
    with cursor.copy(f"COPY audit_entry ({columns}) FROM STDIN") as copy:
        for _chain, entries in groupby(rows, key=itemgetter(1)):
            previous = GENESIS
            for seq, entry in enumerate(entries, 1):
                digest = link(previous, seq, entry[5])
                copy.write_row((*entry, seq, previous, digest))
                previous = digest


def _insert(model: type[models.Model], values: dict[str, str], source: str, *, order: str = "m.target") -> str:
    """Return the statement that copies rows ``s``: ``values`` by column, instants moved back, the rest as it is."""
    numbered = models.AutoField, models.BigAutoField
    columns = [each for each in model._meta.concrete_fields if each.column in values or not isinstance(each, numbered)]
    moved = {each.column: f"s.{each.column} - m.back" for each in columns if isinstance(each, models.DateTimeField)}
    names = [str(each.column) for each in columns]
    chosen = [values.get(name) or moved.get(name) or f's."{name}"' for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {_table(model)} ({quoted}) SELECT {', '.join(chosen)} FROM {source} ORDER BY {order}"


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table
