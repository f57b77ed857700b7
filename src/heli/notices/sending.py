"""Sending e-mail notices: at least once each, with a key that lets the receiver's side recognise a repetition.

A notice is taken for some minutes before it is sent, in a statement of its own. Of two workers one gets it; after a
worker that was killed meanwhile, another takes it when the minutes are over.
"""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from zlib import crc32

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from heli.kernel.faults import reach
from heli.notices.addresses import Address, addresses_of
from heli.notices.hours import earliest
from heli.notices.letters import render
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.subscription_links import address as address_to
from heli.notices.subscription_links import token

#: How often a notice is tried whose address is refused; while the mail server is away nothing is given up.
MOST_TRIES = 8
TAKEN = timedelta(minutes=10)
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360))


class _AwayError(Exception):
    """The mail server does not answer."""


def send(keys: list[str]) -> int:
    """Send the pending e-mail notices with ``keys`` and return how many went out to everybody.

    When the mail server does not answer, the first notice is put off and the rest stay for the next sweep.
    """
    sent = 0
    connection = get_connection()
    try:
        for key in keys:
            notice = _take(key, timezone.now())
            sent += bool(notice and _send(notice, connection))
    except _AwayError:
        pass
    finally:
        connection.close()
    return sent


def send_overdue(limit: int = 500) -> int:
    """Send pending e-mail notices whose time has come, oldest first."""
    return send(list(_ready(timezone.now()).order_by("id").values_list("key", flat=True)[:limit]))


def wait_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries."""
    return WAITS[min(tries, len(WAITS)) - 1]


def _ready(now: datetime) -> QuerySet[Notice]:
    waiting = Notice.objects.filter(state=Delivery.PENDING, channel=Channel.EMAIL)
    return waiting.filter(Q(not_before__isnull=True) | Q(not_before__lte=now))


def _take(key: str, now: datetime) -> Notice | None:
    """Return the notice for this worker alone; None when another has it or its time has not come."""
    mine = _ready(now).filter(key=key)
    notice = mine.select_related("to_contact__key", "to_subscription__key", "to_user", "to_unit").first()
    if notice is None:
        return None
    begin = earliest(notice, now)
    if begin > now:
        mine.update(not_before=begin)
        return None
    return notice if mine.update(tries=F("tries") + 1, not_before=now + TAKEN) else None


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Send a notice that was taken, and keep what came of it."""
    notice.refresh_from_db(fields=["tries", "reached"])
    addresses = addresses_of(notice)
    notice.error = "" if addresses else "no address"
    away = False
    for address in addresses:
        try:
            _deliver(notice, address, connection)
        except (OSError, ValueError) as failure:
            notice.error = _told(failure)
            away = _is_away(failure)
        if away:
            break
    _keep(notice, away=away, hopeless=not addresses)
    reach("letter.marked")
    if away:
        raise _AwayError
    return notice.state == Delivery.SENT


def _deliver(notice: Notice, address: Address, connection: BaseEmailBackend) -> None:
    """Send to one address, unless an earlier try reached it."""
    email, language = address
    mark = f"{crc32(email.encode()):08x}"
    if mark in notice.reached:
        return
    subject, body = render(notice, language)
    headers = {"Message-ID": f"<{notice.key}.{mark}@heli>", "Auto-Submitted": "auto-generated"}
    if notice.to_subscription:
        # RFC 8058: the mailbox itself can end the subscription, with one POST.
        headers |= {
            "List-Unsubscribe": f"<{address_to('stop', token(notice.to_subscription, 'stop'))}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    connection.open()
    EmailMessage(subject, body, to=[email], headers=headers, connection=connection).send()
    reach("letter.accepted")
    notice.reached = [*notice.reached, mark]


def _keep(notice: Notice, *, away: bool, hopeless: bool) -> None:
    now = timezone.now()
    if not notice.error:
        notice.state, notice.sent_at = Delivery.SENT, now
    elif hopeless or (not away and notice.tries >= MOST_TRIES):
        notice.state = Delivery.FAILED
    else:
        notice.not_before = now + wait_after(notice.tries)
    notice.save(update_fields=["state", "sent_at", "error", "not_before", "reached"])


def _is_away(failure: Exception) -> bool:
    """Whether the server is at fault, so that the next address would fare no better."""
    return not isinstance(failure, SMTPRecipientsRefused | SMTPDataError | ValueError)


def _told(failure: Exception) -> str:
    """Return the failure's kind and code; its words may hold the address and are not kept."""
    code = getattr(failure, "smtp_code", "") or getattr(failure, "errno", "") or ""
    return f"{type(failure).__name__} {code}".strip()
