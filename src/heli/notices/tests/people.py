"""A unit with a leader and two members, and notices to them."""

from datetime import UTC, date, datetime
from uuid import uuid4

from heli.access.actors import Actor, staff
from heli.notices.models import Channel, Delivery, Notice
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import Contact, User
from heli.places.revisions import bump

#: A Wednesday morning, in service hours: 10:00 in the district.
WORKING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
#: The evening of that day, and the next morning at nine.
EVENING = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


def unit(code: str = "roads") -> Unit:
    made = Unit.objects.create(code=code, name="市政所", name_en="Roads", kind=UnitKind.DEPARTMENT)
    made.path = f"{made.pk}/"
    made.save()
    bump(REVISION)
    return made


def person(name: str, at: Unit, duty: Duty = Duty.MEMBER, **more: object) -> User:
    user = User.objects.create(username=name, name=name.title(), email=f"{name}@example.test", **more)
    Post.objects.create(user=user, unit=at, duty=duty, since=date(2020, 1, 1))
    return user


def actor(user: User) -> Actor:
    return staff(user, date(2026, 11, 25))


def notice(**values: object) -> Notice:
    """Write an inbox notice."""
    facts = {"title": "路灯不亮", "step": {"zh": "已派遣", "en": "Sent"}, "unit": {"zh": "市政所", "en": "Roads"}}
    defaults = {
        "key": uuid4().hex,
        "channel": Channel.INBOX,
        "reference": "7K3M-Q9TX-C",
        "kind": "service_request.dispatch.staff",
        "values": {**facts, "note": "", "due": "2026-11-30T16:00:00+00:00"},
        "created_at": WORKING,
    }
    return Notice.objects.create(**{**defaults, **values})


def mail(**values: object) -> Notice:
    """Write an e-mail notice to a resident, to be sent."""
    contact = Contact.objects.create(name="李", email="li@example.test")
    defaults = {
        "channel": Channel.EMAIL,
        "state": Delivery.PENDING,
        "to_contact": contact,
        "kind": "service_request.dispatch.applicant",
    }
    return notice(**{**defaults, **values})
