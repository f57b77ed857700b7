"""Days of the week that hours are kept for: what is open on a day follows from them and from the working calendar."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.calendar import WorkCalendar


class Weekday(models.IntegerChoices):
    """Days that hours are kept for; make-up working days have hours of their own."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
    MAKE_UP = 7, _("Make-up working day")


def weekday_of(day: date, calendar: WorkCalendar) -> Weekday | None:
    """Return whose hours hold on ``day``; None on a holiday. Make-up working days have hours of their own."""
    if calendar.is_make_up_day(day):
        return Weekday.MAKE_UP
    return None if calendar.is_holiday(day) else Weekday(day.weekday())
