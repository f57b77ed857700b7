"""The calculator of time limits: when a period ends by the district's calendar, and how that is reckoned."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import RECKON
from heli.cases.explaining import explain, period_text
from heli.cases.models import Clock
from heli.kernel.periods import Period, Unit, compute
from heli.organizations.calendar import work_calendar
from heli.portal.pages import render

MOST = 400
UNITS = (
    (Unit.WORKING_DAYS.value, gettext_lazy("working days")),
    (Unit.DAYS.value, gettext_lazy("natural days")),
    (Unit.HOURS.value, gettext_lazy("hours")),
    (Unit.MONTHS.value, gettext_lazy("months")),
    (Unit.YEARS.value, gettext_lazy("years")),
)


class DeadlineForm(forms.Form):
    """When the time begins, and how long it is."""

    start = forms.DateTimeField(
        label=gettext_lazy("When did it begin?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": gettext_lazy("Please give day and time, like 2026-03-02 09:30.")},
    )
    amount = forms.IntegerField(label=gettext_lazy("How many?"), min_value=1, max_value=MOST)
    unit = forms.ChoiceField(label=gettext_lazy("Of what?"), choices=UNITS)


@needs(RECKON)
@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """Show the form and, once it is filled in, the last day with its reckoning; the address can be passed on."""
    filled = "start" in request.GET
    usual = {"start": timezone.localtime(), "amount": 5, "unit": Unit.WORKING_DAYS.value}
    form = DeadlineForm(request.GET) if filled else DeadlineForm(initial=usual)
    crumbs = [
        {"label": _("Start page"), "url": reverse("portal:home")},
        {"label": _("Help"), "url": reverse("portal:help")},
        {"label": _("Reckon a time limit")},
    ]
    found = _reckoned(**form.cleaned_data) if filled and form.is_valid() else None
    context = {"form": form, "found": found, "crumbs": crumbs}
    return render(request, "portal/deadline.html", context, status=422 if filled and not found else 200)


def _reckoned(start: datetime, amount: int, unit: str) -> dict[str, Any] | None:
    """Return the end of a period with its reckoning in sentences; None where the calendar does not reach so far."""
    zone = timezone.get_default_timezone()
    try:
        due = compute(start, Period(amount, Unit(unit)), work_calendar(), zone=zone)
    except (ValueError, OverflowError):
        return None
    trace = [
        {"kind": line.kind.value, "date": line.date and line.date.isoformat(), "detail": dict(line.detail)}
        for line in due.trace
    ]
    return {
        "at": due.at,
        "period": period_text(amount, unit),
        "provisional": due.provisional,
        "why": explain(Clock(trace=trace)),
    }
