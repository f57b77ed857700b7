"""Letters about public matters: nobody is written to unasked, nothing hidden is named, one click ends it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from heli.access.actors import resident
from heli.cases.models import Case
from heli.notices.models import Notice, Rhythm, Subscription
from heli.notices.sending import send_overdue
from heli.notices.subscription_links import list_token, token
from heli.notices.subscriptions import MOST_OF_ONE, forget_unconfirmed
from heli.people.keyed import SubjectKey
from heli.portal.news import tell
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build, reported
from heli.service_requests.tests.visiting import counted

#: A Wednesday, ten in the morning in the district; and the evening of that day.
WORKING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
READER = "reader@example.test"


@pytest.fixture
def district(db) -> District:
    return build()


@pytest.fixture
def move(monkeypatch):
    """Stand at ten in the morning of a working day; return a function that moves time on."""
    at = [WORKING]
    monkeypatch.setattr(timezone, "now", lambda: at[0])

    def on(**by: float) -> datetime:
        at[0] += timedelta(**by)
        return at[0]

    return on


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Leave sending to the sweep."""
    monkeypatch.setattr("heli.notices.writing.send_notices.defer", lambda **_more: None)


def ask(query: str = "", email: str = READER, rhythm: str = "once", client: Client | None = None) -> Any:
    return (client or Client()).post(f"/news/{query}", {"email": email, "rhythm": rhythm})


def letters() -> list[Any]:
    """Send what is due and return the letters to subscribers; those to whoever reported are not looked at."""
    mail.outbox.clear()
    send_overdue()
    return [each for each in mail.outbox if READER in each.to]


def links(letter: Any) -> dict[str, str]:
    """Return the pages of a letter by their kind."""
    return {kind: path for path, kind in re.findall(r"(/news/(confirm|stop|all)/[\w-]+/)", letter.body)}


def follow(query: str = "", rhythm: str = "once") -> Subscription:
    """Subscribe and confirm."""
    ask(query, rhythm=rhythm)
    (letter,) = letters()
    assert Client().post(links(letter)["confirm"]).status_code == 302
    found = Subscription.objects.filter(confirmed_at__isnull=False).order_by("-confirmed_at").first()
    assert found is not None
    return found


def closed(town: District, case: Case) -> Case:
    assert actions.dispatch(case, by=town.actor("east"), unit=town.roads, public_summary="人民路口路灯")
    assert actions.accept(case, by=town.actor("ma"))
    assert actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert actions.verify(case, by=town.actor("east"))
    assert actions.confirm(case, by=resident(case.reference))
    return case


@pytest.mark.parametrize("page", ["confirm", "stop", "all"])
def test_links_that_are_not_ours_open_nothing(district, move, page):
    row = follow()
    for wrong in ("x", "0" * 64, row.number.hex + "0" * 32, token(row, "confirm" if page == "stop" else "stop")[::-1]):
        for answer in (Client().get(f"/news/{page}/{wrong}/"), Client().post(f"/news/{page}/{wrong}/", {"end": "1"})):
            assert answer.status_code == 404
    assert Subscription.objects.count() == 1


def test_a_link_of_one_purpose_opens_no_other(district, move):
    row = follow()
    assert Client().post(f"/news/confirm/{token(row, 'stop')}/").status_code == 404
    assert Client().post(f"/news/stop/{token(row, 'confirm')}/").status_code == 404


def test_nothing_is_sent_before_the_button_is_pressed(district, move):
    ask()
    (letter,) = letters()
    assert Client().get(links(letter)["confirm"]).status_code == 200
    reported(district)
    move(minutes=5)
    assert (tell(), letters()) == (0, [])


def test_the_letter_that_asks_holds_nothing_that_was_typed(district, move):
    ask("?q=buy+at+http://evil.example")
    (letter,) = letters()
    assert "evil" not in letter.body + letter.subject


def test_an_address_that_is_known_gets_the_same_answer(district, move):
    follow()
    known, unknown = ask(), ask(email="other@example.test")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    shown = [
        re.sub(r"csrf\S+|value=\"\w{64}\"", "", Client().get(each.url).content.decode()) for each in (known, unknown)
    ]
    assert shown[0] == shown[1]


def test_a_stranger_cannot_fill_a_mailbox(district, move):
    answers = [ask(client=Client(REMOTE_ADDR=f"192.0.2.{number}")).status_code for number in range(6)]
    assert answers == [302] * 6
    assert len(letters()) == 3


def test_one_sender_cannot_write_to_many(district, move):
    answers = [ask(email=f"n{number}@example.test").status_code for number in range(12)]
    assert answers == [302] * 10 + [422] * 2


def test_an_address_that_nobody_confirms_is_removed(district, move):
    keys = SubjectKey.objects.count()
    ask()
    assert forget_unconfirmed() == 0
    move(days=3, minutes=1)
    assert forget_unconfirmed() == 1
    assert (Subscription.objects.count(), Notice.objects.filter(kind__startswith="subscription").count()) == (0, 0)
    assert SubjectKey.objects.count() == keys


def test_news_comes_at_once_and_once(district, move):
    follow()
    case = reported(district).case
    move(minutes=2)
    assert tell() == 1
    (letter,) = letters()
    assert f"/register/{case.reference}/" in letter.body
    assert "晚上很黑" not in letter.body
    move(minutes=2)
    assert (tell(), letters()) == (0, [])


