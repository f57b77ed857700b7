"""What several pages of the reception centre show: the way to them, and hours in words."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.organizations.weekdays import Weekday
from heli.reception.known import known
from heli.reception.models import Centre


def crumbs(*more: str) -> list[dict[str, str]]:
    """Return the way from the start page to a page of the centre."""
    path = [{"label": _("Start page"), "url": reverse("portal:home")}]
    here = {"label": _("Reception centre"), "url": reverse("reception:places")}
    if not more:
        return [*path, {"label": here["label"]}]
    return [*path, here, *({"label": each} for each in more)]


def hours_of(centre: Centre) -> list[dict[str, Any]]:
    """Return the hours of a centre that hold today, by weekday, and the closures to come."""
    today = timezone.localdate()
    rows: dict[int, list[str]] = {}
    for each in known().openings:
        holds = each.since <= today and (each.until is None or today < each.until)
        if holds and each.centre_id == centre.pk and each.window_id is None:
            rows.setdefault(each.weekday, []).append(f"{each.opens:%H:%M}–{each.closes:%H:%M}")
    return [{"label": Weekday(day).label, "value": ", ".join(times)} for day, times in sorted(rows.items())]


def closures_of(centre: Centre) -> list[Any]:
    """Return the closures of a centre that are to come, the next first."""
    today = timezone.localdate()
    found = [each for (pk, day), each in known().closures.items() if pk == centre.pk and day >= today]
    return sorted(found, key=lambda each: each.day)
