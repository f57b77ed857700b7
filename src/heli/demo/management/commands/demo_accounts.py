"""`heli demo accounts`: one account for each persona of the demo district, and cases of residents."""

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.urls import reverse
from django.utils import translation

from heli.cases.kinds import procedure_of
from heli.cases.models import Case
from heli.demo.founding import PASSWORD
from heli.demo.life import EXAMPLES
from heli.demo.personas import Persona, personas
from heli.kernel.references import split_own
from heli.organizations.models import Setting
from heli.organizations.settings import district

EARLIER: Final = (
    "This demo district was built by an earlier Heli and lacks what this one shows. "
    "`make demo-reset` throws it away; `make demo` builds it anew."
)
SHOWN: Final = ("verified", "awaiting_information", "petition.answered")
#: Disputes of which all sides are shown, each with a number and code of its own.
DISPUTES: Final = ("mediation.in_mediation", "mediation.inviting", "mediation.to_sign", "mediation.in_force")


class Command(BaseCommand):
    """Print the accounts."""

    help = "Print one account for each persona of the demo district, and residents' cases."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print both lists; refuse anything but the demo district."""
        if settings.PRODUCTION or not district().demo:
            raise CommandError("This is not the demo district.")
        try:
            with translation.override("en"):
                lines = [*self._accounts(personas()), "", *self._cases()]
        except (ObjectDoesNotExist, IndexError, DatabaseError) as error:
            raise CommandError(EARLIER) from error
        self.stdout.write("\n".join(lines))

    def _accounts(self, found: list[Persona]) -> Iterator[str]:
        yield f"Accounts of staff: sign in at {reverse('account_login')} with the password {PASSWORD}"
        width = max(len(persona.username) for persona in found)
        for persona in found:
            yield f"  {persona.username:{width}}  {persona.post} ({persona.unit})"
            yield f"  {'':{width}}  {persona.hint}"

    def _cases(self) -> Iterator[str]:
        yield f"Cases of residents: follow them at {reverse('portal:track')}"
        for example in examples():
            number = example["reference"]
            case = Case.objects.select_related("category").get(reference=split_own(number)[0])
            state = procedure_of(case).state(case.state).label
            yield f"  reference {number}  query code {example['code']}  {case.category.label}: {state}"


def examples() -> list[dict[str, str]]:
    """Of the kept cases of residents one in each state that is shown, those that wait for the resident first."""
    row = Setting.objects.filter(key=EXAMPLES).first()
    kept: list[dict[str, str]] = row.value if row else []
    first = {each["state"]: each for each in reversed(kept)}
    shown = [first[state] for state in SHOWN if state in first]
    for state in DISPUTES:
        sides = [each for each in kept if each["state"] == state]
        shown += [each for each in sides if split_own(each["reference"])[0] == split_own(sides[0]["reference"])[0]]
    return shown
