"""The sides of a dispute: who must agree, who has agreed, and what they are called."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.models import Case, Event
from heli.cases.parties import parties_of
from heli.cases.people_models import Party
from heli.mediation.models import Answer, Mediating

#: Parties who are mediated, beside the first; representatives and agents speak for others.
MEDIATED = (Party.Role.OWN_SIDE, Party.Role.OTHER_SIDE, Party.Role.THIRD)

#: The step by which mediation is asked for once more.
ANEW = "apply_anew"
#: How long whoever invited a side can look at its code, to hand it over.
SHOWN_FOR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Side:
    """One side of a dispute; ``party`` is None for the person the case belongs to. ``agrees`` is None while unasked."""

    party: Party | None
    agrees: bool | None
    since: datetime | None

    @property
    def number(self) -> int:
        """The number behind the reference; 0 for the first person, and for who was not let in yet."""
        return (self.party.side or 0) if self.party else 0

    @property
    def key(self) -> int:
        """What forms call it: the id of the party, 0 for the first person."""
        return self.party.pk if self.party else 0

    @property
    def label(self) -> str:
        """What it is called; never a name."""
        if self.party is None:
            return _("First side")
        role = str(Party.Role(self.party.role).label)
        return f"{role} {self.party.side}" if self.party.side else role


def sides_of(case: Case) -> list[Side]:
    """Return the sides of ``case`` with what each said last; two statements.

    Where mediation was asked for once more, who agreed before is asked again; a refusal stands until it is taken back.
    """
    last: dict[int | None, Answer] = {}
    for each in Answer.objects.filter(case=case).select_related("event").order_by("id"):
        if each.event and each.event.step == ANEW:
            last = {key: said for key, said in last.items() if not said.agrees}
        last[each.party_id] = each
    people: list[Party | None] = [None, *(each for each in parties_of(case) if each.role in MEDIATED)]
    found = []
    for party in people:
        answer = last.get(party.pk if party else None)
        found.append(Side(party, answer.agrees if answer else None, answer.at if answer else None))
    return found


def all_agree(case: Case) -> bool:
    """Whether every side agrees to be mediated, and there are at least two (People's Mediation Law, art. 17)."""
    sides = sides_of(case)
    return len(sides) > 1 and all(side.agrees for side in sides)


def side_of(case: Case, actor: Actor) -> Side | None:
    """Return the side as which ``actor`` takes part; None for staff."""
    if actor.reference != case.reference:
        return None
    return next(
        (side for side in sides_of(case) if side.number == actor.side and bool(side.party) == bool(actor.side)), None
    )


def say(case: Case, party: Party | None, *, agrees: bool, how: str, event: Event) -> Answer:
    """Keep what a side said; in the transaction of the act."""
    return Answer.objects.create(case=case, party=party, event=event, agrees=agrees, how=how, at=event.at)


def invited_lately(case: Case, actor: Actor) -> Event | None:
    """Return the invitation that ``actor`` sent last, while its code can still be looked at; one statement."""
    rows = Event.objects.filter(case=case, step="invite", key__isnull=False)
    return rows.filter(actor=actor.key, at__gt=timezone.now() - SHOWN_FOR).order_by("-id").first()


def mediates(case: Case, actor: Actor) -> bool:
    """Whether ``actor`` mediates the dispute now: they alone, of all staff, read what a side says in private."""
    if actor.user_id is None:
        return False
    return Mediating.objects.filter(case=case, user=actor.user_id, until__isnull=True).exists()
