"""A report that contests a number tells nobody whether there is such a case, nor which unit worked on it."""

import pytest

from heli.service_requests.tests.district import build
from heli.service_requests.tests.visiting import filled, stranger
from heli.workbench.tests.desk import dispatched, in_hand

pytestmark = pytest.mark.django_db


def test_the_unit_that_answers_is_the_same_for_a_case_that_is_there_and_one_that_is_not():
    district = build()
    secret, untouched = in_hand(district, confidential=True), dispatched(district, confidential=True)
    told = set()
    for contests in (secret.reference, untouched.reference, "7K3M-Q9TX-C", "nonsense"):
        sent = filled(district, contests=contests)
        answer = stranger().post("/api/cases", sent, content_type="application/json")
        assert answer.status_code == 201
        told.add(answer.json()["unit"])
    assert told == {district.centre.name}
