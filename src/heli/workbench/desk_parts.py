"""The parts of the first page: what each duty finds there, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.kinds import Stage
from heli.cases.stages import NOTHING, asked_of, come_back, in_stage, waiting_for
from heli.cases.visibility import assisted_by
from heli.kernel.procedures import Text
from heli.organizations.days import midnight
from heli.organizations.models import Duty
from heli.workbench.presets import OPEN

Condition = Callable[[Actor], Q]


@dataclass(frozen=True)
class DeskPart:
    """A list of the first page. ``query`` is the address of the whole list in the queue, empty where there is none.

    ``calm`` says what it means that there is nothing.
    """

    name: str
    title: Text
    icon: str
    condition: Condition
    query: str = ""
    calm: Text = ""
    tone: str = ""


def _mine(actor: Actor) -> Q:
    return Q(handler_id=actor.user_id) & in_stage(Stage.ACCEPT, Stage.WORK)


def _led(actor: Actor) -> Q:
    return Q(unit_id__in=[post.unit_id for post in actor.with_duty(Duty.LEADER)])


def _untaken(actor: Actor) -> Q:
    """What came to the actor's unit by itself, such as a request for a review, and nobody has taken in hand."""
    units = [post.unit_id for post in actor.with_duty(Duty.MEMBER, Duty.COORDINATOR)]
    return Q(unit_id__in=units, handler__isnull=True) & in_stage(Stage.WORK)


def _returned(actor: Actor) -> Q:
    """What somebody has sent back to the actor: a coordinator to dispatch anew, a handler to do again."""
    theirs = Q(handler_id=actor.user_id) & in_stage(Stage.WORK)
    if actor.with_duty(Duty.COORDINATOR):
        theirs |= in_stage(Stage.DISPATCH) & waiting_for(actor)
    if actor.with_duty(Duty.LEADER):
        theirs |= in_stage(Stage.WORK) & _led(actor)
    return theirs & come_back()


def _with_others(actor: Actor) -> Q:
    """What the actor has done their part in, and others have not."""
    found = Q(handler_id=actor.user_id) & in_stage(Stage.VERIFY, Stage.PERSON)
    return found | in_stage(Stage.ACCEPT) if actor.with_duty(Duty.COORDINATOR) else found


def _today(actor: Actor) -> Q:
    begin = midnight(timezone.localdate())
    return Q(opened_by=actor.key, opened_at__gte=begin)


def _late(actor: Actor) -> Q:
    return OPEN & Q(due_at__lte=timezone.now())


def _soon(actor: Actor) -> Q:
    return OPEN & Q(due_at__gt=timezone.now(), warn_at__lte=timezone.now())


PARTS = {
    part.name: part
    for part in (
        DeskPart("approve", _("To approve"), "checklist", asked_of, "tab=approve", _("Nobody asks you for anything.")),
        DeskPart("back", _("Came back"), "arrow-back-up", _returned, "", _("Nothing was returned or rejected.")),
        DeskPart(
            "waiting",
            _("Waiting for me"),
            "hand-stop",
            waiting_for,
            "",
            _("No matter waits for you to dispatch, accept, verify or approve."),
        ),
        DeskPart(
            "mine",
            _("My work, due soonest first"),
            "user-check",
            _mine,
            "tab=work&mine=on",
            _("What is assigned to you appears here."),
        ),
        DeskPart(
            "unassigned",
            _("Nobody assigned yet"),
            "users",
            lambda actor: _led(actor) & Q(handler__isnull=True) & in_stage(Stage.ACCEPT, Stage.WORK),
            "tab=work",
            _("Every matter of your unit has a handler."),
        ),
        DeskPart("untaken", _("Nobody assigned yet"), "users", _untaken, "tab=work"),
        DeskPart("assist", _("Our part"), "friends", lambda actor: OPEN & assisted_by(actor), "tab=assist"),
        DeskPart(
            "others",
            _("Waiting for others"),
            "clock",
            _with_others,
            "",
            _("Nothing that you have done waits for somebody else."),
        ),
        DeskPart(
            "person",
            Stage.PERSON.label,
            "phone",
            lambda actor: in_stage(Stage.PERSON),
            "tab=person",
            _("No resident is asked for anything."),
        ),
        DeskPart(
            "today",
            _("Taken by me today"),
            "message-report",
            _today,
            "",
            _("What you take today appears here, with its number for the next call."),
        ),
        DeskPart("open", _("Open here"), "map-pin", lambda actor: OPEN, "tab=open", _("No open matter in your area.")),
        DeskPart("soon", _("Due soon"), "clock-exclamation", _soon, "tab=open&lamp=yellow"),
        DeskPart("late", _("Overdue"), "alert-triangle", _late, "tab=late", _("Nothing is overdue."), "bad"),
    )
}


@dataclass(frozen=True)
class Layout:
    """What a duty finds: the numbers on top, the lists on the left in order of what comes first, those on the right."""

    figures: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


LAYOUTS = {
    Duty.INTAKE: Layout(("today", "person", "soon", "late"), ("today", "person"), ("late",)),
    Duty.GRID_WORKER: Layout(("open", "soon", "late"), ("open",), ("late",)),
    Duty.LEADER: Layout(
        ("approve", "waiting", "unassigned", "soon", "late"), ("approve", "back", "waiting", "unassigned"), ("late",)
    ),
    Duty.MEMBER: Layout(
        ("waiting", "mine", "assist", "soon", "late"), ("back", "waiting", "mine", "others"), ("untaken", "late")
    ),
    Duty.COORDINATOR: Layout(
        ("waiting", "back", "others", "soon", "late"), ("back", "waiting", "others"), ("untaken", "late")
    ),
    Duty.AUDITOR: Layout(("open", "late"), (), ("late",)),
    Duty.ADMINISTRATOR: Layout(),
}
#: The leader of the district's centre has no unit that handles: they look at all of them.
OF_DISTRICT = Layout(("open", "soon", "late"), ("late",), ())
ORDER = (
    Duty.INTAKE, Duty.GRID_WORKER, Duty.COORDINATOR, Duty.LEADER, Duty.MEMBER, Duty.AUDITOR, Duty.ADMINISTRATOR,
)  # fmt: skip


def layout_of(actor: Actor) -> Layout:
    """Return what ``actor`` finds: what all their duties need, each part once."""
    chosen = []
    for duty in ORDER:
        for post in actor.with_duty(duty):
            whole = duty == Duty.LEADER and (post.of_district or post.of_oversight)
            chosen.append(OF_DISTRICT if whole else LAYOUTS[duty])
    left = _once(name for each in chosen for name in each.left)
    right = [name for name in _once(name for each in chosen for name in each.right) if name not in left]
    return Layout(tuple(_once(name for each in chosen for name in each.figures)), tuple(left), tuple(right))


def _once(names: Any) -> list[str]:
    return list(dict.fromkeys(names))


def address(part: DeskPart) -> str:
    """Return where the whole list of ``part`` stands; its place on the page where the queue has none."""
    return f"{reverse('workbench:queue')}?{part.query}" if part.query else f"#{part.name}"


def condition(part: DeskPart, actor: Actor) -> Q:
    """Return what belongs to ``part`` for ``actor``."""
    return part.condition(actor) if actor.posts else NOTHING
