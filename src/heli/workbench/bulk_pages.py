"""The pages of acts on many cases: what will be done to which, how far it is, and what became of each."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heli.access.gates import needs
from heli.access.permissions import TAKE_STEPS
from heli.workbench.bulk import AT_ONCE, Choice, Many, act_called, choices_in, form_of, hindrance, key_in, read, take
from heli.workbench.rows import row_of
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.steps import address_back


@require_POST
@needs(TAKE_STEPS)
def bulk(request: DeskRequest, step: str) -> HttpResponse:
    """Show what would be done to the chosen cases, or do it."""
    declared = act_called(step)
    if declared is None:
        raise Http404
    choices = choices_in(request.POST.getlist("case"))
    if not choices:
        messages.info(request, _("Nothing was chosen."))
        return redirect(address_back(request) or "workbench:queue")
    return _do(request, declared, choices) if request.POST.get("sent") else _ask(request, declared, choices)


def _ask(request: DeskRequest, many: Many, choices: list[Choice], data: Any = None) -> HttpResponse:
    """Show the cases, those that stay out with the reason, and the form that is asked once."""
    actor = request.actor
    cases = read(choices, actor)
    reasons = {reference: hindrance(case, many, actor) for reference, case in cases.items()}
    going = [choice for choice in choices if reasons.get(choice.reference) == ""]
    form = form_of([cases[choice.reference] for choice in going], many, actor, data)
    context = {
        **_head(request, many),
        "key": request.POST.get("key") or uuid4(),
        "form": form,
        "going": [{"value": choice.value, "row": row_of(cases[choice.reference])} for choice in going],
        "staying": [
            {"row": row_of(cases[choice.reference]), "reason": reasons[choice.reference]}
            for choice in choices
            if reasons.get(choice.reference)
        ],
    }
    return desk(request, "workbench/bulk.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if data else 200)


def _do(request: DeskRequest, many: Many, choices: list[Choice]) -> HttpResponse:
    """Take the step; a page with scripts asks part by part and shows how far it is."""
    partly = bool(request.htmx)  # type: ignore[attr-defined]
    if not request.POST.get("of"):
        cases = read(choices, request.actor)
        able = [case for case in cases.values() if not hindrance(case, many, request.actor)]
        form = form_of(able, many, request.actor, request.POST)
        if form is not None and not form.is_valid():
            return _ask(request, many, choices, request.POST)
    now, later = (choices[:AT_ONCE], choices[AT_ONCE:]) if partly else (choices, [])
    results = take(now, many, request.actor, request.POST, key_in(request.POST.get("key", "")))
    return desk(request, f"workbench/bulk_done.html{'#part' if partly else ''}", _result(request, many, results, later))


def _result(request: DeskRequest, many: Many, results: list[Any], later: list[Choice]) -> dict[str, Any]:
    total = _number(request, "of") or len(results) + len(later)
    done = _number(request, "done") + sum(not each.reason for each in results)
    refused = _number(request, "refused") + sum(bool(each.reason) for each in results)
    kept = {"of": total, "done": done, "refused": refused, "key": request.POST.get("key", ""), "sent": "yes"}
    left_out = {*kept, "case", "csrfmiddlewaretoken"}
    typed = [(name, value) for name, value in request.POST.items() if name not in left_out]
    return {
        **_head(request, many),
        "first": not request.POST.get("of"),
        "done": [each for each in results if not each.reason],
        "refused": [each for each in results if each.reason],
        "total": total,
        "done_number": done,
        "refused_number": refused,
        "reached": done + refused,
        "later": [choice.value for choice in later],
        "kept": [*kept.items(), *typed],
    }


def _number(request: DeskRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < len("10000") else 0


def _head(request: DeskRequest, many: Many) -> dict[str, Any]:
    back = address_back(request) or reverse("workbench:queue")
    return {
        "step": many,
        "act_url": reverse("workbench:bulk", args=[many.value]),
        "back": back,
        "crumbs": [{"label": _("Matters"), "url": back}, {"label": many.label}],
    }
