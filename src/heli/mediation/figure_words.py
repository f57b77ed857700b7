"""How each figure of mediation is reckoned; printed with the figures."""

from django.utils.translation import gettext as _


def definitions() -> list[tuple[str, str]]:
    """Return (term, explanation) of every figure."""
    return [*_of_talks(), *_of_time(), *_of_agreements(), *_of_others()]


def _of_talks() -> list[tuple[str, str]]:
    return [
        (
            _("How disputes came"),
            _(
                "Disputes registered in the period: applied for by a side, offered by a committee (art. 17), or opened"
                " from what another body referred. Context, no measure of anybody."
            ),
        ),
        (
            _("What the sides answered (art. 17)"),
            _(
                "Each answer of a side in the period counts; who is asked again and answers again counts again. Never"
                " begun, for a refusal: disputes refused in the period that rest on it today and in which mediation"
                " never began. A refusal is a right and speaks against nobody."
            ),
        ),
        (
            _("Settled, of talks that ended"),
            _(
                "Of the rounds of talks that had begun and ended in the period: how many ended with an agreement, in"
                " writing or oral. Left out is what never began (refused, withdrawn, not a matter for mediation), what"
                " still goes on, and further talks after which the earlier agreement went on. A dispute that was"
                " talked about again counts once for each end."
            ),
        ),
    ]


def _of_time() -> list[tuple[str, str]]:
    return [
        (
            _("Days to the end"),
            _(
                "From the last side's consent, or from when talks were taken up again, to the end of that round; breaks"
                " are in it. Half of the rounds took no longer than the median, nine of ten no longer than the 90th"
                " percentile."
            ),
        ),
        (
            _("Within the month"),
            _(
                "Whether the round ended before its limit (TJ01: usually one month, Provisions, art. 33). The limit"
                " runs from when both sides are asked; breaks and extensions that both sides wanted are not counted"
                " against it."
            ),
        ),
        (
            _("By committee, kind and level"),
            _(
                "A dispute counts for the committee that has it now, and at that level. What was passed on counts where"
                " it went. In the order of names and levels: nothing is ranked, and no mediator is counted."
            ),
        ),
    ]


def _of_agreements() -> list[tuple[str, str]]:
    return [
        (
            _("How agreements were kept"),
            _(
                "Agreements that took effect in the period and are not replaced. Clauses due: each instalment due"
                " within 90 days of effect, judged once the 90 days are over: performed by its own day, later but"
                " by the 90th day, or not by then. Performed is what the side to which it is owed has confirmed."
                " No text names 90 days; Heli looks then."
            ),
        ),
        (
            _("Confirmation by a court"),
            _(
                "Applications handed in at the court in the period and what came of them: within 30 days of effect"
                " (People's Mediation Law, art. 33), decided within 30 days of docketing (Civil Procedure Law, art."
                " 187: the court's own limit, no measure of a committee)."
            ),
        ),
    ]


def _of_others() -> list[tuple[str, str]]:
    return [
        (
            _("Referrals out and in"),
            _("Referrals offered in the period, from disputes to other bodies and from other bodies to committees."),
        ),
        (
            _("How the sides found it"),
            _(
                "Mean of the ratings of the period from 1 to 5, first side and other sides apart. Below three ratings"
                " no mean is shown, and none of a single committee, kind or level, so that nobody's rating is known."
            ),
        ),
    ]
