"""Pages of figures of mediation: who opens them, that page and workbook say the same, what the public is told."""

import io
import zipfile
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from heli.audit.models import Entry
from heli.insight.public_years import PublicYear
from heli.insight.small_counts import in_groups
from heli.mediation import public_figures
from heli.mediation.public_lines import parts_of
from heli.mediation.tests.people import MediationDistrict, applied, mediated
from heli.organizations.days import midnight
from heli.referrals.figures import lines_about
from heli.referrals.listing import known_to
from heli.referrals.models import Consent, Direction, Partner, PartnerKind, Referral

pytestmark = pytest.mark.django_db
PAGE, BOOK = "/desk/mediation/figures/", "/desk/mediation/figures.xlsx"


@pytest.fixture(autouse=True)
def _fresh():
    public_figures.forget()


def opened(district: MediationDistrict, name: str, path: str):
    client = Client(headers={"accept-language": "en"})
    client.force_login(district.small.people[name])
    return client.get(path)


def made(**numbers: int) -> PublicYear:
    """Return a year with these counts."""
    counts = {name: in_groups(numbers.get(name, 0)) for name in public_figures.NAMES}
    return PublicYear(2026, midnight(date(2026, 7, 1)), counts)


def told(year: PublicYear) -> dict[str, str]:
    return {line.code: line.value for part in parts_of(year) for line in part.lines}


@pytest.mark.parametrize("name", ["su", "guo", "chen", "lead", "audit"])
def test_nobody_else_opens_page_or_workbook(district, name):
    assert [opened(district, name, path).status_code for path in (PAGE, BOOK)] == [403, 403]


def test_a_committee_reads_its_own_and_the_centre_all_of_them_beside_each_other(district):
    mediated(district)
    applied(district, category=district.wages)
    whole, own = (opened(district, name, PAGE).context for name in ("gong", "chu"))
    assert (whole["came"], own["came"]) == (2, 1)
    assert "2 disputes came in" in opened(district, "gong", PAGE).content.decode()
    committees = next(table for table in whole["tables"] if table.code == "units")
    assert len(committees.rows) == 2
    assert district.labour.name not in opened(district, "chu", PAGE).content.decode()


def test_the_workbook_says_the_same_and_taking_it_is_on_record(district):
    applied(district, category=district.wages)
    tables = opened(district, "gong", PAGE).context["tables"]
    answer = opened(district, "gong", BOOK)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert district.wages.name in words or district.wages.name_en in words
    assert all(table.title[:31].replace("&", "&amp;").replace("'", "&apos;") in names for table in tables)
    assert Entry.objects.filter(verb="export_mediation_figures").count() == 1


def test_referrals_count_by_where_they_went_and_where_they_came_from(district):
    case, gong = mediated(district), district.actor("gong")
    police = Partner.objects.create(kind=PartnerKind.POLICE, name="派出所")
    court = Partner.objects.create(kind=PartnerKind.COURT, name="法院")
    Partner.objects.create(kind=PartnerKind.MEDIATION, name="社区调委会", unit=district.community)
    facts = {"question": "问", "consent": Consent.IN_WRITING}
    Referral.objects.create(
        case=applied(district).case, partner=police, direction=Direction.OUT, source=case, sender=district.community,
        outcome="settled", returned_at=case.opened_at, **facts,
    )  # fmt: skip
    Referral.objects.create(case=applied(district).case, partner=court, direction=Direction.IN, **facts)
    span = (case.opened_at - timedelta(days=1), case.opened_at + timedelta(days=1))
    rows = Referral.objects.all()
    found = {(line.kind, line.inward): line.counts for line in lines_about(rows, PartnerKind.MEDIATION, None, *span)}
    assert {key: counts["number"] for key, counts in found.items()} == {("police", False): 1, ("court", True): 1}
    assert found["police", False]["settled"] == 1
    others = lines_about(rows, PartnerKind.MEDIATION, [district.labour.pk], *span)
    assert others == []
    assert known_to(gong).count() <= 2


# ── what anybody reads ────────────────────────────────────────────────────────────────────────────


def test_anybody_reads_the_public_page_and_its_table_and_one_or_two_are_never_told(district):
    applied(district, at=midnight(date(2026, 1, 5)))
    for path in ("/mediation/figures/?year=2026", "/mediation/figures.csv?year=2026"):
        answer = Client(headers={"accept-language": "en"}).get(path)
        assert answer.status_code == 200
        words = answer.content.decode()
        assert "<3" in words or "&lt;3" in words
    for number in (0, 1, 2):
        year = made(came=number, begin=number, take_effect=number, filed=number)
        assert {told(year)[name] for name in ("came", "begin", "written", "filed")} == {"<3"}


def test_two_looks_differ_by_whole_groups_and_shares_stand_from_twenty_on():
    looks = [made(came=number).counts["came"].value for number in range(20)]
    assert {after - before for before, after in pairwise(looks)} == {0, 3}
    assert told(made(take_effect=14, conclude_orally=2, unsettled=5))["settled"] == "–"
    # 15, 3 and 6 as shown; of 17, 5 and 8 it would be 73.
    assert told(made(take_effect=17, conclude_orally=5, unsettled=8))["settled"] == "75%"
    kept = told(made(clause_kept=18, clause_late=3, clause_broken=3))
    assert [kept[name] for name in ("clause_kept", "clause_late", "clause_broken")] == ["75%", "12%", "12%"]
