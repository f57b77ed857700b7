"""The annual report of petition work as a document in the active language: for the page, the print, the spreadsheet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from heli.insight.shares import percent
from heli.insight.spans import Span
from heli.petitions.annual_figures import FEWEST, RESULTS
from heli.petitions.annual_models import TEXTS
from heli.petitions.figure_words import limit_name
from heli.petitions.figures import DUTIES
from heli.petitions.forms import SuperviseForm
from heli.petitions.overview_models import Aim, Taken
from heli.reports.document import Document, Figure, Head, Row, Sheet
from heli.reports.words import Value, read

Found = Mapping[str, Any]


def annual_document(content: Found) -> Document:
    """Return the report that ``content`` (``annual.content_of``) holds."""
    found = content["figures"]
    span = Span(content["year"])
    return Document(
        title=_("Annual report of petition work"),
        about=_("All organs"),
        period=span.label,
        district=read(content["district"]),
        figures_at=datetime.fromisoformat(content["figures_at"]),
        public=False,
        figures=_key(found),
        sheets=[*_of_petitions(found), *_of_results(found), *_of_work(found), _suggestions(found["advice"])],
        definitions=_definitions(found),
        changes=[],
        issue=content["issue"],
        codes=(span.code, span.before.code, ""),
        sections=_sections(content),
    )


def _sections(content: Found) -> list[tuple[str, str]]:
    """The written parts, in the language in which they were written; empty ones are left out."""
    first = [(_("What this issue corrects"), content["correction"])]
    names = [(str(TEXTS[name]), text) for name, text in _written(content)]
    return [(name, text) for name, text in (*first, *names) if text]


def _written(content: Found) -> list[tuple[str, str]]:
    # The database keeps no order of names in JSON.
    return [(name, content["texts"][name]) for name in TEXTS]


def _key(found: Found) -> list[Figure]:
    moves, made = found["moves"], sum(row["made"] for row in found["advice"].values())
    taken = sum(row[Taken.WHOLLY] + row[Taken.IN_PART] for row in found["advice"].values())
    forwarding = found["limits"]["forwarding"]
    return [
        _count("registered", _("Petitions registered"), found["registered"]),
        _count("forwarded", _("Forwarded"), moves["forward"]),
        _count("assigned", _("Assigned with a report due"), moves["entrust"]),
        _count("supervised", _("Supervised"), moves["supervise"]),
        Figure("in_time", _("Passed on in time"), "share", [_share(forwarding), None, None], _of(forwarding)),
        _count("suggestions", _("Suggestions made"), made),
        _count("taken", _("Taken up, wholly or in part"), taken),
    ]


def _count(code: str, label: str, value: int) -> Figure:
    return Figure(code, label, "count", [value, None, None])


def _share(kept: Mapping[str, int]) -> float | None:
    return percent(kept["met"], kept["met"] + kept["missed"] + kept["late"])


def _of(kept: Mapping[str, int]) -> str:
    whole = kept["met"] + kept["missed"] + kept["late"]
    return _("%(part)s of %(whole)s") % {"part": kept["met"], "whole": whole}


def _of_petitions(found: Found) -> list[Sheet]:
    number = _("Registered")
    return [
        _named("kinds", _("Petitions by kind (arts. 29 to 31)"), [_("Kind"), number], found["kinds"]),
        _named("channels", _("Petitions by way of coming in"), [_("Way of coming in"), number], found["channels"]),
        _named("fields", _("Fields that petitions are about"), [_("Topic"), number], found["topics"]),
        _named("handed", _("Organs that petitions are with"), [_("Unit"), number], found["handed"]),
        _named("complained", _("Organs most complained about"), [_("Unit"), _("Petitions about it")],
               found["complained"], _("No organ reaches the number from which one is named.")),
    ]  # fmt: skip


def _named(code: str, title: str, heads: list[str], lines: list[Any], note: str = "") -> Sheet:
    rows = [Row(read(line["name"]), [line["number"]]) for line in lines]
    return Sheet(code, title, [Head(heads[0], "text"), Head(heads[1])], rows, note)


def _of_results(found: Found) -> list[Sheet]:
    results = found["results"]
    opinions = sum(results[name] for name in RESULTS)
    names = (_("Supported"), _("Explained: reasonable, but the law gives no ground"), _("Not supported"))
    rows = [
        Row(name, [results[code], percent(results[code], opinions)]) for name, code in zip(names, RESULTS, strict=True)
    ]
    levels = ((_("Review (art. 35)"), "reviewed", "review_changed"),
              (_("Re-review (art. 36)"), "re_reviewed", "re_review_changed"))  # fmt: skip
    again = [Row(name, [results[all_], results[changed]]) for name, all_, changed in levels]
    return [
        Sheet("results", _("Results of written opinions (art. 32)"),
              [Head(_("Result"), "text"), Head(_("Opinions")), Head(_("Share"), "share")], rows),
        Sheet("reviews", _("Review and re-review"),
              [Head(_("Level"), "text"), Head(_("Decided")), Head(_("Changed"))], again),
    ]  # fmt: skip


def _of_work(found: Found) -> list[Sheet]:
    moves, manners = found["moves"], dict(SuperviseForm.base_fields["manner"].choices)  # type: ignore[attr-defined]
    acts = [
        Row(_("Forwarded (art. 22)"), [moves["forward"]]),
        Row(_("Assigned, with a report due (art. 22)"), [moves["entrust"]]),
        Row(_("Reported as grave or urgent (art. 25)"), [moves["report_upward"]]),
        Row(_("Supervised (art. 40)"), [moves["supervise"]]),
        *(Row(str(manners.get(each["manner"], each["manner"] or "–")), [each["number"]], level=1)
          for each in found["manners"]),
    ]  # fmt: skip
    limits = [Row(limit_name(name), _timely(found["limits"][name])) for name in DUTIES]
    answered = found["answered"]
    limits.append(Row(_("Answer a supervision (art. 40; last day set in the order)"), _timely(answered)))
    heads = [
        Head(_("Limit"), "text"), Head(_("In time")), Head(_("Late")), Head(_("Late now")),
        Head(_("In time, share"), "share"),
    ]  # fmt: skip
    return [
        Sheet(
            "acts",
            _("Forwarded, assigned, supervised"),
            [Head(_("What was done by the office"), "text"), Head(_("How many"))],
            acts,
        ),
        Sheet("limits", _("Answered and dealt with in time"), heads, limits),
    ]


def _timely(kept: Mapping[str, int]) -> list[Value]:
    return [kept["met"], kept["missed"], kept["late"], _share(kept)]


def _suggestions(found: Found) -> Sheet:
    heads = [
        Head(_("Aims at"), "text"),
        Head(_("Made")),
        *(Head(str(Taken(each).label)) for each in Taken.values),
        Head(_("Not answered yet")),
        Head(_("Withdrawn by the office")),
    ]
    return Sheet("suggestions", _("Suggestions to units (art. 40)"), heads,
                 [Row(str(Aim(aim).label), _taken(found[aim])) for aim in Aim.values])  # fmt: skip


def _taken(row: Mapping[str, int]) -> list[Value]:
    numbers = [row[each] for each in Taken.values]
    waiting = row["made"] - sum(numbers) - row["taken_back"]
    return [row["made"], *numbers, waiting, row["taken_back"]]


def _definitions(found: Found) -> list[tuple[str, str]]:
    return [
        (
            _("How many petitions there are"),
            _(
                "Context only. The number of petitions about an organ is no measure of fault, no target and no score: "
                "whether a complaint is justified is decided in each matter by law. Nothing here counts or ranks "
                "persons."
            ),
        ),
        (
            _("Organs most complained about"),
            _(
                "Organs that petitions registered in the year are about, by what was recorded when each came in. An "
                "organ is named from %(least)s petitions on, by local arrangement: art. 41 says “many”, not how many."
            )
            % {"least": found["complained_from"]},
        ),
        (
            _("Small numbers"),
            _("Ways, topics and organs with fewer than %(fewest)s petitions stand together as “others”, so that no "
              "number points at a person.") % {"fewest": FEWEST},
        ),
        (
            _("What is counted"),
            _(
                "Petitions registered, acts done and suggestions made in the year; limits that ended in it or were "
                "late at its end and still are. A suggestion counts by the last written answer at the time of the "
                "figures. A petition that whoever drew up the report may not see is in none of them."
            ),
        ),
    ]  # fmt: skip
