"""Who sits in the committees of the demo district: terms, seats, fields, languages, trainings, absences."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, cast

from heli.demo import samples
from heli.demo.founding import SINCE
from heli.mediation.models import Committee, Level, Sector
from heli.mediation.roster_models import Absence, Field, Mediator, Seat, Term, Training
from heli.organizations.models import Duty, Post, Unit

#: Days since the terms began: all within three years (People's Mediation Law, art. 9); that of one ends soon.
TERMS_AGO: Final = (730, 340, 610, 95, 820, 470)
ENDS_SOON: Final = ("mediation-002001", 1036)
ROLES: Final = {Duty.LEADER: Seat.Role.HEAD, Duty.COORDINATOR: Seat.Role.DEPUTY, Duty.MEMBER: Seat.Role.MEMBER}
_OF_SECTOR: Final = {
    Sector.LABOUR: [Field.LABOUR], Sector.MEDICAL: [Field.MEDICAL], Sector.PROPERTY: [Field.PROPERTY],
    Sector.LAND: [Field.LAND], Sector.TRAFFIC: [Field.TRAFFIC], Sector.CONSUMER: [Field.CONSUMER],
}  # fmt: skip
_OF_PLACE: Final = (
    [Field.NEIGHBOUR, Field.FAMILY], [Field.NEIGHBOUR, Field.PROPERTY], [Field.FAMILY, Field.LAND],
    [Field.NEIGHBOUR, Field.CONSUMER],
)  # fmt: skip
#: Who takes no dispute in some days from today: how many seats further, from, until.
_AWAY: Final = ((40, -2, 5), (55, 6, 20))


def seat_committees(units: dict[str, Unit], today: date) -> None:
    """Write terms, seats and what is known of each mediator, by arts. 8, 9, 13 and 14; eight statements."""
    committees = list(Committee.objects.select_related("unit").order_by("unit_id"))
    terms = {each.pk: _term(each, number, today) for number, each in enumerate(committees)}
    Term.objects.bulk_create(each for each in terms.values() if each)
    rows = Post.objects.filter(unit__in=[each.pk for each in committees], duty__in=ROLES)
    posts = cast("Iterable[Post]", rows.select_related("user").order_by("pk"))
    hired = {row["username"] for row in samples.disputes()["staff"] if row.get("hired")}
    by_unit = {each.pk: each for each in committees}
    seats = Seat.objects.bulk_create(
        Seat(
            committee=by_unit[post.unit_id],
            user_id=post.user_id,
            role=Seat.Role.HIRED if post.user.username in hired else ROLES[Duty(post.duty)],
            since=term.since if (term := terms[post.unit_id]) else SINCE,
        )
        for post in posts
    )
    Mediator.objects.bulk_create(_known(seat, number) for number, seat in enumerate(seats))
    Training.objects.bulk_create(each for number, seat in enumerate(seats) for each in _trainings(seat, number, today))
    Absence.objects.bulk_create(
        Absence(user_id=seats[at].user_id, since=today + timedelta(begins), until=today + timedelta(ends))
        for at, begins, ends in _AWAY
    )


def _term(committee: Committee, number: int, today: date) -> Term | None:
    """Three years from some day; groups and information officers have none."""
    if committee.level < Level.COMMITTEE:
        return None
    code, ago = committee.unit.code, TERMS_AGO[number % len(TERMS_AGO)]
    elected = committee.level == Level.COMMITTEE
    mixed = code == "mediation-104"
    return Term(
        committee=committee,
        since=today - timedelta(days=ENDS_SOON[1] if code == ENDS_SOON[0] else ago),
        how=Term.How.ELECTED if elected else Term.How.APPOINTED,
        women=1 + number % 2,
        mixed=mixed,
        minorities=int(mixed),
    )


def _known(seat: Seat, number: int) -> Mediator:
    roster = samples.disputes()["roster"]
    unit, hours = seat.committee.unit, roster["hours"][number % len(roster["hours"])]
    return Mediator(
        user_id=seat.user_id,
        fields=_OF_SECTOR.get(Sector(seat.committee.sector), _OF_PLACE[number % len(_OF_PLACE)]),
        languages=roster["languages"][number % len(roster["languages"])],
        area=unit.area if seat.committee.level <= Level.STREET else None,
        hours=hours[0],
        hours_en=hours[1],
        shown=seat.committee.level >= Level.COMMITTEE,
    )


def _trainings(seat: Seat, number: int, today: date) -> list[Training]:
    topics = samples.disputes()["roster"]["trainings"]
    return [
        Training(
            user_id=seat.user_id,
            on=today - timedelta(days=30 + (number * 17) % 120 + 210 * turn),
            topic=topics[(number + turn) % len(topics)],
            hours=(8, 12, 16)[(number + turn) % 3],
        )
        for turn in range(2)
    ]
