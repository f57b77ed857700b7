"""How often something may be tried. The counts are rows, so they hold in all processes and after a restart.

A rule counts attempts within sliding windows, exactly. What is counted is an account, an address or a target, each as a
keyed hash. No rule locks: each says how long to wait.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

#: Letters that ask to confirm a subscription, to one address; and asked for from one address.
NEWS_TARGET = Rule("news target", ((3, DAY),))
NEWS_SOURCE = Rule("news source", ((10, HOUR),))


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


#: Photos that are sent ahead of a report, at most.
PHOTOS = 12


def photo() -> Rule:
    """Return the rule for photos that come ahead of their reports from one address: as many as a flood could have."""
    return Rule("photo", ((settings.HELI_REPORTS_AN_HOUR * FLOOD * PHOTOS, HOUR),))


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
    """Return the address that ``request`` comes from, beyond the trusted proxies; of IPv6 the network of it.

    An address of IPv4 is one however it is told: servers that listen for both name it ``::ffff:192.0.2.1``.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    text = passed[-proxies] if proxies and len(passed) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), PREFIX), strict=False))


def waiting(rule: Rule, *whom: str) -> timedelta:
    """Return how long ``whom`` must wait; counts nothing."""
    now = timezone.now()
    hits = Counter.objects.filter(key=_key(rule, whom)).values_list("hits", flat=True).first() or []
    return rule.wait(_recent(rule, hits, now), now)


@transaction.atomic(savepoint=False)
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


@dataclass(frozen=True)
class Guess:
    """What became of a guess: right, or wrong and counted, or not even looked at for so long."""

    right: bool
    wait: timedelta = NONE


def guess(request: HttpRequest, reference: str, is_right: Callable[[], bool]) -> Guess:
    """Ask ``is_right`` of a query code for ``reference`` unless the sender of ``request`` must wait; count a wrong one.

    Guesses of one address are looked at one after the other, so that none is compared beyond the limit however many
    are sent at once. A right one writes nothing. A wrong one is counted in a transaction of its own, which nothing
    that follows takes back; raises RuntimeError within another.
    """
    address = address_of(request)
    rules = {
        _key(QUERY_CODE_SOURCE, (address,)): QUERY_CODE_SOURCE,
        _key(QUERY_CODE, (reference, address)): QUERY_CODE,
    }
    with _alone("guess", address):
        now = timezone.now()
        counted = _counted(list(rules))
        recent = {key: _recent(rule, counted.get(key, []), now) for key, rule in rules.items()}
        wait = max(rule.wait(recent[key], now) for key, rule in rules.items())
        if wait:
            return Guess(right=False, wait=wait)
        if is_right():
            return Guess(right=True)
        _count({key: ([*recent[key], now], now + rule.memory) for key, rule in rules.items()})
    return Guess(right=False)


@contextmanager
def _alone(*whom: str) -> Iterator[None]:
    """One transaction, never part of another, that no other of ``whom`` runs beside; the lock itself writes nothing."""
    number = int.from_bytes(bytes.fromhex(keyed("alone", *whom)[:16]), signed=True)
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
        yield


def _counted(keys: list[str]) -> dict[str, list[datetime]]:
    return dict(Counter.objects.filter(key__in=keys).values_list("key", "hits"))


def _count(counters: dict[str, tuple[list[datetime], datetime]]) -> None:
    """Write the attempts of some counters in one statement; their owner must be alone."""
    rows = [Counter(key=key, hits=hits, until=until) for key, (hits, until) in counters.items()]
    Counter.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["hits", "until"])
