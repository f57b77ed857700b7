"""Numbers of papers: one row of the same transaction counts, so there is neither a gap nor the same number twice.

Written as official documents are numbered: mark, year in hexagonal brackets, running number.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from heli.papers.kinds import PaperKind
from heli.papers.models import PaperCounter

_NEXT = """
INSERT INTO {table} (kind, unit_id, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, unit_id, year) DO UPDATE SET last = {table}.last + 1 RETURNING last
"""


def next_number(kind: PaperKind, unit_id: int, at: datetime) -> str:
    """Return the next number of ``kind`` for the unit in the year of ``at``, by the district's calendar.

    Whoever asks at the same time waits until this transaction ends; undone with it, the number is given again.
    """
    year = timezone.localdate(at).year
    table = connection.ops.quote_name(PaperCounter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(table=table), [kind.code, unit_id, year])
        (number,) = cursor.fetchone()
    return f"{kind.mark}〔{year}〕第{number}号"
