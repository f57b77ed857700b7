"""What the generic case page shows officers of a petition beyond the case itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import ARRANGE, TAKE_PETITIONS
from heli.cases.models import Case
from heli.cases.parties import parties_of
from heli.petitions.advice import may_suggest
from heli.petitions.models import Hearing, Opinion
from heli.petitions.public import is_imported
from heli.workbench import labels
from heli.workbench.navigation import Entry

ENTRIES = (
    Entry(_("Take a petition"), "petition_desk:take", "file-text", 16, TAKE_PETITIONS),
    Entry(_("Petition work"), "petition_desk:arrange", "scale", 92, ARRANGE, group="arrange"),
)


#: What the auditors read of acts beside the steps.
ACTS = {
    "export_petition_figures": _("Figures of petition work exported"),
    "export_petition_backlog": _("List of old petitions exported"),
    "petition_annual.save": _("Draft of the annual report of petition work saved"),
    "petition_annual.issue": _("Annual report of petition work issued"),
    "export_petition_annual": _("Annual report of petition work exported"),
}


def officer_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``petitions/panel.html`` shows: the request, who speaks for whom, opinions, hearings, objections."""
    petition = case.petition
    return {
        "petition": petition,
        "imported": is_imported(case),
        "parties": parties_of(case),
        "opinions": list(Opinion.objects.filter(case=case).order_by("id")),
        "hearings": list(Hearing.objects.filter(case=case).order_by("id")),
        "disowned": [labels.unit(pk) for pk in petition.disowned_by],
        "may_suggest": may_suggest(actor),
    }
