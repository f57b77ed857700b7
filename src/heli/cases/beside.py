"""What domains show beside cases of any kind: panels of the person's page and of the officers' page.

Domains add theirs when they are loaded, and see to it that a case without anything to show costs no statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heli.access.actors import Actor
from heli.cases.models import Case


@dataclass(frozen=True)
class Beside:
    """A template, included with ``shown``: what ``context`` returns for a case and its reader, nothing for None."""

    template: str
    context: Callable[[Case, Actor], dict[str, Any] | None]


_for_residents: list[Beside] = []
_for_officers: list[Beside] = []


def show_residents(panel: Beside) -> None:
    """Show ``panel`` on the person's page from now on; called once from an AppConfig."""
    _for_residents.append(panel)


def show_officers(panel: Beside) -> None:
    """Show ``panel`` on the officers' page from now on; called once from an AppConfig."""
    _for_officers.append(panel)


def beside_for_resident(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Return what the person of ``case`` sees beside it: templates with what they show."""
    return _shown(_for_residents, case, actor)


def beside_for_officer(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Return what an officer sees beside ``case``: templates with what they show."""
    return _shown(_for_officers, case, actor)


def _shown(panels: list[Beside], case: Case, actor: Actor) -> list[dict[str, Any]]:
    found = ((each.template, each.context(case, actor)) for each in panels)
    return [{"template": template, "shown": shown} for template, shown in found if shown is not None]
