"""What many tests begin with: built once in each process by the code that builds it, then written from its rows.

A district of seventy statements becomes one, so that each test has one of its own at a tenth of the price.
"""

import json
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection, transaction

from heli.places.models import Revision
from heli.places.revisions import forget

T = TypeVar("T")

INSERTED = re.compile(r'INSERT INTO "?(\w+)"?')
REVISIONS = Revision._meta.db_table
#: Tables whose rows the database itself chains, numbers or adds up: only the code that writes them may write them.
RECORDS = ("audit_", "cases_", "funds_entry", "funds_posting")


@dataclass(frozen=True)
class _Seed:
    """Statements that write rows, the names of the reference data that they change, and the pickled objects."""

    statements: list[str]
    changed: list[str]
    made: bytes


def seed(build: Callable[[], T]) -> Callable[[], T]:
    """Return ``build``, which runs once and from then on writes the rows that it made, ids included, at one stroke.

    Each call returns objects of its own, and declares changed what ``build`` declares changed. What ``build`` writes
    must be new rows, of tables that are no record.
    """
    kept: list[_Seed] = []

    @wraps(build)
    def written() -> T:
        if not kept:
            kept.append(_observed(build))
        [seen] = kept
        with connection.cursor() as cursor:
            cursor.execute("; ".join([*seen.statements, *map(_declared, seen.changed)]))
        forget()
        return pickle.loads(seen.made)

    return written


def _observed(build: Callable[[], Any]) -> _Seed:
    """Build, look at what is there then and was not before, and take it back."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(INSERTED.findall(sql))
        return execute(sql, params, many, context)

    with transaction.atomic():
        before = transaction.savepoint()
        with connection.execute_wrapper(note):
            made = build()
        rows = {table: _rows(table) for table in sorted(tables)}
        transaction.savepoint_rollback(before)
        new = {table: sorted(there - _rows(table)) for table, there in rows.items()}
    assert not [table for table in new if table.startswith(RECORDS)]
    changed = [json.loads(row)["name"] for row in new.pop(REVISIONS, [])]
    return _Seed([_insertion(table, lines) for table, lines in new.items() if lines], changed, pickle.dumps(made))


def _rows(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT row_to_json(each)::text FROM "{table}" each')
        return {row for (row,) in cursor.fetchall()}


def _insertion(table: str, rows: list[str]) -> str:
    quoted = f"[{','.join(rows)}]".replace("'", "''")
    return f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", \'{quoted}\')'


def _declared(name: str) -> str:
    """Return the statement that does what ``bump`` does."""
    return (
        f"INSERT INTO \"{REVISIONS}\" (name, token) VALUES ('{name}', '{uuid4().hex}')"
        " ON CONFLICT (name) DO UPDATE SET token = excluded.token"
    )
