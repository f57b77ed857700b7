"""Acts on many cases at once: each case is a step of its own, with its own right, guard, transaction and entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db.models import QuerySet
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heli.access.actors import Actor
from heli.access.roles import Role, holds
from heli.cases.conflicts import concerned_by
from heli.cases.engine import may
from heli.cases.families import SEPARATOR
from heli.cases.kinds import Family, kind_of, kinds
from heli.cases.models import Case, Event
from heli.cases.step_forms import StepForm
from heli.cases.submitting import form_for, submit
from heli.kernel.decisions import Denied
from heli.kernel.plain import number_in
from heli.kernel.procedures import Step
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.fields import UnitField
from heli.workbench.board import came_with_many, with_last
from heli.workbench.rows import case_address

#: So many cases in one submission, and so many of them in one request of a page that shows how far it is.
MOST, AT_ONCE = 200, 20


@dataclass(frozen=True)
class Choice:
    """A case that was chosen, and the version of it that was on the page."""

    reference: str
    version: int | None

    @property
    def value(self) -> str:
        """The choice as a form sends it."""
        return f"{self.reference}|{'' if self.version is None else self.version}"


@dataclass(frozen=True)
class Done:
    """What became of one case; ``reason`` says why nothing did, and is empty where the step was taken."""

    reference: str
    title: str
    reason: str

    @property
    def url(self) -> str:
        """The address of the case; empty where there is none that the actor may see."""
        return case_address(self.reference) if self.title else ""


def choices_in(values: Iterable[str]) -> list[Choice]:
    """Return the cases that ``values`` name, each once and at most ``MOST``."""
    found: dict[str, Choice] = {}
    for value in values:
        text, _bar, version = value.partition("|")
        try:
            reference = normalise_reference(text)
        except BadReference:
            continue
        found.setdefault(reference, Choice(reference, number_in(version)))
    return list(found.values())[:MOST]


@dataclass(frozen=True)
class Many:
    """A step that may be taken in many cases of one family of kinds; ``named``: its label says of which family."""

    family: Family
    step: Step
    named: bool = False

    @property
    def value(self) -> str:
        """The act as addresses name it: "family.step"."""
        return f"{self.family.code}{SEPARATOR}{self.step.name}"

    @property
    def label(self) -> str:
        """What the act is called."""
        if not self.named:
            return str(self.step.label)
        return _("%(step)s (%(kind)s)") % {"step": self.step.label, "kind": self.family.title}


def steps_for(cases: Iterable[Case], actor: Actor) -> list[Many]:
    """Return the acts that ``actor`` may do in at least one of ``cases`` in bulk; costs no statement."""
    found: dict[str, Many] = {}
    for case in cases:
        kind = kind_of(case)
        state = kind.procedure.state(case.state)
        for name in kind.in_bulk:
            many = Many(kind.belongs_to, kind.procedure.step(name))
            roles = [Role(str(role)) for role in many.step.by]
            if many.value not in found and many.step.leaves(state) and holds(actor, roles, case):
                found[many.value] = many
    named = len({many.family.code for many in found.values()}) > 1
    return [replace(found[each.value], named=named) for each in _acts() if each.value in found]


def _acts() -> list[Many]:
    """Return every act on many, in the order of the kinds; one that kinds of a family share stands once."""
    found: dict[str, Many] = {}
    for kind in kinds():
        for name in kind.in_bulk:
            many = Many(kind.belongs_to, kind.procedure.step(name))
            found.setdefault(many.value, many)
    return list(found.values())


def act_called(value: str) -> Many | None:
    """Return the act "family.step"; a bare step means the kind that was registered first among those that have it."""
    return next((each for each in _acts() if value in (each.value, each.step.name)), None)


def read(choices: Iterable[Choice], actor: Actor) -> dict[str, Case]:
    """Return the chosen cases that ``actor`` may see, by reference; one statement."""
    related = sorted({name for kind in kinds() for name in kind.related})
    cases: QuerySet[Case] = Case.objects.visible_to(actor).filter(reference__in=[each.reference for each in choices])
    rows = with_last(cases.select_related("category__parent", "unit", "handler", *related).defer("search_text"))
    return {case.reference: case for case in rows}


def hindrance(case: Case, many: Many, actor: Actor) -> str:
    """Return why ``case`` stays out of an act on many, empty where it does not."""
    kind, name = kind_of(case), many.step.name
    if kind.belongs_to.code != many.family.code:
        told = _("This matter is of another kind (%(kind)s): choose it together with others of its kind.")
        return told % {"kind": kind.belongs_to.title}
    if name not in kind.in_bulk:
        return _("This cannot be done in many matters at once.")
    step = kind.procedure.step(name)
    decision = may(case, step, by=actor)
    if isinstance(decision, Denied):
        return str(decision.reason)
    return _sending_hindrance(case, step, actor) if step.move.target else ""


def _sending_hindrance(case: Case, step: Step, actor: Actor) -> str:
    """Why a case is not sent to a unit unseen: it concerns somebody, came in a flood, or was returned."""
    if concerned_by(case):
        return _("It concerns a unit or an officer: send it on its own page.")
    if came_with_many(case):
        return _("It came with very many others from one connection: look at it first.")
    unit = form_for(case, step, actor).fields.get("unit")
    if isinstance(unit, UnitField) and not unit.initial:
        return _("The unit proposed for it has returned it: look at it first.")
    return ""


def form_of(cases: Iterable[Case], many: Many, actor: Actor, data: Any = None) -> StepForm | None:
    """Return the form that is asked once for ``cases``, which may all take the step; None where there is none."""
    shown: StepForm | None = None
    for case in {case.unit_id: case for case in reversed(list(cases))}.values():
        kind = kind_of(case)
        form = form_for(case, kind.procedure.step(many.step.name), actor, data)
        if shown is None:
            shown = _only(form, kind.in_bulk[many.step.name])
        else:
            _join(shown, form)
    return shown


def _only(form: StepForm, names: tuple[str, ...]) -> StepForm:
    """Leave the fields ``names`` in ``form``, without what is proposed for one case."""
    form.fields = {name: form.fields[name] for name in names if name in form.fields}
    for field in form.fields.values():
        field.initial = None
        field.help_text = ""
    return form


def _join(shown: StepForm, other: StepForm) -> None:
    """Offer the members of another unit as well."""
    for name, field in shown.fields.items():
        twin: Any = other.fields.get(name)
        if isinstance(field, ModelChoiceField) and isinstance(twin, ModelChoiceField):
            rows = {row.pk for each in (field, twin) for row in each.queryset or ()}
            field.queryset = field.queryset.model.objects.filter(pk__in=rows).order_by("name")  # type: ignore[union-attr]


def take(choices: list[Choice], many: Many, actor: Actor, data: Mapping[str, Any], key: UUID) -> list[Done]:
    """Take the step in each of ``choices`` with the values of ``data`` and say what became of each.

    Every case is a transaction of its own. The same ``key`` again takes nothing twice and says the same.
    """
    keys = {choice.reference: uuid5(key, f"{many.value} {choice.reference}") for choice in choices}
    earlier = Event.objects.filter(key__in=keys.values(), actor=actor.key)
    before = set(earlier.values_list("case__reference", flat=True))
    cases = read(choices, actor)
    found = []
    for choice in choices:
        reference = choice.reference
        if reference in before:
            found.append(Done(reference, cases[reference].title if reference in cases else "", ""))
            continue
        case = cases.get(reference)
        reason = _take_one(case, choice, many, actor, data, keys[reference]) if case else _missing()
        found.append(Done(reference, case.title if case else "", reason))
    return found


def _missing() -> str:
    return _("There is no matter with this number.")


def _take_one(case: Case, choice: Choice, many: Many, actor: Actor, data: Mapping[str, Any], key: UUID) -> str:
    reason = hindrance(case, many, actor)
    if reason:
        return reason
    kind, name = kind_of(case), many.step.name
    values = {field: data.get(field, "") for field in kind.in_bulk[name]}
    values |= {"key": str(key), "version": case.version if choice.version is None else choice.version}
    form = form_for(case, kind.procedure.step(name), actor, values)
    if not form.is_valid():
        lines = [f"{form.fields[field].label}: {text}" for field, texts in form.errors.items() for text in texts]
        return pgettext("between sentences", "; ").join(lines)
    outcome = submit(case, kind.procedure.step(name), actor, form)
    return "" if isinstance(outcome, Event) else str(outcome.reason)


def key_in(text: str) -> UUID:
    """Return the key of a submission; a new one for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
