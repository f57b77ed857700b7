"""Many at once: no window is promised twice for one time, nobody is called twice, no number is given twice."""

from datetime import time
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from heli.access.actors import NOBODY
from heli.access.context import acting_as
from heli.kernel.decisions import Denied
from heli.reception.booking import Details, Wish, book, hold, move
from heli.reception.models import TAKING, Appointment, Ticket
from heli.reception.queueing import call_next, take_number
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, build_hall, on
from heli.service_requests.tests.district import build

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(act, times=THREADS):
    """Run ``act`` with a number in threads that start together; return what each returned or raised."""
    barrier, found = Barrier(times), [None] * times

    def run(number):
        try:
            with acting_as(NOBODY):
                barrier.wait()
                found[number] = act(number)
        except Exception as error:  # noqa: BLE001
            found[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def doubles():
    """Return how many pairs of appointments that take their time meet at one window."""
    rows = Appointment.objects.filter(state__in=TAKING)
    pairs = rows.filter(window__in=rows.values("window")).values_list("pk", "window_id", "span")
    found = list(pairs)
    return sum(
        one[1] == other[1] and one[2].lower < other[2].upper and other[2].lower < one[2].upper
        for number, one in enumerate(found)
        for other in found[number + 1 :]
    )


def test_eight_who_ask_for_one_time_get_three_windows():
    hall = build_hall(build())
    with at(SUNDAY):

        def ask(number):
            held = hold(Wish(service=hall.requests, begins=on(time(9))), key=uuid4())
            return held if isinstance(held, Denied) else book(held, Details(name=str(number), phone="13900000009"))

        found = at_once(ask)
    assert not [each for each in found if isinstance(each, Exception)]
    assert sum(isinstance(each, Appointment) for each in found) == 3
    assert doubles() == 0


def test_services_of_different_length_never_meet_and_nobody_waits_for_a_deadlock():
    hall = build_hall(build())
    with at(SUNDAY):
        clocks = [
            (hall.petitions, time(9)),
            (hall.requests, time(9)),
            (hall.requests, time(9, 20)),
            (hall.petitions, time(9, 30)),
        ]

        def ask(number):
            service, clock = clocks[number % 4]
            return hold(Wish(service=service, begins=on(clock)), key=uuid4())

        found = at_once(ask, 12)
    assert not [each for each in found if isinstance(each, Exception)]
    assert doubles() == 0


def test_moves_to_one_time_leave_one_in_it():
    hall = build_hall(build())
    with at(SUNDAY):
        rows = [booked(hall, on(time(9 + number // 3))) for number in range(6)]
        found = at_once(lambda number: move(rows[number], on(time(11, 40))), 6)
    assert not [each for each in found if isinstance(each, Exception)]
    assert sum(isinstance(each, Appointment) for each in found) == 3
    assert doubles() == 0


def test_numbers_are_given_once_and_visitors_called_once():
    hall = build_hall(build())
    hot = hall.actor("hot")
    with at(MONDAY):
        given = at_once(lambda number: take_number(hall.requests, by=hot))
        assert sorted(each.number for each in given) == list(range(1, THREADS + 1))
        windows = [hall.one, hall.accessible]
        called = at_once(lambda number: call_next(windows[number % 2], by=hot), 6)
    assert not [each for each in called if isinstance(each, Exception)]
    assert Ticket.objects.filter(state="called").count() == 2
    assert set(Ticket.objects.filter(state="called").values_list("calls", flat=True)) == {1}
