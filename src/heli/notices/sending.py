"""Sending e-mail notices: at least once each, with a key that lets the receiver's side recognise a repetition."""

from zlib import crc32

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from heli.notices.letters import render
from heli.notices.models import Channel, Delivery, Notice
from heli.organizations.models import Duty, Post
from heli.people.models import Language

MOST_TRIES = 8


def send(keys: list[str]) -> int:
    """Send the pending e-mail notices with ``keys`` and return how many went out."""
    return sum(_send_one(key) for key in keys)


def send_overdue(limit: int = 500) -> int:
    """Send pending e-mail notices whose time has come, oldest first."""
    pending = Notice.objects.filter(state=Delivery.PENDING, channel=Channel.EMAIL, tries__lt=MOST_TRIES)
    return send(list(pending.order_by("id").values_list("key", flat=True)[:limit]))


def _send_one(key: str) -> bool:
    """Send one notice under a row lock; a failure is kept on the row and tried again by the sweep."""
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("to_contact", "to_user", "to_unit")
            .filter(key=key, state=Delivery.PENDING)
            .first()
        )
        if notice is None or (notice.not_before and notice.not_before > timezone.now()):
            return False
        notice.tries += 1
        try:
            _deliver(notice)
            notice.state, notice.sent_at, notice.error = Delivery.SENT, timezone.now(), ""
        except OSError as failure:
            notice.error = str(failure)[:200]
            notice.state = Delivery.FAILED if notice.tries >= MOST_TRIES else Delivery.PENDING
        notice.save(update_fields=["tries", "state", "sent_at", "error"])
        return notice.state == Delivery.SENT


def _deliver(notice: Notice) -> None:
    for address, language in _addresses(notice):
        subject, body = render(notice, language)
        headers = {
            "Message-ID": f"<{notice.key}.{crc32(address.encode()):08x}@heli>",
            "Auto-Submitted": "auto-generated",
        }
        EmailMessage(subject, body, to=[address], headers=headers).send()


def _addresses(notice: Notice) -> list[tuple[str, str]]:
    if notice.to_contact:
        found = [(notice.to_contact.email, notice.to_contact.language)]
    elif notice.to_user:
        found = [(notice.to_user.email, notice.to_user.language)]
    else:
        duties = [notice.to_duty] if notice.to_duty != Duty.MEMBER else [Duty.MEMBER, Duty.LEADER]
        posts = Post.objects.on(timezone.localdate()).filter(unit=notice.to_unit, duty__in=duties, user__is_active=True)
        found = list(posts.values_list("user__email", "user__language").distinct())
    return [(address, language or Language.CHINESE) for address, language in found if address]
