"""Class 16: numbers of any length in addresses and forms are no fault of the server."""

import pytest

from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import person, stranger
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db
LONG = "9" * 5_000


@pytest.mark.parametrize("page", ["/register/", "/register/points.geojson", "/register/feed.atom"])
def test_a_topic_of_5000_digits_narrows_nothing(page):
    build()
    assert stranger().get(page, {"topic": LONG}).status_code == 200


def test_an_event_of_5000_digits_is_none_that_was_seen():
    case = reported(build()).case
    page = f"/track/{case.reference}/withdraw/"
    sent = {"seen_event": LONG, "version": "99", "reason": "不用了", "confirm": "1"}
    assert person(case).post(page, sent).status_code < 500


@pytest.mark.parametrize("page", ["/desk/queue/", "/desk/audit/", "/desk/inbox/", "/wall/"])
def test_sizes_and_marks_of_5000_digits_are_the_usual_ones(page):
    district = build()
    asked = {"size": LONG, "before": LONG, "days": LONG, "group": LONG, "topic": LONG}
    answer = signed_in(district, "audit").get(page, asked)
    assert answer.status_code < 500
