"""Looks at a side's data stand on the page of that side alone; what one side takes back leaves the other's papers."""

import pytest

from heli.access.context import acting_as
from heli.access.reads import ALL, log_read
from heli.cases.models import Case
from heli.cases.personal import erase_contact
from heli.mediation.rooms import read, rooms_of
from heli.mediation.tests.people import MediationDistrict, first, mediated, other
from heli.papers.models import Addressee
from heli.portal.reads import reads_of

pytestmark = pytest.mark.django_db


def test_each_side_sees_the_looks_at_its_own_data(district: MediationDistrict) -> None:
    case, cai = mediated(district), district.actor("cai")
    ref = case.reference
    before = [len(reads_of(ref, side)) for side in (0, 2, 3)]
    log_read(ref, by=cai, purpose="handling")
    log_read(ref, by=cai, purpose="calling", sides=[2])
    log_read(ref, by=cai, purpose="court", sides=ALL)
    assert [len(reads_of(ref, side)) - n for side, n in zip((0, 2, 3), before, strict=True)] == [2, 2, 1]


def test_who_enters_a_private_room_is_told_to_whose_room_it_is(district: MediationDistrict) -> None:
    case, cai = mediated(district), district.actor("cai")
    with acting_as(cai):
        joint, *private = rooms_of(case, cai)
    theirs = next(each for each in private if each.party is not None)
    before = [len(reads_of(case.reference, side)) for side in (0, 2)]
    read(theirs)
    assert [len(reads_of(case.reference, side)) for side in (0, 2)] == [before[0], before[1] + 1]
    read(joint)
    assert [len(reads_of(case.reference, side)) for side in (0, 2)] == [before[0] + 1, before[1] + 2]


def names_on_papers(case: Case) -> dict[int | None, set[str]]:
    found: dict[int | None, set[str]] = {}
    for row in Addressee.objects.filter(reference=case.reference).select_related("key"):
        found.setdefault(row.side, set()).add(row.name)
    return found


def test_the_name_of_a_side_goes_from_its_papers_alone(district: MediationDistrict) -> None:
    case = mediated(district)
    assert names_on_papers(case) == {0: {"李女士"}, 2: {"吴先生"}}
    erase_contact(case, other(case))
    assert names_on_papers(case) == {0: {"李女士"}, 2: {""}}
    erase_contact(case, first(case))
    assert names_on_papers(case) == {0: {""}, 2: {""}}
