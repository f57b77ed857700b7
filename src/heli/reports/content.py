"""What a report holds: the figures of a closed period as JSON values, names in both languages, frozen when issued."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from heli.cases.models import Channel
from heli.cases.telling import both
from heli.insight.closed import Closed, Key, Summary, Sums, closed_figures, summed
from heli.insight.indicators import Rise, percent
from heli.insight.keeping import Kept
from heli.insight.periods import Period
from heli.insight.scope import Scope, community_of, groups, town_of
from heli.reports.scopes import About
from heli.reports.words import Both, Value, district_name, place_name, topic_name, unit_name

Content = dict[str, Any]
_kept: Kept[Content] = Kept()
forget = _kept.forget


def content_of(about: About, period: Period, scope: Scope, now: datetime) -> Content:
    """Return the report ``about`` a scope and ``period`` from the cases of ``scope``, at most ten seconds old."""
    return _kept.get((scope, period), lambda: _content(about, period, closed_figures(scope, period), now))


def head(about: About, period: Period, now: datetime, *, public: bool) -> Content:
    """Return what a report says of itself."""
    return {
        "length": period.length.value,
        "period": period.code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "before": period.before.code,
        "year_ago": period.year_ago.code,
        "scope": about.key,
        "about": about.name,
        "district": district_name(),
        "public": public,
        "figures_at": now.isoformat(),
    }


def _content(about: About, period: Period, found: Closed, now: datetime) -> Content:
    return {
        **head(about, period, now, public=False),
        "figures": {
            "key": keyed(found),
            "days": [[day.day.isoformat(), day.opened, day.closed] for day in found.days],
            "tables": {
                "places": _places(found),
                "topics": _topics(found),
                "units": _units(found),
                "channels": _channels(found),
            },
            "topics": [_rise(each, topic_name(int(each.key))) for each in found.topics],
            "places": [_rise(each, place_name(str(each.key))) for each in found.places],
        },
    }


def keyed(found: Closed) -> dict[str, list[Value]]:
    """Return each key figure for the period, the one before and the same one a year ago."""
    return side_by_side([_key_figures(each) for each in (found.now, found.before, found.year_ago)])


def side_by_side(columns: list[dict[str, Value]]) -> dict[str, list[Value]]:
    """Return each figure of the period beside those it is compared with.

    Of a period in which nothing was recorded no figure is given: most often Heli was not there yet, and a nought would
    say that nobody came.
    """
    present, *past = columns
    shown = [present, *(each if any(each.values()) else dict.fromkeys(each) for each in past)]
    return {code: [each[code] for each in shown] for code in present}


def _key_figures(summary: Summary) -> dict[str, Value]:
    sums, rated, back = summary.sums, summary.ratings, summary.setbacks
    return {
        **_of_sums(sums),
        "median": in_days(summary.median),
        "process": rounded(rated.process_share),
        "process_good": rated.process,
        "process_rated": rated.rated,
        "result": rounded(rated.result_share),
        "result_good": rated.result,
        "result_rated": rated.result_rated,
        "rejected": back.rejected,
        "reopened": back.reopened,
        "contested": back.contested,
    }


def _of_sums(sums: Sums) -> dict[str, Value]:
    return {
        "received": sums.received,
        "closed": sums.closed,
        "answered": sums.answered,
        "met": sums.met,
        "on_time": rounded(percent(sums.met, sums.answered)),
        "open": sums.open,
        "overdue": sums.overdue,
    }


def in_days(span: timedelta | None) -> float | None:
    """Return a span in days with two decimals."""
    return None if span is None else round(span / timedelta(days=1), 2)


def rounded(share: float | None) -> float | None:
    """Return a share in per cent with two decimals, as it is kept."""
    return None if share is None else round(share, 2)


def _row(
    name: Both, key: str, sums: Sums, before: Sums, *, level: int = 0, median: timedelta | None = None
) -> dict[str, Any]:
    values = {**_of_sums(sums), "received_before": before.received, "median": in_days(median)}
    return {"name": name, "key": key, "level": level, "values": values}


def _places(found: Closed) -> list[dict[str, Any]]:
    """Towns and streets in the order of their paths, each with its communities."""
    rows = []
    for town, sums, before in _by(found, lambda key: town_of(key.area_path)):
        rows.append(_row(place_name(town), town, sums, before))
        inside = _by(found, lambda key: community_of(key.area_path), _within(town))
        rows += [_row(place_name(path), path, *pair, level=1) for path, *pair in inside if path]
    return rows


def _within(town: str) -> Callable[[Key], bool]:
    return lambda key: town_of(key.area_path) == town


def _topics(found: Closed) -> list[dict[str, Any]]:
    """Groups by what came in, each with its topics."""
    group_of, rows = groups(), []
    for group, sums, before in _most(_by(found, lambda key: group_of[key.category_id])):
        rows.append(_row(topic_name(group), str(group), sums, before, median=found.groups.get(group)))
        inside = _by(
            found,
            lambda key: key.category_id,
            lambda key, group=group: group_of[key.category_id] == group and key.category_id != group,  # type: ignore[misc]
        )
        rows += [_row(topic_name(pk), str(pk), *pair, level=1) for pk, *pair in _most(inside)]
    return rows


def _units(found: Closed) -> list[dict[str, Any]]:
    return [
        _row(unit_name(pk), str(pk or ""), sums, before, median=found.units.get(pk or 0))
        for pk, sums, before in _most(_by(found, lambda key: key.unit_id))
    ]


def _channels(found: Closed) -> list[dict[str, Any]]:
    return [_row(both(Channel(key).label), key, *pair) for key, *pair in _most(_by(found, lambda key: key.channel))]


def _by(
    found: Closed, key: Callable[[Key], Any], wanted: Callable[[Key], bool] = lambda key: True
) -> list[tuple[Any, Sums, Sums]]:
    """Return (key, sums, sums of the period before), in the order of the keys."""
    now, before = (
        summed({cell: sums for cell, sums in cells.items() if wanted(cell)}, key)
        for cells in (found.cells, found.cells_before)
    )
    every = sorted({*now, *before}, key=lambda each: (each is None, each or 0 if not isinstance(each, str) else each))
    pairs = [(each, now.get(each, Sums()), before.get(each, Sums())) for each in every]
    return [pair for pair in pairs if (pair[1], pair[2]) != (Sums(), Sums())]


def _most(rows: Iterable[tuple[Any, Sums, Sums]]) -> list[tuple[Any, Sums, Sums]]:
    return sorted(rows, key=lambda row: (-row[1].received, -row[1].open))


def _rise(rise: Rise, name: Both) -> dict[str, Any]:
    return {
        "name": name,
        "key": str(rise.key),
        "now": rise.now,
        "usual": round(rise.usual, 2),
        "factor": round(rise.factor, 2),
    }


def changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[list[Value]]:
    """Return (code, before, now) of each key figure of the period that a later issue says otherwise."""
    old, new = was["figures"]["key"], now["figures"]["key"]
    return [[code, old[code][0], new[code][0]] for code in new if code in old and old[code][0] != new[code][0]]
