"""Names in words: which units and officers a text may be about. Proposed to a person, never set by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, JSONObject, Length
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.roles import Role, holds
from heli.cases.conflicts import Concerned, concerned_by
from heli.cases.declaring import OF_OTHERS
from heli.cases.kinds import Stage, kind_of
from heli.cases.models import Case, Event
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.models import Post, Unit
from heli.organizations.responsibility import registry
from heli.people.models import User

SHORTEST_UNIT, SHORTEST_NAME = 3, 2
MOST_FOUND = 10
LONGEST_SEARCHED = 4000
HANDLED = {Role.HANDLING_UNIT, Role.HANDLER, Role.LEADER_OF_HANDLER, Role.ASSISTING_UNIT}
_BETWEEN = re.compile(r"[、，,;；\n]+")


@dataclass(frozen=True)
class Found:
    """Units and officers whose names occur in a text."""

    units: tuple[Unit, ...] = ()
    people: tuple[User, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.people)

    @property
    def names(self) -> list[str]:
        """Their names, in the reader's language."""
        return [*(unit.label for unit in self.units), *(str(person) for person in self.people)]

    def besides(self, concerned: Concerned) -> "Found":
        """Return those that are not yet among ``concerned``."""
        return Found(
            tuple(unit for unit in self.units if not concerned.holds_unit(unit.pk)),
            tuple(person for person in self.people if person.pk not in concerned.people),
        )


def named_in(text: str) -> Found:
    """Return the units and the officers in service whose names occur in ``text``, a few of each; one statement."""
    text = text[:LONGEST_SEARCHED]
    units = [unit for unit in registry().units.values() if unit.active and _occurs(unit, text)]
    return Found(tuple(units[:MOST_FOUND]), tuple(_officers(text).order_by("id")[:MOST_FOUND]))


def with_named(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return ``cases`` with the officers in service whose names occur in their words, as ``proposed`` reads them."""
    rows = _said(Concat(OuterRef("title"), Value("\n"), OuterRef("text"), output_field=TextField())).order_by("id")
    fields = JSONObject(id="id", name="name", name_en="name_en")
    return cases.annotate(named=ArraySubquery(rows.values(row=fields)[:MOST_FOUND]))


def proposed(case: Case, actor: Actor) -> list[str]:
    """Return the names in the words of ``case``, read by ``with_named``, that ``actor`` may say it concerns.

    None where a member of staff has written the words down and was asked about the names; no statement.
    """
    if case.opened_by.startswith("staff:") or not actor.is_staff or holds(actor, OF_OTHERS, case) is None:
        return []
    text = _words(case)
    units = tuple(unit for unit in registry().units.values() if unit.active and _occurs(unit, text))
    people = tuple(User(**each) for each in case.named)  # type: ignore[attr-defined]
    return Found(units[:MOST_FOUND], people).besides(concerned_by(case)).names


def _words(case: Case) -> str:
    return f"{case.title}\n{case.text}"[:LONGEST_SEARCHED]


def _occurs(unit: Unit, text: str) -> bool:
    names = (unit.name, unit.name_en, unit.short_name)
    return any(len(name) >= SHORTEST_UNIT and name in text for name in names)


def _officers(text: str) -> QuerySet[User]:
    return _said(Value(text, CharField()))


def _said(words: Value | Concat) -> QuerySet[User]:
    here = Post.objects.on(timezone.localdate()).values("user_id")
    said = User.objects.annotate(said=words, size=Length("name"))
    held = Q(said__contains=F("name"), size__gte=SHORTEST_NAME)
    held |= Q(said__contains=F("name_en")) & ~Q(name_en="")
    return said.filter(held, is_active=True, pk__in=here)


def people_called(text: str) -> tuple[frozenset[int], list[str]]:
    """Return the accounts that bear the names listed in ``text``, and the names that nobody bears.

    A title may follow a name. Of several who bear it all are meant, until somebody who knows says otherwise.
    """
    found: set[int] = set()
    unknown = []
    for said in (each.strip() for each in _BETWEEN.split(text)):
        if said:
            bearers = set(_officers(said).values_list("pk", flat=True))
            found |= bearers
            unknown += [] if bearers else [said]
    return frozenset(found), unknown


def who_handled(reference: str) -> frozenset[int]:
    """Return the accounts of those who worked on the case ``reference`` or decided in it; at most two statements.

    None for a reference that is not known: whoever asks learns nothing about which cases there are.
    """
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return frozenset()
    case = Case.objects.filter(reference=plain).only("pk", "procedure").first()
    if case is None:
        return frozenset()
    events = Event.objects.filter(case=case, actor__startswith="staff:").exclude(from_state="")
    return frozenset(int(event.actor.partition(":")[2]) for event in events if _handled(case, event))


def _handled(case: Case, event: Event) -> bool:
    """Whether the event is work or a decision; passing a case on is neither."""
    passed_on = {state.name for state in kind_of(case).stages.get(Stage.ACCEPT, ())}
    return event.role in HANDLED or (event.from_state != event.to_state and event.to_state not in passed_on)


def concerned_of(units: Iterable[Unit], people: Iterable[int], contests: str = "") -> Concerned:
    """Return whom a complaint concerns that names ``units``, ``people`` (accounts) and a case it ``contests``."""
    handlers = who_handled(contests) if contests else frozenset()
    return Concerned(frozenset(unit.pk for unit in units), frozenset(people) | handlers)
