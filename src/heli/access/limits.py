"""How often something may be tried. The counts are rows, so they hold in all processes and after a restart.

A rule counts attempts within sliding windows, exactly. What is counted is an account, an address or a target, each as a
keyed hash. No rule locks: each says how long to wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from heli.access.keyed import keyed
from heli.access.models import Counter

#: What one subscriber of IPv6 is commonly given.
PREFIX = 64
NONE = timedelta(0)
#: Makes the row or finds it; locks it either way.
_LOCKED = """
    INSERT INTO access_counter (key, hits, until) VALUES (%s, '{}', %s)
    ON CONFLICT (key) DO UPDATE SET until = access_counter.until RETURNING hits
"""
FREE_SLIPS = 2
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=each) for each in (1, 60, 3600, 86400))


@dataclass(frozen=True)
class Rule:
    """At most so many attempts within so long; ``longest_delay`` adds 1, 2, 4 … seconds between them, up to itself,
    from the third on: two slips cost nothing.
    """

    name: str
    windows: tuple[tuple[int, timedelta], ...]
    longest_delay: timedelta = NONE

    @property
    def memory(self) -> timedelta:
        """How far back attempts matter."""
        return max(span for _most, span in self.windows)

    def wait(self, hits: list[datetime], now: datetime) -> timedelta:
        """Return how long after ``now`` the next attempt may come, given the earlier ones in order."""
        free = [hits[-most] + span for most, span in self.windows if len(hits) >= most]
        if self.longest_delay and len(hits) > FREE_SLIPS:
            doubled = min(len(hits) - FREE_SLIPS - 1, 20)
            free.append(hits[-1] + min(SECOND * 2**doubled, self.longest_delay))
        return max([each - now for each in free] + [NONE])


#: Wrong passwords for one account, from all browsers that it does not know together, or from one that it knows.
PASSWORD = Rule("password", ((5, MINUTE), (20, HOUR)), longest_delay=MINUTE)
#: Wrong codes of the second factor, likewise.
FACTOR = Rule("factor", ((5, MINUTE), (20, HOUR)), longest_delay=MINUTE)
#: Failed sign-ins from one address, whatever the account.
SOURCE = Rule("source", ((100, HOUR),))
#: Wrong query codes for one reference from one address; an address may also not try one number after another.
QUERY_CODE = Rule("query code", ((10, HOUR),))
QUERY_CODE_SOURCE = Rule("query code source", ((30, 10 * MINUTE),))
#: Codes sent to one phone number or e-mail address; and asked for from one address.
CODE_TARGET = Rule("code target", ((1, MINUTE), (5, DAY)))
CODE_SOURCE = Rule("code source", ((3, HOUR),))
#: Letters with a link to a new password, to one address; and asked for from one address.
RESET_TARGET = Rule("reset target", ((3, HOUR),))
RESET_SOURCE = Rule("reset source", ((10, HOUR),))


def export() -> Rule:
    """Return the rule for files of the list that one officer takes."""
    return Rule("export", ((settings.HELI_EXPORTS_A_DAY, DAY),))


def submission() -> Rule:
    """Return the rule for reports from one address: a household or an office behind one address stays well below."""
    return Rule("submission", ((settings.HELI_REPORTS_AN_HOUR, HOUR),))


#: How many times the usual number of reports is still taken from one address, for a person to look at first.
FLOOD = 10


def flood() -> Rule:
    """Return the rule for reports beyond the usual number from one address."""
    return Rule("flood", ((settings.HELI_REPORTS_AN_HOUR * FLOOD, HOUR),))


@dataclass(frozen=True)
class Sending:
    """Whether a report is taken now. ``many``: it is, and a person looks at it first. ``wait``: how long it is not."""

    many: bool = False
    wait: timedelta = NONE


def sending(request: HttpRequest) -> Sending:
    """Count a report. Registering is never refused for its number alone, until one address sends a flood."""
    address = address_of(request)
    if not take(submission(), address):
        return Sending()
    wait = take(flood(), address)
    return Sending(many=not wait, wait=wait)


def address_of(request: HttpRequest) -> str:
    """Return the address that ``request`` comes from, beyond the trusted proxies; of IPv6 the network of it."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    text = passed[-proxies] if proxies and len(passed) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return str(IPv6Network((address, PREFIX), strict=False)) if address.version == 6 else str(address)


def waiting(rule: Rule, *whom: str) -> timedelta:
    """Return how long ``whom`` must wait; counts nothing."""
    now = timezone.now()
    hits = Counter.objects.filter(key=_key(rule, whom)).values_list("hits", flat=True).first() or []
    return rule.wait(_recent(rule, hits, now), now)


@transaction.atomic
def take(rule: Rule, *whom: str) -> timedelta:
    """Count an attempt and return zero, or count nothing and return how long to wait.

    The row is locked: of two at once, one is counted before the other asks.
    """
    now, key = timezone.now(), _key(rule, whom)
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED, [key, now + rule.memory])
        hits = _recent(rule, cursor.fetchone()[0], now)
    wait = rule.wait(hits, now)
    if not wait:
        Counter.objects.filter(key=key).update(hits=[*hits, now], until=now + rule.memory)
    return wait


@transaction.atomic
def give_back(rule: Rule, *whom: str) -> None:
    """Take back the newest counted attempt: it was right."""
    row = Counter.objects.select_for_update().filter(key=_key(rule, whom)).first()
    if row and row.hits:
        row.hits = row.hits[:-1]
        row.save(update_fields=["hits"])


def _recent(rule: Rule, hits: list[datetime], now: datetime) -> list[datetime]:
    return [each for each in hits if now - rule.memory < each]


def _key(rule: Rule, whom: tuple[str, ...]) -> str:
    return keyed("limit", rule.name, *whom)


def in_words(wait: timedelta) -> str:
    """Return ``wait`` as people say it, rounded up."""
    seconds = -(-int(wait.total_seconds() * 1000) // 1000)
    if seconds <= 90:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    if minutes > 120:
        hours = -(-minutes // 60)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def please_wait(wait: timedelta) -> str:
    """Return the sentence that tells somebody to wait."""
    return gettext("Too many attempts. Please wait %(wait)s and try again.") % {"wait": in_words(wait)}


def guessing(request: HttpRequest, reference: str) -> timedelta:
    """Count a guess of the query code of ``reference``, or return how long its sender must wait."""
    address = address_of(request)
    wait = take(QUERY_CODE_SOURCE, address)
    if wait:
        return wait
    wait = take(QUERY_CODE, reference, address)
    if wait:
        give_back(QUERY_CODE_SOURCE, address)
    return wait


def guessed_right(request: HttpRequest, reference: str) -> None:
    """Take the counted guess back: whoever knows the code is no stranger."""
    address = address_of(request)
    give_back(QUERY_CODE_SOURCE, address)
    give_back(QUERY_CODE, reference, address)
