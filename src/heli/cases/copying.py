"""Inserting many rows at once by COPY: the same triggers and constraints as single inserts, a tenth of the cost."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.options import Options

from heli.audit.naming import GUARDED

WAY = "heli_rows_on_their_way"


class Sheet:
    """Rows of one table, collected to be inserted together.

    A row is given by the values of its fields, foreign keys by ``…_id``; what is left out has the model's default, and
    the primary key, if it is left out of the first row, the database's next number.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.table = model, _table(model)
        self.rows: list[dict[str, Any]] = []
        fields = [field for field in self.table.concrete_fields if not field.primary_key]
        self._blank = {field.attname: field.get_default() for field in fields}

    def add(self, **values: Any) -> None:
        """Add a row."""
        self.rows.append(self._blank | values)

    def add_instance(self, instance: models.Model) -> None:
        """Add an unsaved instance of the sheet's model as a row."""
        self.rows.append(vars(instance))

    def instance(self, **values: Any) -> Any:
        """Return an unsaved instance of the sheet's model, made without its constructor.

        The constructor looks at each field and costs more than the COPY of the row. Foreign keys are given by ``…_id``.
        """
        made = self.model.__new__(self.model)
        vars(made).update(self._blank, id=None, _state=ModelState())
        vars(made).update(values)
        return made

    def insert(self) -> None:
        """Insert the rows in the current transaction and forget them."""
        if not self.rows:
            return
        first = self.rows[0]
        fields = [
            field
            for field in self.table.concrete_fields
            if not field.primary_key or first.get(field.attname) is not None
        ]
        values_of = itemgetter(*(field.attname for field in fields))
        dumps = [(place, dump) for place, field in enumerate(fields) if (dump := _dump_of(field))]
        with _receiving(self.table, fields) as copy:
            for row in self.rows:
                values = list(values_of(row))
                for place, dump in dumps:
                    values[place] = dump(values[place])
                copy.write_row(values)
        self.rows = []


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Return ``count`` primary keys that nobody else will get."""
    table = _table(model)
    assert table.pk is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table.db_table, table.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


@contextmanager
def _receiving(table: "Options[Any]", fields: "list[models.Field[Any, Any]]") -> Iterator[Any]:
    """Take rows in by COPY; a table under row security takes none, so its rows come by way of a temporary one."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    name, guarded = quote(table.db_table), table.db_table in GUARDED
    target = quote(WAY) if guarded else name
    with connection.cursor() as cursor:
        if guarded:
            cursor.execute(f"CREATE TEMPORARY TABLE {target} AS SELECT {columns} FROM {name} WITH NO DATA")  # noqa: S608 - names of ours
        with cursor.copy(f"COPY {target} ({columns}) FROM STDIN".encode()) as copy:
            yield copy
        if guarded:
            cursor.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {target}")  # noqa: S608 - same
            cursor.execute(f"DROP TABLE {target}")


def _table(model: type[models.Model]) -> "Options[Any]":
    return model._meta


def _dump_of(field: "models.Field[Any, Any]") -> Callable[[Any], str] | None:
    """Return how a field's value is written where psycopg would not know."""
    return _json if isinstance(field, models.JSONField) else None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _json(value: Any) -> str:
    return "[]" if value == [] else _encode(value)
