"""Figures against a set of petitions worked out by hand, and who may read which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.cases.models import Case, Clock
from heli.petitions import actions, deciding, handling
from heli.petitions.figures import Kept, Tally, figures_of
from heli.petitions.models import Opinion, Petition
from heli.petitions.reach import Reach, reach_of
from heli.petitions.tests.people import OPINION, accepted, answered, electronically, filed, last_paper, li, reviewed

pytestmark = pytest.mark.django_db
NOW = timezone.now
DAY = timedelta(days=1)


def told(district, name: str = "xu") -> Tally:
    """Return all figures of the last and the next days, as the person called ``name`` reads them."""
    reach = reach_of(district.actor(name))
    assert reach
    return figures_of(reach, NOW() - 30 * DAY, NOW() + DAY, NOW()).whole


def late(case: Case, limit: str, *, by: timedelta = DAY) -> None:
    """Let the limit of ``case`` have been due before now."""
    Clock.objects.filter(case=case, limit=limit).update(due_at=NOW() - by)


@pytest.mark.parametrize("name", ["chen", "east", "west", "hot", "grid", "ma", "qi", "audit"])
def test_centres_members_and_windows_read_no_figures(district, name):
    assert reach_of(district.actor(name)) is None


def test_a_leader_reads_the_work_of_their_own_units_alone(district):
    answered(district)
    case = filed(district).case
    assert actions.forward(case, by=district.actor("xu"), unit=district.water)
    assert handling.accept(case, by=district.actor("wang"))
    whole, own = told(district), told(district, "lead")
    assert (whole.limit("informing").met, own.limit("informing").met) == (2, 1)
    assert own.limit("forwarding") == Kept()
    assert (own.opinions, told(district, "waterlead").opinions) == (1, 0)


def test_every_limit_counts_once_as_it_ended(district):
    # Forwarded, told, decided in time; told late; forwarded late now.
    answered(district)
    slow = filed(district).case
    assert actions.forward(slow, by=district.actor("xu"), unit=district.roads)
    late(slow, "informing")
    assert handling.accept(slow, by=district.actor("ma"))
    waits = filed(district).case
    late(waits, "forwarding")
    tally = told(district)
    assert tally.limit("forwarding") == Kept(met=2, late=1)
    assert tally.limit("informing") == Kept(met=1, missed=1)
    assert tally.limit("deciding") == Kept(met=1)
    assert (tally.duties.met, tally.duties.missed, tally.duties.late) == (4, 1, 1)
    assert tally.duties.share == 66.7
    assert tally.opened == 3


def test_a_limit_belongs_to_the_unit_that_had_the_matter_then(district):
    case = answered(district)
    assert deciding.ask_review(case, by=li(case), reason="不服")
    assert deciding.decide_review(case, by=district.actor("guan"), **{**OPINION, "outcome": "changed"})
    reach = Reach(district.actor("xu"))
    by = figures_of(reach, NOW() - DAY, NOW() + DAY, NOW()).by(lambda unit, _topic: unit)
    assert by[district.office.pk].limit("forwarding").met == 1
    assert by[district.roads.pk].limit("deciding").met == 1
    assert by[district.government.pk].limit("reviewing").met == 1
    # The opinion that was changed is that of roads.
    assert by[district.roads.pk].decided_again == (1, 1)
    assert by[district.government.pk].decided_again == (0, 0)


def test_results_extensions_and_reviews(district):
    first = accepted(district)
    assert handling.request_extension(first, by=district.actor("ma"), amount=10, reason="案情复杂")
    assert handling.grant_extension(first, by=district.actor("lead"), amount=10, reason="案情复杂")
    assert deciding.decide(first, by=district.actor("ma"), **{**OPINION, "outcome": "supported"})
    second = accepted(district)
    assert deciding.decide(second, by=district.actor("ma"), **{**OPINION, "outcome": "explained"})
    reviewed(district)
    tally = told(district)
    assert (tally.supported, tally.explained, tally.not_supported, tally.extended) == (1, 1, 1, 1)
    assert tally.decided_again == (0, 1)


def test_what_was_granted_counts_as_carried_out_only_when_it_is_reported(district):
    day = timezone.localdate() + 10 * DAY
    for outcome in ("done", "late"):
        case = accepted(district)
        assert deciding.decide(case, by=district.actor("ma"), **{**OPINION, "outcome": "supported", "execute_by": day})
        paper, sent = last_paper(case, "opinion"), electronically(case, district)
        assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=sent)
        if outcome == "done":
            assert handling.report_execution(case, by=district.actor("ma"), text="已支付")
        else:
            late(case, "executing")
    kept = accepted(district)
    agreed = {"parties": "李与公司", "manner": "mediation", "terms": "月底支付", "execute_by": day}
    assert handling.settle(kept, by=district.actor("ma"), **agreed)
    assert handling.say_not_kept(kept, by=li(kept), reason="未付")
    tally = told(district)
    assert tally.limit("executing") == Kept(met=1, missed=1, late=1)


def test_repeated_issues_are_of_topic_and_unit_never_of_a_person(district):
    case = accepted(district)
    day = timezone.localdate() + DAY
    assert deciding.decide(case, by=district.actor("ma"), **{**OPINION, "outcome": "supported", "execute_by": day})
    paper, sent = last_paper(case, "opinion"), electronically(case, district)
    assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=sent)
    late(case, "executing")
    accepted(district, contact=None)
    elsewhere = filed(district).case
    assert actions.forward(elsewhere, by=district.actor("xu"), unit=district.water)
    assert told(district).repeated == 1


def test_two_ratings_give_no_mean_and_three_do(district):
    for number in range(3):
        case = answered(district)
        assert actions.rate(case, by=li(case), unit=2 + number, office=5)
        means = told(district).means
        assert means == ((None, None) if number < 2 else (3.0, 5.0))


@pytest.mark.parametrize(("offset", "counted"), [(timedelta(0), 1), (timedelta(microseconds=-1), 0)])
def test_a_span_begins_at_midnight_and_not_before(district, offset, counted):
    case = answered(district)
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Petition.objects.filter(case=case).update(rated_at=since + offset, rating_unit=3, rating_office=3)
    reach = Reach(district.actor("xu"))
    assert figures_of(reach, since, since + DAY, NOW()).whole.rated == counted


def test_the_number_of_statements_does_not_grow(district, django_assert_num_queries):
    for _each in range(2):
        answered(district)
    reach = Reach(district.actor("xu"))
    with django_assert_num_queries(5):
        figures_of(reach, NOW() - DAY, NOW() + DAY, NOW())
    assert Opinion.objects.count() == 2
