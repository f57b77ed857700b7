"""A small demo district: built once, whole, chained, on time, and never in production."""

from collections.abc import Iterator
from io import StringIO
from itertools import groupby

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, Sum
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from heli.audit.models import Entry
from heli.cases.models import Attachment, Case, Event, Link, Paper
from heli.cases.tallies import Tally
from heli.demo.arranging import arrange
from heli.demo.founding import PASSWORD, found
from heli.demo.funds import STORIES, arrange_funds
from heli.demo.life import Lived, live
from heli.demo.management.commands.demo_accounts import examples
from heli.demo.personas import personas
from heli.demo.planning import SPECIALS
from heli.funds import ledger
from heli.funds.models import BudgetLine
from heli.kernel.chains import Entry as Linked
from heli.kernel.chains import verify
from heli.notices.models import Notice
from heli.organizations.responsibility import owner_of, registry
from heli.organizations.settings import district
from heli.papers import shelf
from heli.people.models import User
from heli.places.models import Area, Level
from heli.places.revisions import forget
from heli.reports.models import Report, Schedule
from heli.service_requests.models import ServiceRequest
from heli.workbench.models import ReplyTemplate
from heli.workbench.reply_texts import problems_of

CASES = 70


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lived]:
    """The small district, built once for this file and rolled back after it."""
    now = timezone.now()
    with override_settings(HELI_REVISION_SECONDS=60.0), django_db_blocker.unblock(), transaction.atomic():
        yield live(found(now=now, say=lambda part: None), count=CASES, now=now, progress=lambda done: None)
        transaction.set_rollback(True)
    forget()


def test_the_second_time_changes_nothing(lived: Lived) -> None:
    before, said = Entry.objects.count(), StringIO()
    call_command("demo_district", stdout=said)
    assert "already" in said.getvalue()
    assert Entry.objects.count() == before


def test_funds_have_budgets_and_applications_in_different_states(lived: Lived) -> None:
    point = transaction.savepoint()
    assert arrange_funds(timezone.now()) == len(STORIES)
    states = set(Case.objects.filter(procedure="fund_application").values_list("state", flat=True))
    assert states == {"paid_out", "half_approved", "applied", "refused"}
    assert all(line.balances.sound and not ledger.differences(line) for line in BudgetLine.objects.all())
    transaction.savepoint_rollback(point)
    forget()


def test_no_story_was_refused(lived: Lived) -> None:
    assert lived.refusals == []


def test_all_that_was_told_is_written(lived: Lived) -> None:
    assert Case.objects.count() == ServiceRequest.objects.count() == Paper.objects.count() == lived.cases
    assert Event.objects.count() == lived.steps
    assert Event.objects.filter(at__gt=timezone.now()).count() == 0


def test_no_step_comes_before_the_one_before_it(lived: Lived) -> None:
    for case in Case.objects.prefetch_related("events"):
        times = [event.at for event in sorted(case.events.all(), key=lambda event: event.pk)]
        assert times == sorted(times), case.reference


def test_every_chain_holds(lived: Lived) -> None:
    entries = Entry.objects.order_by("chain", "seq")
    for chain, linked in groupby(entries, key=lambda entry: entry.chain):
        found = [Linked(entry.seq, entry.content, bytes(entry.digest)) for entry in linked]
        assert verify(found) is None, chain


def test_history_record_and_files_say_the_same(lived: Lived) -> None:
    call_command("audit_verify", files=True, stdout=StringIO())


def test_counters_agree_with_the_cases(lived: Lived) -> None:
    counted = dict(Tally.objects.values_list("state").annotate(Sum("count")))
    assert counted == dict(Case.objects.values_list("state").annotate(Count("id")))


def test_the_states_of_special_cases_are_there(lived: Lived) -> None:
    states = set(Case.objects.values_list("state", flat=True))
    assert {special.stop_in for special in SPECIALS if special.stop_in} <= states
    assert {"closed", "merged"} <= states


def test_turns_of_special_cases_are_there(lived: Lived) -> None:
    steps = set(Event.objects.values_list("step", flat=True))
    assert {"contest", "impose", "reject", "object", "rate", "escalate", "request_extension"} <= steps
    assert Case.objects.exclude(assisting=[]).exists()
    assert Link.objects.filter(kind="merged_into").count() == Case.objects.filter(state="merged").count()


def test_some_cases_are_late(lived: Lived) -> None:
    assert Case.objects.open().filter(due_at__lt=timezone.now()).exists()


def test_every_case_lies_in_its_grid(lived: Lived) -> None:
    assert set(Case.objects.values_list("area__level", flat=True)) == {Level.GRID}


def test_every_photo_lies_on_the_shelf(lived: Lived) -> None:
    digests = set(Attachment.objects.values_list("file__digest", flat=True))
    assert digests
    assert all(shelf.path_of(digest).exists() for digest in digests)


def test_every_category_has_an_owner_in_every_grid(lived: Lived) -> None:
    grids = Area.objects.filter(level=Level.GRID).values_list("path", flat=True)
    leaves = registry().leaves()
    assert len(leaves) == 80 + 13, "topics of the request desk and of petitions"
    for path in list(grids)[::25]:
        assert all(owner_of(leaf, path).unit.active for leaf in leaves)


def test_every_persona_has_an_account(lived: Lived) -> None:
    found = personas()
    assert len(found) == 14
    assert len({persona.username for persona in found}) == 14
    for persona in found:
        assert User.objects.get(username=persona.username).check_password(PASSWORD)


def test_accounts_name_two_cases_of_residents(lived: Lived) -> None:
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    assert district().demo
    assert [each["state"] for each in examples()] == ["verified", "awaiting_information"]
    assert all(each["code"] in said.getvalue() for each in examples())


def test_there_are_reports_schedules_and_texts_to_answer_with(lived: Lived) -> None:
    assert arrange(timezone.now()) == Report.objects.count()
    times = list(Notice.objects.order_by("id").values_list("created_at", flat=True))
    assert times == sorted(times)
    assert set(Report.objects.values_list("length", flat=True)) == {"day", "week", "month"}
    assert Report.objects.filter(public=True).exists()
    assert Schedule.objects.filter(active=True).exists()
    texts = [text for row in ReplyTemplate.objects.all() for text in (row.text, row.text_en)]
    assert len(texts) > 2
    assert all(text and not problems_of(text) for text in texts)
