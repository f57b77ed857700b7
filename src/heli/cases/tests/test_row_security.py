"""The database shows rows of guarded tables to those, and only to those, who see the case."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from heli.access.actors import NOBODY, SYSTEM, Actor, HeldPost, PastPost, resident
from heli.access.context import acting_as, description
from heli.access.roles import holds
from heli.audit.models import Entry
from heli.audit.naming import GUARDED, NoContextError, describing
from heli.audit.record import write
from heli.audit.tests.tampering import as_owner
from heli.cases.models import Attachment, Case, Event, InternalNote, Service
from heli.cases.people_models import Party
from heli.cases.stages import OFFICES, holding
from heli.kernel.references import new_reference
from heli.organizations.models import Duty, Unit, UnitKind
from heli.papers.issuing import issue
from heli.papers.models import IssuedPaper, StoredFile
from heli.people.models import Contact
from heli.service_requests.tests.district import District, build, petition_office, reported
from heli.workbench import drafts
from heli.workbench.models import Draft

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, tzinfo=UTC)
AREAS = ("", "d/", "d/e/", "d/e/e1/", "d/e/e1/e1g1/", "d/e/e1/e1g2/", "d/w/")
DRAWN_CASES, DRAWN_ACTORS = 60, 80
WRITTEN = ["audit_entry", "people_contact"]
#: Tables of domains, tried by the tests of each.
OF_DOMAINS = {table for table in GUARDED if table.split("_")[0] in ("advice", "funds", "mediation", "reception")}


@pytest.fixture
def district(db) -> District:
    return build()


@pytest.fixture
def cases(district: District) -> list[Case]:
    """Return an ordinary case, one without a place, a confidential one and one about the roads unit, with evidence."""
    found = [
        reported(district).case,
        reported(district, area=None).case,
        reported(district, category=district.attitude, confidential=True).case,
        reported(district, about=district.roads).case,
    ]
    for case in found:
        Attachment.objects.create(case=case, event=case.events.get(), file=stored(), purpose="evidence")
        write(f"reads/{case.reference}", "read", at=AT, actor="x", data={})
        InternalNote.objects.create(event=case.events.get(), case=case, text="for staff only")
        served(case)
        Party.objects.create(case=case, contact=Contact.objects.create(name="王"), role=Party.Role.AGENT)
    with acting_as(district.actor("ma")):
        drafts.keep(district.actor("ma"), {"note": ["for me only"]}, step="accept", case=found[0])
    return found


def served(case: Case) -> Service:
    return Service.objects.create(
        case=case, paper=case.papers.get(), event=case.events.get(), method="mail", sent_at=AT, recorded_at=AT
    )


def stored(*, claimed: bool = True) -> StoredFile:
    return StoredFile.objects.create(
        digest="0" * 64, name="p.jpg", content_type="image/jpeg", size=1, uploaded_at=AT, claimed=claimed
    )


def asked(question: str, described: str) -> set[object]:
    """Return the first column of the answer that raw SQL gives to the one described."""
    forget_what_was_written()
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.execute("SELECT set_config('heli.actor', %s, true)", [described])
        # By way of the driver, so that nobody is named a second time.
        return {row[0] for row in cursor.cursor.execute(question).fetchall()}


def forget_what_was_written() -> None:
    """Let the test's one transaction see no more than a new one would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('heli.written_' || kept, '', true) FROM unnest(%s::text[]) AS kept", [WRITTEN]
        )


def drawn_cases(district: District, dice: random.Random) -> None:
    units = list(Unit.objects.all())
    people = [f"staff:{number}" for number in (1, 2, 3)]
    Case.objects.bulk_create(
        Case(
            reference=new_reference(),
            procedure="service_request",
            procedure_version=1,
            state="registered",
            channel="web",
            title="t",
            text="t",
            category=district.lamps,
            area_path=dice.choice(AREAS),
            unit=dice.choice([None, *units]),
            centre=dice.choice([None, None, *units]),
            assisting=[unit.pk for unit in dice.sample(units, dice.choice((0, 0, 0, 1, 2)))],
            excluded_units=[unit.pk for unit in dice.sample(units, dice.choice((0, 0, 1, 2)))],
            excluded_people=dice.sample((1, 2, 3), dice.choice((0, 0, 0, 1))),
            oversight=dice.random() < 0.2,
            confidential=dice.random() < 0.3,
            opened_by=dice.choice([*people, "nobody"]),
            opened_at=AT + timedelta(days=dice.choice((0, 30))),
            order_at=AT,
            changed_at=AT,
        )
        for _each in range(DRAWN_CASES)
    )


