"""Numbers of papers: one row of the same transaction counts, so there is neither a gap nor the same number twice.

Written as official documents are numbered: mark, year in hexagonal brackets, running number.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from heli.papers.kinds import PaperKind

_NEXT = """
INSERT INTO papers_papercounter (kind, unit_id, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, unit_id, year) DO UPDATE SET last = papers_papercounter.last + 1 RETURNING last
"""


def next_number(kind: PaperKind, unit_id: int, at: datetime) -> str:
    """Return the next number of ``kind`` for the unit in the year of ``at``, by the district's calendar.

    Whoever asks at the same time waits until this transaction ends; undone with it, the number is given again.
    """
    year = timezone.localdate(at).year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [kind.code, unit_id, year])
        (number,) = cursor.fetchone()
    return f"{kind.mark}〔{year}〕第{number}号"
