"""The acts that complete and file the dossier of a dispute, one function per step, named as the step."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final

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
from heli.mediation.binding import ZIP, archive, bind, seal_of
from heli.mediation.dossier import lacking
from heli.mediation.dossier_models import FiledDossier
from heli.mediation.procedure import MediationProcedure as P
from heli.papers import shelf
from heli.papers.made import keep_made

_ONCE = Act()
#: What can come after the end and belongs into the dossier.
AFTERWARDS: Final = frozenset(
    {"record_docketing", "record_ruling", "record_late_dismissal", "record_objection", "go_to_court", "ask_enforcement"}
)


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
def record_inquiry(case: Case, *, by: Actor, act: Act = _ONCE, on: date, place: str, asked: str, found: str) -> Outcome:
    """Record what was asked and seen outside the talks: when, where, of whom, what was found.

    The sides do not read it: whoever tells the committee something as a neighbour is not put before them.
    """
    lock(case)
    if on > timezone.localdate(act.at):
        return Denied(_("It is recorded after it was made."))
    paper = {"on": on, "place": place, "asked": asked, "found": found, "recorder": by.name}
    papers = {"mediation_inquiry": paper}
    return take(case, P.record_inquiry, by=by, act=act, facts={"on": on.isoformat()}, papers=papers)


@acting
def file_dossier(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """File the dossier: what it must hold is there, its list is sealed, and the hash of the list is on record."""
    lock(case)
    at = act.at or timezone.now()
    missing = lacking(case, at)
    if missing:
        return Denied(_("The dossier lacks: %(what)s.") % {"what": ", ".join(str(each.label) for each in missing)})
    bound = bind(case, at)
    package = archive(bound)
    facts = {**seal_of(bound), "archive": sha256(package).hexdigest(), "as_of": at.isoformat()}
    outcome = take(case, P.file_dossier, by=by, act=act, facts=facts)
    if isinstance(outcome, Event):
        file = keep_made(package, f"dossier-{case.reference}.zip", ZIP, by=by.key, claimed=True)
        FiledDossier.objects.create(case=case, event=outcome, file=file)
    return outcome


def may_file(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """It is filed once; what came later goes into a new one after a further end, or an act of a court."""
    last = filed(case)
    later = last is not None and Event.objects.filter(case=case, id__gt=last.pk, step__in=AFTERWARDS).exists()
    if last and case.closed_at and last.at >= case.closed_at and not later:
        return Denied(_("The dossier has been filed."))
    return Allowed()


def filed(case: Case) -> Event | None:
    """Return the act by which the dossier was filed last."""
    return Event.objects.filter(case=case, step="file_dossier").order_by("-id").first()


def filings(case: Case) -> list[FiledDossier]:
    """Return the dossiers of ``case`` as they were filed, the first one first."""
    return list(FiledDossier.objects.filter(case=case).select_related("event", "file").order_by("id"))


def content_of(row: FiledDossier) -> bytes | None:
    """Return the archive as it was filed; None where it was erased, or is not the one on record any more."""
    path = shelf.path_of(row.file.digest)
    content = path.read_bytes() if path.exists() else b""
    return content if sha256(content).hexdigest() == row.event.facts["archive"] else None
