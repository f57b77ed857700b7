"""The public figures of mediation as lines: the page and the table say the same."""

from django.utils.translation import gettext_lazy as _

from heli.insight.public_years import PublicYear
from heli.portal.figure_lines import Line, Part, share


def parts_of(year: PublicYear) -> list[Part]:
    """Return the figures of ``year`` part by part."""
    return [
        Part("work", _("What came in, and what came of the talks"), _work(year)),
        Part("time", _("How long talks took"), _time(year)),
        Part("kept", _("How agreements were kept after 90 days"), _kept(year)),
        Part("courts", _("Confirmation by a court"), _courts(year)),
        Part("ratings", _("How the sides found it"), _ratings(year)),
    ]


def _work(year: PublicYear) -> list[Line]:
    count = year.counts
    return [
        Line("came", _("Disputes that came in"), str(count["came"]),
             _("Applied for, offered or referred. How many there are is no measure of anything.")),
        Line("begin", _("Mediations begun"), str(count["begin"]),
             _("Begun once every side had agreed (People's Mediation Law, art. 17).")),
        Line("settled", _("Settled, of talks that ended"), share(_settled(year)),
             _("Of the rounds of talks that had begun and ended in the year: with an agreement, in writing or oral."
               " What never began, or still goes on, is left out.")),
        Line("written", _("Agreements in writing"), str(count["take_effect"]), _("In force by art. 29.")),
        Line("oral", _("Oral agreements"), str(count["conclude_orally"]), _("In force by art. 30.")),
    ]  # fmt: skip


def _settled(year: PublicYear) -> int | None:
    without = year.share("unsettled", "take_effect", "conclude_orally")
    return None if without is None else 100 - without


def _time(year: PublicYear) -> list[Line]:
    note = _("From the last side's consent to the end of the talks, breaks included.")
    return [
        Line("in_month", _("Ended within the month"), share(year.share("in_month", "later")),
             _("Limit TJ01: usually one month from when both sides are asked (Provisions, art. 33).")),
        Line("short", _("Ended within 15 days"), share(year.share("short", "middle", "long")), note),
        Line("long", _("Took longer than 30 days"), share(year.share("long", "short", "middle")), note),
    ]  # fmt: skip


def _kept(year: PublicYear) -> list[Line]:
    note = _("Of the clauses and instalments due within 90 days, of agreements whose 90th day is in the year.")
    names = ("clause_kept", "clause_late", "clause_broken")
    labels = (_("Performed in time"), _("Performed late, by the 90th day"), _("Not performed by the 90th day"))
    return [
        Line(name, label, share(year.share(name, *(each for each in names if each != name))), note)
        for name, label in zip(names, labels, strict=True)
    ]


def _courts(year: PublicYear) -> list[Line]:
    return [
        Line("filed", _("Applications handed in"), str(year.counts["filed"]),
             _("By both sides together, within 30 days of effect (People's Mediation Law, art. 33).")),
        Line("confirmed", _("Confirmed by the court"), str(year.counts["confirmed"]),
             _("Rulings of the year that confirm.")),
        Line("other_ruling", _("Not confirmed"), str(year.counts["other_ruling"]),
             _("Dismissed, not accepted or withdrawn in the year.")),
    ]  # fmt: skip


def _ratings(year: PublicYear) -> list[Line]:
    note = _("Of the ratings given in the year from 1 to 5: 4 or 5.")
    return [
        Line("first_good", _("First side content"), share(year.share("first_good", "first_other")), note),
        Line("others_good", _("Other sides content"), share(year.share("others_good", "others_other")), note),
    ]
