"""To whom a notice goes by e-mail, found when it is sent: whoever holds the post then."""

from django.utils import timezone

from heli.notices.models import Notice
from heli.organizations.models import Duty, Post
from heli.people.models import Language

Address = tuple[str, str]


def duties_reached(duty: str) -> list[str]:
    """Return the duties whose holders a notice to ``duty`` reaches; a unit's leader also reads what its members do."""
    return [Duty.MEMBER, Duty.LEADER] if duty == Duty.MEMBER else [duty]


def addresses_of(notice: Notice) -> list[Address]:
    """Return e-mail address and language of each addressee of ``notice``, without repetition."""
    if notice.to_contact:
        found = [(notice.to_contact.email, notice.to_contact.language)]
    elif notice.to_user:
        found = [(notice.to_user.email, notice.to_user.language)] if notice.to_user.is_active else []
    else:
        holders = Post.objects.on(timezone.localdate()).filter(
            unit=notice.to_unit, duty__in=duties_reached(notice.to_duty), user__is_active=True
        )
        found = list(holders.values_list("user__email", "user__language").order_by("user__email").distinct())
    return [(address, language or Language.CHINESE) for address, language in found if address]
