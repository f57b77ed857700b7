"""How each kept datum is to be guarded: declared beside the model, checked, and told in the purpose register."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class DataClass(StrEnum):
    """Classes of data, from open to guarded."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


GUARDED = frozenset({DataClass.PERSONAL, DataClass.SENSITIVE})


@dataclass(frozen=True, kw_only=True)
class DataClasses:
    """The classes of a model's fields: names separated by spaces, each name once.

    ``public`` may be shown to anybody; ``internal`` serves the work of staff; ``personal`` tells of an identified
    person; ``sensitive`` harms somebody if it becomes known, or opens a door. A model with the last two says why they
    are kept (``why``) and how long (``kept``), and calls them by name (``what``), in words for the person they tell of.
    """

    public: str = ""
    internal: str = ""
    personal: str = ""
    sensitive: str = ""
    what: object = ""
    why: object = ""
    kept: object = ""

    def pairs(self) -> Iterator[tuple[str, DataClass]]:
        """Yield each declared name with its class."""
        for each in DataClass:
            for name in getattr(self, each.value).split():
                yield name, each


def declared_by(model: type) -> "Declared":
    """Return what ``model`` and its abstract parents declare beside their fields."""
    own = (vars(each).get("data_classes") for each in model.__mro__)
    return joined(each for each in own if isinstance(each, DataClasses))


@dataclass(frozen=True)
class Declared:
    """What a model and its abstract parents declare together."""

    classes: Mapping[str, DataClass]
    twice: frozenset[str]
    what: object
    why: object
    kept: object

    @property
    def guarded(self) -> list[str]:
        """The names of personal and sensitive fields."""
        return [name for name, each in self.classes.items() if each in GUARDED]


def joined(declarations: Iterable[DataClasses]) -> Declared:
    """Return several declarations as one; the first that says why and how long is the one that counts."""
    classes: dict[str, DataClass] = {}
    twice: set[str] = set()
    what: object = ""
    why: object = ""
    kept: object = ""
    for declaration in declarations:
        for name, each in declaration.pairs():
            if name in classes:
                twice.add(name)
            classes[name] = each
        what, why, kept = what or declaration.what, why or declaration.why, kept or declaration.kept
    return Declared(classes, frozenset(twice), what, why, kept)
