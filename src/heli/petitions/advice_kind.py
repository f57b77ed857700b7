"""The kind of suggestions to units: procedure, acts, forms and guards joined by the names of the steps."""

from typing import Any, Final

from heli.access.actors import Actor
from heli.cases.kinds import Kind, Stage
from heli.cases.models import Case, Link
from heli.cases.usual.actions import usual_for
from heli.cases.usual.rules import GUARDS as USUAL_GUARDS
from heli.petitions import advice
from heli.petitions.advice_forms import ADVICE_FORMS
from heli.petitions.advice_procedure import AdviceProcedure

_OWN: Final = ("answer_suggestion", "ask_again", "report_progress", "take_back")


def panel_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``petitions/advice_panel.html`` shows; of the petitions behind it those that ``actor`` sees."""
    behind = Link.objects.filter(case=case, kind=Link.Kind.RELATED, ended_at__isnull=True)
    seen = Case.objects.visible_to(actor).filter(pk__in=behind.values("other"))
    return {"advice": case.unit_suggestion, "sources": list(seen.order_by("id").values_list("reference", "title"))}


ADVICE_KIND: Final = Kind(
    procedure=AdviceProcedure,
    actions={**usual_for(AdviceProcedure), **{name: vars(advice)[name] for name in _OWN}},
    forms={name: form for name, form in ADVICE_FORMS.items() if name in AdviceProcedure.parts},
    guards={name: guard for name, guard in USUAL_GUARDS.items() if name in AdviceProcedure.parts},
    related=("unit_suggestion",),
    stages={Stage.WORK: (AdviceProcedure.waiting,)},
    panel="petitions/advice_panel.html",
    context=panel_context,
)
