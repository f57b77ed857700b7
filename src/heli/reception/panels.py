"""What other pages show of the reception centre: entries of the side bar, a tile, who is in charge beside a case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import HARD_CASES, RECEIVE, RECEPTION_DAYS
from heli.cases.beside import Beside
from heli.cases.charges import hard_case_of, may_name
from heli.cases.models import Case
from heli.portal.tiles import Tile
from heli.reception.known import desks_of, known, runs, works_somewhere
from heli.workbench.navigation import Entry

MOST_TOLD = 5


def plans(actor: Actor) -> bool:
    """Whether the actor runs a centre, or leads a unit whose desk goes out on days: costs no statement."""
    return any(runs(actor, centre) for centre in known().centres.values()) or bool(desks_of(actor))


ENTRIES = (
    Entry(_("Reception"), "reception_desk:home", "ticket", 16, RECEIVE, opens=works_somewhere, key="v"),
    Entry(_("Published days"), "reception_desk:days", "calendar-event", 40, RECEPTION_DAYS, opens=plans),
    Entry(_("Hard cases"), "reception_desk:hard_cases", "flag", 41, HARD_CASES),
)
TILE = Tile(
    _("Come and talk to us"),
    _("Appointments, leaders' days, circuit courts, mediators and legal advice near you, how long the queue is"),
    "calendar-event",
    "reception:places",
)


def for_resident(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Return who is in charge, and what of the diary the person may read; None where nobody is."""
    hard = hard_case_of(case)
    if hard is None:
        return None
    return {"hard": hard, "diary": list(hard.diary.filter(told=True).order_by("-pk")[:MOST_TOLD])}


def for_officer(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Return who is in charge, or that somebody may be put in charge; None where there is nothing to show."""
    hard = hard_case_of(case)
    naming = may_name(case, actor)
    if hard is None and not naming:
        return None
    return {"hard": hard, "may_name": naming, "reference": case.reference}


#: Acts on days; the record keeps those of before under the name that days had when leaders alone received.
_DAYS = {
    "planned": _("Day planned"),
    "published": _("Day published"),
    "moved": _("Day moved"),
    "cancelled": _("Day cancelled"),
    "reported": _("Day reported"),
    "matter": _("Matter taken along by a leader"),
}
#: What the auditors read of acts of reception.
ACTS = {
    "appointment.booked": _("Appointment booked"),
    "appointment.moved": _("Appointment moved"),
    "appointment.cancelled": _("Appointment cancelled"),
    "visit.arrived": _("Visitor arrived"),
    "visit.called": _("Visitor called"),
    "visit.began": _("Reception began"),
    "visit.left": _("Visitor left"),
    **{f"{name}.{act}": words for name in ("reception_day", "leader_day") for act, words in _DAYS.items()},
    "hard_case.leader": _("Leader put in charge of a hard case"),
    "hard_case.diary": _("Diary of a hard case written"),
    "hard_case.ended": _("Charge of a hard case handed back"),
    "centre.create": _("Reception centre entered"),
    "centre.change": _("Reception centre changed"),
    "service.create": _("Service of the centre entered"),
    "service.change": _("Service of the centre changed"),
    "window.create": _("Window entered"),
    "window.change": _("Window changed"),
    "opening.create": _("Opening hours entered"),
    "opening.change": _("Opening hours changed"),
    "closure.create": _("Closure entered"),
    "closure.change": _("Closure changed"),
}

RESIDENT_PANEL = Beside("reception/in_charge.html", for_resident)
OFFICER_PANEL = Beside("reception/desk/in_charge.html", for_officer)
