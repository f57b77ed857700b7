"""Class 14: a leak by notice, substitute, export or history (CVE-2021-44886, CVE-2022-31134, CVE-2026-25742 elsewhere).

Rights are asked when something is sent or shown, never when it was written: what changed in between holds.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from heli.cases.ladder import climb
from heli.cases.models import Attachment, Case
from heli.cases.usual import actions as usual
from heli.notices.models import Channel, Notice
from heli.notices.sending import send_overdue
from heli.organizations.models import Duty, Post
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.places.revisions import bump
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, build
from heli.service_requests.tests.visiting import person, stranger
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in

pytestmark = pytest.mark.django_db
WORD = "canary-internal"


@pytest.fixture
def district(settings, tmp_path, monkeypatch):
    # Reminders are written and sent in service hours only; which these are is not what is asked here.
    monkeypatch.setattr("heli.cases.ladder.in_service_hours", lambda now: True)
    monkeypatch.setattr("heli.notices.sending.earliest", lambda notice, now: now)
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


def letters_to(mailoutbox, name):
    """Send what waits, and return the letters that ``name`` got."""
    Notice.objects.filter(channel=Channel.EMAIL, not_before__isnull=False).update(not_before=timezone.now())
    send_overdue()
    return [each for each in mailoutbox if f"{name}@example.test" in each.recipients()]


def end_posts(district, name):
    Post.objects.filter(user=district.people[name]).update(until=timezone.localdate())
    bump(ORGANIZATION)


def overdue(district):
    """Return a case that Ma handles beside its time limit; the reminders of it wait."""
    case = in_hand(district)
    assert climb(timezone.now() + timedelta(days=60))
    return case


def test_the_letter_goes_to_those_who_still_hold_the_post(district, mailoutbox):
    overdue(district)
    assert letters_to(mailoutbox, "ma")
    assert letters_to(mailoutbox, "lead")


def test_a_letter_that_waits_does_not_follow_whoever_has_left(district, mailoutbox):
    overdue(district)
    for name in ("ma", "lead"):
        end_posts(district, name)
    assert [letters_to(mailoutbox, name) for name in ("ma", "lead")] == [[], []]


def test_a_letter_that_waits_is_not_sent_to_whom_the_case_turns_out_to_concern(district, mailoutbox):
    case = overdue(district)
    declared = usual.declare_conflict(
        case, by=district.actor("chen"), people=[district.people["lead"].pk], units=(), unknown=(), reason="亲属"
    )
    assert declared, declared
    assert letters_to(mailoutbox, "lead") == []


def test_a_stand_in_sees_nothing_after_the_last_day(district):
    case = dispatched(district, text=f"{WORD} 路灯不亮")
    today = timezone.localdate()
    post = Post.objects.create(
        user=district.people["west"], unit=district.roads, duty=Duty.LEADER, since=BEGIN,
        until=today + timedelta(days=1), stands_for=district.people["lead"],
    )  # fmt: skip
    bump(ORGANIZATION)
    client = signed_in(district, "west")
    assert client.get(page_of(case)).status_code == 200
    Post.objects.filter(pk=post.pk).update(until=today)
    bump(ORGANIZATION)
    assert client.get(page_of(case)).status_code == 404
    for address in ("/desk/inbox/?show=all", "/desk/queue/export.csv?tab=open", "/desk/search/?q=路灯", "/api/cases"):
        answer = client.get(address)
        shown = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert case.reference not in shown, address
        assert WORD not in shown, address


def test_published_pictures_end_with_the_publication(district):
    case = completed(district)
    assert actions.verify(case, by=district.actor("east"))
    file = store(upload(picture(), "a.jpg"))
    event = case.events.get(step="complete")
    Attachment.objects.create(case=case, event=event, file=file, purpose=Attachment.Purpose.AFTER)
    assert stranger().get(f"/files/{file.pk}/").status_code == 404
    assert actions.confirm(case, by=district.actor("hot"))
    assert stranger().get(f"/files/{file.pk}/").status_code == 200
    Case.objects.filter(pk=case.pk).update(public=False)
    for address in (f"/files/{file.pk}/", f"/files/{file.pk}/thumbnail/"):
        assert stranger().get(address).status_code == 404
        # Nor is an earlier copy confirmed to be still right.
        known = {"If-None-Match": f'"{file.digest}"'}
        assert stranger().get(address, headers=known).status_code == 404


def test_the_history_tells_residents_and_strangers_no_note_of_the_office(district):
    case = in_hand(district)
    assert usual.record_work(case, by=district.actor("ma"), note=f"{WORD} 查过产权", for_resident=False)
    assert usual.ask_assistance(case, by=district.actor("ma"), unit=district.water, task=f"{WORD} 查水管")
    reference = case.reference
    assert WORD in signed_in(district, "ma").get(page_of(case)).content.decode()
    own = person(case)
    addresses = [
        f"/track/{reference}/", f"/track/{reference}/data/", f"/track/{reference}/reads/", f"/api/cases/{reference}",
        f"/track/{reference}/data/copy.json", "/register/", f"/register/{reference}/", "/register/feed.atom",
    ]  # fmt: skip
    for client in (own, stranger(), signed_in(district, "wang")):
        for address in addresses[: None if client is own else 0] or addresses[5:]:
            assert WORD not in client.get(address).content.decode(), address
