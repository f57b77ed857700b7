"""Families of kinds: what lists, searches, topics and figures ask for where several kinds stand side by side."""

from collections.abc import Iterator

from django.db.models import Q

from heli.cases.kinds import Family, Kind, kinds
from heli.kernel.procedures import Limit, State, Step

SEPARATOR = "."


def families() -> list[Family]:
    """Return the families of all registered kinds, in the order of their registration."""
    return list({kind.belongs_to.code: kind.belongs_to for kind in kinds()}.values())


def kinds_in(family: str) -> list[Kind]:
    """Return the kinds of the family with this code; none for a family that is not known."""
    return [kind for kind in kinds() if kind.belongs_to.code == family]


def codes_in(family: str) -> list[str]:
    """Return the codes of the procedures of a family, as cases keep them."""
    return [kind.procedure.code for kind in kinds_in(family)]


def states_of(family: str) -> dict[str, State]:
    """Return the states of a family by name, each once, in the order of their declaration."""
    found: dict[str, State] = {}
    for kind in kinds_in(family):
        for state in kind.procedure.states():
            found.setdefault(state.name, state)
    return found


def all_states() -> Iterator[tuple[str, State]]:
    """Yield (value, state) of every family; the value is "family.state", as addresses and saved views name it."""
    for family in families():
        for name, state in states_of(family.code).items():
            yield value_of(family, name), state


def value_of(family: Family, name: str) -> str:
    """Return "family.name" for a state or step of ``family``, as addresses, views and rows keep it."""
    return f"{family.code}{SEPARATOR}{name}"


def state_value(value: str) -> str:
    """Return "family.state" for ``value``, empty for what names no state.

    A bare name, as older addresses and views hold it, means the state of the kind that was registered first.
    """
    known = [name for name, _state in all_states()]
    if value in known:
        return value
    return next((name for name in known if value and name.partition(SEPARATOR)[2] == value), "")


def steps_in(family: str) -> dict[str, Step]:
    """Return the steps of a family by name, each once, in the order of their declaration."""
    found: dict[str, Step] = {}
    for kind in kinds_in(family):
        for step in kind.procedure.steps():
            found.setdefault(step.name, step)
    return found


def step_of(kind: Kind, name: str) -> Step:
    """Return the step called ``name`` of ``kind`` or, where it has none, of a kind of its family; KeyError for none.

    A case may have come to its procedure from another one of the family, and its history names the steps of that.
    """
    own = {step.name: step for step in kind.procedure.steps()}
    return own[name] if name in own else steps_in(kind.belongs_to.code)[name]


def state_of(kind: Kind, name: str) -> State:
    """Return the state called ``name`` of ``kind`` or of its family, as ``step_of`` does; KeyError for none."""
    own = {state.name: state for state in kind.procedure.states()}
    return own[name] if name in own else states_of(kind.belongs_to.code)[name]


def limit_of(kind: Kind, name: str) -> Limit:
    """Return the limit called ``name`` of ``kind`` or of its family, as ``step_of`` does; KeyError for none."""
    every = (limit for each in (kind, *kinds_in(kind.belongs_to.code)) for limit in each.procedure.limits())
    found = next((limit for limit in every if limit.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def step_value(value: str) -> str:
    """Return "family.step" for ``value``; a bare name, as older rows hold it, means the kind registered first."""
    if SEPARATOR in value:
        return value
    return next((f"{family.code}{SEPARATOR}{value}" for family in families() if value in steps_in(family.code)), "")


def in_state(value: str) -> Q:
    """Return the condition under which a case stands in the state "family.state"; nothing for an unknown one."""
    family, _dot, name = state_value(value).partition(SEPARATOR)
    return Q(procedure__in=codes_in(family), state=name)


def in_family(family: str) -> Q:
    """Return the condition under which a case is of one of the kinds of a family; nothing for an unknown one."""
    return Q(procedure__in=codes_in(family))


def on_wall() -> list[str]:
    """Return the codes of the procedures whose cases figures count where nobody asks for one family."""
    return [kind.procedure.code for kind in kinds() if kind.on_wall]


def of_codes(codes: list[str]) -> Q:
    """Return the condition of cases under the procedures ``codes``; no condition where these are all there are."""
    return Q() if len(codes) == len(kinds()) else Q(procedure__in=codes)


def in_public() -> Q:
    """Return the condition of the kinds whose cases can stand in the public register, map and figures."""
    return of_codes([kind.procedure.code for kind in kinds() if kind.in_public])
