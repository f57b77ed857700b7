"""Checking the chains by several processes, each with a part of the chains and a connection of its own."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context

import psycopg
from django.db import connection
from psycopg import sql

from heli.audit.verifying import Fault, Known, Row, faults, stored, streamed

#: From so many entries on the parts are worth the start of processes.
WORTH = 200_000
#: Parts for each process, so that none waits long for the last.
PARTS = 4


@dataclass(frozen=True)
class Part:
    """The chains from ``since`` until, not including, ``until``; None is no bound."""

    since: str | None
    until: str | None

    @property
    def condition(self) -> sql.Composable:
        """The part as a condition."""
        bounds = [sql.SQL("true")]
        if self.since is not None:
            bounds.append(sql.SQL("chain >= {}").format(sql.Literal(self.since)))  # type: ignore[arg-type]
        if self.until is not None:
            bounds.append(sql.SQL("chain < {}").format(sql.Literal(self.until)))  # type: ignore[arg-type]
        return sql.SQL("WHERE ") + sql.SQL(" AND ").join(bounds)


def checked(known: Known, *, processes: int) -> Iterator[tuple[int, list[Fault]]]:
    """Check all chains; yield how many entries each part had and its faults. Few entries are checked here."""
    if processes < 2 or _roughly() < WORTH:
        yield _count(stored(), known)
        return
    parts = _parts(processes * PARTS)
    conninfo = psycopg.conninfo.make_conninfo(**_parameters())
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        jobs = [
            pool.submit(_check, conninfo, part, heads) for part, heads in zip(parts, _dealt(known, parts), strict=True)
        ]
        for job in as_completed(jobs):
            yield job.result()


def _check(conninfo: str, part: Part, known: Known) -> tuple[int, list[Fault]]:
    with psycopg.connect(conninfo, options="-c TimeZone=UTC") as database:
        return _count(streamed(database, part.condition), known)


def _count(rows: Iterator[Row], known: Known) -> tuple[int, list[Fault]]:
    seen = [0]

    def passed() -> Iterator[Row]:
        for row in rows:
            seen[0] += 1
            yield row

    found = list(faults(passed(), known))
    return seen[0], found


def _parameters() -> dict[str, str]:
    wanted = connection.get_connection_params()
    return {name: wanted[name] for name in ("host", "port", "user", "password", "dbname") if wanted.get(name)}


def _roughly() -> int:
    """Return about how many entries there are: the last number given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM audit_entry")
        return int(cursor.fetchone()[0])


def _parts(count: int) -> list[Part]:
    """Return about ``count`` parts with about as many chains each, parted in the database's own order of texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY chain) FROM audit_sealedhead",
            [[at / count for at in range(1, count)]],
        )
        found = cursor.fetchone()[0] or []
    bounds = [None, *dict.fromkeys(found), None]
    return [Part(since, until) for since, until in pairwise(bounds)]


def _dealt(known: Known, parts: list[Part]) -> list[Known]:
    """Return the known heads of each part; the database says which chain lies where, as it also orders them."""
    bounds = [part.since for part in parts[1:]]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chain, (SELECT count(*) FROM unnest(%s::text[]) AS bound WHERE bound <= chain) "
            "FROM unnest(%s::text[]) AS chain",
            [bounds, list(known)],
        )
        dealt: list[dict[str, object]] = [{} for _part in parts]
        for chain, number in cursor.fetchall():
            dealt[number][chain] = known[chain]
    return dealt  # type: ignore[return-value]
