"""What is typed and not sent is kept for its writer alone, and gone when it has served."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Event
from heli.people.keyed import SubjectKey
from heli.service_requests import actions
from heli.service_requests.tests.district import reported
from heli.workbench import drafts
from heli.workbench.models import Draft
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in, step_of
from heli.workbench.tests.test_steps import sent

TYPED = "写了一半的答复"


def draft_at(case, step):
    return reverse("workbench:draft", args=[case.reference, step])


def kept():
    with acting_as(SYSTEM):
        return list(Draft.objects.all())


@pytest.mark.parametrize(("name", "status"), [("wang", 404), ("east", 404), ("audit", 404), ("admin", 403)])
def test_nobody_keeps_a_draft_of_a_step_that_is_not_theirs(district, name, status):
    case = in_hand(district)
    answer = signed_in(district, name).post(draft_at(case, "complete"), sent(case, answer=TYPED))
    assert answer.status_code == status
    assert not kept()


def test_a_draft_is_restored_for_its_writer_and_for_nobody_else(district):
    case = in_hand(district)
    ma, mo = signed_in(district, "ma"), signed_in(district, "mo")
    answer = ma.post(draft_at(case, "complete"), sent(case, outcome="planned", answer=TYPED))
    assert answer["Location"] == page_of(case)
    for page in (page_of(case), step_of(case, "complete")):
        assert TYPED not in mo.get(page).content.decode()
        panel = ma.get(page).context["panel"]
        assert (panel.form["answer"].value(), panel.form["outcome"].value()) == (TYPED, "planned")
        assert panel.draft
    (row,) = kept()
    with acting_as(SYSTEM):
        raw = Draft.objects.values_list("values", flat=True).get(pk=row.pk)
    assert TYPED.encode() not in bytes(raw)


def test_a_script_is_told_when_the_draft_was_kept(district):
    case = in_hand(district)
    client = signed_in(district, "ma")
    for text in (TYPED, f"{TYPED}。"):
        answer = client.post(draft_at(case, "complete"), sent(case, answer=text), headers={"HX-Request": "true"})
        assert "Draft kept" in answer.content.decode()
    assert len(kept()) == 1


def test_the_step_ends_the_draft_and_a_late_message_does_not_bring_it_back(district):
    case = in_hand(district)
    client, form = signed_in(district, "ma"), sent(case, outcome="explained", answer=TYPED)
    client.post(draft_at(case, "complete"), form)
    assert client.post(step_of(case, "complete"), form).status_code == 302
    assert not kept()
    assert actions.send_back_to_work(case, by=district.actor("east"), reason="不对")
    client.post(draft_at(case, "complete"), form)
    assert not kept()
    assert Event.objects.filter(case=case, step="complete").count() == 1


def test_a_draft_can_be_discarded(district):
    case = in_hand(district)
    client, keys = signed_in(district, "ma"), SubjectKey.objects.count()
    client.post(draft_at(case, "record_work"), sent(case, note=TYPED))
    assert SubjectKey.objects.count() == keys + 1
    client.post(draft_at(case, "record_work"), {"discard": "1"})
    assert not kept()
    assert SubjectKey.objects.count() == keys


def test_what_no_longer_serves_is_removed_by_the_worker(district, monkeypatch):
    moved, standing = dispatched(district), in_hand(district)
    client = signed_in(district, "ma")
    client.post(draft_at(moved, "send_back"), sent(moved, reason=TYPED))
    client.post(draft_at(standing, "complete"), sent(standing, answer=TYPED))
    assert actions.accept(moved, by=district.actor("lead"))
    with acting_as(SYSTEM):
        assert drafts.remove_old() == 1
        assert drafts.remove_old() == 0
        later = timezone.now() + timedelta(days=15)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert drafts.remove_old() == 1


def presence_at(case, step=""):
    return reverse("workbench:presence", args=[case.reference]) + f"?step={step}"


def test_who_may_not_see_the_case_learns_nothing_of_who_is_there(district):
    case = in_hand(district)
    signed_in(district, "ma").get(page_of(case))
    assert signed_in(district, "wang").post(presence_at(case)).status_code == 404


def test_colleagues_see_each_other_and_what_is_being_written(district):
    case = in_hand(district)
    ma, mo = signed_in(district, "ma"), signed_in(district, "mo")
    ma.get(step_of(case, "complete"))
    page = mo.get(step_of(case, "record_work")).content.decode()
    assert "Ma is writing “Report the result” since" in page
    assert "Mo is writing “Record work” since" in ma.post(presence_at(case, "complete")).content.decode()
    ma.get(page_of(case))
    assert "Ma is reading this matter since" in mo.post(presence_at(case)).content.decode()
    assert ma.post(step_of(case, "record_work"), sent(case, note="去看过了")).status_code == 302
    assert "Ma is" not in mo.post(presence_at(case)).content.decode()


def test_a_sign_of_life_is_forgotten_soon_and_keeps_no_session_awake(district, monkeypatch):
    case = in_hand(district)
    ma, mo = signed_in(district, "ma"), signed_in(district, "mo")
    ma.get(page_of(case))
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Ma is" not in mo.post(presence_at(case)).content.decode()
    before = ma.session.row or ma.session._get_session_from_db()
    ma.post(presence_at(case))
    before.refresh_from_db()
    assert before.seen_at < later


@pytest.mark.parametrize("name", ["audit", "admin"])
def test_who_only_looks_on_is_not_told_of(district, name):
    case = completed(district)
    signed_in(district, name).get(page_of(case))
    assert "presence-line" in (page := signed_in(district, "east").get(page_of(case)).content.decode())
    assert "is reading this matter" not in page


def test_nobody_is_named_where_a_matter_is_delicate(district):
    case = reported(district, about=district.roads, category=district.attitude, text="市政所的人收红包").case
    signed_in(district, "east").get(page_of(case))
    page = signed_in(district, "chen").get(page_of(case)).content.decode()
    assert "Somebody else who works on this matter is reading" in page
    assert "East is reading" not in page
