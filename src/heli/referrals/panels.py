"""What other pages show of referrals: the referral on its own page, and those of a matter beside it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import ARRANGE, REFERRALS
from heli.cases.beside import Beside
from heli.cases.kinds import kind_of, procedure_of
from heli.cases.models import Case
from heli.referrals.models import Direction, Referral
from heli.referrals.procedure import ReferralProcedure
from heli.referrals.referring import referrals_of
from heli.workbench import labels
from heli.workbench.navigation import Entry

ENTRIES = (
    Entry(_("Referrals"), "referral_desk:list", "share", 43, REFERRALS),
    Entry(_("Limits of referrals"), "referral_desk:limits", "clock", 93, ARRANGE, group="arrange"),
)

#: What the auditors read of acts beside the steps.
ACTS = {
    "partner.create": _("Partner body entered"),
    "partner.change": _("Partner body changed"),
    "partner_token.create": _("Key for a partner body made"),
    "partner_token.revoke": _("Key of a partner body revoked"),
    "referral.package": _("Package of a referral taken out"),
}


def officer_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``referrals/panel.html`` shows: between whom, what was asked and passed, with whose consent."""
    referral = case.referral
    work = referral.work
    seen = work is not None and Case.objects.visible_to(actor).filter(pk=work.pk).exists()
    return {
        "referral": referral,
        "sender": labels.unit(referral.sender_id),
        "receiver": labels.unit(case.unit_id),
        "outward": referral.direction == Direction.OUT,
        "work": work if seen else None,
    }


def _line(referral: Referral) -> dict[str, Any]:
    state = kind_of(referral.case).procedure.state(referral.case.state)
    return {
        "referral": referral,
        "case": referral.case,
        "state": state,
        "tone": labels.tone(state),
        "waiting": referral.case.state in (ReferralProcedure.offered.name, ReferralProcedure.assigned.name),
    }


def _known(case: Case) -> list[dict[str, Any]] | None:
    """The referrals of a matter whose procedure knows them; None, and no statement, for all others."""
    if "refer" not in procedure_of(case).parts:
        return None
    return [_line(each) for each in referrals_of(case)] or None


def for_officer(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Return the referrals of ``case`` with how they stand; None where there are none."""
    lines = _known(case)
    return {"lines": lines} if lines else None


def for_resident(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Return to whom the matter was passed, with whose consent, and by when they must answer."""
    lines = _known(case)
    return {"lines": lines} if lines else None


OFFICER_PANEL = Beside("referrals/beside_officer.html", for_officer)
RESIDENT_PANEL = Beside("referrals/beside_resident.html", for_resident)
