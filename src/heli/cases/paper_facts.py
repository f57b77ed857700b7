"""What papers state of a case: facts and reasons in the paper's language, frozen at the moment of issue."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation

from heli.cases.explaining import explain, period_text
from heli.cases.kinds import kind_of, kinds
from heli.cases.models import Case, Clock
from heli.kernel.periods import Period
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.places.territory import territory

LANGUAGE = "zh-hans"


def paper_content(case: Case, moved: Sequence[Clock]) -> dict[str, Any]:
    """Return the facts of ``case`` that its papers state, in Chinese; ``moved`` are the clocks of the present step.

    Everything comes from memory: no statement. The query code is not among the facts, nor is any contact.
    """
    known, local = registry(), district()
    centre = known.units.get(case.centre_id or known.district_centre_id)
    unit = known.units[case.unit_id or case.centre_id or known.district_centre_id]
    with translation.override(LANGUAGE):
        return {
            "reference": case.reference,
            "title": case.title,
            "category": _topic(case),
            "place": " ".join([*territory().names(case.area_path), case.address]).strip(),
            "unit": unit.name,
            "unit_phone": unit.phone,
            "opened_at": case.opened_at.isoformat(),
            "due_at": case.due_at.isoformat() if case.due_at else "",
            "basis": case.category.basis,
            "district": local.district_name,
            "issuer": centre.name if centre else "",
            "hotline": local.hotline,
            "site": settings.HELI_BASE_URL,
            **_limits(case, [clock for clock in moved if not clock.stopped_at]),
            **_words(case.procedure, case.state),
        }


def _topic(case: Case) -> str:
    category = registry().categories.get(case.category_id, case.category)
    return f"{category.parent.name} / {category.name}" if category.parent else category.name


def _limits(case: Case, running: list[Clock]) -> dict[str, Any]:
    """Return how the due date was reckoned, and the limit of whoever acts first."""
    found: dict[str, Any] = {}
    for clock in running:
        if clock.main:
            found["period"] = period_text(clock.amount, clock.unit)
            found["reasons"] = explain(clock)
            found["provisional"] = clock.provisional
        elif not clock.window and "next" not in found:
            limit = kind_of(case).procedure.limit(clock.limit)
            found["next"] = {"label": str(limit.label), "due_at": clock.due_at.isoformat(), "basis": str(limit.basis)}
    return found


@cache
def _words(code: str, state: str) -> dict[str, Any]:
    """Return what the state means for the person and the windows that the procedure gives them, in Chinese."""
    procedure = next(kind.procedure for kind in kinds() if kind.procedure.code == code)
    with translation.override(LANGUAGE):
        rights = [
            {"label": str(limit.label), "period": _length(limit.period), "basis": str(limit.basis)}
            for limit in procedure.limits()
            if limit.of_person and limit.period
        ]
        return {"says": str(procedure.state(state).says), "rights": rights}


def _length(period: Period) -> str:
    return period_text(period.amount, period.unit)
