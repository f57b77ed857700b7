"""What the generic case page shows officers of a petition beyond the case itself."""

from typing import Any

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.parties import parties_of
from heli.petitions.models import Hearing, Opinion
from heli.petitions.public import is_imported
from heli.workbench import labels


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
    }
