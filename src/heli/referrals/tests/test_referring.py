"""Referring a matter: who may, with whose consent, what is passed, and that the matter itself stays as it is."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone

from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.models import Attachment, Case, Clock, Event, InternalNote
from heli.cases.parties import parties_of
from heli.cases.personal import may_reach
from heli.papers.uploads import store
from heli.petitions.tests.people import accepted, filed, li
from heli.referrals import actions, referring
from heli.referrals.listing import known_to, narrowed
from heli.referrals.models import Referral
from heli.referrals.passable import items_of
from heli.referrals.tests.people import refer, referred

pytestmark = pytest.mark.django_db
CANARY = "金丝雀内部意见七三一"


def chosen(case, *keys):
    return [each for each in items_of(case) if each.key.split(":")[0] in keys]


@pytest.mark.parametrize("name", ["wang", "chen", "east", "hot", "grid", "audit", "qi", "hu"])
def test_whoever_does_not_work_on_the_matter_refers_nothing(district, name):
    source = accepted(district.petitions)
    assert not refer(district, source, "helpers", by=name)
    assert not Referral.objects.exists()


def test_the_matter_keeps_owner_state_and_clocks(district):
    source = accepted(district.petitions)
    before = list(
        Clock.objects.filter(case=source).values_list("limit", "started_at", "due_at", "stopped_at", "pauses")
    )
    kept = (source.unit_id, source.centre_id, source.state, source.due_at, source.version)
    case = referred(district, source, "helpers", by="ma")
    source.refresh_from_db()
    assert (source.unit_id, source.centre_id, source.state, source.due_at, source.version) == kept
    after = list(Clock.objects.filter(case=source).values_list("limit", "started_at", "due_at", "stopped_at", "pauses"))
    assert after == before
    assert (case.unit_id, case.state) == (district.helpers.pk, "offered")
    assert Event.objects.filter(case=source, step="refer").count() == 1


@pytest.mark.parametrize("name", ["chen", "east", "qi", "wang"])
def test_coordinators_of_other_units_do_not_see_what_was_referred(district, name):
    case = referred(district, accepted(district.petitions), "helpers", by="xu")
    assert not Case.objects.visible_to(district.actor(name)).filter(pk=case.pk).exists()


@pytest.mark.parametrize("name", ["xu", "xia", "zhou"])
def test_who_coordinates_where_it_was_referred_reads_it_along_and_answers_nothing(district, name):
    case = referred(district, accepted(district.petitions), "helpers", by="xu")
    assert case.referral.sender_id == district.petitions.office.pk
    by = district.actor(name)
    assert Case.objects.visible_to(by).filter(pk=case.pk).exists()
    assert narrowed(known_to(by), "sent", by).filter(pk=case.pk).exists()
    assert not actions.accept(case, by=by)
    assert not may_reach(by, case)


def test_the_receiver_reads_the_package_and_not_the_matter(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma", items=chosen(source, "contact"))
    seen = set(Case.objects.visible_to(district.actor("hu")).values_list("pk", flat=True))
    assert case.pk in seen
    assert source.pk not in seen
    assert case.contact_id != source.contact_id
    assert (case.contact.name, case.contact.phone) == ("李", "13800000000")
    for name in ("wang", "chen", "east", "hot"):
        assert not Case.objects.visible_to(district.actor(name)).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(district.actor("lead")).filter(pk=case.pk).exists(), "the unit that refers reads it"


def test_only_what_is_chosen_is_passed(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    assert case.text == "双方因欠薪发生争议。"
    assert (case.contact, parties_of(case), Attachment.objects.filter(case=case).count()) == (None, [], 0)
    assert case.address == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"consent_by": ""}, "agreed"),
        ({"consent_on": None}, "agreed"),
        ({"consent_on": timezone.localdate() + timedelta(days=1)}, "ahead"),
        ({"consent": "by_law", "ground": "《某法》第一条"}, "consent"),
    ],
)
def test_without_consent_nothing_goes_to_helpers(district, more, field):
    source = accepted(district.petitions)
    assert not refer(district, source, "helpers", by="ma", **more)
    assert not Referral.objects.exists()
    assert not Event.objects.filter(case=source, step="refer").exists(), "without the referral nothing was referred"


def test_where_the_law_sends_it_the_ground_is_named(district):
    source = accepted(district.petitions)
    law = {"consent": "by_law", "consent_by": "", "consent_on": None}
    assert not refer(district, source, "police", by="ma", **law)
    case = referred(district, source, "police", by="ma", ground="《人民调解法》第二十五条", **law)
    assert case.referral.ground == "《人民调解法》第二十五条"


def test_consent_stands_on_the_referral_and_its_letter(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    referral = case.referral
    assert (referral.consent, referral.consent_by) == ("in_writing", "李某、某公司")
    letter = case.papers.get(paper__kind="referral_letter").paper
    assert "李某、某公司" in str(letter.content)
    assert letter.number


def test_discipline_gets_number_and_question_alone(district):
    source = accepted(district.petitions)
    assert not refer(district, source, "discipline", by="ma")
    assert not refer(district, source, "discipline", by="ma", summary="", items=chosen(source, "told"))
    case = referred(district, source, "discipline", by="ma", summary="")
    assert case.text == case.referral.question
    assert (case.area_id, case.contact_id) == (None, None)


def test_a_unit_that_the_matter_is_about_never_gets_it(district):
    source = accepted(district.petitions)
    Case.objects.filter(pk=source.pk).update(excluded_units=[district.helpers.pk])
    source.refresh_from_db()
    assert not refer(district, source, "helpers", by="ma")


def test_a_petition_is_not_referred_to_the_petition_office_again(district):
    assert not refer(district, accepted(district.petitions), "office", by="ma")


def test_once_at_a_time_to_one_body(district):
    source = accepted(district.petitions)
    referred(district, source, "helpers", by="ma")
    assert not refer(district, source, "helpers", by="ma")
    assert refer(district, source, "court", by="ma")


def test_the_same_submission_is_one_referral(district):
    source = accepted(district.petitions)
    act = Act(key=uuid4())
    first = refer(district, source, "helpers", by="ma", act=act)
    again = refer(district, source, "helpers", by="ma", act=act)
    assert first == again
    assert Referral.objects.count() == 1


def test_notes_of_staff_and_internal_files_reach_no_package(district):
    source = accepted(district.petitions)
    internal = store(_text(CANARY, "内部.txt"), by=district.actor("ma").key)
    note = handling_note(district, source, CANARY, [internal])
    assert InternalNote.objects.filter(event=note, text__contains=CANARY).exists()
    everything = items_of(source)
    assert not [each for each in everything if each.file and each.file.file.digest == internal.digest]
    case = referred(district, source, "helpers", by="ma", items=everything)
    files = Attachment.objects.filter(case=case).select_related("file")
    said = [case.title, case.text, str(case.referral.passed), *(each.file.name for each in files)]
    said += [str(paper.paper.content) for paper in case.papers.select_related("paper")]
    said += [str(event.facts) + event.note for event in Event.objects.filter(case=case)]
    assert not [words for words in said if CANARY in words]
    assert internal.digest not in {each.file.digest for each in files}


def handling_note(district, source, words, files):
    outcome = handling_record(source, by=district.actor("ma"), note=words, photos=files)
    assert outcome
    return outcome


def handling_record(case, **facts):
    return kind_of(case).actions["record_work"](case, act=Act(), **facts)


def _text(words, name):
    file = BytesIO(words.encode())
    file.name = name
    return file


def test_the_person_takes_consent_back(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma", items=chosen(source, "contact"))
    assert not referring.recall_referral(source, by=li(filed(district.petitions).case), referral=case.reference)
    assert referring.recall_referral(source, by=li(source), referral=case.reference)
    case = Case.objects.select_related("referral", "contact").get(pk=case.pk)
    assert (case.state, case.contact.name) == ("recalled", "")
    assert case.referral.taken_back_at is not None
    source.refresh_from_db()
    source.contact.refresh_from_db()
    assert source.contact.name == "李", "the matter itself keeps how the person is reached"
    assert Event.objects.filter(case=source, step="recall_referral", facts__referral=case.reference).exists()


def test_whoever_referred_it_takes_it_back_while_it_is_open(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    assert not referring.recall_referral(source, by=district.actor("wang"), referral=case.reference, reason="无")
    assert referring.recall_referral(source, by=district.actor("ma"), referral=case.reference, reason="已自行和解。")
    assert not referring.recall_referral(source, by=district.actor("ma"), referral=case.reference, reason="无")
