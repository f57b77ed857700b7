"""What pages ask by themselves: numbers and news within one's rights, 304 where nothing changed, no session kept."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from heli.access.models import Session
from heli.cases.usual import actions as usual
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import dispatched, in_hand, newcomer, signed_in

LIVE = reverse("workbench:live")


def asked(client, **query):
    answer = client.get(LIVE, query)
    assert answer.status_code == 200
    return answer.json()


def test_strangers_and_accounts_without_a_post_learn_nothing(district, client):
    reported(district)
    assert client.get(LIVE).status_code == 302
    assert newcomer(district).get(LIVE).status_code == 403


@pytest.mark.parametrize("name", ["west", "wang", "admin"])
def test_what_comes_elsewhere_is_neither_counted_nor_told(district, name):
    client = signed_in(district, name)
    before, since = asked(client), timezone.now() - timedelta(minutes=1)
    reported(district), dispatched(district)
    after = asked(client, since=since.isoformat())
    assert after["counts"] == before["counts"]
    assert after["news"] == {"new": {}, "new to dispatch": {}}


def test_what_has_come_since_the_page_was_opened_is_told_to_whose_turn_it_is(district):
    dispatched(district, at=timezone.now() - timedelta(hours=2))
    since = timezone.now().isoformat()
    reported(district), reported(district)
    told = asked(signed_in(district, "east"), since=since)
    assert told["news"]["new to dispatch"] == {
        "number": 2, "text": "2 new matters for you", "url": reverse("workbench:dispatch"),
    }  # fmt: skip
    assert told["counts"]["workbench:dispatch"] == "2"
    assert asked(signed_in(district, "ma"), since=since)["news"]["new"] == {}
    assert asked(signed_in(district, "east"), since=timezone.now().isoformat())["news"]["new"] == {}


def test_a_note_is_no_news(district):
    case = dispatched(district)
    since = timezone.now().isoformat()
    usual.supervise(case, by=district.actor("east"), note="请尽快")
    assert asked(signed_in(district, "ma"), since=since)["news"]["new"] == {}


def test_unchanged_is_said_in_few_bytes_and_changes_are_noticed(district):
    client, since = signed_in(district, "east"), timezone.now().isoformat()
    first = client.get(LIVE, {"since": since})
    again = client.get(LIVE, {"since": since}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    reported(district)
    assert client.get(LIVE, {"since": since}, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "since", ["", "x", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00+00:00", "2999-01-01T00:00:00Z"]
)
def test_a_senseless_moment_is_now_or_half_a_day_ago(district, since):
    dispatched(district, at=timezone.now() - timedelta(days=2))
    assert asked(signed_in(district, "ma"), since=since)["counts"]["workbench:home"] == "1"


def test_asking_keeps_no_session_open(district):
    client = signed_in(district, "ma")
    key = Session.objects.filter(user=district.people["ma"])
    earlier = timezone.now() - timedelta(minutes=10)
    key.update(seen_at=earlier, started_at=earlier, expire_date=timezone.now() + timedelta(minutes=5))
    ends = key.get().expire_date
    asked(client)
    assert (key.get().seen_at, key.get().expire_date) == (earlier, ends)
    client.get(reverse("workbench:inbox"))
    assert key.get().expire_date > ends
    assert settings.SESSION_STAFF_IDLE


def test_the_tabs_of_the_queue_say_the_same_as_the_page(district):
    in_hand(district), dispatched(district)
    client = signed_in(district, "lead")
    client.post(reverse("workbench:view_save"), {"name": "灯", "tab": "open", "q": "路灯"})
    page = client.get(reverse("workbench:queue"), {"tab": "open"}).context
    live = asked(client, tabs="yes")["counts"]
    assert {tab["live"]: tab["count"] for tab in [*page["tabs"], *page["saved"]]}.items() <= live.items()


def test_a_question_costs_five_statements_however_much_there_is(district):
    for _time in range(3):
        dispatched(district)
    client = signed_in(district, "ma")
    client.get(LIVE)
    with counted() as statements:
        client.get(LIVE, {"since": timezone.now().isoformat()})
    assert len(statements) <= 4, "\n".join(statements)
