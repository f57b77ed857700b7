"""What other pages show of the advice desk: entries of the side bar, a tile, and beside a case what was told before."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.permissions import ADVISE, COUNSEL
from heli.advice.known import advises, helps, known
from heli.advice.models import Talk
from heli.cases.beside import Beside
from heli.cases.models import Case, Channel
from heli.portal.tiles import Tile
from heli.workbench.navigation import Entry

#: Ways by which a case can come from a talk.
_SPOKEN = (Channel.PHONE, Channel.VISIT, Channel.COUNTER)

ENTRIES = (
    Entry(_("Advice desk"), "advice_desk:home", "phone-call", 17, ADVISE, opens=advises),
    Entry(_("Wishes to be contacted"), "advice_desk:helping", "heart-handshake", 18, COUNSEL, opens=helps),
)
TILE = Tile(
    _("What can I do?"),
    _("Your rights and the paths, by topic; ask us to call you back; somebody to talk to"),
    "help-circle",
    "advice:topics",
)


def before(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Return what was asked and told before the case was opened; None where it did not come from a talk."""
    if case.channel not in _SPOKEN or not known().desks:
        return None
    with acting_as(actor), transaction.atomic():
        talk = Talk.objects.select_related("topic", "desk", "key").filter(case=case, key__isnull=False).first()
        return {"talk": talk, "asked": talk.asked, "told": talk.told} if talk else None


#: What the auditors read of acts of the advice desk.
ACTS = {
    "callback.asked": _("Callback asked for"),
    "callback.reached": _("Called back and reached"),
    "callback.again": _("Called back in vain"),
    "callback.unreached": _("Callback given up, number destroyed"),
    "callback.cancelled": _("Callback cancelled"),
    "advice.told": _("Advice given"),
    "advice.case": _("Advice led to a matter"),
    "advice.led": _("What advice led to was noted"),
    "advice.text": _("Text of advice changed"),
    "advicedesk.create": _("Advice desk entered"),
    "advicedesk.change": _("Advice desk changed"),
    "callwindow.create": _("Window of callbacks entered"),
    "callwindow.change": _("Window of callbacks changed"),
    "advicetopic.create": _("Topic of advice entered"),
    "advicetopic.change": _("Topic of advice changed"),
    "helper.create": _("Helper entered"),
    "helper.change": _("Helper changed"),
}

#: What reads are called on the pages of those whom they concern.
WORDS = {"advice": _("to advise"), "words": _("what was asked and told")}

RESIDENT_PANEL = Beside("advice/before.html", before)
OFFICER_PANEL = Beside("advice/desk/before.html", before)
