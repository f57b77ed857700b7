"""Class 19: an emergency access asked for twice at the same moment is one, which a refusal ends."""

import pytest
from django.db import connection

from heli.access.models import EmergencyAccess
from heli.cases.emergency import ask, decide
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.pairs import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "当事人在现场情绪激动，需要马上了解前情以便劝解"


def test_two_requests_at_once_are_one_and_a_refusal_ends_it():
    district = build()
    case, wang = reported(district).case, district.actor("wang")
    outcomes = at_once(*[lambda: ask(case.reference, by=wang, ground="danger", reason=WHY, hours=4)] * 6)
    assert sorted(isinstance(each, Denied) for each in outcomes) == [False] + [True] * 5
    row = EmergencyAccess.objects.get()
    decide(row.pk, by=district.actor("audit"), confirm=False)
    assert not Case.objects.readable_by(district.actor("wang")).exists()
    assert connection.in_atomic_block is False
