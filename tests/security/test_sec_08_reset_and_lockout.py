"""Floods of letters, and lock-outs that strangers cause (CVE-2022-35488)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from heli.access import limits
from heli.access.models import Counter
from heli.people.models import User
from heli.project import account_forms
from heli.project.tasks import send_reset

ADDRESS = "chen@example.test"


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("chen", email=ADDRESS, password="korrekt-pferd-batterie", name="陈敏")


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Return for whom the worker was asked to write, and let it write at once."""
    found: list[str] = []

    def defer(email: str, language: str) -> None:
        found.append(email)
        send_reset(email, language)

    monkeypatch.setattr(account_forms.send_reset, "defer", defer)
    return found


@pytest.fixture
def move(monkeypatch):
    at = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: at[0])
    return lambda **by: at.__setitem__(0, at[0] + timedelta(**by))


def ask(address: str = ADDRESS, source: str = "203.0.113.1"):
    return Client().post("/accounts/password/reset/", {"email": address}, REMOTE_ADDR=source)


def test_a_person_gets_three_letters_an_hour_whoever_asks(officer, asked, move):
    answers = {(ask(source=f"203.0.113.{number}").status_code, "done") for number in range(12)}
    assert answers == {(302, "done")}
    assert len(mail.outbox) == 3
    move(minutes=59, seconds=59)
    ask(source="198.51.100.1")
    assert len(mail.outbox) == 3
    move(seconds=1)
    ask(source="198.51.100.2")
    assert len(mail.outbox) == 4


def test_one_address_asks_ten_times_an_hour(officer, asked):
    for number in range(12):
        ask(f"person{number}@example.test")
    assert len(asked) == 10


def test_known_and_unknown_addresses_are_answered_and_worked_on_alike(officer, asked, django_assert_num_queries):
    known, unknown = ask(), ask("nobody@example.test", "203.0.113.2")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert asked == [ADDRESS, "nobody@example.test"]
    assert len(mail.outbox) == 1


def test_the_letter_opens_a_new_password_once_and_no_session(officer, asked):
    ask()
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    client = Client()
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "neues-pferd-batterie", "password2": "neues-pferd-batterie"})
    officer.refresh_from_db()
    assert officer.check_password("neues-pferd-batterie")
    assert "_auth_user_id" not in client.session
    assert Client().get(path, follow=True).context.get("token_fail")


def test_a_stranger_delays_other_browsers_at_most_and_never_for_good(officer, move):
    for _failure in range(40):
        wait = limits.take(limits.PASSWORD, "chen", "")
        assert wait <= timedelta(hours=1)
        move(seconds=wait.total_seconds())
    assert not limits.waiting(limits.PASSWORD, "chen", "a browser that is known")


def test_counts_outlive_every_process_and_hold_no_name(officer, move):
    for _try in range(3):
        limits.take(limits.RESET_TARGET, ADDRESS)
    row = Counter.objects.get()
    assert ADDRESS not in repr((row.key, row.hits))
    assert len(Counter.objects.get(pk=row.pk).hits) == 3
    assert limits.waiting(limits.RESET_TARGET, ADDRESS)
    move(hours=1)
    assert not limits.waiting(limits.RESET_TARGET, ADDRESS)


@pytest.mark.parametrize(
    "rule",
    [limits.SOURCE, limits.QUERY_CODE, limits.QUERY_CODE_SOURCE, limits.CODE_SOURCE, limits.RESET_TARGET,
     limits.RESET_SOURCE],
    ids=lambda rule: rule.name,
)  # fmt: skip
def test_each_limit_holds_exactly_at_its_number(db, move, rule):
    (most, span) = rule.windows[0]
    assert [bool(limits.take(rule, "whom")) for _try in range(most + 1)] == [False] * most + [True]
    move(seconds=span.total_seconds() - 1)
    assert limits.waiting(rule, "whom")
    move(seconds=1)
    assert not limits.waiting(rule, "whom")
    assert not limits.take(rule, "somebody else")
