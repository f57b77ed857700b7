"""Random courses through rooms, sessions, referrals and the court: what a side decides alone nobody decides for it.

``HELI_COURSES`` sets how many courses are drawn, 3 without it (``make courses`` draws many); the same number draws the
same courses.
"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.audit.tests.tampering import as_owner
from heli.cases.acts import Act
from heli.cases.models import Case, Event
from heli.mediation.consents import holding
from heli.mediation.earlier import newcomers, say_earlier
from heli.mediation.kind import KIND
from heli.mediation.models import Mediating
from heli.mediation.referring import items
from heli.mediation.room_models import EarlierTalks, RoomItem
from heli.mediation.rooms import Laid, lay, rooms_of
from heli.mediation.session_models import SessionConsent
from heli.mediation.sessions import coming
from heli.mediation.sides import sides_of
from heli.mediation.tests.agreed import concluded, wu
from heli.mediation.tests.people import MediationDistrict, invited, mediated
from heli.mediation.tests.test_confirmation import PREPARED
from heli.mediation.tests.test_machine import STAFF, actor_called, facts_for, holds
from heli.mediation.tests.test_rooms import visible
from heli.referrals.models import Consent, Partner, PartnerKind, Referral
from heli.referrals.package import package_of

pytestmark = pytest.mark.django_db
#: Courses that hypothesis draws, and acts in each.
COURSES, ACTS = int(os.environ.get("HELI_COURSES", "3")), 16
WORD = "金丝雀"
SIDES = ("first", "other")
#: Where a course begins.
BEGINNINGS = ("invited", "mediated", "concluded")
#: Tables that are told, sent or shown beyond the rooms.
TOLD = (
    "notices_notice", "cases_event", "cases_case", "cases_internalnote", "papers_issuedpaper", "audit_entry",
    "referrals_referral", "mediation_session", "mediation_agreement", "mediation_roomitem",
)  # fmt: skip
NAMES = (
    "say", "say", "tell_all", "open_earlier", "close_earlier", "call_session", "record_session", "consent_session",
    "note_consent", "refer", "recall_referral", "ask_confirmation", "prepare_confirmation", "file_confirmation",
    "agree", "refuse", "begin", "appoint", "appoint", "pass_up", "pass_down", "end", "apply_anew", "accept",
    "ask_replacement", "step_aside", "close_unsettled", "declare_conflict",
)  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from([*SIDES, *STAFF]), st.sampled_from(STAFF)),
    min_size=6,
    max_size=ACTS,
)


@dataclass
class Course:
    """A dispute on its way, and what its sides have said alone."""

    district: MediationDistrict
    case: Case
    court: Partner
    taken: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, who: str, whom: str) -> None:
        """Take an act, or see it refused."""
        actor = actor_called(self.district, self.case, who)
        if name in ("say", "tell_all", "open_earlier", "close_earlier"):
            done = self._in_a_room(name, actor)
        else:
            done = bool(KIND.actions[name](self.case, by=actor, act=Act(), **self._facts(name, actor, whom)))
        self.taken[name] = self.taken.get(name, 0) + done

    def _in_a_room(self, name: str, actor: Actor) -> bool:
        with acting_as(actor):
            found = rooms_of(self.case, actor)
        if not found:
            return False
        room = found[0] if name == "tell_all" else found[-1]
        if name in ("say", "tell_all"):
            text = f"{WORD}{uuid4().hex}" if room.private else "大家都看"
            return isinstance(lay(room, Laid(kind="words", text=text), key=uuid4()), RoomItem)
        naming = next((each.mediating.pk for each in newcomers(room)), 0)
        return bool(say_earlier(room, naming, allowed=name == "open_earlier"))

    def _facts(self, name: str, actor: Actor, whom: str) -> dict[str, Any]:
        yes, now, case = STAFF.index(whom) % 2 == 0, timezone.now(), self.case
        day = now + timedelta(days=2)
        facts: dict[str, Any] = {
            "call_session": {"at": day, "minutes": 60, "place": "x", "guests": "y", "open_doors": yes},
            "record_session": {"came": [], "record": "x"},
            "consent_session": {"guests": yes, "open_doors": yes},
            "note_consent": {
                "party": wu(case) if yes else None, "about": "guests", "agrees": True, "said_by": "本人",
                "said_at": now, "how": "by_phone",
            },
            "recall_referral": {"referral": self._referral(), "reason": "x"},
            "ask_confirmation": {"party": wu(case) if yes else None, "how": "in_writing"} if actor.is_staff else {},
            "prepare_confirmation": PREPARED,
            "file_confirmation": {"on": timezone.localdate()},
        }  # fmt: skip
        if name == "refer":
            with acting_as(actor):
                passed = items(case)
            told = {"question": "请指派律师", "consent": Consent.ON_RECORD, "consent_by": "双方", "items": passed}
            return {"partner": self.court, **told, "consent_on": timezone.localdate()}
        return facts[name] if name in facts else facts_for(name, self.district, whom)

    def _referral(self) -> str:
        found = Referral.objects.filter(source=self.case).select_related("case").order_by("-case").first()
        return found.case.reference if found else ""


def heard(course: Course) -> None:
    """Private words are read by their side and by whom it may be: named since, or let in by the side itself."""
    case = course.case
    with acting_as(SYSTEM):
        said = list(RoomItem.objects.filter(case=case, private=True).select_related("key"))
        namings = {each.user_id: each for each in Mediating.objects.filter(case=case, until__isnull=True)}
        opened: dict[tuple[int, int | None], bool] = {}
        for each in EarlierTalks.objects.filter(case=case).order_by("id"):
            opened[each.mediating_id, each.party_id] = each.allowed
            assert each.by.startswith("resident:")
    for name in STAFF:
        naming = namings.get(course.district.small.people[name].pk)
        seen = {text for text in visible(case, course.district.actor(name)) if WORD in text}
        may = {
            each.text for each in said
            if naming and (each.at >= naming.since or opened.get((naming.pk, each.party_id), False))
        }  # fmt: skip
        # Whoever the case is kept from reads less than they were named for, never more.
        assert seen <= may, (name, course.taken)
    for who in SIDES:
        own = None if who == "first" else wu(case).pk
        seen = {text for text in visible(case, actor_called(course.district, case, who)) if WORD in text}
        assert seen == {each.text for each in said if each.party_id == own}


def listened(course: Course) -> None:
    """Nobody listens before the last word of every side is yes; no court is asked by one side alone."""
    session = coming(course.case)
    if session is not None:
        rows = SessionConsent.objects.filter(session=session).order_by("id")
        last = {(each.about, each.party_id): each.agrees for each in rows}
        with acting_as(SYSTEM):
            parties = [side.party.pk if side.party else None for side in sides_of(course.case)]
        for about in holding(session):
            assert all(last.get((about, party)) for party in parties)
    prepared = Event.objects.filter(case=course.case, step="prepare_confirmation").exists()
    assert not prepared or Event.objects.filter(case=course.case, step="ask_confirmation").count() >= 2


def nowhere_else(course: Course) -> None:
    """No private word lies readable in a table, nor in a package for another body."""
    with acting_as(SYSTEM), as_owner(), connection.cursor() as cursor:
        for table in TOLD:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE '%{WORD}%'")
            assert cursor.fetchone()[0] == 0, table
    with acting_as(SYSTEM):
        for each in Referral.objects.filter(source=course.case).select_related("case"):
            box = ZipFile(BytesIO(package_of(each.case)))
            assert all(WORD.encode() not in box.read(name) for name in box.namelist())


def begun(district: MediationDistrict, beginning: str) -> Course:
    """Return a course at its beginning."""
    if beginning == "concluded":
        case = concluded(district, timezone.localdate())
    else:
        case = mediated(district) if beginning == "mediated" else invited(district)
    court = Partner.objects.create(kind=PartnerKind.COURT, name="区人民法院", reached="0571-5550199")
    return Course(district, case, court)


def run(course: Course, way: list[Any]) -> None:
    """Take the acts; what must be true is asked after each, and of all tables at the end."""
    for name, who, whom in way:
        before = course.case.state
        course.take(name, who, whom)
        holds(course.case, course.district, before)
        listened(course)
    heard(course)
    nowhere_else(course)


@settings(
    max_examples=COURSES,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(beginning=st.sampled_from(BEGINNINGS), way=acts)
def test_nothing_is_decided_or_told_for_a_side(district: MediationDistrict, beginning: str, way: list[Any]) -> None:
    with transaction.atomic():
        run(begun(district, beginning), way)
        # The next course begins from the same district.
        transaction.set_rollback(True)


def test_a_course_reaches_rooms_sessions_and_referrals(district: MediationDistrict) -> None:
    course = begun(district, "mediated")
    way = [
        ("say", "other", "cai"), ("say", "first", "cai"), ("appoint", "chu", "chu"), ("open_earlier", "other", "cai"),
        ("call_session", "chu", "cai"), ("consent_session", "first", "cai"), ("consent_session", "other", "cai"),
        ("record_session", "chu", "cai"), ("say", "chu", "cai"), ("refer", "chu", "cai"),
    ]  # fmt: skip
    run(course, way)
    done = {"say": 3, "appoint": 1, "open_earlier": 1, "call_session": 1, "consent_session": 2, "record_session": 1}
    assert course.taken == {**done, "refer": 1}
    assert len(visible(course.case, district.actor("chu"))) == 2


def test_a_course_reaches_the_court(district: MediationDistrict) -> None:
    course = begun(district, "concluded")
    way = [("ask_confirmation", who, "cai") for who in SIDES]
    run(course, [*way, ("prepare_confirmation", "cai", "cai"), ("file_confirmation", "cai", "cai")])
    assert course.taken == {"ask_confirmation": 2, "prepare_confirmation": 1, "file_confirmation": 1}
