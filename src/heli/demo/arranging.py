"""What a district at work has arranged: texts to answer with, reports that were issued, and schedules for more."""

from datetime import datetime, time
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from heli.access.actors import Actor, staff
from heli.demo import samples
from heli.demo.personas import busiest
from heli.insight.periods import Length, Period
from heli.kernel.decisions import Denied
from heli.organizations.models import Category, Duty, Unit, UnitKind
from heli.people.models import User
from heli.places.revisions import bump
from heli.reports.issuing import issue
from heli.reports.models import Schedule
from heli.reports.scopes import About
from heli.workbench.models import ReplyTemplate
from heli.workbench.reply_texts import REVISION

MORNING: Final = time(7, 30)
#: Times of use, so that those used most come first.
USES: Final = (41, 36, 22, 9, 7, 4)


@transaction.atomic
def arrange(now: datetime) -> int:
    """Write replies, schedules and reports of closed periods; return how many reports the worker has to draw."""
    _notices_by_time()
    _replies()
    _schedules(now)
    return _reports(now)


def _notices_by_time() -> None:
    """Number the messages anew: they were written life by life, and an inbox shows them in the order of numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET id = -ranked.place"
            " FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS place FROM notices_notice) ranked"
            " WHERE ranked.id = notices_notice.id"
        )
        cursor.execute("UPDATE notices_notice SET id = -id")


def _replies() -> None:
    ids = dict(Category.objects.values_list("code", "pk"))
    for row, uses in zip(samples.replies(), USES, strict=True):
        topics = [ids[code] for code in row["categories"]]
        ReplyTemplate.objects.create(**{**row, "categories": topics}, uses=uses)
    bump(REVISION)


def _schedules(now: datetime) -> None:
    centre, street = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE), _street()
    keeper = _holder(centre, Duty.ADMINISTRATOR)
    told = [f"{centre.pk}:{duty.value}" for duty in (Duty.LEADER, Duty.COORDINATOR)]
    kept = {"at": MORNING, "since": now, "kept_by": keeper, "changed_at": now}
    Schedule.objects.create(length=Length.DAY, scope=About().key, recipients=told, **kept)
    recipients = [f"{street.pk}:{Duty.COORDINATOR.value}"]
    Schedule.objects.create(length=Length.WEEK, scope=_about_street(street).key, recipients=recipients, **kept)


def _reports(now: datetime) -> int:
    coordinator = _actor(_holder(Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE), Duty.COORDINATOR), now)
    unit = busiest(UnitKind.DEPARTMENT, UnitKind.STATION)
    wanted = [
        (About(unit=unit.pk), Length.MONTH, False),
        (_about_street(_street()), Length.WEEK, False),
        (About(), Length.MONTH, True),
        (About(), Length.MONTH, False),
        (About(), Length.WEEK, False),
        (About(), Length.DAY, False),
    ]
    for about, length, public in wanted:
        period = Period.of(length, timezone.localdate(now)).before
        made = issue(about, period, by=coordinator, public=public, now=now)
        assert not isinstance(made, Denied), made
    return len(wanted)


def _street() -> Unit:
    return busiest(UnitKind.STREET_CENTRE)


def _about_street(street: Unit) -> About:
    assert street.area is not None
    return About(place=street.area.path)


def _holder(unit: Unit, duty: Duty) -> User:
    return User.objects.filter(posts__unit=unit, posts__duty=duty).distinct().earliest("pk")


def _actor(user: User, now: datetime) -> Actor:
    return staff(user, timezone.localdate(now), at=now)