def test_what_is_confidential_is_never_named(district, move):
    follow()
    for hidden in ({"confidential": True}, {"about": district.roads}, {"category": district.attitude}):
        reported(district, **hidden)
    move(minutes=2)
    assert tell() == 0


def test_what_became_confidential_before_the_letter_left_is_not_named(district, move):
    follow()
    Case.objects.filter(pk=reported(district).case.pk).update(public=True)
    move(minutes=2)
    assert tell() == 1
    Case.objects.update(public=False)
    assert letters() == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?place=d/e/", 1),
        ("?place=d/w/", 0),
        ("?state=closed", 0),
        ("?q=路灯", 1),
        ("?q=井盖", 0),
        ("?topic={lamps}", 1),
    ],
)
def test_a_list_tells_of_its_own_only(district, move, query, told):
    follow(query.format(lamps=district.lamps.pk))
    reported(district)
    move(minutes=2)
    assert tell() == told


def test_one_entry_is_followed_to_its_end(district, move):
    case, other = reported(district).case, reported(district).case
    move(minutes=2)
    follow(f"?reference={case.reference}")
    move(minutes=1)
    closed(district, case)
    closed(district, other)
    move(minutes=2)
    assert tell() == 1
    (letter,) = letters()
    assert case.reference in letter.body
    assert "已解决" in letter.body
    assert other.reference not in letter.body


def test_there_is_nothing_to_follow_of_a_hidden_entry(district, move):
    case = reported(district, confidential=True).case
    assert ask(f"?reference={case.reference}").status_code == 404


def test_a_daily_letter_comes_once_a_day_in_service_hours(district, move):
    follow(rhythm="daily")
    move(minutes=2)
    assert tell() == 0
    first, second = reported(district).case, reported(district).case
    move(hours=2)
    assert tell() == 0
    move(hours=15)
    assert tell() == 0, "before the service hours"
    move(hours=6)
    assert tell() == 1
    (letter,) = letters()
    assert first.reference in letter.body
    assert second.reference in letter.body


def test_outside_service_hours_nothing_is_written(district, move):
    follow()
    reported(district)
    assert tell(EVENING) == 0


def test_the_mailbox_ends_it_with_one_post(district, move):
    follow()
    reported(district)
    move(minutes=2)
    tell()
    (letter,) = letters()
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address.endswith(links(letter)["stop"])
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(links(letter)["stop"]).status_code == 200
    assert Subscription.objects.count() == 1
    answer = browser.post(links(letter)["stop"], {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Subscription.objects.count()) == (200, 0)
    assert not Notice.objects.filter(kind__startswith="subscription").exists()


def test_the_list_shows_and_changes_what_one_address_follows(district, move):
    row = follow("?q=路灯")
    page = f"/news/all/{list_token(bytes(row.email_index))}/"
    assert "路灯" in Client().get(page).content.decode()
    Client().post(page, {"number": row.number.hex, "rhythm": "daily"})
    row.refresh_from_db()
    assert row.rhythm == Rhythm.DAILY
    other = Subscription(email="other@example.test", asked_at=WORKING, confirmed_at=WORKING)
    other.save()
    Client().post(page, {"number": other.number.hex, "end": "1"})
    Client().post(page, {"number": row.number.hex, "end": "1"})
    assert [each.pk for each in Subscription.objects.all()] == [other.pk]
    move(days=61)
    assert Client().get(page).status_code == 404


def test_the_same_wish_is_kept_once_and_one_address_follows_so_many(district, move, monkeypatch):
    first = follow()
    move(days=1)
    follow()
    assert Subscription.objects.count() == 1
    assert not Subscription.objects.filter(pk=first.pk).exists()
    monkeypatch.setattr("heli.notices.subscriptions.MOST_OF_ONE", 1)
    assert MOST_OF_ONE > 1
    ask("?q=路灯")
    (letter,) = letters()
    Client().post(links(letter)["confirm"])
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 1


def test_many_who_follow_the_same_cost_one_search(district, move):
    follow()
    for number in range(6):
        Subscription(email=f"n{number}@example.test", asked_at=WORKING, confirmed_at=WORKING, rhythm="once").save()
    reported(district)
    move(minutes=2)
    tell(WORKING)
    with counted() as statements:
        assert tell() == 7
    assert len([each for each in statements if "cases_case" in each and "SELECT" in each]) <= 2


def test_a_table_of_the_list_holds_no_formula_and_nothing_hidden(district):
    case = reported(district).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads, public_summary="=HYPERLINK(1)")
    hidden = reported(district, confidential=True).case
    text = Client().get("/register/list.csv").content.decode()
    assert "'=HYPERLINK(1)" in text
    assert case.reference in text
    assert hidden.reference not in text
    assert case.reference not in Client().get("/register/list.csv?state=closed").content.decode()
    assert " 00:00," not in text


def test_one_entry_has_a_feed(district):
    case = closed(district, reported(district).case)
    feed = Client().get(f"/register/{case.reference}/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 5
    assert f"/register/{case.reference}/feed.atom" in Client().get(f"/register/{case.reference}/").content.decode()
    assert Client().get("/register/0000-0000-0/feed.atom").status_code == 404
