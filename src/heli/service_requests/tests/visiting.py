"""Visitors of the residents' pages, and the statements that their pages cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from heli.cases.models import Case
from heli.places.revisions import forget

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def stranger(language: str = "zh-hans") -> Client:
    """Return a browser that knows no query code."""
    return Client(headers={"accept-language": language})


def person(*cases: Case, language: str = "zh-hans") -> Client:
    """Return a browser in which the query codes of ``cases`` were given."""
    client = stranger(language)
    session = client.session
    session["cases"] = [case.reference for case in cases]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def filled(district: object, **changes: object) -> dict[str, object]:
    """Return a report as the form sends it."""
    form = {
        "key": str(uuid4()),
        "text": "人民路口的路灯不亮，晚上很黑。",
        "category": district.lamps.pk,  # type: ignore[attr-defined]
        "latitude": "30.25",
        "longitude": "120.05",
        "asked": "1",
    }
    return {**form, **changes}


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements of a block, without those that only frame a transaction; reference data are warm."""
    statements: list[str] = []
    with override_settings(HELI_REVISION_SECONDS=60.0), CaptureQueriesContext(connection) as captured:
        yield statements
    forget()
    statements += [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(FRAME)]


def commits(captured: CaptureQueriesContext) -> int:
    """Return how many commits of something written there were; outside of a test's own transaction only."""
    found, inside, wrote = 0, False, False
    for each in captured:
        word = each["sql"].lstrip("( ").split(maxsplit=1)[0].upper().rstrip(";")
        writes = word in {"INSERT", "UPDATE", "DELETE"} or "procrastinate_defer" in each["sql"]
        if word == "BEGIN":
            inside, wrote = True, False
        elif word == "COMMIT":
            found, inside = found + wrote, False
        elif writes and inside:
            wrote = True
        else:
            found += writes
    return found
