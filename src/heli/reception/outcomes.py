"""What comes of a visit: a case with owner and date, a case that is known, or advice. None ends without."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.cases.acts import Opened
from heli.cases.kinds import Counter, Kind, kinds
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.organizations.models import Duty, Post
from heli.reception.known import known, may_serve
from heli.reception.models import AT_WINDOW, Booking, Outcome, Service, Standing, Ticket, Visitor
from heli.reception.queueing import locked, moved_on, not_yours, note


def counters(service: Service) -> dict[str, Counter]:
    """Return the kinds of which a case can be opened for ``service``, by the code of the procedure."""
    return {
        kind.procedure.code: kind.counter for kind in kinds() if kind.counter and kind.procedure.code in service.kinds
    }


def kinds_with_counter() -> list[Kind]:
    """Return all kinds that can be opened at a window."""
    return [kind for kind in kinds() if kind.counter]


def open_case(ticket: Ticket, code: str, form: Any, *, by: Actor, responsible: str = "") -> Opened | Denied:
    """Open a case of the kind ``code`` from the valid ``form`` and end the visit with it, in one transaction.

    The same submission again returns the same case.
    """
    counter = counters(ticket.service).get(code)
    if counter is None:
        return Denied(_("No case of this kind is opened at this window."))
    with transaction.atomic():
        ready = _at_this_window(ticket, by, again=True)
        if isinstance(ready, Denied):
            return ready
        opened = counter.open(form, by)
        if ready.state == Standing.SERVED:
            return opened if ready.case_id == opened.case.pk else _undone()
        _end(ready, Outcome.OPENED, by, case=opened.case, responsible=responsible or leader_of(opened.case))
        return opened


def _undone() -> Denied:
    transaction.set_rollback(True)
    return moved_on()


def link_case(ticket: Ticket, case: Case, *, by: Actor, responsible: str = "") -> Ticket | Denied:
    """End the visit with a case that is known; the caller has found it among those that ``by`` may see."""
    return _ended(
        ticket, by, lambda row: _end(row, Outcome.LINKED, by, case=case, responsible=responsible or leader_of(case))
    )


def advise(ticket: Ticket, words: str, *, by: Actor) -> Ticket | Denied:
    """End the visit with advice, in words that are kept sealed."""

    def advised(row: Ticket) -> None:
        if row.visitor_id is None:
            units = known().units_of(row.centre)
            row.visitor = Visitor(reference=row.reference, units=units, at=row.arrived_at, advice=words)
            row.visitor.save()
            row.save(update_fields=["visitor"])
        else:
            visitor = Visitor.objects.select_related("key").get(pk=row.visitor_id)
            visitor.advice = words
            visitor.save(update_fields=["advice"])
        _end(row, Outcome.ADVICE, by)

    return _ended(ticket, by, advised)


def _ended(ticket: Ticket, by: Actor, end: Callable[[Ticket], None]) -> Ticket | Denied:
    with acting_as(by), transaction.atomic():
        ready = _at_this_window(ticket, by)
        if isinstance(ready, Denied):
            return ready
        end(ready)
        return ready


def _at_this_window(ticket: Ticket, by: Actor, *, again: bool = False) -> Ticket | Denied:
    """Return the ticket, locked, if ``by`` may say what came of it now; ``again``: one that has ended as well."""
    row = locked(ticket)
    if row.window is None or not may_serve(by, row.window):
        return not_yours()
    ended = again and row.state == Standing.SERVED and row.outcome == Outcome.OPENED
    return row if row.state in AT_WINDOW or ended else moved_on()


def _end(row: Ticket, outcome: Outcome, by: Actor, *, case: Case | None = None, responsible: str = "") -> None:
    now = timezone.now()
    row.state, row.outcome, row.case, row.ended_at = Standing.SERVED, outcome, case, now
    row.began_at = row.began_at or row.called_at
    row.responsible = responsible if row.reception_day_id else ""
    row.save(update_fields=["state", "outcome", "case", "ended_at", "began_at", "responsible"])
    if row.appointment is not None:
        row.appointment.state, row.appointment.ended_at = Booking.DONE, now
        row.appointment.save(update_fields=["state", "ended_at"])
    with acting_as(by, on=[row.reference]):
        note(row, "visit.ended", now, by, outcome=outcome, case=case.reference if case else "")


def leader_of(case: Case) -> str:
    """Return the name of the leader of the unit that must answer for ``case``; empty where there is none."""
    posts = Post.objects.on(timezone.localdate()).filter(unit=case.unit_id, duty=Duty.LEADER, user__is_active=True)
    found = posts.select_related("user").order_by("pk").first()
    return str(found.user) if found else ""  # type: ignore[attr-defined]
