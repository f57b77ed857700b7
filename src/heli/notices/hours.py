"""Service hours: reminders reach people when they are at work, or wait until they are."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from heli.kernel.periods import next_service_instant
from heli.notices.letters import ESCALATION, NEWS, audience_of
from heli.notices.models import Notice
from heli.organizations.calendar import work_calendar
from heli.organizations.settings import district


def earliest(notice: Notice, now: datetime) -> datetime:
    """Return from when ``notice`` may reach people: reminders and news in service hours only, all else at once."""
    if audience_of(notice.kind) not in (ESCALATION, NEWS):
        return now
    zone = ZoneInfo(timezone.get_default_timezone_name())
    return next_service_instant(now, work_calendar(), district().hours, zone)
