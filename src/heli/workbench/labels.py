"""Names that pages show beside a case, from memory and in the reader's language."""

from heli.cases.kinds import kind_of
from heli.cases.models import Case, Channel
from heli.kernel.procedures import State, Text
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.territory import territory

_CHANNELS: dict[str, Text] = dict(Channel.choices)
TONES = {"open": "progress", "waiting": "warn", "checking": "info", "adverse": "bad", "closed": "neutral"}


def place(area_path: str, *, parts: int = 2) -> str:
    """Return the last ``parts`` names of the place, from the larger to the smaller; empty without a place.

    A name that the next one begins with says nothing more and is left out.
    """
    names = territory().names(area_path, english=in_english())[-parts:] if area_path else []
    return " · ".join(name for name, after in zip(names, [*names[1:], ""], strict=False) if not after.startswith(name))


def unit(pk: int | None) -> str:
    """Return the unit's name."""
    known = registry().units.get(pk or 0)
    return known.label if known else ""


def category(pk: int, *, group: bool = False) -> str:
    """Return the category's name, with its group where asked."""
    known = registry().categories.get(pk)
    if known is None:
        return ""
    parent = registry().categories.get(known.parent_id or 0) if group else None
    return f"{parent.label} · {known.label}" if parent else known.label


def channel(value: str) -> Text:
    """Return the channel's name, translated when it is shown."""
    return _CHANNELS.get(value, value)


def state_of(case: Case) -> State:
    """Return the declared state of ``case``."""
    return kind_of(case).procedure.state(case.state)


def tone(state: State) -> str:
    """Return the tone of the chip that shows ``state``."""
    return TONES.get(state.tone, "neutral")
