"""What an emergency access does not open: no step, no reading without a trace, no way around a refusal."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heli.access.models import EmergencyAccess
from heli.access.reads import chain_of
from heli.audit.models import Entry
from heli.cases.acts import Act
from heli.cases.emergency import CONFIRM_WITHIN, ask, decide
from heli.cases.models import Attachment, Case
from heli.kernel.decisions import Denied
from heli.organizations.models import Duty, Post
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, District, build, reported
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db
WHY = "当事人在现场情绪激动，需要马上了解前情以便劝解"


@pytest.fixture
def district() -> District:
    return build()


def asked(district, case, who="wang", **more):
    return ask(case.reference, by=district.actor(who), ground="danger", reason=WHY, hours=4, **more)


def _looks(case) -> int:
    return Entry.objects.filter(chain=chain_of(case.reference), actor__startswith="staff:").count()


def test_a_grid_worker_takes_no_step_in_a_confidential_case_of_their_own_grid(district):
    case = reported(district, confidential=True).case
    row = asked(district, case, "grid")
    assert not isinstance(decide(row.pk, by=district.actor("audit"), confirm=True), Denied)
    client = signed_in(district, "grid")
    assert client.get(reverse("workbench:case", args=[case.reference])).status_code == 200
    step = reverse("workbench:step", args=[case.reference, "solve_on_the_spot"])
    assert client.get(step).status_code == 403
    assert not actions.solve_on_the_spot(case, by=district.actor("grid"), act=Act(), answer="x", before=[1], after=[1])
    case.refresh_from_db()
    assert case.state == "registered"


def test_a_grid_worker_of_the_district_centre_has_no_role_beyond_their_grid(district):
    Post.objects.filter(user=district.people["grid"]).update(unit=district.centre)
    far = reported(district, area=district.east, latitude=None, longitude=None, address="东街道").case
    assert not Case.objects.visible_to(district.actor("grid")).filter(pk=far.pk).exists()
    asked(district, far, "grid")
    step = reverse("workbench:step", args=[far.reference, "solve_on_the_spot"])
    assert signed_in(district, "grid").get(step).status_code == 403


@pytest.mark.parametrize("name", ["beside", "similar", "as_resident", "step"])
def test_every_page_that_shows_the_case_is_a_read_on_record(district, name):
    case, own = reported(district).case, reported(district).case
    Case.objects.filter(pk=own.pk).update(unit=district.water)
    asked(district, case)
    pages = {
        "beside": reverse("workbench:beside", args=[own.reference, case.reference]),
        "similar": reverse("workbench:similar", args=[case.reference]),
        "as_resident": reverse("as_resident", args=[case.reference]),
        "step": reverse("workbench:step", args=[case.reference, "dispatch"]),
    }
    answer = signed_in(district, "wang").get(pages[name])
    assert case.title in answer.content.decode()
    assert _looks(case) == 1
    assert _looks(own) == 0


def test_a_file_opened_in_an_emergency_is_a_read_on_record(district, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    case = reported(district, photos=[store(upload(picture(), "a.jpg"), by="resident")]).case
    asked(district, case)
    address = reverse("cases:file", args=[Attachment.objects.get(case=case).file_id])
    signed_in(district, "wang").get(address)
    assert _looks(case) == 1
    signed_in(district, "east").get(address)
    assert _looks(case) == 1


def test_after_a_refusal_asking_again_opens_nothing_until_it_is_confirmed(district):
    case = reported(district).case
    first = asked(district, case)
    assert first.until is not None
    decide(first.pk, by=district.actor("audit"), confirm=False)
    again = asked(district, case)
    assert again.beforehand
    assert again.until is None
    assert not Case.objects.readable_by(district.actor("wang")).filter(pk=case.pk).exists()
    other = reported(district).case
    assert asked(district, other).until is not None


def test_what_nobody_confirmed_in_time_is_not_opened_again_unconfirmed(district):
    case, now = reported(district).case, timezone.now()
    asked(district, case, at=now - CONFIRM_WITHIN - timedelta(hours=1))
    assert asked(district, case, at=now).beforehand
    assert EmergencyAccess.objects.count() == 2


def test_the_post_that_ended_ends_the_access(district):
    case = reported(district).case
    asked(district, case)
    Post.objects.filter(user=district.people["wang"]).update(until=BEGIN)
    assert not Case.objects.readable_by(district.actor("wang")).exists()
    assert not district.actor("wang").with_duty(Duty.MEMBER)
