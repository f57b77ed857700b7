"""The dispatch board: what has come in and has no owner at work yet, with the owner that the map of duties names."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import DISPATCH
from heli.cases.conflicts import concerned_by
from heli.cases.counting import counts, shown
from heli.cases.families import step_of
from heli.cases.kinds import kind_of, kinds
from heli.cases.listing import DUE, BadCursorError, Page, page
from heli.cases.models import Case, Event
from heli.cases.naming import proposed, with_named
from heli.cases.similar import with_alike
from heli.cases.step_forms import StepForm
from heli.cases.submitting import form_for, submit
from heli.kernel.procedures import Step
from heli.organizations.responsibility import registry
from heli.workbench import labels
from heli.workbench.dossier import find
from heli.workbench.rows import Row, narrow, point_of, row_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.step_panel import sending
from heli.workbench.waiting import to_dispatch

SIZE = 30
WEEK = timedelta(days=7)
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Line:
    """One case on the board with the owner proposed for it. ``plain`` says that one click is enough.

    ``many``: it came with very many others from one address, and is never sent on with one click or in bulk.
    """

    row: Row
    text: str
    version: int
    step: Step | None
    form: StepForm | None
    plain: bool
    returned: dict[str, str] | None
    many: bool
    alike: list[dict[str, str]]
    named: str

    @property
    def proposed(self) -> str:
        """The name of the proposed unit."""
        return labels.unit(self.proposed_id)

    @property
    def proposed_id(self) -> int | None:
        """The id of the proposed unit."""
        return self.form.fields["unit"].initial if self.form else None

    @property
    def reason(self) -> str:
        """Why this unit."""
        return str(self.form.fields["unit"].help_text) if self.form else ""


@require_safe
@needs(DISPATCH)
def board(request: DeskRequest) -> HttpResponse:
    """Show the board."""
    actor = request.actor
    found = _page(request)
    lines = [line_of(case, actor) for case in found.rows]
    number = counts({"waiting": to_dispatch(actor)})["waiting"]
    address = reverse("workbench:dispatch")
    context = {
        "lines": lines,
        "number": number,
        "shown_number": shown(number),
        "loads": loads({line.proposed_id for line in lines if line.proposed_id}, actor),
        "plain": sum(line.plain for line in lines),
        "newer": f"{address}?before={found.before}" if found.before else "",
        "older": f"{address}?after={found.after}" if found.after else "",
        "key": uuid4(),
        "map_url": reverse("workbench:dispatch_map"),
    }
    return desk(request, "workbench/board.html", context)


@require_safe
@needs(DISPATCH)
def board_map(request: DeskRequest) -> JsonResponse:
    """Answer the places of the cases on the board as GeoJSON."""
    cases = narrow(to_dispatch(request.actor).filter(latitude__isnull=False)).order_by("order_at", "id")[:MOST_AT_ONCE]
    return JsonResponse({"type": "FeatureCollection", "features": [point for point in map(point_of, cases) if point]})


@require_POST
@needs(DISPATCH)
def send(request: DeskRequest, reference: str) -> HttpResponse:
    """Send one case to the unit of the row; the row answers for itself, without a script the board does."""
    case = find(reference, request.actor)
    if case is None:
        raise Http404
    outcome, told = dispatch_one(case, request.actor, request.POST)
    if request.htmx:  # type: ignore[attr-defined]
        line = line_of(_again(case, request.actor), request.actor) if not outcome else None
        context = {"case": case, "done": bool(outcome), "told": told, "line": line}
        return desk(request, "workbench/board.html#answer", context)
    (messages.success if outcome else messages.error)(request, told)
    return redirect("workbench:dispatch")


@require_POST
@needs(DISPATCH)
def send_all(request: DeskRequest) -> HttpResponse:
    """Send the chosen cases to the units proposed for them, each in its own transaction; what needs a look stays."""
    chosen = request.POST.getlist("case")[:MOST_AT_ONCE]
    cases = _chosen(request.actor, [each.partition("|")[0] for each in chosen])
    done, refused = 0, []
    for each in chosen:
        reference, _bar, rest = each.partition("|")
        version, _bar, unit = rest.partition("|")
        case = cases.get(reference)
        if case is None:
            refused.append(reference)
            continue
        if sending(case, request.actor) and not line_of(case, request.actor).plain:
            told = _("%(reference)s is not sent on together with others: look at it first.")
            refused.append(told % {"reference": reference})
            continue
        data = QueryDict(mutable=True)
        data.update({"unit": unit, "version": version, "key": str(_key_of(request, reference))})
        outcome, told = dispatch_one(case, request.actor, data)
        done += bool(outcome)
        refused += [] if outcome else [told]
    _tell(request, done, refused)
    return redirect("workbench:dispatch")


def _chosen(actor: Actor, references: list[str]) -> dict[str, Case]:
    """Return the cases with ``references`` that ``actor`` may see; one statement."""
    rows = with_last(_read(Case.objects.visible_to(actor))).filter(reference__in=references)
    return {case.reference: case for case in rows}


def dispatch_one(case: Case, actor: Actor, data: Any) -> tuple[Event | None, str]:
    """Send ``case`` to the unit named in ``data`` and return the event, or None, and what to tell the actor."""
    step = sending(case, actor) or _sending_step(case)
    if step is None:
        told = _("It is not sent to a unit from here: open it to take the next step.")
        return None, _("%(reference)s: %(problems)s") % {"reference": case.reference, "problems": told}
    form = form_for(case, step, actor, data)
    if not form.is_valid():
        problems = "; ".join(str(text) for texts in form.errors.values() for text in texts)
        return None, _("%(reference)s: %(problems)s") % {"reference": case.reference, "problems": problems}
    outcome = submit(case, step, actor, form)
    if isinstance(outcome, Event):
        told = _("%(reference)s was sent to %(unit)s.") % {
            "reference": case.reference,
            "unit": labels.unit(case.unit_id),
        }
        return outcome, told
    return None, _("%(reference)s: %(problems)s") % {"reference": case.reference, "problems": outcome.reason}


def _sending_step(case: Case) -> Step | None:
    """The step that would send the case on; taking it says why it cannot be taken any more. Not every kind has one."""
    kind = kind_of(case)
    asking = (each for each in kind.procedure.steps() if "unit" in kind.forms.get(each.name, StepForm).base_fields)
    return next(asking, None)


def _key_of(request: DeskRequest, reference: str) -> UUID:
    """One key for each case of one submission, so that sending the whole twice doubles nothing."""
    try:
        return uuid5(UUID(request.POST.get("key", "")), reference)
    except ValueError:
        return uuid4()


def _tell(request: DeskRequest, done: int, refused: list[str]) -> None:
    if done:
        text = ngettext("%(count)s matter was dispatched.", "%(count)s matters were dispatched.", done)
        messages.success(request, text % {"count": done})
    for each in refused:
        messages.error(request, each)
    if not done and not refused:
        messages.info(request, _("Nothing was chosen."))


def _page(request: DeskRequest) -> Page[Case]:
    cursors = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    cases = with_last(with_alike(_read(to_dispatch(request.actor)), request.actor))
    try:
        return page(cases, DUE, size=SIZE, **cursors)
    except BadCursorError:
        return page(cases, DUE, size=SIZE)


def _read(cases: QuerySet[Case]) -> QuerySet[Case]:
    related = sorted({name for kind in kinds() for name in kind.related})
    return with_named(cases.select_related("handler", "category__parent", *related).defer("search_text", "query_code"))


def with_last(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return ``cases`` with their last event that a member of staff wrote a note for colleagues in."""
    facts = {"step": "step", "note": "note_for_staff__text", "unit": "unit_id", "many": "facts__many"}
    telling = Q(note_for_staff__isnull=False) | Q(facts__has_key="many")
    last = Event.objects.filter(telling, case=OuterRef("pk")).order_by("-id")
    return cases.annotate(last=Subquery(last.values(row=JSONObject(**facts))[:1]))


