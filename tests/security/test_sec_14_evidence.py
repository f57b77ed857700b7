"""A picture that a unit took for itself is not the resident's to open, as it is not on their page."""

import pytest
from django.urls import reverse

from heli.cases.acts import Act
from heli.cases.models import Attachment
from heli.cases.usual import actions as usual
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests.tests.district import build
from heli.service_requests.tests.visiting import person
from heli.workbench.tests.desk import in_hand, signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(("for_resident", "expected"), [(False, 404), (True, 200)])
def test_the_resident_opens_only_evidence_that_was_told_to_them(settings, tmp_path, for_resident, expected):
    settings.MEDIA_ROOT = tmp_path / "files"
    district = build()
    case = in_hand(district)
    photos = [store(upload(picture(), "a.jpg"), by="test")]
    ma = district.actor("ma")
    assert usual.record_work(case, by=ma, act=Act(), note="现场照片", for_resident=for_resident, photos=photos)
    address = reverse("cases:file", args=[Attachment.objects.get(case=case, purpose="evidence").file_id])
    assert person(case).get(address).status_code == expected
    assert signed_in(district, "ma").get(address).status_code == 200
