"""Emergency access to one case: asked for with a ground and a reason, over after some hours, confirmed by another.

It opens the page of that case and its files to reading; nothing appears in lists, searches, counts or exports, and no
step can be taken.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.models import Decision, EmergencyAccess, Ground
from heli.access.roles import Role, excluded
from heli.audit.record import write
from heli.cases.models import Case
from heli.cases.telling import addressees, both, values_of
from heli.cases.telling import auditors as to_auditors
from heli.kernel.decisions import Denied
from heli.kernel.procedures import Text
from heli.kernel.references import BadReference, normalise_reference
from heli.notices.models import Notice
from heli.notices.writing import post
from heli.organizations.models import Duty
from heli.organizations.settings import district

SHORTEST_REASON, LONGEST_REASON = 20, 1000
CONFIRM_WITHIN = timedelta(hours=24)
#: More than so many in so long are shown to the auditor.
OFTEN, OFTEN_WITHIN = 3, timedelta(days=30)


def ask(
    reference: str, *, by: Actor, ground: str, reason: str, hours: int, at: datetime | None = None
) -> EmergencyAccess | Denied:
    """Open the case to ``by`` for ``hours``, at once or from the confirmation on.

    The latter where it is confidential, and where an earlier request of theirs was refused or not confirmed in time.

    Whom the case concerns is answered as if there were no such case. Owner, person and auditors are told.
    """
    at, reason = at or timezone.now(), reason.strip()
    wrong = _wrong(by, ground, reason, hours)
    if wrong is not None:
        return wrong
    with transaction.atomic():
        # Locked, so that two requests at once are one: a second would outlive the refusal of the first.
        case = _case(reference, lock=True)
        if case is None or excluded(by, case):
            return Denied(_("There is no case with this reference that you can ask for."))
        if Case.objects.visible_to(by).filter(pk=case.pk).exists():
            return Denied(_("You can see this case already."))
        rows = EmergencyAccess.objects.filter(reference=case.reference, user_id=by.user_id or 0)
        if any(row.holds(at) or _waits(row, at) for row in rows):
            return Denied(_("You have asked for this case already."))
        beforehand = case.confidential or any(_unconfirmed(row, at) for row in rows)
        # Whoever asks does not see the case, and yet writes in its record and lets its person be told.
        with acting_as(by, on=[case.reference]):
            row = _open(case, by, ground=ground, reason=reason, hours=hours, at=at, beforehand=beforehand)
            _tell(case, row, gettext_lazy("An officer has opened this case in an emergency"), at=at, auditors=True)
        return row


def _wrong(by: Actor, ground: str, reason: str, hours: int) -> Denied | None:
    if by.user_id is None or not by.posts:
        return Denied(_("Only officers in service can ask for access."))
    if ground not in Ground.values:
        return Denied(_("Please choose a ground."))
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        return Denied(_("Please give the reason in at least %(least)s characters.") % {"least": SHORTEST_REASON})
    most = district().emergency_hours
    if not 1 <= hours <= most:
        return Denied(_("At most %(most)s hours can be asked for.") % {"most": most})
    return None


def _case(reference: str, *, lock: bool = False) -> Case | None:
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    rows = Case.objects.select_related("category").filter(reference=plain)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _waits(row: EmergencyAccess, at: datetime) -> bool:
    """Whether it still waits for the confirmation that must come before."""
    return row.beforehand and row.decision == Decision.OPEN and at < row.asked_at + CONFIRM_WITHIN


def _unconfirmed(row: EmergencyAccess, at: datetime) -> bool:
    """Whether it was refused, or not confirmed in time: asking again must not be a way around the second person."""
    return row.decision == Decision.REFUSED or (row.decision == Decision.OPEN and late(row, at))


def _open(
    case: Case, by: Actor, *, ground: str, reason: str, hours: int, at: datetime, beforehand: bool
) -> EmergencyAccess:
    assert by.user_id is not None
    row = EmergencyAccess.objects.create(
        reference=case.reference,
        user_id=by.user_id,
        unit_id=by.posts[0].unit_id,
        ground=ground,
        reason=reason,
        hours=hours,
        beforehand=beforehand,
        asked_at=at,
        until=None if beforehand else at + timedelta(hours=hours),
    )
    data = {"access": row.pk, "ground": ground, "reason": reason, "hours": hours, "beforehand": row.beforehand}
    write(case.reference, "emergency.ask", at=at, actor=by.key, data=data)
    return row


def may_decide(actor: Actor) -> bool:
    """Whether the actor is one of those who confirm: auditors and leaders of the district centre."""
    return bool(actor.with_duty(Duty.AUDITOR)) or any(post.of_district for post in actor.with_duty(Duty.LEADER))


def decide(pk: int, *, by: Actor, confirm: bool, at: datetime | None = None) -> EmergencyAccess | Denied:
    """Confirm an access or refuse it, which ends it; never by whoever asked, nor by who may not see the case."""
    at = at or timezone.now()
    with transaction.atomic():
        row = EmergencyAccess.objects.select_for_update().filter(pk=pk).first()
        case = _case(row.reference) if row else None
        if row is None or case is None or not may_decide(by) or not _visible(case, by):
            return Denied(_("There is no such request that you can decide."))
        if row.user_id in by.identities:
            return Denied(_("Whoever asked cannot confirm it; a second person must."))
        if row.decision:
            return Denied(_("This has been decided."))
        if row.beforehand and not _waits(row, at):
            return Denied(_("The time to confirm it has ended; it was never opened."))
        with acting_as(by, on=[case.reference]):
            return _decided(case, row, by, confirm=confirm, at=at)


def _visible(case: Case, by: Actor) -> bool:
    return Case.objects.visible_to(by).filter(pk=case.pk).exists()


def _decided(case: Case, row: EmergencyAccess, by: Actor, *, confirm: bool, at: datetime) -> EmergencyAccess:
    row.decision = Decision.CONFIRMED if confirm else Decision.REFUSED
    row.decided_by_id, row.decided_at = by.user_id, at
    if confirm and row.beforehand:
        row.until = at + timedelta(hours=row.hours)
    row.save(update_fields=["decision", "decided_by", "decided_at", "until"])
    data = {"access": row.pk, "late": late(row, at)}
    write(case.reference, f"emergency.{row.decision}", at=at, actor=by.key, data=data)
    texts = {
        Decision.CONFIRMED: gettext_lazy("An emergency access was confirmed"),
        Decision.REFUSED: gettext_lazy("An emergency access was refused and has ended"),
    }
    _tell(case, row, texts[Decision(row.decision)], at=at, auditors=False)
    return row


def end(pk: int, *, by: Actor, at: datetime | None = None) -> EmergencyAccess | Denied:
    """End an access of one's own before its time; the second person still decides whether it was right."""
    at = at or timezone.now()
    with transaction.atomic():
        row = EmergencyAccess.objects.select_for_update().filter(pk=pk, user_id=by.user_id or 0).first()
        if row is None or not row.holds(at):
            return Denied(_("There is no open access of yours to end."))
        row.until = at
        row.save(update_fields=["until"])
        with acting_as(by, on=[row.reference]):
            write(row.reference, "emergency.end", at=at, actor=by.key, data={"access": row.pk})
        return row


