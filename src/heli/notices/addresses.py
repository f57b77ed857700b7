"""To whom a notice goes by e-mail, found when it is sent: whoever holds the post then, and may know of the case."""

from collections.abc import Callable, Sequence

from django.utils import timezone

from heli.notices.letters import NEWS, audience_of, public_entries
from heli.notices.models import Notice
from heli.organizations.models import Duty, Post
from heli.people.models import Language

Address = tuple[str, str]
#: Returns those of some accounts who may know of the case with a reference.
Permit = Callable[[str, Sequence[int]], set[int]]
_permits: list[Permit] = []


def permit(rule: Permit) -> None:
    """Ask ``rule`` before anything about a case is sent to staff; called once from an AppConfig."""
    _permits.append(rule)


def may_be_told(reference: str, accounts: Sequence[int]) -> set[int]:
    """Return those of ``accounts`` who may know of the case ``reference`` at this moment."""
    allowed = set(accounts)
    for rule in _permits if reference else ():
        allowed &= rule(reference, sorted(allowed))
    return allowed


def duties_reached(duty: str) -> list[str]:
    """Return the duties whose holders a notice to ``duty`` reaches; a unit's leader also reads what its members do."""
    return [Duty.MEMBER, Duty.LEADER] if duty == Duty.MEMBER else [duty]


def addresses_of(notice: Notice) -> list[Address]:
    """Return e-mail address and language of each addressee of ``notice``, without repetition."""
    if notice.to_subscription:
        silent = audience_of(notice.kind) == NEWS and not public_entries(notice)
        found = [] if silent else [(notice.to_subscription.email, notice.to_subscription.language)]
    elif notice.to_contact:
        found = [(notice.to_contact.email, notice.to_contact.language)]
    else:
        holders = _holders(notice)
        allowed = may_be_told(notice.reference, [pk for pk, _email, _language in holders])
        found = [(email, language) for pk, email, language in holders if pk in allowed]
    return [(address, language or Language.CHINESE) for address, language in found if address]


def _holders(notice: Notice) -> list[tuple[int, str, str]]:
    """Return (account, e-mail, language) of the members of staff whom ``notice`` addresses."""
    if notice.to_user:
        person = notice.to_user
        return [(person.pk, person.email, person.language)] if person.is_active else []
    posts = Post.objects.on(timezone.localdate()).filter(
        unit=notice.to_unit, duty__in=duties_reached(notice.to_duty), user__is_active=True
    )
    return list(posts.values_list("user_id", "user__email", "user__language").order_by("user__email").distinct())
