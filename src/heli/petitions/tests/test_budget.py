"""What the acts of a petition cost in statements, measured against the same act of the request desk."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.petitions import deciding
from heli.petitions.tests.people import OPINION, accepted, filed
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
    desk = kind_of(request).actions
    assert desk["dispatch"](request, by=district.actor("east"), act=Act(), unit=district.roads)
    assert desk["accept"](request, by=district.actor("ma"), act=Act())
    officer = district.actor("ma")
    opinion = counted(lambda: deciding.decide(case, by=officer, **OPINION))
    done, said = desk["complete"], {"outcome": "solved", "answer": "已修好"}
    result = counted(lambda: done(request, by=officer, act=Act(), **said))
    assert opinion <= result + MORE, (opinion, result)
