"""Finding one case by its reference, as somebody."""

from collections.abc import Iterable

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.kernel.references import BadReference, normalise_reference

_domain_rows: set[str] = set()


def read_together(names: Iterable[str]) -> None:
    """Read a domain's own rows (names as seen from the case) with every case found; called when a kind registers."""
    _domain_rows.update(names)


def find(text: str, actor: Actor) -> Case | None:
    """Return the case whose reference was typed as ``text`` if ``actor`` may see it; a hidden one is a missing one."""
    try:
        reference = normalise_reference(text)
    except BadReference:
        return None
    return (
        Case.objects.visible_to(actor)
        .select_related("category__parent", "unit", "handler", *sorted(_domain_rows))
        .filter(reference=reference)
        .first()
    )
