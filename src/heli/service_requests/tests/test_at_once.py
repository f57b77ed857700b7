"""Two officers at once: one wins, the other is told; nothing is lost and nothing is done twice."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from heli.access.actors import resident
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.engine import Conflict
from heli.cases.models import Case, Event
from heli.cases.usual import actions as usual
from heli.kernel.decisions import Denied
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run ``acts`` in threads that start together and return what each returned or raised."""
    barrier, found = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait()
            found[number] = act()
        except Exception as error:  # noqa: BLE001
            found[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def dispatched():
    district = build()
    case = reported(district).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    return district, case


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_two_officers_accept_one_wins():
    district, case = dispatched()
    acts = [
        lambda who=who: actions.accept(fresh(case), by=district.actor(who), act=Act(seen=case.version, key=uuid4()))
        for who in ("ma", "mo")
    ]
    outcomes = at_once(*acts)
    assert sorted(bool(each) for each in outcomes) == [False, True]
    loser = next(each for each in outcomes if not each)
    assert isinstance(loser, Conflict)
    assert Event.objects.filter(case=case, step="accept").count() == 1


def test_a_double_click_is_one_act():
    district, case = dispatched()
    key = uuid4()
    acts = [lambda: actions.accept(fresh(case), by=district.actor("ma"), act=Act(seen=case.version, key=key))] * 4
    outcomes = at_once(*acts)
    assert len({each.pk for each in outcomes}) == 1
    assert Event.objects.filter(case=case, step="accept").count() == 1


def test_a_double_click_on_send_is_one_case():
    district, key = build(), uuid4()
    outcomes = at_once(*[lambda: reported(district, key=key)] * 4)
    assert len({each.case.pk for each in outcomes}) == 1
    assert len({each.code for each in outcomes}) == 1
    assert Case.objects.count() == 1


def test_acts_of_different_people_are_both_kept():
    district, case = dispatched()
    assert actions.accept(case, by=district.actor("ma"))
    outcomes = at_once(
        lambda: usual.record_work(fresh(case), by=district.actor("ma"), act=Act(key=uuid4()), note="到场"),
        lambda: usual.add_information(fresh(case), by=resident(case.reference), act=Act(key=uuid4()), text="又一盏"),
        lambda: usual.supervise(fresh(case), by=district.actor("chen"), act=Act(key=uuid4()), note="抓紧"),
    )
    assert all(outcomes)
    chain = Entry.objects.filter(chain=case.reference).order_by("seq").values_list("seq", flat=True)
    assert list(chain) == list(range(1, 7))


def test_two_cases_merged_into_each_other_at_once_leave_one_open():
    district = build()
    one, two = reported(district).case, reported(district).case
    east = district.actor("east")
    outcomes = at_once(
        lambda: actions.merge(fresh(one), by=east, into=fresh(two)),
        lambda: actions.merge(fresh(two), by=east, into=fresh(one)),
    )
    assert sorted(bool(each) for each in outcomes) == [False, True]
    assert isinstance(next(each for each in outcomes if not each), Denied)
    assert Case.objects.open().count() == 1


def test_of_two_units_asked_for_assistance_at_once_none_is_lost():
    district, case = dispatched()
    asked = [
        lambda unit=unit: usual.ask_assistance(fresh(case), by=district.actor("east"), unit=unit, task="协助")
        for unit in (district.water, district.west_centre)
    ]
    assert all(at_once(*asked))
    assert set(fresh(case).assisting) == {district.water.pk, district.west_centre.pk}
