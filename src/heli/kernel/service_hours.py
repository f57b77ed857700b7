"""The hours in which people can be reached: for telephone calls, visits and messages."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from heli.kernel.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Local opening and closing time on working days; the closing minute is outside.

    Raises ValueError unless `start` is before `end` and both are without a zone.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("service hours are local times without a zone")
        if self.start >= self.end:
            raise ValueError("service hours end after they start, on the same day")


def within_service_hours(instant: datetime, calendar: WorkCalendar, hours: ServiceHours, zone: ZoneInfo) -> bool:
    """Whether `instant` (aware, else ValueError) falls into service hours in `zone`."""
    local = _local(instant, zone)
    open_now = hours.start <= local.time() < hours.end
    return open_now and calendar.is_working_day(local.date())


def next_service_instant(instant: datetime, calendar: WorkCalendar, hours: ServiceHours, zone: ZoneInfo) -> datetime:
    """The first instant in service hours, from `instant` (aware, else ValueError) on; UTC."""
    if within_service_hours(instant, calendar, hours, zone):
        return instant.astimezone(UTC)
    local = _local(instant, zone)
    day = local.date()
    if local.time() >= hours.start or not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    return datetime.combine(day, hours.start, zone).astimezone(UTC)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone)
