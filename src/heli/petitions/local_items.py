"""The district arrangements for petition work as residents read them: item by item, with the values of today."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.cases.explaining import period_text
from heli.organizations.responsibility import registry
from heli.petitions.arrangements import Arrangements
from heli.petitions.claims import ClaimProcedure
from heli.portal.arranged import Item, length_text

_SILENT = gettext_lazy("The Regulation is silent.")
_NO_TIME = gettext_lazy("The Regulation names no time.")


def items(local: Arrangements) -> list[Item]:
    """Return the items 1 to 14 in their order, with the values of ``local``."""
    found = [*_of_time(local), *_fixed()]
    return sorted(found, key=lambda item: item.number)


def reviewing(local: Arrangements) -> str:
    """Return who reviews for the district government; empty where no unit is named."""
    unit = next(
        (each for each in registry().units.values() if local.review_unit and each.code == local.review_unit), None
    )
    return unit.label if unit else ""


def _days(number: int) -> str:
    return period_text(number, "days")


def _of_time(local: Arrangements) -> list[Item]:
    lengths = {name: length_text(period) for name, period in local.lengths.items()}
    usual = _("The day set in each one; usually %(length)s")
    return [
        Item(1, _("Decide on an organ's objection that it is not competent"), lengths["redirecting"],
             _("Art. 23 asks for a check and names no time.")),
        Item(2, _("Decide which organ is competent"), lengths["settling"],
             _("Art. 24 says who decides and names no time.")),
        Item(3, _("Answer a supervision"), usual % {"length": _days(local.supervision_days)},
             _("Art. 40 names no time.")),
        Item(7, _("Study a suggestion and reply"), lengths["studying"], _("Art. 29 names no time.")),
        Item(8, _("Examine an accusation or report and give the result"), lengths["examining"],
             _("Art. 30 leaves it to the organ's own rules.")),
        Item(10, _("Perform a duty or answer (art. 31, item 5)"), lengths["performing"],
             _("Art. 31, item 5 leaves it to the law that applies.")),
        Item(11, _("Serve an opinion"), lengths["serving"], _NO_TIME),
        Item(12, _("Hold a hearing that was called in re-review"), lengths["hearing"],
             _("Art. 36 leaves its time out of the count and names no length.")),
        Item(13, _("Carry out what was granted"), usual % {"length": _days(local.execution_days)},
             _("Art. 32 asks for it and names no time.")),
        Item(14, _("Answer a suggestion of the petition office to a unit"),
             usual % {"length": _days(local.suggestion_days)},
             _("Art. 40 asks for a written answer and names no time.")),
        _simple(local),
    ]  # fmt: skip


def _simple(local: Arrangements) -> Item:
    limit = ClaimProcedure.simple
    value = (
        length_text(limit.period)
        if local.simple_matters and limit.period
        else _("Not used; the 60 days of art. 34 hold")
    )
    law = _("Trial measures of 2016; whether they stand since the Regulation of 2022 is not settled.")
    return Item(9, _("Decide a simple matter"), value, law)


def _fixed() -> list[Item]:
    length = ClaimProcedure.contesting.period
    objecting = length_text(length) if length else ""
    return [
        Item(
            4,
            _("Your objection to having been turned away, or to the way that was chosen"),
            objecting,
            _("The Regulation knows no such objection; it takes nothing away from your rights."),
        ),
        Item(5, _("Withdraw a petition"), _("As long as it is open"), _SILENT),
        Item(
            6,
            _("Remind step by step upwards when a time limit comes close; reckon again when the calendar changes"),
            _("By itself, at fixed parts of the time"),
            _SILENT,
        ),
    ]
