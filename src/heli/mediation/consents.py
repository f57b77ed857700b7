"""Consent to guests and to an open session: each side gives it itself, or says it to the mediators who write it down.

Nobody listens before every side has said yes (People's Mediation Law, art. 20; art. 23, item 3). What a side said
itself stands until it says otherwise itself; what was written down for it, it reads and may contest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Guard, Outcome
from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.actions import take
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.room_notices import tell_side
from heli.mediation.session_models import Session, SessionConsent
from heli.mediation.sides import Side, side_of, sides_of

About, How = SessionConsent.About, SessionConsent.How
_ONCE = Act()


def proposed(session: Session | None) -> list[str]:
    """Return what of ``session`` needs consent; nothing for a closed session among the sides."""
    if session is None:
        return []
    return [*([About.GUESTS] if session.guests else []), *([About.OPEN] if session.open_doors else [])]


@dataclass(frozen=True)
class Said:
    """What a side says to one proposal; ``consent`` None while it has said nothing."""

    side: Side
    consent: SessionConsent | None


@dataclass(frozen=True)
class Proposal:
    """Guests or open doors of a session with what each side says; it ``holds`` once every side says yes."""

    about: str
    said: tuple[Said, ...]

    @property
    def label(self) -> str:
        """What is proposed."""
        return str(About(self.about).label)

    @property
    def holds(self) -> bool:
        """Whether every side has agreed, and nobody said otherwise since."""
        return bool(self.said) and all(each.consent is not None and each.consent.agrees for each in self.said)

    @property
    def declined(self) -> bool:
        """Whether a side has said no."""
        return any(each.consent is not None and not each.consent.agrees for each in self.said)

    def of(self, side: Side | None) -> SessionConsent | None:
        """Return what ``side`` says."""
        return next((each.consent for each in self.said if side and each.side.key == side.key), None)


def proposals_of(sessions: Iterable[Session], sides: Iterable[Side]) -> dict[int, list[Proposal]]:
    """Return the proposals of each of ``sessions`` by its id; one statement where there are any."""
    asking = {each.pk: proposed(each) for each in sessions}
    wanted = [pk for pk, what in asking.items() if what]
    rows = SessionConsent.objects.filter(session__in=wanted).order_by("id") if wanted else ()
    last = {(each.session_id, each.about, each.party_id): each for each in rows}
    everybody = list(sides)
    return {
        pk: [Proposal(about, tuple(_said(last, pk, about, side) for side in everybody)) for about in what]
        for pk, what in asking.items()
    }


def _said(last: Mapping[Any, SessionConsent], session: int, about: str, side: Side) -> Said:
    return Said(side, last.get((session, about, side.party.pk if side.party else None)))


def holding(session: Session) -> set[str]:
    """Return which proposals of ``session`` every side has agreed to; asked by the system, for a record."""
    with acting_as(SYSTEM):
        found = proposals_of([session], sides_of(session.case))[session.pk]
    return {each.about for each in found if each.holds}


def _to_come(case: Case) -> Session | None:
    return Session.objects.filter(case=case, held_at__isnull=True).first()


def _is_asked(case: Case, by: Actor, facts: Any) -> Decision:
    """A session must be called that needs the consent of the sides."""
    if proposed(_to_come(case)):
        return Allowed()
    return Denied(_("No session is called for which guests or open doors are proposed."))


GUARDS: dict[str, Guard] = {"consent_session": _is_asked, "note_consent": _is_asked}


@acting
def consent_session(
    case: Case, *, by: Actor, act: Act = _ONCE, guests: bool | None = None, open_doors: bool | None = None
) -> Outcome:
    """A side says itself whether it agrees to the guests, to open doors, or both; its last word counts."""
    lock(case)
    own, session = side_of(case, by), _to_come(case)
    said = {About.GUESTS: guests, About.OPEN: open_doors}
    words = {about: agrees for about, agrees in said.items() if agrees is not None and about in proposed(session)}
    if session is None or own is None or not words:
        return Denied(_("Nothing like this is proposed for the session to come."))
    facts = {
        "session": session.number,
        "side": own.number,
        "agrees": {about.value: yes for about, yes in words.items()},
    }
    outcome = take(case, P.consent_session, by=by, act=act, facts=facts)
    if isinstance(outcome, Event):
        for about, agrees in words.items():
            _keep(session, own.party, outcome, by, about=about, agrees=agrees, how=How.OWN_PAGE, said_at=outcome.at)
    return outcome


@acting
def note_consent(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None, about: str, agrees: bool, said_by: str,
    said_at: datetime, how: str,
) -> Outcome:  # fmt: skip
    """Write down what a side said to the mediators: who spoke, when and in what form. The side is told, and may object.

    What the side said itself is not overwritten.
    """
    lock(case)
    session = _to_come(case)
    if session is None or about not in proposed(session):
        return Denied(_("Nothing like this is proposed for the session to come."))
    own_word = session.consents.filter(party=party, about=about, how=How.OWN_PAGE)
    if own_word.exists():
        return Denied(_("The side has said this itself; only it can say otherwise."))
    number = party.side or 0 if party else 0
    facts = {"session": session.number, "side": number, "about": about, "agrees": agrees, "how": how}
    outcome = take(case, P.note_consent, by=by, act=act, facts=facts)
    if isinstance(outcome, Event):
        told = {"how": how, "said_by": said_by, "said_at": said_at}
        _keep(session, party, outcome, by, about=about, agrees=agrees, **told)
        tell_side(case, number, event=outcome)
    return outcome


def _keep(session: Session, party: Party | None, event: Event, by: Actor, **what: Any) -> None:
    SessionConsent.objects.create(session=session, party=party, event=event, by=by.key, at=event.at, **what)
