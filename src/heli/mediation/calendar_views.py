"""The calendar of those who mediate: sessions to come, of all disputes that they may see or of one mediator."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import MEDIATE
from heli.cases.listing import BadCursorError, Order, page
from heli.kernel.plain import number_in
from heli.mediation.desk import reads_figures
from heli.mediation.figure_views import EXPORT
from heli.mediation.meeting_days import coming_up, sessions_file, to_come
from heli.mediation.models import Mediating
from heli.mediation.rooms import ANSWERED, CLOSED, OPENED, READ, SHOWED, TALKS, WROTE
from heli.organizations.models import Duty, UnitKind
from heli.people.models import User
from heli.workbench.navigation import Entry
from heli.workbench.shell import DeskRequest, desk


def mediates_somewhere(actor: Actor) -> bool:
    """Whether one of the actor's posts is in a unit that mediates; no statement."""
    return any(post.unit_kind in MEDIATING_UNITS for post in actor.with_duty(Duty.MEMBER, Duty.LEADER))


SOONEST, PAGE = Order("at"), 50
MEDIATING_UNITS = (UnitKind.MEDIATION, UnitKind.MEDIATION_CENTRE)
#: What the side bar leads to.
ENTRIES = (
    Entry(
        gettext_lazy("Sessions to come"), "mediation_desk:sessions", "calendar-event", 43, MEDIATE,
        opens=mediates_somewhere,
    ),
)  # fmt: skip
#: What the record calls the acts in rooms; never what was said.
ACTS = {
    READ: gettext_lazy("Room of a mediation read"),
    WROTE: gettext_lazy("Something put into a room of a mediation"),
    SHOWED: gettext_lazy("Something shown to all sides of a mediation"),
    ANSWERED: gettext_lazy("An offer in a mediation answered"),
    OPENED: gettext_lazy("Earlier private talks opened to a mediator named later"),
    CLOSED: gettext_lazy("Earlier private talks closed again"),
    EXPORT: gettext_lazy("Figures of mediation exported"),
    "absence.create": gettext_lazy("Absence of a mediator entered"),
    "absence.change": gettext_lazy("Absence of a mediator changed"),
    "committee.create": gettext_lazy("Committee entered"),
    "committee.change": gettext_lazy("Committee changed"),
    "mediator.create": gettext_lazy("Mediator entered"),
    "mediator.change": gettext_lazy("Mediator changed"),
    "seat.create": gettext_lazy("Seat in a committee entered"),
    "seat.change": gettext_lazy("Seat in a committee changed"),
    "term.create": gettext_lazy("Term of a committee entered"),
    "term.change": gettext_lazy("Term of a committee changed"),
    "training.create": gettext_lazy("Training of a mediator entered"),
    "training.change": gettext_lazy("Training of a mediator changed"),
}
#: What the log of reads calls it.
READS = {TALKS: gettext_lazy("Talks of the mediation")}


def _asked(request: DeskRequest) -> int | None:
    return number_in(request.GET.get("who", "")) or None


@require_safe
@needs(MEDIATE)
@never_cache
def sessions(request: DeskRequest) -> HttpResponse:
    """Show the sessions to come; with ``who`` those of one mediator."""
    who = _asked(request)
    units = request.actor.unit_ids
    now = Mediating.objects.filter(user=OuterRef("pk"), until__isnull=True, case__unit__in=units)
    people = User.objects.filter(Exists(now)).order_by("name")[:50]
    tabs = [{"label": _("All"), "url": reverse("mediation_desk:sessions"), "current": who is None}]
    tabs += [{"label": str(each), "url": f"?who={each.pk}", "current": who == each.pk} for each in people]
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        found = page(coming_up(request.actor, of=who), SOONEST, size=PAGE, **cursors)
    except BadCursorError as wrong:
        raise Http404 from wrong
    context = {
        "sessions": found.rows,
        "tabs": tabs,
        "who": who,
        "reads_figures": reads_figures(request.actor),
        "later": _turned(who, "after", found.after),
        "sooner": _turned(who, "before", found.before),
    }
    return desk(request, "mediation/sessions.html", context)


def _turned(who: int | None, way: str, cursor: str) -> str:
    """Return the address of another page of the same list; empty at the ends."""
    told: dict[str, str | int] = {"who": who, way: cursor} if who else {way: cursor}
    return f"?{urlencode(told)}" if cursor else ""


@require_safe
@needs(MEDIATE)
@never_cache
def sessions_ics(request: DeskRequest) -> HttpResponse:
    """Return the same as a file for calendars; it names nobody."""
    answer = HttpResponse(sessions_file(to_come(request.actor, of=_asked(request))), content_type="text/calendar")
    answer.headers["Content-Disposition"] = 'attachment; filename="sessions.ics"'
    return answer
