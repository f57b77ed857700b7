"""How guesses of query codes are counted (CWE-307, CWE-362): each wrong one, however many come at once."""

from threading import Event as Signal
from threading import Thread

import pytest
from django.db import close_old_connections, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from heli.access import limits
from heli.access.models import Counter
from heli.kernel.references import new_reference
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import commits, counted, filled

WRITES = ("INSERT", "UPDATE", "DELETE")
PATIENCE = 20.0


def asked(address: str = "127.0.0.1"):
    return RequestFactory().get("/track/", REMOTE_ADDR=address)


def writes(captured: CaptureQueriesContext) -> list[str]:
    return [each["sql"] for each in captured if each["sql"].lstrip().startswith(WRITES)]


def failed(number: str, times: int) -> None:
    for _each in range(times):
        assert limits.guess(asked(), number, lambda: False) == limits.Guess(right=False)


def test_a_wrong_guess_is_one_write_for_both_counters_and_a_right_one_none(db):
    with CaptureQueriesContext(connection) as wrong:
        failed("A", 1)
    assert len(writes(wrong)) == 1
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [1, 1]
    with CaptureQueriesContext(connection) as right:
        assert limits.guess(asked(), "A", lambda: True).right
    assert writes(right) == []
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [1, 1]


def test_beyond_the_limit_not_even_a_right_guess_is_looked_at(db):
    failed("A", 10)
    looked: list[str] = []
    beyond = limits.guess(asked(), "A", lambda: bool(looked.append("A")) or True)
    assert beyond.wait
    assert not beyond.right
    assert looked == []
    assert limits.guess(asked("198.51.100.7"), "A", lambda: True).right


def test_one_number_after_another_is_stopped_as_well(db):
    for turn in range(30):
        failed(f"N{turn}", 1)
    assert limits.guess(asked(), "other", lambda: True).wait


def test_a_guess_within_another_transaction_is_refused_because_a_rollback_would_take_its_count_back(transactional_db):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        limits.guess(asked(), "A", lambda: False)


def test_what_fails_later_in_the_request_takes_no_count_back(transactional_db):
    failed("A", 1)

    def fall() -> None:
        with transaction.atomic():
            limits.take(limits.SOURCE, "127.0.0.1")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fall()
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [1, 1]


def test_a_second_guess_waits_until_the_first_is_counted(transactional_db):
    """With one try left, the second of two at once is not compared: the first holds it up until it is counted."""
    failed("A", 9)
    inside, go_on = Signal(), Signal()
    looked, found = [], []

    def slowly() -> bool:
        looked.append("first")
        inside.set()
        go_on.wait(PATIENCE)
        return False

    def first() -> None:
        limits.guess(asked(), "A", slowly)
        close_old_connections()
        connection.close()

    def second() -> None:
        found.append(limits.guess(asked(), "A", lambda: bool(looked.append("second")) or True))
        connection.close()

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    assert inside.wait(PATIENCE)
    threads[1].start()
    while not waiting():
        assert threads[1].is_alive()
    go_on.set()
    for each in threads:
        each.join(PATIENCE)
    assert looked == ["first"]
    assert found[0].wait


def waiting() -> bool:
    """Whether some connection waits for the lock of an address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


def test_a_step_by_query_code_is_at_most_fourteen_statements_and_one_commit(transactional_db):
    """As the benchmark counts: a step of a resident, taken a second time so that caches are filled."""
    district = build()
    first, second = (reported(district) for _each in range(2))
    withdraw(first)
    with counted() as statements:
        withdraw(second)
    assert len(statements) <= 14, "\n".join(statements)
    assert not [sql for sql in statements if sql.startswith(WRITES) and "access_counter" in sql]
    third = reported(district)
    with CaptureQueriesContext(connection) as captured:
        withdraw(third)
    assert commits(captured) == 1


def withdraw(opened) -> None:
    address = f"/api/cases/{opened.case.reference}/steps/withdraw"
    answer = Client(headers={"X-Query-Code": opened.code}).post(address, {}, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()


def test_a_stranger_with_a_wrong_code_takes_no_step_and_is_counted(db):
    address = f"/api/cases/{reported(build()).case.reference}/steps/withdraw"
    answer = Client(headers={"X-Query-Code": new_reference()}).post(address, {}, content_type="application/json")
    assert answer.status_code == 404
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [1, 1]


def test_a_report_by_the_page_is_counted_kept_and_remembered_in_one_commit(transactional_db):
    district = build()
    assert Client().post("/report/", filled(district)).status_code == 302
    with CaptureQueriesContext(connection) as captured:
        assert Client().post("/report/", filled(district)).status_code == 302
    assert commits(captured) == 1
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [2]


def test_a_report_by_the_api_is_counted_and_opened_in_one_commit(transactional_db):
    district = build()
    assert sent_by_api(district).status_code == 201
    with counted() as statements:
        assert sent_by_api(district).status_code == 201
    assert len(statements) <= 14, "\n".join(statements)
    with CaptureQueriesContext(connection) as captured:
        assert sent_by_api(district).status_code == 201
    assert commits(captured) == 1
    assert sorted(len(each.hits) for each in Counter.objects.all()) == [3]


def sent_by_api(district):
    body = {name: value for name, value in filled(district).items() if name != "asked"}
    return Client().post("/api/cases", body, content_type="application/json")
