"""What each figure means, in plain words; printed in the report itself."""

from django.utils.translation import gettext as _

from heli.cases.kinds import kinds
from heli.insight.periods import Length


def labels() -> dict[str, str]:
    """Return the name of every figure."""
    return {
        "received": _("Cases received"),
        "received_before": _("Received in the period before"),
        "closed": _("Cases closed"),
        "met": _("Answers in time"),
        "answered": _("Answers"),
        "on_time": _("On time"),
        "median": _("Median days to an answer"),
        "open": _("Open at the end"),
        "overdue": _("Overdue at the end"),
        "process": _("Content with the handling"),
        "process_good": _("Handling rated 4 or 5"),
        "process_rated": _("Ratings of the handling"),
        "result": _("Content with the result"),
        "result_good": _("Result rated 4 or 5"),
        "result_rated": _("Ratings of the result"),
        "rejected": _("Results rejected"),
        "reopened": _("Opened again"),
        "contested": _("Returned a second time"),
    }


def definitions(*, public: bool, length: Length) -> list[tuple[str, str]]:
    """Return (term, explanation) for a report; those about counting come last."""
    names = labels()
    counted = [_kinds(public=public), *_counted(names), *_judged(names)]
    return [*counted, *(_of_public() if public else _of_staff(names)), *_of_time(length)]


def _kinds(*, public: bool) -> tuple[str, str]:
    """Return which kinds of cases a report counts: those of the wall, in public those among them that may be public."""
    wanted = (kind for kind in kinds() if kind.on_wall and (kind.in_public or not public))
    titles = dict.fromkeys(str(kind.belongs_to.title) for kind in wanted)
    return _("Kinds of cases"), _("Counted are: %(kinds)s.") % {"kinds": _(", ").join(titles)}


def _counted(names: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (
            names["received"],
            _(
                "Cases opened in the period, by whatever channel. A report that was merged into another case "
                "later counts as well."
            ),
        ),
        (names["closed"], _("Cases closed in the period, whenever they came in.")),
        (
            names["on_time"],
            _(
                "Of the answering limits that stopped in the period, how many stopped before their due date. "
                "A rejected result starts a new limit, which counts again. A limit counts in the unit that "
                "handles the case now."
            ),
        ),
        (
            names["median"],
            _(
                "Half of the answers of the period took less time. Counted in days of 24 hours from the start "
                "of the limit, pauses included, as a resident lives through it."
            ),
        ),
        (names["open"], _("Cases that had come in and were not closed at the end of the last day.")),
        (
            names["overdue"],
            _(
                "Open cases whose due date had passed at the end of the last day. The due date is the one "
                "known when the figures were made, so later extensions are in it."
            ),
        ),
    ]


def _judged(names: dict[str, str]) -> list[tuple[str, str]]:
    text = _(
        "Share of ratings of 4 or 5 out of 5 that residents gave in the period. Handling and result are "
        "rated apart and never mixed."
    )
    return [(f"{names['process']} · {names['result']}", text)]


def _of_staff(names: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (names["rejected"], _("How often a resident did not accept a result and it had to be worked on again.")),
        (names["reopened"], _("How often a closed case was opened again.")),
        (
            names["contested"],
            _("How often a unit returned a case for the second time because it holds another to be responsible."),
        ),
        (
            _("Rising topics and places"),
            _(
                "At least 5 cases in the last 7 days of the period, and half as many again as in a usual week "
                "of the 28 days before. Topics and places, never persons."
            ),
        ),
        (
            _("Which cases are counted"),
            _(
                "All cases of the scope but those that concern a unit or an officer of the administration: a "
                "report is passed on, and nobody shall learn from it how many complaints about them there "
                "are. Those who handle such cases find them on the wall."
            ),
        ),
    ]


def _of_public() -> list[tuple[str, str]]:
    return [
        (_("Which cases are counted"), _("Cases of the public register only.")),
        (
            _("Protection of small counts"),
            _(
                "So that nobody can be recognised, each small group is rounded to a multiple of 3 before it "
                "is added up; below 3 stands “<3”. Sums may therefore differ by a few from the true count."
            ),
        ),
        (
            _("Shares and times"),
            _("Per cents from rounded counts, and whole days, of the whole district; from 20 answers or ratings on."),
        ),
    ]


def _of_time(length: Length) -> list[tuple[str, str]]:
    compared = {
        Length.DAY: _("The day before, and the same date of the year before."),
        Length.WEEK: _("The week before, and the week of the same number in the year before."),
        Length.MONTH: _("The month before, and the same month of the year before."),
    }
    return [
        (
            _("Begin and end"),
            _("From midnight at the start of the first day to midnight at the end of the last, local time."),
        ),
        (_("Compared periods"), compared[length]),
        (
            _("As issued"),
            _(
                "A report keeps the figures that were known when it was issued. What becomes known later "
                "appears in a new issue, which says what changed."
            ),
        ),
    ]
