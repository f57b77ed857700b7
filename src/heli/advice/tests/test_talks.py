"""The log of advice: short, without a name, read by the desk; handed on with a matter so that nobody tells it twice."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.advice import panels
from heli.advice.callbacks import reached
from heli.advice.figures import figures
from heli.advice.models import LedTo, Talk
from heli.advice.talks import Told, counters, forget, led_to, open_case, read, write_down
from heli.advice.tests.desk import MONDAY, asked, at, later, talked
from heli.cases.models import Case, Channel
from heli.kernel.decisions import Denied

OTHERS = ("ma", "lead", "wang", "east", "grid", "admin", "audit", "inspector")


def opened(desk, talk, by="hot", **more):
    actor = desk.actor(by)
    values = {
        "text": "人民路口的路灯不亮",
        "other": desk.district.lamps.pk,
        "address": "人民路5号",
        "key": uuid4(),
        **more,
    }
    form = counters(desk.row)["service_request"].form(values, {}, actor=actor)
    form.came_by = Channel.PHONE
    assert form.is_valid(), form.errors
    return open_case(talk, "service_request", form, by=actor), form


@pytest.mark.parametrize("name", OTHERS)
def test_others_write_and_read_nothing(desk, name):
    talk, actor = talked(desk), desk.actor(name)
    later()
    words = Told(desk=desk.row, came="call", topic=desk.topic, minutes=1, asked="x", told="y")
    assert isinstance(write_down(words, key=uuid4(), by=actor), Denied)
    assert read(talk, by=actor) is None
    assert isinstance(led_to(talk, LedTo.BOOKED, by=actor), Denied)
    with acting_as(actor), transaction.atomic():
        assert not Talk.objects.exists()


def test_the_desk_reads_the_words_on_record_and_the_database_keeps_them_sealed(desk):
    talk = talked(desk)
    found = read(talk, by=desk.actor("chen"))
    assert (found.asked, found.told) == ("工资没发", "可以仲裁")
    with acting_as(SYSTEM):
        assert reads_of(talk.reference).count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT advice_talk::text FROM advice_talk")
            assert "工资" not in cursor.fetchone()[0]


def test_the_row_knows_neither_who_asked_nor_who_answered():
    names = {field.name for field in Talk._meta.get_fields()}
    assert not names & {"name", "phone", "contact", "by", "clerk", "user", "made_by"}


def test_the_same_submission_again_is_one_talk(desk):
    words = Told(desk=desk.row, came="visit", topic=desk.topic, minutes=1, asked="x", told="y")
    key, hot = uuid4(), desk.actor("hot")
    assert write_down(words, key=key, by=hot) == write_down(words, key=key, by=hot)


def test_a_talk_after_a_callback_needs_that_the_person_was_reached(desk):
    hot = desk.actor("hot")
    words = Told(desk=desk.row, came="callback", topic=desk.topic, minutes=1, asked="x", told="y")
    with at(MONDAY):
        row = asked(desk)
        assert isinstance(write_down(words, key=uuid4(), by=hot, callback=row), Denied)
        called = reached(row, by=hot)
        assert write_down(words, key=uuid4(), by=hot, callback=called).came == "callback"


def test_a_matter_keeps_what_was_asked_and_told_for_whoever_handles_it(desk):
    talk = talked(desk)
    made, _form = opened(desk, talk)
    later()
    case = Case.objects.get(pk=made.case.pk)
    assert case.channel == Channel.PHONE
    shown = panels.before(case, desk.actor("ma"))
    assert (shown["asked"], shown["told"]) == ("工资没发", "可以仲裁")
    assert panels.before(case, desk.actor("wang")) is None


def test_one_talk_leads_to_one_matter(desk):
    talk, hot = talked(desk), desk.actor("hot")
    made, form = opened(desk, talk)
    assert open_case(talk, "service_request", form, by=hot).case == made.case
    other, _form = opened(desk, talk)
    assert isinstance(other, Denied)
    assert Case.objects.count() == 1
    assert isinstance(led_to(talk, LedTo.BOOKED, by=hot), Denied)


def test_words_become_unreadable_after_their_time_but_not_before_the_matter_is_closed(desk):
    with at(MONDAY, time(0, 0)):
        plain, handed = talked(desk), talked(desk)
        made, _form = opened(desk, handed)
    kept = timedelta(days=desk.row.keep_days)
    with at(MONDAY + kept, time(0, 0)), acting_as(SYSTEM):
        assert forget() == 0
    with at(MONDAY + kept, time(0, 1)), acting_as(SYSTEM):
        assert forget() == 1
        assert Talk.objects.get(pk=plain.pk).asked == ""
        assert Talk.objects.get(pk=handed.pk).asked == "工资没发"
        Case.objects.filter(pk=made.case.pk).update(closed_at=timezone.now())
        assert forget() == 1


def test_figures_count_talks_and_callbacks_and_nobody(desk):
    hot = desk.actor("hot")
    with at(MONDAY, time(8)):
        rows = [asked(desk), asked(desk), asked(desk)]
        talked(desk, minutes=10)
    with at(MONDAY, time(10, 59)):
        reached(rows[0], by=hot)
        talked(desk, came="visit")
    with at(MONDAY, time(11, 1)):
        reached(rows[1], by=hot)
    with acting_as(hot), transaction.atomic():
        found = figures([desk.row], MONDAY, MONDAY + timedelta(days=1))
        assert figures([desk.row], MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)).talks == 0
    assert (found.talks, found.minutes, found.topics) == (2, 16, [("欠薪", 2)])
    assert found.hours == [(8, 1), (10, 1)]
    kept = found.callbacks
    assert (kept.asked, kept.kept, kept.late, kept.waiting, kept.share) == (3, 1, 1, 1, 50)
    assert found.wait == timedelta(hours=3, minutes=1)
