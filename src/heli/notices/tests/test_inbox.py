"""Who finds what in their inbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.access.actors import NOBODY, SYSTEM, resident
from heli.notices.inbox import for_actor, mark_all_read, mark_read, page, unread
from heli.notices.models import Channel
from heli.notices.tests.people import actor, mail, notice, person, unit
from heli.organizations.models import Duty, Post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outsider", [NOBODY, SYSTEM, resident("7K3M-Q9TX-C")])
def test_only_staff_have_an_inbox(outsider):
    notice(to_unit=unit(), to_duty=Duty.MEMBER)
    assert not for_actor(outsider).exists()


def test_another_unit_reads_nothing():
    notice(to_unit=unit(), to_duty=Duty.MEMBER)
    assert page(actor(person("wang", unit("water")))) == []


def test_a_colleagues_personal_notice_is_theirs():
    roads = unit()
    ma, mo = person("ma", roads), person("mo", roads)
    notice(to_user=ma)
    assert page(actor(mo)) == []
    assert len(page(actor(ma))) == 1


@pytest.mark.parametrize(
    ("duty", "reader", "count"),
    [
        (Duty.MEMBER, Duty.MEMBER, 1),
        (Duty.MEMBER, Duty.LEADER, 1),
        (Duty.LEADER, Duty.MEMBER, 0),
        (Duty.LEADER, Duty.LEADER, 1),
        (Duty.COORDINATOR, Duty.LEADER, 0),
    ],
)
def test_duties_read_what_is_theirs(duty, reader, count):
    roads = unit()
    notice(to_unit=roads, to_duty=duty)
    assert len(page(actor(person("reader", roads, reader)))) == count


def test_a_post_that_ended_reads_nothing():
    roads = unit()
    ma = person("ma", roads)
    notice(to_unit=roads, to_duty=Duty.MEMBER)
    Post.objects.update(until="2021-01-01")
    assert page(actor(ma)) == []


def test_mail_is_not_in_the_inbox():
    ma = person("ma", unit())
    mail(to_user=ma, to_contact=None)
    assert page(actor(ma)) == []


def test_what_waits_for_service_hours_is_not_shown_yet():
    ma = person("ma", unit())
    notice(to_user=ma, not_before=timezone.now() + timedelta(hours=1))
    assert unread(actor(ma)).count() == 0


def test_a_message_tells_what_and_to_which_post(settings):
    roads = unit()
    ma = person("ma", roads)
    notice(to_unit=roads, to_duty=Duty.MEMBER)
    (message,) = page(actor(ma))
    assert (message.subject, message.reference, message.read) == ("7K3M-Q9TX-C 已派遣", "7K3M-Q9TX-C", False)
    assert message.to.startswith("市政所")


def test_holders_of_a_post_share_what_is_read():
    roads = unit()
    ma, mo = person("ma", roads), person("mo", roads)
    found = notice(to_unit=roads, to_duty=Duty.MEMBER)
    assert mark_read(actor(ma), found.pk)
    assert not mark_read(actor(mo), found.pk)
    assert unread(actor(mo)).count() == 0
    found.refresh_from_db()
    assert found.read_by == ma


def test_nobody_marks_what_is_not_theirs():
    found = notice(to_unit=unit(), to_duty=Duty.MEMBER)
    wang = actor(person("wang", unit("water")))
    assert not mark_read(wang, found.pk)
    assert mark_all_read(wang, until=found.pk) == 0


def test_all_read_means_all_that_was_seen():
    ma = person("ma", unit())
    seen, _newer = notice(to_user=ma), notice(to_user=ma)
    assert mark_all_read(actor(ma), until=seen.pk) == 1
    assert unread(actor(ma)).count() == 1


def test_pages_go_from_the_newest_to_the_oldest():
    ma = person("ma", unit())
    numbers = [notice(to_user=ma).pk for _ in range(5)]
    first = page(actor(ma), size=2)
    second = page(actor(ma), size=2, before=first[-1].pk)
    assert [message.pk for message in first + second] == numbers[:0:-1]


def test_unread_are_counted_in_one_statement(django_assert_num_queries):
    roads = unit()
    boss = person("boss", roads, Duty.LEADER)
    Post.objects.create(user=boss, unit=unit("water"), duty=Duty.MEMBER, since="2020-01-01")
    for _ in range(4):
        notice(to_unit=roads, to_duty=Duty.LEADER, channel=Channel.INBOX)
    reader = actor(boss)
    with django_assert_num_queries(1):
        assert unread(reader).count() == 4
