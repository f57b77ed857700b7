"""What stays open to a side: other ways than mediation, and what can be done next in a state that is against it.

Every line names its ground and until when it is open; limits of other bodies are named, not reckoned, for they count
from what the person knew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.cases.models import Case
from heli.kernel.procedures import Step, Text
from heli.mediation.law import civil_procedure, statute
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.roster_models import Field
from heli.organizations.models import Category

_CIVIL = gettext_lazy("Civil Code, art. 188")
_LABOUR = gettext_lazy("Law on Mediation and Arbitration of Labour Disputes, arts. 5, 27")
_ANY_TIME = gettext_lazy("At any time")


@dataclass(frozen=True)
class Way:
    """One way on, with its limit and where that stands; ``step`` is the act of the procedure, where it is one.

    ``until`` is the end of the limit (exclusive), where it is reckoned.
    """

    what: Text
    limit: Text
    ground: Text
    step: str = ""
    until: datetime | None = None


def beside_mediation(topic: Category | None) -> list[Way]:
    """Return the ways beside mediation for a dispute about ``topic`` between people or firms."""
    court = Way(_("Court"), _("As a rule within three years from when you knew or should have known"), _CIVIL)
    if topic is None or not topic.code.startswith(Field.LABOUR):
        return [court]
    limit = _("Within one year from when you knew or should have known; it comes before the court")
    return [Way(_("Labour arbitration"), limit, _LABOUR), court]


def ways_on(case: Case, context: Mapping[str, object]) -> list[Way]:
    """Return what a side can do next where ``case`` stands against it; none in other states.

    ``context`` is what ``agreement_context`` returned: the windows that run, and what the court did.
    """
    if case.state in (P.turned_away.name, P.refused.name, P.not_settled.name, P.ended.name):
        return [_by(P.apply_anew, _ANY_TIME), *beside_mediation(case.category)]
    if case.state == P.not_confirmed.name:
        return [_by(P.talk_again, _ANY_TIME, civil_procedure(206)), _sue(civil_procedure(206))]
    return _after_breach(context) if case.state == P.not_kept.name else []


def _after_breach(context: Mapping[str, object]) -> list[Way]:
    found = [_by(P.talk_again, _ANY_TIME)]
    confirmation, times = context.get("confirmation"), context.get("court_times")
    result = getattr(confirmation, "result", "")
    clock = times.get("confirming") if isinstance(times, dict) else None
    if clock is not None and not result:
        together = _by(P.ask_confirmation, _("Every side together, until"))
        found.append(replace(together, until=clock.due_at))
    if result == "confirmed":
        found.append(
            _by(P.ask_enforcement, _("Within two years from when it was due; the days stand with the clauses"))
        )
    return [*found, _sue(statute(32))]


def _by(step: Step, limit: Text, ground: object = None) -> Way:
    return Way(step.label, limit, str(ground or step.basis), step.name)


def _sue(ground: object) -> Way:
    limit = _("As a rule within three years from when you knew or should have known")
    return Way(P.go_to_court.label, limit, f"{ground}; {_CIVIL}", P.go_to_court.name)
