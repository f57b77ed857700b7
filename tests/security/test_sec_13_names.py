"""What people send never becomes a name of a column, a lookup or an order (CVE-2025-64459, CVE-2024-42005)."""

from base64 import urlsafe_b64encode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heli.cases.models import Case
from heli.service_requests.tests.district import District, build, reported

NAMES = (
    "query_code",
    "-query_code",
    "contact__phone_index",
    "opened_at) --",
    "unit__name__startswith",
    "?",
    "_connector",
)
CURSORS = ("2026-01-01T00:00:00+08:00|1 OR 1=1", "query_code|1", "|", "2026-01-01T00:00:00+08:00|", "1|1|1")


@pytest.fixture
def district(db) -> District:
    return build()


@pytest.fixture
def client(district) -> Client:
    reported(district)
    reported(district, text="水管漏水")
    client = Client()
    client.force_login(district.people["chen"])
    return client


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_sent_reaches_no_statement(client, name):
    usual = client.get("/api/cases").json()
    assert len(usual["cases"]) == 2
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/api/cases", {"order": name}).status_code == 400
        assert client.get("/api/cases", {name: "OR"}).json() == usual
        for page in ("/desk/queue/", "/desk/queue/map.json", "/desk/search/", "/desk/dispatch/", "/register/"):
            for sent in ({"order": name}, {name: "OR", "tab": "open"}, {"tab": name}):
                assert client.get(page, sent).status_code in (200, 302, 400, 404), (page, sent)
    assert len(asked) > 20
    for each in asked:
        assert "--" not in each["sql"]
        assert "ORDER BY RANDOM" not in each["sql"]
        assert 'ORDER BY "cases_case"."query_code"' not in each["sql"]
        assert '"phone_index"' not in each["sql"].partition("WHERE")[2]


@pytest.mark.parametrize("text", CURSORS)
def test_a_cursor_that_is_not_ours_is_refused(client, text):
    cursor = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    assert client.get("/api/cases", {"after": cursor}).status_code == 400
    assert client.get("/desk/queue/", {"tab": "open", "after": cursor}).status_code in (200, 302, 404)


@pytest.mark.parametrize("key", ["case", "by", "act", "self", "__class__", "case__state", "_connector", "pk"])
def test_keys_of_a_body_are_those_of_the_form(district, client, key):
    case = Case.objects.order_by("pk")[0]
    body = {"unit": district.roads.pk, key: "closed"}
    address = f"/api/cases/{case.reference}/steps/dispatch"
    assert client.post(address, body, content_type="application/json").status_code == 200
    case.refresh_from_db()
    assert (case.state, case.unit_id) == ("dispatched", district.roads.pk)