def _again(case: Case, actor: Actor) -> Case:
    cases = with_last(with_alike(_read(Case.objects.visible_to(actor)), actor))
    return cases.get(pk=case.pk)


def line_of(case: Case, actor: Actor) -> Line:
    """Return ``case`` as a line of the board; costs no statement."""
    step = sending(case, actor)
    form = form_for(case, step, actor) if step else None
    if form:
        form.auto_id = False
    needed = [name for name, field in form.fields.items() if field.required and name != "unit"] if form else []
    many = came_with_many(case)
    return Line(
        row=row_of(case),
        text="" if case.text.strip() == case.title else case.text,
        version=case.version,
        step=step,
        form=form,
        plain=form is not None and not needed and bool(form.fields["unit"].initial) and _unseen(case),
        returned=None if many else _returned(case),
        many=many,
        alike=[_alike(case, each) for each in getattr(case, "alike", [])],
        named=_(", ").join(proposed(case, actor)),
    )


def _unseen(case: Case) -> bool:
    """Whether ``case`` may be sent on together with others: nobody has to look at it by itself first."""
    return not came_with_many(case) and not concerned_by(case)


def came_with_many(case: Case) -> bool:
    """Whether ``case``, read by ``with_last``, came with very many others and nobody has looked at it since."""
    return bool((getattr(case, "last", None) or {}).get("many"))


def _returned(case: Case) -> dict[str, str] | None:
    last = getattr(case, "last", None)
    if not last:
        return None
    step = step_of(kind_of(case), last["step"])
    return {"what": str(step.done), "who": labels.unit(last["unit"]), "note": last["note"]}


def _alike(case: Case, reference: str) -> dict[str, str]:
    return {"reference": reference, "url": reverse("workbench:beside", args=[case.reference, reference])}


def loads(first: set[int], actor: Actor) -> list[dict[str, Any]]:
    """Return what every unit at work has of what ``actor`` sees: open, overdue, come within a week; one statement.

    The units ``first``, those proposed on the page, come before the others; among each the fullest.
    """
    now = timezone.now()
    still_open, week = Q(closed_at__isnull=True), Q(opened_at__gte=now - WEEK)
    cases = Case.objects.visible_to(actor).filter(still_open | week).order_by()
    rows = cases.values("unit_id").annotate(
        open=Count("pk", filter=still_open),
        late=Count("pk", filter=still_open & Q(due_at__lte=now)),
        week=Count("pk", filter=week),
    )
    found = {row["unit_id"]: row for row in rows}
    nothing = {"open": 0, "late": 0, "week": 0}
    lines = [
        {**nothing, **found.get(unit.pk, {}), "unit": unit.label, "proposed": unit.pk in first}
        for unit in registry().units.values()
        if unit.active
    ]
    return sorted(lines, key=lambda line: (not line["proposed"], -line["open"], line["unit"]))
