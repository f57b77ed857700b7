"""E-mail goes out at least once, not twice by two workers, and waits for a server that is away."""

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from heli.audit.naming import by_system
from heli.notices import sending
from heli.notices.models import Delivery, Notice
from heli.notices.sending import MOST_TRIES, send, send_overdue, wait_after
from heli.notices.tests.people import EVENING, NEXT_MORNING, WORKING, mail, person, unit
from heli.notices.writing import post
from heli.organizations.models import Duty

pytestmark = pytest.mark.django_db
REFUSED = SMTPRecipientsRefused({"li@example.test": (550, b"no such li@example.test")})


@pytest.fixture
def failing(monkeypatch):
    """Return a list of failures; each message to be sent takes one, None lets it through."""
    failures = []
    usual = EmailMessage.send

    def sends(self, *args):
        failure = failures.pop(0) if failures else None
        if failure:
            raise failure
        return usual(self, *args)

    monkeypatch.setattr(EmailMessage, "send", sends)
    return failures


def at(monkeypatch, moment):
    monkeypatch.setattr("heli.notices.sending.timezone.now", lambda: moment)


def again(notice: Notice) -> int:
    """Let the wait pass and sweep."""
    Notice.objects.filter(pk=notice.pk).update(not_before=timezone.now() - timedelta(seconds=1))
    return send_overdue()


def test_a_letter_goes_out_once_with_its_key(mailoutbox):
    written = mail()
    assert (send([written.key]), send([written.key]), send_overdue()) == (1, 0, 0)
    (message,) = mailoutbox
    assert message.to == ["li@example.test"]
    assert message.extra_headers["Message-ID"].startswith(f"<{written.key}.")
    written.refresh_from_db()
    assert (written.state, written.tries, written.error) == (Delivery.SENT, 1, "")


def test_a_refused_address_is_tried_with_growing_waits_and_given_up(failing):
    written = mail()
    waits = []
    for _ in range(MOST_TRIES):
        failing.append(REFUSED)
        assert again(written) == 0
        written.refresh_from_db()
        waits.append(written.not_before - timezone.now())
    assert waits[1] > waits[0]
    assert waits[4] > waits[2]
    assert written.state == Delivery.FAILED
    assert again(written) == 0


def test_what_is_kept_of_a_failure_holds_no_address(failing):
    written = mail()
    failing.append(REFUSED)
    send([written.key])
    written.refresh_from_db()
    assert written.error == "SMTPRecipientsRefused"


def test_while_the_server_is_away_nothing_is_given_up(failing):
    written = mail()
    Notice.objects.filter(pk=written.pk).update(tries=MOST_TRIES + 5)
    failing.append(ConnectionRefusedError(111, "refused"))
    assert again(written) == 0
    written.refresh_from_db()
    assert (written.state, written.error) == (Delivery.PENDING, "ConnectionRefusedError 111")
    assert again(written) == 1


def test_an_absent_server_is_asked_once_in_a_sweep(failing, mailoutbox):
    first, second = mail(), mail()
    failing += [TimeoutError("away")]
    assert send([first.key, second.key]) == 0
    second.refresh_from_db()
    assert second.tries == 0
    assert not mailoutbox


def test_those_who_have_it_do_not_get_it_again(failing, mailoutbox):
    roads = unit()
    for name in ("ma", "mo", "na"):
        person(name, roads)
    written = mail(to_contact=None, to_unit=roads, to_duty=Duty.MEMBER)
    failing += [None, REFUSED, None]
    assert send([written.key]) == 0
    assert again(written) == 1
    assert sorted(message.to[0] for message in mailoutbox) == [f"{name}@example.test" for name in ("ma", "mo", "na")]


def test_posts_are_looked_up_when_it_is_sent(mailoutbox):
    roads = unit()
    person("ma", roads, language="en")
    person("gone", roads, is_active=False)
    person("boss", roads, Duty.LEADER)
    written = mail(to_contact=None, to_unit=roads, to_duty=Duty.LEADER)
    send([written.key])
    assert [message.to for message in mailoutbox] == [["boss@example.test"]]


def test_a_notice_that_nobody_can_receive_is_marked():
    written = mail(to_contact=None, to_unit=unit(), to_duty=Duty.LEADER)
    assert send([written.key]) == 0
    written.refresh_from_db()
    assert (written.state, written.error) == (Delivery.FAILED, "no address")


def test_a_killed_workers_notice_is_taken_again():
    written = mail()
    assert sending._take(written.key, timezone.now()) is not None
    assert send_overdue() == 0
    assert again(written) == 1


def test_reminders_wait_for_service_hours(monkeypatch):
    roads = unit()
    person("ma", roads)
    written = mail(to_contact=None, to_unit=roads, to_duty=Duty.MEMBER, kind="x.escalate.escalation")
    at(monkeypatch, EVENING)
    assert send([written.key]) == 0
    written.refresh_from_db()
    assert (written.not_before, written.tries) == (NEXT_MORNING, 0)
    at(monkeypatch, NEXT_MORNING)
    assert send_overdue() == 1


def test_an_answer_to_a_resident_does_not_wait(monkeypatch):
    at(monkeypatch, EVENING)
    assert send([mail().key]) == 1


@pytest.mark.parametrize(("created", "begins"), [(WORKING, None), (EVENING, NEXT_MORNING)])
def test_reminders_written_in_the_evening_show_in_the_morning(created, begins):
    draft = Notice(key="k", channel="inbox", kind="x.escalate.escalation", created_at=created, to_unit=unit())
    post([draft])
    assert Notice.objects.get(key="k").not_before == begins


def test_the_same_notice_twice_is_one():
    first, again = (Notice(key="k", channel="inbox", kind="x.y.staff", created_at=WORKING) for _ in range(2))
    post([first])
    post([again])
    assert Notice.objects.count() == 1


def test_waits_grow_up_to_a_bound():
    waits = [wait_after(tries) for tries in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(monkeypatch, mailoutbox):
    written = mail()
    ready, usual = threading.Barrier(2, timeout=10), sending._take

    def take(*args):
        ready.wait()
        return usual(*args)

    monkeypatch.setattr(sending, "_take", take)
    results = []

    @by_system
    def work():
        results.append(send([written.key]))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(results) == [0, 1]
    assert len(mailoutbox) == 1
