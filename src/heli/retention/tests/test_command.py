"""`heli retention` tells without changing; `heli retention run` erases what the worker would, and nothing sooner."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from heli.cases.models import Case
from heli.people.models import Contact
from heli.retention import nightly
from heli.retention.models import Erasure, Hold, Kind, Planned
from heli.retention.nightly import announce
from heli.retention.tests.test_retention import case, closed, district, keep  # noqa: F401  fixtures
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db


def told(*words: str, **options: bool) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def ago(**by: float) -> None:
    """Let what was announced have been announced earlier."""
    for planned in Planned.objects.all():
        planned.erase_at -= timedelta(**by)
        planned.save()


def kept(case: Case) -> bool:  # noqa: F811
    return Contact.objects.get(pk=case.contact_id or 0).phone != ""


def test_without_a_period_nothing_is_due_and_nothing_goes(case):  # noqa: F811
    text = told("retention")
    assert "contact: no period is set; kept for good" in text
    assert case.reference not in text
    assert "erased 0, announced 0" in told("retention_run")
    assert kept(case)


def test_a_listing_and_a_dry_run_change_nothing(case):  # noqa: F811
    keep(Kind.CONTACT, 2)
    text = told("retention")
    assert "due now 1, within 30 days 1" in text
    assert f"{case.reference}  closed" in text
    assert "not announced yet" in text
    assert "would erase 0, take back 0 announcements, announce 1" in told("retention_run", dry_run=True)
    assert not Planned.objects.exists()
    announce()
    ago(days=31)
    text = told("retention_run", dry_run=True)
    assert f"would erase contact of {case.reference}" in text
    assert "Nothing was changed." in text
    assert (kept(case), Erasure.objects.count(), Planned.objects.count()) == (True, 0, 1)


def test_a_run_erases_only_what_was_announced_a_month_ago(case, district):  # noqa: F811
    keep(Kind.CONTACT, 2)
    assert "erased 0, announced 1" in told("retention_run")
    assert "erased 0, announced 0" in told("retention_run")
    assert kept(case)
    ago(days=31)
    text = told("retention_run")
    assert "1 of 1" in text
    assert "erased 1, announced 0" in text
    assert not kept(case)


def test_what_is_held_is_named_and_stays(case, district):  # noqa: F811
    keep(Kind.CONTACT, 2)
    announce()
    ago(days=31)
    reason = "诉讼期间不得删除任何数据"
    Hold.objects.create(case=case, reason=reason, by=district.people["admin"], since=timezone.now())
    text = told("retention")
    assert "held back: 1" in text
    assert f"{case.reference}  until it is ended  by admin" in text
    assert reason not in text
    assert "take back 1 announcements" in told("retention_run", dry_run=True)
    assert "erased 0, announced 0" in told("retention_run")
    assert kept(case)


def test_many_are_counted_and_named_on_demand(district, monkeypatch):  # noqa: F811
    monkeypatch.setattr("heli.retention.management.commands.retention.FEW", 1)
    keep(Kind.CONTACT, 2)
    found = [closed(reported(district).case, years=3) for _number in range(3)]
    assert "and 2 more; --all names them" in told("retention")
    assert all(each.reference in told("retention", all=True) for each in found)


def test_where_no_journal_can_be_written_nothing_goes(case, monkeypatch):  # noqa: F811
    keep(Kind.CONTACT, 2)
    announce()
    ago(days=31)

    def full(*_facts: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(nightly, "note", full)
    with pytest.raises(CommandError, match="No space left on device"):
        told("retention_run")
    assert kept(case)
    assert not Erasure.objects.exists()
