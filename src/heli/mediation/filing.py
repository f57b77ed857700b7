"""The acts that complete and file the dossier of a dispute, one function per step, named as the step."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.actions import take
from heli.mediation.binding import bind, seal_of
from heli.mediation.dossier import lacking
from heli.mediation.procedure import MediationProcedure as P

_ONCE = Act()


class Document(models.TextChoices):
    """By what an identity was checked; neither number nor copy is kept. The values are what the dossier prints."""

    CARD = "居民身份证", gettext_lazy("identity card")
    PERMIT = "居住证或户口簿", gettext_lazy("residence permit or household register")
    PASSPORT = "护照或其他出入境证件", gettext_lazy("passport or other travel document")
    LICENCE = "营业执照和负责人身份证明", gettext_lazy("business licence, and proof of who acts for it")


@acting
def check_identity(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None, document: str, told: bool = False
) -> Outcome:
    """Record that the identity of a side was checked, by whom and by what kind of document.

    ``told``: it was told its rights and duties face to face (People's Mediation Law, arts. 23, 24).
    """
    lock(case)
    facts = {"side": party.side or 0 if party else 0, "document": document, "by": by.name, "told": told}
    return take(case, P.check_identity, by=by, act=act, facts=facts)


@acting
def file_dossier(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """File the dossier: what it must hold is there, its list is sealed, and the hash of the list is on record."""
    lock(case)
    at = act.at or timezone.now()
    missing = lacking(case, at)
    if missing:
        return Denied(_("The dossier lacks: %(what)s.") % {"what": ", ".join(str(each.label) for each in missing)})
    facts = {**seal_of(bind(case, at)), "as_of": at.isoformat()}
    return take(case, P.file_dossier, by=by, act=act, facts=facts)


def may_file(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """It is filed once; what came later goes into a new one only after a further end."""
    last = filed(case)
    if last and case.closed_at and last.at >= case.closed_at:
        return Denied(_("The dossier has been filed."))
    return Allowed()


def filed(case: Case) -> Event | None:
    """Return the act by which the dossier was filed last."""
    return Event.objects.filter(case=case, step="file_dossier").order_by("-id").first()