def drawn_actor(units: list[Unit], references: list[str], dice: random.Random) -> Actor:
    if dice.random() < 0.1:
        return dice.choice([NOBODY, SYSTEM, resident(dice.choice(references))])
    posts = []
    for _each in range(dice.choice((0, 1, 1, 1, 2, 3))):
        unit = dice.choice(units)
        kind = UnitKind.OVERSIGHT if dice.random() < 0.2 else unit.kind
        standing_for = dice.choice((None, None, None, 1, 2))
        posts.append(HeldPost(unit.pk, unit.path, kind, dice.choice(Duty.values), dice.choice(AREAS), standing_for))
    ended = (None, date(2026, 6, 15), date(2026, 5, 1))
    past = tuple(PastPost(dice.choice(units).path, dice.choice(ended)) for _each in range(dice.choice((0, 0, 1))))
    number = dice.choice((1, 2, 3))
    return Actor(key=f"staff:{number}", name="", user_id=number, posts=tuple(posts), past=past)


def test_the_database_sees_what_the_filter_sees(district):
    dice = random.Random(5)
    petition_office(district)
    drawn_cases(district, dice)
    units, references = list(Unit.objects.all()), list(Case.objects.values_list("reference", flat=True))
    seen = hidden = apart = 0
    for actor in [drawn_actor(units, references, dice) for _each in range(DRAWN_ACTORS)]:
        visible = dict(Case.objects.visible_to(actor).values_list("pk", "centre_id"))
        assert asked("SELECT id FROM cases_case WHERE heli_sees(id)", description(actor)) == set(visible), actor
        seen, hidden = seen + len(visible), hidden + len(references) - len(visible)
        apart += sum(centre is not None for centre in visible.values())
    assert seen + hidden >= 2000
    assert min(seen, hidden, apart) > 500


