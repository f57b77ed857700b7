"""Sessions to come: as a list for those who may see the disputes, as a file for calendars, and as reminders."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.access.roles import Role
from heli.cases.models import Case
from heli.cases.telling import addressees, both, values_of
from heli.kernel.icalendar import calendar, escaped, stamp
from heli.mediation.models import Mediating
from heli.mediation.session_models import Session
from heli.notices.models import Notice
from heli.notices.writing import post

MOST = 200
#: How long before a session everybody is reminded of it.
BEFORE = timedelta(hours=24)
NEAR = gettext_lazy("A reminder: the session is near")
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Heli//Mediation//ZH", "METHOD:PUBLISH")


def coming_up(actor: Actor, *, of: int | None = None, now: datetime | None = None) -> QuerySet[Session]:
    """Return the sessions of today and later in disputes that ``actor`` may see, with the rows that lists show of them.

    ``of`` is the account of a mediator: then only those of disputes that they mediate now.
    """
    today = timezone.localtime(now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Session.objects.filter(held_at__isnull=True, at__gte=today, case__in=Case.objects.visible_to(actor))
    if of is not None:
        mediating = Mediating.objects.filter(case=OuterRef("case"), user=of, until__isnull=True)
        rows = rows.filter(Exists(mediating))
    return rows.select_related("case__unit", "case__handler")


def to_come(actor: Actor, *, of: int | None = None, now: datetime | None = None) -> list[Session]:
    """Return these sessions, the next first, and so many as a file for calendars holds."""
    return list(coming_up(actor, of=of, now=now).order_by("at", "id")[:MOST])


def sessions_file(sessions: Iterable[Session]) -> str:
    """Return the sessions as one file: number of the matter, place and time, no name and no word of the dispute."""
    return calendar([*HEAD, *(line for each in sessions for line in _event(each)), "END:VCALENDAR"])


def _event(session: Session) -> list[str]:
    reference = session.case.reference
    summary = _("Mediation session %(reference)s") % {"reference": reference}
    return [
        "BEGIN:VEVENT",
        f"UID:session-{session.pk}@heli",
        f"DTSTAMP:{stamp(session.called_at)}",
        f"SEQUENCE:{session.moved}",
        f"DTSTART:{stamp(session.at)}",
        f"DTEND:{stamp(session.at + timedelta(minutes=session.minutes))}",
        f"SUMMARY:{escaped(summary)}",
        f"LOCATION:{escaped(session.place)}",
        f"URL:{settings.HELI_BASE_URL}{reverse('workbench:case', args=[reference])}",
        "END:VEVENT",
    ]


def remind(now: datetime | None = None) -> int:
    """Remind all sides and the mediator in charge of sessions within a day, once for each time it is set for.

    Who was told of it within that day is not reminded. Returns how many sessions.
    """
    now = now or timezone.now()
    rows = Session.objects.filter(held_at__isnull=True, reminded_at__isnull=True, at__gt=now, at__lte=now + BEFORE)
    rows = rows.filter(called_at__lte=F("at") - BEFORE)
    told = 0
    for session in rows.select_related("case")[:500]:
        if rows.filter(pk=session.pk).update(reminded_at=now):
            _remind(session, now)
            told += 1
    return told


def _remind(session: Session, now: datetime) -> None:
    case = session.case
    local = timezone.localtime(session.at)
    note = " ".join(each for each in (f"{local:%Y-%m-%d %H:%M}", session.place, session.link) if each)
    with acting_as(SYSTEM):
        rows = [
            Notice(
                key=f"session.{session.pk}.{session.moved}.{role}.{number}",
                kind=f"mediation.session.{'staff' if role == Role.HANDLER else 'applicant'}",
                values={**values_of(case), "step": both(NEAR), "note": note},
                created_at=now,
                **{"reference": case.reference, **address},
            )
            for role in (Role.APPLICANT, Role.OTHER_SIDE, Role.HANDLER)
            for number, address in enumerate(addressees(case, role))
        ]
    post(rows)