def late(row: EmergencyAccess, at: datetime) -> bool:
    """Whether the second person did not decide in time."""
    return (row.decided_at or at) >= row.asked_at + CONFIRM_WITHIN


def recent(by: Actor, at: datetime) -> list[EmergencyAccess]:
    """Return what was asked for lately or is not decided, the newest first, for those who confirm.

    Requests for cases that concern the reader are left out.
    """
    if not may_decide(by):
        return []
    rows = EmergencyAccess.objects.filter(asked_at__gte=at - OFTEN_WITHIN).select_related("user", "unit", "decided_by")
    found = list(rows.order_by("-asked_at", "-pk"))
    seen = Case.objects.visible_to(by).filter(reference__in={row.reference for row in found})
    visible = set(seen.values_list("reference", flat=True))
    return [row for row in found if row.reference in visible]


def often(rows: Iterable[EmergencyAccess]) -> set[int]:
    """Return the accounts that asked too often among ``rows``, which are those of the last thirty days."""
    return {user for user, number in Counter(row.user_id for row in rows).items() if number > OFTEN}


def _tell(case: Case, row: EmergencyAccess, what: Text, *, at: datetime, auditors: bool) -> None:
    addresses = [("applicant", each) for each in addressees(case, Role.APPLICANT)]
    for role in (Role.HANDLING_UNIT, Role.COORDINATOR):
        addresses += [("staff", each) for each in addressees(case, role)]
    if auditors:
        addresses += [("staff", each) for each in to_auditors()]
    values = {**values_of(case), "step": both(what), "note": ""}
    post(
        Notice(
            key=f"emergency.{row.pk}.{row.decision}.{number}",
            reference=case.reference,
            kind=f"{case.procedure}.emergency.{audience}",
            values=values,
            created_at=at,
            **address,
        )
        for number, (audience, address) in enumerate(addresses)
    )
