"""A unique word in each private room, looked for wherever anybody else could read it, whatever is done afterwards."""

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.audit.tests.tampering import as_owner
from heli.cases.models import Case
from heli.mediation.models import Mediating
from heli.mediation.tests.people import MediationDistrict, first, mediated, other, step
from heli.mediation.tests.test_rooms import said, visible

pytestmark = pytest.mark.django_db
OF_LI, OF_WU = "金丝雀李九四七", "金丝雀吴八三六"
STAFF = ("gong", "geng", "guo", "su", "chu", "zu", "lao", "ma", "chen", "hot", "audit", "lead")
ACTS = ("replace", "pass_up", "end", "apply_anew", "accept", "suspend", "unsettled")


@pytest.fixture
def case(district: MediationDistrict) -> Case:
    case = mediated(district)
    said(case, first(case), OF_LI, private=True)
    said(case, other(case), OF_WU, private=True, kind="offer", amount=98765400)
    said(case, district.actor("cai"), f"回{OF_LI}", private=True, of=0)
    return case


def pages_of_staff(reference: str) -> tuple[str, ...]:
    return (
        f"/desk/cases/{reference}/", f"/desk/cases/{reference}/print/", f"/desk/search/?q={OF_LI}", "/desk/queue/",
        f"/desk/queue/?q={OF_LI}", "/desk/queue/export.csv", "/desk/inbox/", f"/api/cases/{reference}",
        f"/api/cases/{reference}/events", f"/api/cases?q={OF_LI}", f"/desk/mediation/{reference}/rooms/",
        f"/desk/mediation/{reference}/rooms/0/", "/desk/mediation/sessions/", "/desk/audit/",
        *(f"/api/mediation/{reference}/rooms{room}" for room in ("", "/joint", "/private", "/private-0")),
        f"/desk/mediation/{reference}/dossier/",
    )  # fmt: skip


def pages_of_side(number: str, reference: str) -> tuple[str, ...]:
    return (
        f"/track/{number}/", f"/track/{number}/data/", f"/track/{number}/data/copy.json", f"/track/{number}/reads/",
        f"/mediation/rooms/{number}/", f"/mediation/rooms/{number}/private/", f"/mediation/rooms/{reference}/private/",
        f"/api/cases/{number}", f"/api/mediation/{number}/rooms", f"/api/mediation/{number}/rooms/joint",
        f"/api/mediation/{number}/rooms/private", f"/api/mediation/{reference}/rooms/private",
        f"/api/mediation/{number}/rooms/private-0",
    )  # fmt: skip


def told(text: str, *words: str) -> bool:
    """Whether a page tells a word; what was typed into its own search is no telling."""
    return any(word in text for word in words)


def test_no_page_of_any_officer_but_the_mediator_tells_it(district, case) -> None:
    opened = 0
    for name in (each for each in STAFF if each in district.small.people):
        client = Client()
        client.force_login(district.small.people[name])
        for page in pages_of_staff(case.reference):
            answer = client.get(page)
            text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
            opened += answer.status_code == 200
            words = (f"回{OF_LI}", OF_WU, "987,654") if OF_LI in page else (OF_LI, OF_WU, "987,654")
            assert not told(text, *words), (name, page)
    assert opened > 40


def test_no_page_of_a_side_tells_the_other_sides_word(case) -> None:
    wu = f"{case.reference}-2"
    for number, foreign in ((case.reference, OF_WU), (wu, OF_LI)):
        client = Client()
        session = client.session
        session["cases"] = [number]
        session.save()
        for page in pages_of_side(number, case.reference):
            answer = client.get(page)
            text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
            assert foreign not in text, page


def test_no_table_holds_it_readable(district, case) -> None:
    """Notices, history, record, papers, search and all else that could be dumped or exported."""
    with acting_as(SYSTEM), as_owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name} t WHERE to_jsonb(t)::text ~ '金丝雀|98765400'")
            assert cursor.fetchone()[0] == 0, table


def _do(case: Case, district: MediationDistrict, act: str) -> None:
    """Take an act if it is possible now; a refusal is fine."""
    unit = case.unit
    members = {"cai": district.community, "chu": district.community, "su": district.street, "gong": district.centre}
    by = district.actor(next((name for name, place in members.items() if place == unit), "cai"))
    acts = {
        "replace": lambda: step(
            case, "appoint", district.actor("chu"), mediators=[district.small.people["chu"]], reason="换人"
        ),
        "pass_up": lambda: step(case, "pass_up", by, reason="太难"),
        "end": lambda: step(case, "end", other(case), reason="不谈了"),
        "apply_anew": lambda: step(case, "apply_anew", first(case), reason="再谈"),
        "accept": lambda: step(case, "accept", by),
        "suspend": lambda: step(case, "suspend", by, reason="等"),
        "unsettled": lambda: step(case, "close_unsettled", by, reason="不成", ways="起诉"),
    }
    acts[act]()


def _present(case: Case) -> set[int]:
    return set(Mediating.objects.filter(case=case, until__isnull=True).values_list("user_id", flat=True))


def _kept_from(case: Case, who: Actor, word: str) -> bool:
    return not any(word in text for text in visible(case, who))


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4))
def test_whatever_is_done_after_only_the_side_and_present_mediators_read_it(district, case, acts) -> None:
    with transaction.atomic():
        for act in acts:
            _do(case, district, act)
        present = _present(case)
        for name in (each for each in (*STAFF, "cai") if each in district.small.people):
            # Whoever is named later reads nothing of what was said before: no side has opened it.
            reads = name == "cai" and district.small.people[name].pk in present
            assert _kept_from(case, district.actor(name), OF_WU) is not reads, (name, acts)
        assert _kept_from(case, first(case), OF_WU)
        assert not _kept_from(case, other(case), OF_WU)
        assert _kept_from(case, other(case), OF_LI)
        transaction.set_rollback(True)
    case.refresh_from_db()
