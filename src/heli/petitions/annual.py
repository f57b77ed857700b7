"""The annual report of petition work (Regulation, art. 41): written as a draft, issued once the year is over.

Who leads or coordinates in the petition office writes it; its leader issues it. That the leader does is a local
arrangement: the Regulation names the office alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.audit.record import write
from heli.insight.spans import Span
from heli.kernel.decisions import Denied
from heli.organizations.models import Duty, UnitKind
from heli.petitions.annual_figures import annual_figures
from heli.petitions.annual_models import TEXTS, AnnualDraft, AnnualReport
from heli.petitions.reach import Reach, of_office
from heli.reports.issuing import CHAIN, digest_of
from heli.reports.words import district_name


def may_issue(actor: Actor) -> bool:
    """Whether ``actor`` issues annual reports: who leads the petition office."""
    return any(post.unit_kind == UnitKind.PETITION_OFFICE for post in actor.with_duty(Duty.LEADER))


def draft_of(year: int) -> AnnualDraft:
    """Return the draft of a year; an empty one that is not stored where nobody has saved any."""
    return AnnualDraft.objects.filter(year=year).first() or AnnualDraft(year=year)


def content_of(draft: AnnualDraft, reach: Reach, now: datetime) -> dict[str, Any]:
    """Return what a report of the draft's year would hold ``now``."""
    return {
        "year": draft.year,
        "issue": 1,
        "district": district_name(),
        "figures_at": now.isoformat(),
        "texts": {name: getattr(draft, name) for name in TEXTS},
        "figures": annual_figures(reach, draft.year, now),
        "correction": "",
    }


@transaction.atomic
def save(
    year: int, texts: Mapping[str, str], *, seen: int, by: Actor, at: datetime | None = None
) -> AnnualDraft | Denied:
    """Keep the texts of the draft; Denied for others than the office and where somebody saved after ``seen``."""
    if not of_office(by):
        return Denied(_("Only the petition office writes the annual report."))
    draft = _locked(year)
    if draft.version != seen:
        return Denied(
            _("Somebody else has saved this draft since you opened it. Copy your text and load the page again.")
        )
    for name in TEXTS:
        setattr(draft, name, texts[name])
    draft.version, draft.saved_by, draft.saved_at = seen + 1, by.key, at or timezone.now()
    draft.save()
    told = {"year": year, "version": draft.version}
    write(CHAIN, "petition_annual.save", at=draft.saved_at, actor=by.key, data=told)
    return draft


@transaction.atomic
def issue(
    year: int, *, seen: int, by: Actor, correction: str = "", at: datetime | None = None
) -> AnnualReport | Denied:
    """Freeze figures and texts of a year as its next issue, on record.

    Denied for others than the leader of the office, before the year is over, where the draft is not the one ``seen``,
    where nothing has changed since the last issue, and for a later issue that does not say what it corrects.
    """
    now = at or timezone.now()
    if not may_issue(by):
        return Denied(_("Only the leader of the petition office issues the annual report."))
    if Span(year).until > now:
        return Denied(_("The year is not over yet. Its figures can still change."))
    draft = _locked(year)
    if draft.version != seen:
        return Denied(_("Somebody else has saved this draft since you opened it. Read it again before it is issued."))
    earlier = AnnualReport.objects.filter(year=year).order_by("-issue").first()
    content = content_of(draft, Reach(by), now)
    if earlier:
        if not correction:
            return Denied(_("Say what this issue corrects: the one before stays as it is."))
        if all(earlier.content[part] == content[part] for part in ("figures", "texts")):
            return Denied(_("Nothing has changed since issue %(issue)s.") % {"issue": earlier.issue})
        content |= {"issue": earlier.issue + 1, "correction": correction}
    return _frozen(content, by=by, now=now)


def _locked(year: int) -> AnnualDraft:
    """Return the stored draft; nobody else saves or issues that year until the present transaction ends."""
    AnnualDraft.objects.get_or_create(year=year)
    return AnnualDraft.objects.select_for_update().get(year=year)


def _frozen(content: dict[str, Any], *, by: Actor, now: datetime) -> AnnualReport:
    report = AnnualReport.objects.create(
        year=content["year"],
        issue=content["issue"],
        content=content,
        digest=digest_of(content),
        issued_at=now,
        issued_by=by.key,
        issued_name=by.name,
    )
    told = {"report": report.number, "digest": report.digest}
    write(CHAIN, "petition_annual.issue", at=now, actor=by.key, data=told)
    return report
