"""A hand-made set of cases in the small district, and the instant at which it is looked at."""

from datetime import UTC, datetime, timedelta

from heli.access.actors import resident
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.service_requests import actions
from heli.service_requests.tests.district import District, reported

#: A Wednesday, 10:00 in the district.
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


def at(days: float) -> datetime:
    """Return the instant ``days`` before the look."""
    return NOW - timedelta(days=days)


def answered(district: District, *, opened: float, done: float, result: int = 0, process: int = 5) -> Case:
    """Open a case, answer it, have it verified and confirmed; rate it where ``result`` is given."""
    case = reported(district, at=at(opened)).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads, act=act(opened - 0.1))
    assert actions.accept(case, by=district.actor("ma"), act=act(opened - 0.2))
    assert actions.complete(case, by=district.actor("ma"), outcome="solved", answer="已修好", act=act(done))
    assert actions.verify(case, by=district.actor("east"), act=act(done - 0.1))
    person = resident(case.reference)
    assert actions.confirm(case, by=person, act=act(done - 0.2))
    if result:
        assert actions.rate(case, by=person, process=process, result=result, act=act(done - 0.3))
    return case


def act(days: float) -> Act:
    """Return the particulars of an act ``days`` before the look."""
    return Act(at=at(days))
