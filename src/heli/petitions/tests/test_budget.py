"""What the acts of a petition cost in statements, measured against the same act of the request desk."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heli.petitions import deciding
from heli.petitions.tests.people import OPINION, accepted, filed
from heli.service_requests import actions as desk
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db
#: How many statements more a petition may cost: its own row, its paper and the paper's number.
MORE = 5


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert act()
    # Whether reference data changed is asked once in some seconds of service, in tests each time.
    return len([each for each in statements.captured_queries if "places_revision" not in each["sql"]])


def test_opening_costs_at_most_five_statements_more_than_a_request(district):
    filed(district), reported(district.small)
    assert counted(lambda: filed(district)) <= counted(lambda: reported(district.small)) + MORE


def test_deciding_costs_at_most_five_statements_more_than_a_result(district):
    case, request = accepted(district), reported(district.small).case
    assert desk.dispatch(request, by=district.actor("east"), unit=district.roads)
    assert desk.accept(request, by=district.actor("ma"))
    officer = district.actor("ma")
    opinion = counted(lambda: deciding.decide(case, by=officer, **OPINION))
    result = counted(lambda: desk.complete(request, by=officer, outcome="solved", answer="已修好"))
    assert opinion <= result + MORE, (opinion, result)
