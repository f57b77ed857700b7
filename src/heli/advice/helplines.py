"""Numbers for an emergency, as they stand on every page about counselling.

12356 is the national psychological assistance hotline: notice of the National Health Commission of 25 December 2024,
reachable everywhere since 1 May 2025, at least 18 hours a day. 110 police, 120 ambulance.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Text


@dataclass(frozen=True)
class Helpline:
    """A number that is called at once."""

    number: str
    label: Text
    hint: Text


HELPLINES = (
    Helpline("12356", _("Psychological assistance hotline"), _("Nationwide, anonymous, at least 18 hours a day")),
    Helpline("120", _("Ambulance"), _("Somebody is hurt, has taken something or is in danger")),
    Helpline("110", _("Police"), _("Somebody threatens you or others")),
)
