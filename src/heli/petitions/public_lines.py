"""The public figures of petition work as lines: the page and the table say the same."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heli.insight.public_years import PublicYear
from heli.portal.figure_lines import Line, Part, share


def parts_of(year: PublicYear) -> list[Part]:
    """Return the figures of ``year`` part by part."""
    return [
        Part("work", _("What came in, and in what time"), _work(year)),
        Part("results", _("Results of written opinions"), _results(year)),
        Part("reviews", _("How opinions held on review"), _reviews(year)),
        Part("ratings", _("How people rated the work"), _ratings(year)),
    ]


def _work(year: PublicYear) -> list[Line]:
    return [
        Line(
            "registered",
            _("Petitions registered"),
            str(year.counts["registered"]),
            _("Of all three kinds and by all ways. How many there are is no measure of anything."),
        ),
        Line(
            "in_time",
            _("Decided in time"),
            share(year.share("in_time", "late")),
            _("Of the limits for deciding whose last day is in the year (art. 34): ended before that day was over."),
        ),
    ]


def _results(year: PublicYear) -> list[Line]:
    labels = (
        ("supported", _("Supported"), ("explained", "not_supported")),
        ("explained", _("Explained: reasonable, but the law gives no ground"), ("supported", "not_supported")),
        ("not_supported", _("Not supported"), ("supported", "explained")),
    )
    whole = Line(
        "opinions",
        _("Written opinions"),
        str(year.sum("supported", "explained", "not_supported")),
        _("Opinions of the first level given in the year (art. 32)."),
    )
    return [whole, *(_result(year, name, label, others) for name, label, others in labels)]


def _result(year: PublicYear, name: str, label: Promise | str, others: tuple[str, ...]) -> Line:
    part = year.share(name, *others)
    return Line(name, label, str(year.counts[name]), "" if part is None else share(part))


def _reviews(year: PublicYear) -> list[Line]:
    return [
        Line(
            "review_changed",
            _("Changed at review"),
            share(year.share("review_changed", "review_upheld")),
            _("Of the review opinions given in the year (art. 35)."),
        ),
        Line(
            "re_review_changed",
            _("Changed at re-review"),
            share(year.share("re_review_changed", "re_review_upheld")),
            _("Of the re-review opinions given in the year (art. 36)."),
        ),
    ]


def _ratings(year: PublicYear) -> list[Line]:
    note = _("Of the ratings given in the year from 1 to 5: 4 or 5.")
    return [
        Line("unit_good", _("Content with the organ"), share(year.share("unit_good", "unit_other")), note),
        Line(
            "office_good",
            _("Content with the petition office"),
            share(year.share("office_good", "office_other")),
            note,
        ),
    ]
