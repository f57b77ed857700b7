"""Three months of life in the demo district, ending now; told by several processes where there are several cores."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Final

from django.db import connection, connections, transaction
from django.utils import timezone

from heli.cases.copying import reserve
from heli.cases.kinds import kinds
from heli.cases.models import Case
from heli.demo.apart import hurry
from heli.demo.author import Author
from heli.demo.cast import Cast
from heli.demo.founding import Founded
from heli.demo.ledger import Life
from heli.demo.planning import Planner, contacts
from heli.demo.rhythm import Rhythm
from heli.demo.story import World
from heli.demo.streets import Streets
from heli.demo.writing import BATCH, Scribe
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Setting
from heli.organizations.settings import district, save
from heli.people.models import Contact
from heli.service_requests.procedure import ServiceRequestProcedure

SEED: Final = 990101
EXAMPLES: Final = "demo_examples"

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Lived:
    """What was told: how many cases and steps, some cases' query codes, and what the engine refused: nothing, it
    should be."""

    cases: int
    steps: int
    examples: list[dict[str, str]]
    refusals: list[str]


@dataclass(frozen=True)
class Share:
    """One process's part of the cases; the first also tells the special ones, in proportion to ``total``."""

    number: int
    count: int
    total: int

    @classmethod
    def of(cls, total: int, processes: int) -> list["Share"]:
        """Equal shares, the first with what is left over."""
        each = total // processes
        counts = [total - each * (processes - 1), *[each] * (processes - 1)]
        return [cls(number, count, total) for number, count in enumerate(counts)]


class Chronicler:
    """Tells shares of the life of a founded district up to ``now``."""

    def __init__(self, founded: Founded, now: datetime) -> None:
        self.founded, self.now, self.album = founded, now, founded.album
        self.kind = next(each for each in kinds() if each.procedure is ServiceRequestProcedure)

    def tell(self, share: Share, progress: Progress) -> Lived:
        """Tell and write one share; ``progress`` hears how many cases of the share are written."""
        dice = random.Random(SEED + share.number)
        rhythm = Rhythm(self.now, work_calendar(), district().hours, timezone.get_default_timezone())
        founded, cast = self.founded, Cast()
        world = World(self.kind, rhythm, cast, self.album, founded.units, founded.categories, numbers())
        known = Contact.objects.bulk_create(contacts(share.count, dice))
        author = Author(world, Planner(rhythm, Streets(founded.areas), known, dice), dice)
        special_of = 0 if share.number else share.total
        lives = list(author.lives(share.count, special_of=special_of))
        write(lives, Scribe(self.now, cast), progress)
        steps = sum(len(life.lines) for life in lives)
        return Lived(len(lives), steps, author.examples, world.refusals)


def live(founded: Founded, *, count: int, now: datetime, progress: Progress, processes: int = 1) -> Lived:
    """Make about ``count`` cases with their histories up to ``now`` and write them."""
    chronicler = Chronicler(founded, now)
    shares = Share.of(count, processes)
    told = together(chronicler, shares, progress) if processes > 1 else [chronicler.tell(shares[0], progress)]
    lived = Lived(
        sum(each.cases for each in told),
        sum(each.steps for each in told),
        [example for each in told for example in each.examples],
        [refusal for each in told for refusal in each.refusals],
    )
    finish(lived.examples)
    return lived


def together(chronicler: Chronicler, shares: list[Share], progress: Progress) -> list[Lived]:
    """Tell each share in a process of its own; ChildProcessError when one of them fails."""
    # A forked process must not talk through its parent's connection.
    connections.close_all()
    context = get_context("fork")
    ears: list[Connection[Any, Any]] = []
    for share in shares:
        ear, mouth = context.Pipe(duplex=False)
        context.Process(target=_tell_apart, args=(chronicler, share, mouth), daemon=True).start()
        mouth.close()
        ears.append(ear)
    return _listen(ears, progress)


def _tell_apart(chronicler: Chronicler, share: Share, mouth: "Connection[Any, Any]") -> None:
    hurry()
    mouth.send(chronicler.tell(share, mouth.send))
    connections.close_all()


def _listen(ears: "list[Connection[Any, Any]]", progress: Progress) -> list[Lived]:
    """Collect what each process says: numbers of cases on the way, at last what was told."""
    done, told, open_ears = dict.fromkeys(ears, 0), [], list(ears)
    while open_ears:
        for ear in wait(open_ears):
            assert isinstance(ear, Connection)
            try:
                said = ear.recv()
            except EOFError:
                raise ChildProcessError("a part of the demo district could not be told; see above") from None
            if isinstance(said, Lived):
                told.append(said)
                open_ears.remove(ear)
            else:
                done[ear] = said
                progress(sum(done.values()))
    return told


def numbers() -> Iterator[int]:
    """Primary keys for cases."""
    while True:
        yield from reserve(Case, BATCH)


def write(lives: list[Life], scribe: Scribe, progress: Progress) -> None:
    """Write the lives in the order of their opening."""
    ordered = sorted(lives, key=lambda life: life.case.opened_at)
    for start in range(0, len(ordered), BATCH):
        scribe.write(ordered[start : start + BATCH])
        progress(min(start + BATCH, len(ordered)))
    scribe.tie(ordered)


def finish(examples: list[dict[str, str]]) -> None:
    """Declare the district built, and store the examples where `heli demo accounts` finds them."""
    save({"demo": True})
    remember(first=examples)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def remember(*, first: Sequence[dict[str, str]] = (), last: Sequence[dict[str, str]] = ()) -> None:
    """Store examples before and after those that are stored; other processes may store some at the same time."""
    Setting.objects.get_or_create(key=EXAMPLES, defaults={"value": []})
    row = Setting.objects.select_for_update().get(key=EXAMPLES)
    row.value = [*first, *row.value, *last]
    row.save()
