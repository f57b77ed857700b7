"""What the generic case pages show of an application, and where the funds stand among the officers' pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import APPLY_FOR_OTHERS, ARRANGE_FUNDS, READ_FUNDS
from heli.cases.kinds import Milestone
from heli.cases.models import Case
from heli.cases.money import yuan
from heli.funds import payees
from heli.funds.known import keeps_books
from heli.funds.models import Entry, FundApplication, Movement, Need
from heli.funds.procedure import FundApplicationProcedure as P
from heli.workbench.navigation import Entry as Door

ENTRIES = (
    Door(_("Funds"), "funds_desk:books", "coin-yuan", 40, READ_FUNDS, also=("/desk/funds/books/",), opens=keeps_books),
    Door(_("Apply to a fund"), "funds_desk:apply", "heart-handshake", 41, APPLY_FOR_OTHERS),
    Door(_("Arrange funds"), "funds_desk:funds", "coin-yuan", 92, ARRANGE_FUNDS, group="arrange"),
)

MILESTONES = (
    Milestone(_("Received"), (P.applied, P.asked_back)),
    Milestone(_("Need verified"), (P.assessed,)),
    Milestone(_("First approval"), (P.half_approved,)),
    Milestone(_("Decision"), (P.granted, P.payable, P.ordered, P.refused, P.in_review, P.refused_for_good)),
    Milestone(_("Payment"), (P.paid_out, P.lapsed, P.taken_back)),
)
#: What the auditors read of acts on the books.
ACTS = {
    **dict(Movement.choices),
    "export_fund": _("Ledger of a fund exported"),
    "statement": _("Bank statement of a fund read in"),
    "fund.create": _("Fund entered"),
    "fund.change": _("Fund changed"),
    "budgetline.create": _("Budget of a fund opened"),
}
#: Where the account matters to those who pay.
_OF_ACCOUNT = frozenset({P.granted.name, P.payable.name, P.ordered.name, P.paid_out.name})


def officer_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``funds/panel.html`` shows: amounts, the entries of the case with who made them, the account masked.

    At most two statements: the entries, and the account where it matters.
    """
    application = case.fund_application
    payee = payees.payee_of(case) if case.state in _OF_ACCOUNT else None
    entries = Entry.objects.filter(case=case).order_by("id") if application.first_by else Entry.objects.none()
    return {
        "application": application,
        "money": _facts(application),
        "postings": [
            {"label": each.get_movement_display(), "amount": yuan(each.fen), "at": each.at, "who": each.actor_name}
            for each in entries
        ],
        "payee": payees.masked(payee) if payee else None,
        "payee_url": reverse("funds_desk:payee", args=[case.reference]),
        "may_read_payee": payee is not None and payees.may_read(actor, case),
    }


def _facts(application: FundApplication) -> list[dict[str, Any]]:
    line = application.line
    return [
        {"label": _("Fund"), "value": application.fund.label},
        {"label": _("What it is needed for"), "value": Need(application.need).label},
        {"label": _("Asked for (yuan)"), "value": yuan(application.asked)},
        {"label": _("Budget"), "value": f"{line.year} · {line.label}" if line else ""},
        {"label": _("Approved (yuan)"), "value": yuan(application.approved) if application.approved else ""},
        {"label": _("Came back (yuan)"), "value": yuan(application.returned) if application.returned else ""},
        {"label": _("Written by an officer"), "value": _("Yes, with consent") if application.by_officer else ""},
    ]


def resident_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``funds/resident_panel.html`` shows: what was asked for and granted, came back, and other help."""
    application = case.fund_application
    adverse = P.state(case.state).adverse
    return {
        "money": [
            {"label": _("Fund"), "value": application.fund.label},
            {"label": _("Asked for (yuan)"), "value": yuan(application.asked)},
            {"label": _("Granted (yuan)"), "value": yuan(application.approved or 0) if application.granted_at else ""},
            {"label": _("Paid on"), "value": application.paid_at and application.paid_at.date()},
            {"label": _("Came back (yuan)"), "value": yuan(application.returned) if application.returned else ""},
        ],
        "other_help": application.fund.told("other_help") if adverse else "",
    }
