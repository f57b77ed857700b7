"""From clauses to an agreement in force: who may write and sign, what voids a signature, from which day it holds."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case, Clock, Event, Paper
from heli.cases.submitting import offered
from heli.mediation.agreeing import Due
from heli.mediation.agreement_models import Agreement, Clause, Signature
from heli.mediation.agreement_text import digest_of
from heli.mediation.agreements import clauses_of
from heli.mediation.tests.agreed import (
    WORDS,
    before_the_sides,
    by_both,
    by_committee,
    clause,
    concluded,
    do,
    refused,
    signed,
    text_of,
    wu,
)
from heli.mediation.tests.people import MediationDistrict, first, mediated, other
from heli.papers.models import StoredFile

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def names(case: Case, who) -> set[str]:
    return {each.name for each in offered(case, who)}


def scan() -> StoredFile:
    at = timezone.now()
    return StoredFile.objects.create(digest="0" * 64, name="s.jpg", content_type="image/jpeg", size=1, uploaded_at=at)


def test_others_neither_draft_nor_sign(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    for name in ("su", "zu", "lao", "ma", "chen"):
        actor = district.actor(name)
        assert refused(clause(case, actor)), name
        assert refused(do(case, "seal", actor, on=TODAY())), name
        assert refused(do(case, "sign_as_mediator", actor, digest=text_of(case).digest)), name
        with acting_as(actor):
            assert not Agreement.objects.filter(case=case).exists(), name


def test_no_side_and_no_colleague_signs_for_another(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    assert refused(signed(case, first(case), "吴先生"))
    assert refused(signed(case, other(case), "李女士"))
    assert refused(signed(case, other(case, 3), "吴先生"))
    assert refused(signed(case, district.actor("cai"), "吴先生"))
    assert refused(do(case, "sign_as_mediator", district.actor("chu"), digest=text_of(case).digest))
    with acting_as(SYSTEM):
        assert not Signature.objects.exists()


def test_a_side_signs_what_it_read_and_says_so(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    digest = text_of(case).digest
    assert refused(do(case, "sign", first(case), digest="0" * 64, name="李女士", consent=True))
    assert refused(do(case, "sign", first(case), digest=digest, name="李女士", consent=False))
    assert do(case, "sign", first(case), digest=digest, name=" 李女士 ", consent=True)
    assert refused(signed(case, first(case), "李女士"))
    assert "sign" not in names(case, first(case))
    assert "sign" in names(case, other(case))


def test_the_text_says_everything_and_its_digest_is_that_of_the_text(district: MediationDistrict) -> None:
    case = before_the_sides(district, dues=[Due(TODAY(), 100_000), Due(TODAY() + timedelta(days=31), 200_000)])
    agreement = text_of(case)
    for words in (
        *WORDS.values(),
        "吴先生向李女士支付人民币3,000.00元",
        "第1期：人民币1,000.00元",
        "第2期：人民币2,000.00元",
    ):
        assert words.splitlines()[-1] in agreement.text
    assert agreement.digest == digest_of(agreement.text)


def test_it_holds_from_the_day_of_the_last_signature_or_seal(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    by_both(case)
    assert case.state == "to_sign"
    by_committee(case, district, TODAY())
    assert case.state == "in_force"
    agreement = text_of(case)
    assert agreement.effective_on == TODAY()
    papers = Paper.objects.filter(case=case, paper__kind="mediation_agreement")
    with acting_as(other(case)):
        assert papers.get().paper.content["paragraphs"]
    clock = Clock.objects.get(case=case, limit="confirming")
    assert timezone.localdate(clock.started_at) == agreement.effective_on


def test_a_paper_counts_from_its_own_day_and_needs_a_scan(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    cai = district.actor("cai")
    assert refused(do(case, "record_signature", first(case), party=None, on=TODAY(), scan=[scan()]))
    assert refused(do(case, "record_signature", cai, party=None, on=TODAY()))
    assert refused(do(case, "record_signature", cai, party=None, on=TODAY() + timedelta(days=1), scan=[scan()]))
    assert refused(do(case, "record_signature", cai, party=None, on=TODAY() - timedelta(days=1), scan=[scan()]))
    later = timezone.now() + timedelta(days=5)
    assert do(case, "record_signature", cai, party=None, on=TODAY(), scan=[scan()], at=later)
    assert signed(case, other(case), "吴先生", at=later - timedelta(days=3))
    by_committee(case, district, TODAY() + timedelta(days=1), at=later - timedelta(days=3))
    assert text_of(case).effective_on == TODAY() + timedelta(days=2)


def test_other_words_after_a_signature_void_every_signature(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    assert signed(case, first(case), "李女士")
    old = text_of(case)
    assert do(case, "change_agreement", other(case), reason="我最多付2500元。")
    assert case.state == "in_mediation"
    cai = district.actor("cai")
    with acting_as(SYSTEM):
        draft = Agreement.objects.get(case=case, version=2)
        [before] = clauses_of(draft)
    assert do(case, "remove_clause", cai, clause=before)
    assert clause(case, cai, amount=250_000)
    assert do(case, "draft_agreement", cai, **WORDS)
    new = text_of(case)
    assert new.digest != old.digest
    assert "2,500.00" in new.text
    assert refused(do(case, "sign", first(case), digest=old.digest, name="李女士", consent=True))
    assert "sign" in names(case, first(case))
    by_both(case)
    by_committee(case, district, TODAY())
    with acting_as(SYSTEM):
        kept = Signature.objects.filter(agreement=old)
        assert [row.digest for row in kept] == [old.digest]
        assert Agreement.objects.get(pk=old.pk).text == old.text


def test_the_database_keeps_words_clauses_and_signatures(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    assert signed(case, first(case), "李女士")
    with acting_as(SYSTEM):
        for rows, change in (
            (Agreement.objects.all(), {"text": "x"}),
            (Agreement.objects.all(), {"digest": "0" * 64}),
            (Clause.objects.all(), {"amount": 1}),
            (Clause.objects.all(), {"removed_at": timezone.now()}),
        ):
            with pytest.raises(DatabaseError, match=r"do not change|never changed"), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Signature.objects.update(name="x")


def test_an_oral_agreement_holds_from_its_day(district: MediationDistrict) -> None:
    case = mediated(district)
    cai = district.actor("cai")
    assert refused(do(case, "conclude_orally", cai, **WORDS, on=TODAY()))
    assert clause(case, cai)
    assert refused(do(case, "conclude_orally", first(case), **WORDS, on=TODAY()))
    assert refused(do(case, "conclude_orally", cai, **WORDS, on=TODAY() + timedelta(days=1)))
    assert do(case, "conclude_orally", cai, **WORDS, on=TODAY())
    assert (case.state, text_of(case).effective_on, text_of(case).oral) == ("in_force", TODAY(), True)
    assert Paper.objects.filter(case=case, paper__kind="mediation_oral_agreement").count() == 1
    assert "ask_confirmation" not in names(case, first(case))


@pytest.mark.parametrize(
    "more",
    [
        {"amount": None},
        {"creditor": "wu"},
        {"dues": [Due(None, 299_999)]},
        {"dues": [Due(TODAY() + timedelta(days=2), 100_000), Due(TODAY() + timedelta(days=1), 200_000)]},
        {"dues": [Due(TODAY(), 100_000), Due(TODAY(), 200_000)]},
        {"dues": [Due(TODAY(), 100_000), Due(None, 200_000)]},
        {"dues": [Due(TODAY() - timedelta(days=1), 300_000)]},
    ],
)
def test_a_clause_that_does_not_add_up_is_refused(district: MediationDistrict, more) -> None:
    case = mediated(district)
    given = {**more, **({"creditor": wu(case)} if more.get("creditor") else {})}
    assert refused(clause(case, district.actor("cai"), **given))


def test_instalments_are_exact_to_the_fen(district: MediationDistrict) -> None:
    case = mediated(district)
    days = [TODAY() + timedelta(days=30 * n) for n in range(3)]
    dues = [Due(days[0], 3_333), Due(days[1], 3_333), Due(days[2], 3_334)]
    assert clause(case, district.actor("cai"), amount=10_000, dues=dues)
    with acting_as(SYSTEM):
        rows = Clause.objects.get(case=case).instalments.order_by("number")
        parts = [each.amount or 0 for each in rows]
    assert (parts, sum(parts)) == ([3_333, 3_333, 3_334], 10_000)


def test_lines_of_the_sides_must_fit(district: MediationDistrict) -> None:
    case = mediated(district)
    cai = district.actor("cai")
    assert clause(case, cai)
    for parties in ("李女士", "李女士，甲\n李女士，乙", "，甲\n吴先生，乙"):
        assert refused(do(case, "draft_agreement", cai, **{**WORDS, "parties": parties})), parties


def test_either_side_may_still_end_it_before_it_holds(district: MediationDistrict) -> None:
    case = before_the_sides(district)
    assert signed(case, first(case), "李女士")
    assert do(case, "end", other(case), reason="不签了。")
    assert case.state == "ended"


def test_another_agreement_replaces_the_one_before_only_when_it_holds(district: MediationDistrict) -> None:
    case = concluded(district, TODAY())
    old = text_of(case)
    assert refused(do(case, "talk_again", first(case), reason="我想多要一点。"))
    assert do(case, "talk_again", district.actor("cai"), reason="双方愿意改期。")
    started = Clock.objects.filter(case=case, limit="confirming").latest("id").started_at
    assert do(case, "keep_agreement", district.actor("cai"), reason="仍按原协议履行。")
    assert text_of(case).pk == old.pk
    assert Clock.objects.filter(case=case, limit="confirming").latest("id").started_at == started
    assert do(case, "talk_again", district.actor("cai"), reason="双方愿意改期。")
    assert clause(case, district.actor("cai"), amount=200_000)
    assert do(case, "draft_agreement", district.actor("cai"), **WORDS)
    by_both(case)
    by_committee(case, district, TODAY())
    with acting_as(SYSTEM):
        assert [row.voided_at is None for row in Agreement.objects.order_by("version")] == [False, True]


def test_every_signature_is_told_in_the_history(district: MediationDistrict) -> None:
    case = concluded(district, TODAY())
    steps = list(Event.objects.filter(case=case).order_by("id").values_list("step", flat=True))
    assert steps[-5:] == ["sign", "sign", "sign_as_mediator", "seal", "take_effect"]
