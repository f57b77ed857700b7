"""Who can mediate a dispute, whom the rule proposes and why, and what a committee lacks by law.

Nobody is scored or ranked: a proposal is reckoned anew for one dispute, from what anybody can check, and kept nowhere.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heli.cases.models import Case
from heli.cases.usual.forms import members_of
from heli.kernel.paths import lies_in
from heli.mediation.law import FEWEST_MEMBERS, MOST_MEMBERS
from heli.mediation.models import Committee, Level, Mediating
from heli.mediation.roster_models import Absence, Choice, Field, Mediator, Seat, Term
from heli.people.models import Language, User
from heli.people.tongues import Tongue

#: So long before a term ends the committee is reminded of it.
WARN_BEFORE = timedelta(days=90)
#: The members whom art. 8 counts; hired mediators (art. 13) are none.
MEMBERS = (Seat.Role.HEAD, Seat.Role.DEPUTY, Seat.Role.MEMBER)
#: Groups and information officers belong to a committee; the rules for committees are not for them.
PROPER = (Level.COMMITTEE, Level.STREET, Level.DISTRICT)
#: Whom the rule proposes at most.
MOST_PROPOSED = 3


def mediators_for(case: Case) -> list[User]:
    """Return who can be named in ``case``: members of its unit whom it does not concern, who are there today.

    Where the committee has a roster, only those on it (People's Mediation Law, art. 13). Five statements at most.
    """
    today = timezone.localdate()
    seated = set(Seat.objects.on(today).filter(committee=case.unit_id).values_list("user_id", flat=True))
    away = set(Absence.objects.on(today).values_list("user_id", flat=True))
    found: list[User] = list(members_of(case).select_related("as_mediator__area"))
    return [each for each in found if each.pk not in away and (not seated or each.pk in seated)]


def loads(people: Iterable[int]) -> dict[int, int]:
    """Return how many open disputes each of ``people`` (ids of accounts) mediates now; one statement."""
    rows = Mediating.objects.filter(user__in=list(people), until__isnull=True, case__closed_at__isnull=True)
    return dict(rows.order_by().values_list("user").annotate(Count("id")))


@dataclass(frozen=True)
class Proposal:
    """Somebody whom the rule proposes for one dispute, with the reasons that anybody can check."""

    user: User
    reasons: list[str]


def proposals(case: Case) -> list[Proposal]:
    """Return whom the rule proposes, at most three: field, language, place, then the fewest open disputes.

    Whom the dispute concerns, who was asked away or left it before, and who mediates it now is not among them.
    """
    left = _left(case)
    found = [each for each in mediators_for(case) if each.pk not in left]
    busy = loads(each.pk for each in found)
    weighed = [(_reasons(case, each, busy.get(each.pk, 0)), each) for each in found]
    weighed.sort(key=lambda pair: (-len(pair[0]), busy.get(pair[1].pk, 0), pair[1].name, pair[1].pk))
    return [Proposal(user, reasons) for reasons, user in weighed[:MOST_PROPOSED]]


def _left(case: Case) -> set[int]:
    now_or_before = Mediating.objects.filter(case=case).values_list("user_id", flat=True)
    away = Choice.objects.filter(case=case, kind=Choice.Kind.AWAY).values_list("user_id", flat=True)
    return {*now_or_before, *away}


def _reasons(case: Case, user: User, load: int) -> list[str]:
    known: Mediator | None = getattr(user, "as_mediator", None)
    reasons = []
    if known and any(case.category.code.startswith(each) for each in known.fields):
        reasons.append(_("knows this kind of dispute"))
    if known and _speaks_english(case) and Tongue.ENGLISH in known.languages:
        reasons.append(_("speaks the language of a side"))
    if known and known.area and case.area_path and lies_in(case.area_path, known.area.path):
        reasons.append(_("knows the place"))
    return [*reasons, _load_text(load)]


def _load_text(load: int) -> str:
    if not load:
        return _("mediates no other dispute now")
    return ngettext("mediates %(count)d dispute now", "mediates %(count)d disputes now", load) % {"count": load}


def _speaks_english(case: Case) -> bool:
    return case.contact is not None and case.contact.language == Language.ENGLISH


@dataclass
class Standing:
    """How a committee stands today: its term, its people, and what it lacks by law."""

    committee: Committee
    term: Term | None = None
    seats: list[Seat] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def standings(committees: Collection[Committee], today: date) -> list[Standing]:
    """Return how each of ``committees`` stands on ``today``; two statements."""
    ids = [each.pk for each in committees]
    terms: dict[int, Term] = {}
    for term in Term.objects.filter(committee__in=ids, since__lte=today).order_by("since"):
        terms[term.committee_id] = term
    held = Seat.objects.on(today).filter(committee__in=ids).select_related("user__as_mediator").order_by("id")
    by_committee: dict[int, list[Seat]] = {}
    for seat in cast("Iterable[Seat]", held):
        by_committee.setdefault(seat.committee_id, []).append(seat)
    found = []
    for each in committees:
        standing = Standing(each, terms.get(each.pk), by_committee.get(each.pk, []))
        standing.warnings = warnings_of(standing, today) if each.level in PROPER else []
        found.append(standing)
    return found


def warnings_of(standing: Standing, today: date) -> list[str]:
    """Return what a committee lacks by arts. 8 and 9 of the People's Mediation Law, each with its article."""
    counts = Counter(seat.role for seat in standing.seats)
    members = sum(counts[role] for role in MEMBERS)
    found = []
    if not FEWEST_MEMBERS <= members <= MOST_MEMBERS:
        text = _("%(count)d members; there must be three to nine (art. 8).")
        found.append(text % {"count": members})
    if counts[Seat.Role.HEAD] != 1:
        found.append(_("There must be one head (art. 8)."))
    term = standing.term
    if term is None:
        return [*found, _("No term is on record; members are elected or appointed for three years (art. 9).")]
    if not term.women:
        found.append(_("No woman among the members (art. 8)."))
    if term.mixed and not term.minorities:
        found.append(_("Several nationalities live there; a smaller one must be among the members (art. 8)."))
    return [*found, *_of_term(term, today)]


def _of_term(term: Term, today: date) -> list[str]:
    day = {"day": f"{term.ends:%Y-%m-%d}"}
    if today >= term.ends:
        return [_("The term of three years ended on %(day)s; a new one must begin (art. 9).") % day]
    if today >= term.ends - WARN_BEFORE:
        return [_("The term of three years ends on %(day)s (art. 9).") % day]
    return []


def shown(seats: Iterable[Seat]) -> list[Seat]:
    """Return those whose names stand in the public list, as holders of an office."""
    return [each for each in seats if (known := getattr(each.user, "as_mediator", None)) and known.shown]


def field_names(known: Mediator | None) -> list[str]:
    """Return what a mediator knows well, in the reader's language."""
    return [str(each.label) for each in Field if known and each in known.fields]


def tongue_names(known: Mediator | None) -> list[str]:
    """Return what a mediator speaks beside standard Chinese, in the reader's language."""
    return [str(each.label) for each in Tongue if known and each in known.languages]


def wishes(case: Case) -> dict[int | None, Choice]:
    """Return what each side wished last, by the id of its party; only what the reader may see."""
    rows = Choice.objects.filter(case=case, kind=Choice.Kind.WISH).select_related("user").order_by("id")
    return {each.party_id: each for each in rows}


def asked_away(case: Case) -> list[Choice]:
    """Return the requests for another mediator that wait for an answer: whom they name still mediates."""
    now = Mediating.objects.filter(case=case, until__isnull=True).values("user")
    answered = case.events.filter(step="keep_mediator").order_by("-id").values_list("id", flat=True).first() or 0
    rows = Choice.objects.filter(Q(user__in=now), case=case, kind=Choice.Kind.AWAY, granted=False)
    return list(rows.filter(event__gt=answered).select_related("user").order_by("id"))