def test_a_queue_holds_the_cases_for_which_the_role_is_held(district):
    dice, held = random.Random(7), 0
    petition_office(district)
    drawn_cases(district, dice)
    units, cases = list(Unit.objects.all()), list(Case.objects.all())
    references = [case.reference for case in cases]
    for actor in [drawn_actor(units, references, dice) for _each in range(DRAWN_ACTORS // 2)]:
        for role in OFFICES:
            found = Case.objects.visible_to(actor).filter(holding(actor, role))
            expected = {case.pk for case in cases if holds(actor, [role], case)}
            assert set(found.values_list("pk", flat=True)) == expected, (actor, role)
            held += len(expected)
    assert held > 150


def test_personas_see_the_guarded_rows_of_visible_cases_only(district, cases):
    actors = [NOBODY, *(district.actor(name) for name in district.people), resident(cases[0].reference)]
    counts, parties = set(), list(Party.objects.all())
    for actor in actors:
        visible = list(Case.objects.visible_to(actor))
        who, references = description(actor), {case.reference for case in visible}
        assert asked("SELECT case_id FROM cases_attachment", who) == {case.pk for case in visible}
        people = {party.contact_id for party in parties if party.case_id in {case.pk for case in visible}}
        assert asked("SELECT id FROM people_contact", who) == {case.contact_id for case in visible} | people
        assert asked("SELECT reference FROM papers_issuedpaper", who) == references
        noted = {case.pk for case in visible} if actor.posts else set()
        assert asked("SELECT case_id FROM cases_internalnote", who) == noted
        chains = references | {f"reads/{reference}" for reference in references}
        assert asked("SELECT chain FROM audit_entry", who) == chains
        counts.add(len(visible))
    assert counts >= {0, 1, 4}


def test_a_draft_is_shown_to_its_writer_alone(district, cases):
    for name in sorted(district.people):
        shown = {1} if name == "ma" else set()
        assert asked("SELECT 1 FROM workbench_draft", description(district.actor(name))) == shown
    with acting_as(district.actor("lead")):
        refused(lambda: drafts.keep(district.actor("ma"), {"note": ["not mine"]}, step="contest", case=cases[0]))
        assert Draft.objects.update(step="other") == 0


def test_nobody_named_sees_nothing(cases):
    for table in GUARDED - OF_DOMAINS:
        assert asked(f"SELECT 1 FROM {table}", description(SYSTEM)) == {1}
        assert asked(f"SELECT 1 FROM {table}", "") == set()


def test_a_statement_that_names_nobody_is_an_error_before_it_is_sent(db):
    mark = describing.set(None)
    try:
        with pytest.raises(NoContextError):
            Contact.objects.count()
    finally:
        describing.reset(mark)


def refused(write_it) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        write_it()


def test_a_stranger_adds_nothing_to_a_case(district, cases):
    case, file = cases[0], stored(claimed=False)
    event, actor = case.events.get(), district.actor("wang")
    with acting_as(actor):
        refused(lambda: Attachment.objects.create(case=case, event=event, file=file, purpose="evidence"))
        refused(lambda: issue("receipt", case.reference, {}, at=AT))
        refused(lambda: InternalNote.objects.create(event=event, case=case, text="x"))
        refused(lambda: write(case.reference, "note", at=AT, actor=actor.key, data={}))
        refused(lambda: write(f"reads/{case.reference}", "read", at=AT, actor=actor.key, data={}))


def test_a_query_code_opens_the_case_and_no_note(cases):
    person, event = resident(cases[0].reference), cases[0].events.get()
    for who in (person, NOBODY):
        with acting_as(who, on=[cases[0].reference]):
            assert Event.objects.select_related("note_for_staff").get(pk=event.pk).internal_note == ""
            assert not InternalNote.objects.exists()


def test_a_note_for_staff_is_never_changed(district, cases):
    note = InternalNote.objects.first()
    for way in (note.delete, lambda: InternalNote.objects.update(text="other")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            way()
    with as_owner(), pytest.raises(IntegrityError, match="append-only"):
        InternalNote.objects.update(text="other")


def test_nobody_writes_an_entry_in_the_name_of_another(district, cases):
    with acting_as(district.actor("chen")):
        refused(lambda: write("arrangements", "x", at=AT, actor="staff:0", data={}))


def test_nobody_named_adds_nothing(db):
    made = {
        "audit_entry": "(chain, seq, at, actor, verb, content, previous, digest)"
        " VALUES ('a', 0, now(), '', '', '', '', '')",
        "cases_attachment": "(case_id, event_id, file_id, purpose) VALUES (1, 1, gen_random_uuid(), 'evidence')",
        "cases_internalnote": "(event_id, case_id, text) VALUES (1, 1, '')",
        "cases_party": "(case_id, contact_id, role, authority) VALUES (1, 1, 'agent', '')",
        "cases_service": "(case_id, paper_id, event_id, method, sent_at, note, recorded_by, recorded_at)"
        " VALUES (1, 1, 1, 'mail', now(), '', '', now())",
        "papers_issuedpaper": "(id, kind, reference, content, digest, issued_at)"
        " VALUES (gen_random_uuid(), 'receipt', 'x', '{}', 'x', now())",
        "people_contact": "(name, phone, email, language) VALUES ('', '', '', 'en')",
        "workbench_draft": "(user_id, step, state, \"values\", kept_at) VALUES (1, 'intake', '', '', now())",
    }
    assert made.keys() == GUARDED - OF_DOMAINS
    for table, row in made.items():
        refused(lambda statement=f"INSERT INTO {table} {row} RETURNING 1": asked(statement, ""))


def test_who_sees_a_contact_not_changes_it_not(district, cases):
    forget_what_was_written()
    with acting_as(district.actor("wang")):
        assert Contact.objects.update(name="") == 0
    with acting_as(district.actor("wang")), pytest.raises(Contact.DoesNotExist):
        Contact.objects.get(pk=cases[0].contact_id)


def test_a_chain_goes_on_behind_the_back_of_a_writer_who_cannot_read_it(district, cases):
    with acting_as(NOBODY, on=["other"]):
        write("arrangements", "first", at=AT, actor="nobody", data={})
        write("arrangements", "second", at=AT, actor="nobody", data={})
    assert list(Entry.objects.filter(chain="arrangements").order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_the_writer_reads_back_the_entry_just_written_and_no_other(district):
    with acting_as(NOBODY):
        first = write("arrangements", "first", at=AT, actor="nobody", data={})
        second = write("arrangements", "second", at=AT, actor="nobody", data={})
        assert list(Entry.objects.values_list("pk", flat=True)) == [second.pk]
        assert first.pk != second.pk


def test_pictures_of_a_published_answer_are_everybodys(cases):
    Attachment.objects.create(case=cases[0], event=cases[0].events.get(), file=stored(), purpose="after")
    published = {"public": True, "closed_at": AT, "confidential": False}
    for less in ({}, {"public": False}, {"closed_at": None}, {"confidential": True}):
        Case.objects.filter(pk=cases[0].pk).update(**{**published, **less})
        assert asked("SELECT purpose FROM cases_attachment", description(NOBODY)) == (set() if less else {"after"})


def test_a_cursor_kept_by_the_server_names_the_actor_too(district, cases):
    with acting_as(district.actor("wang")):
        assert list(IssuedPaper.objects.iterator(chunk_size=1)) == []
    with acting_as(district.actor("chen")):
        assert len(list(IssuedPaper.objects.iterator(chunk_size=1))) == 4
