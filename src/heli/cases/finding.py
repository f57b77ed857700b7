"""Finding one case by its reference, as somebody."""

from collections.abc import Callable, Iterable

from django.db.models.expressions import BaseExpression

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.kernel.references import BadReference, normalise_reference

_domain_rows: set[str] = set()
_asked_with: dict[str, Callable[[], BaseExpression]] = {}


def read_together(names: Iterable[str]) -> None:
    """Read a domain's own rows (names as seen from the case) with every case found; called when a kind registers."""
    _domain_rows.update(names)


def read_with(name: str, expression: Callable[[], BaseExpression]) -> None:
    """Read ``expression`` as attribute ``name`` with every case found; called once from an AppConfig.

    For what a floor above must know of each case, at the price of no statement of its own.
    """
    _asked_with[name] = expression


def asked_with() -> dict[str, BaseExpression]:
    """Return what is read with every case found, by name, to annotate a query with."""
    return {name: expression() for name, expression in _asked_with.items()}


def find(text: str, actor: Actor) -> Case | None:
    """Return the case whose reference was typed as ``text`` if ``actor`` may see it; a hidden one is a missing one."""
    try:
        reference = normalise_reference(text)
    except BadReference:
        return None
    return (
        Case.objects.visible_to(actor)
        .select_related("category__parent", "unit", "handler", *sorted(_domain_rows))
        .annotate(**asked_with())
        .filter(reference=reference)
        .first()
    )
