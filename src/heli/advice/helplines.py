"""Numbers that are called at once, as they stand on every page about counselling.

The number for psychological help is local: each desk names the one of its district, and none is shown where none is
named. 120 calls an ambulance, 110 the police.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from heli.advice.known import known
from heli.kernel.procedures import Text


@dataclass(frozen=True)
class Helpline:
    """A number that is called at once."""

    number: str
    label: Text
    hint: Text = ""


EMERGENCY = (
    Helpline("120", _("Ambulance"), _("Somebody is hurt, has taken something or is in danger")),
    Helpline("110", _("Police"), _("Somebody threatens you or others")),
)


def helplines() -> list[Helpline]:
    """Return the local numbers for psychological help, each once, and those for an emergency; costs no statement."""
    local = {
        desk.helpline: Helpline(desk.helpline, _("Local number for psychological help"), desk.helpline_open_at)
        for desk in known().desks.values()
        if desk.helpline
    }
    return [*local.values(), *EMERGENCY]
