"""Finding one case by its reference, as somebody."""

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.kernel.references import BadReference, normalise_reference


def find(text: str, actor: Actor) -> Case | None:
    """Return the case whose reference was typed as ``text`` if ``actor`` may see it; a hidden one is a missing one."""
    try:
        reference = normalise_reference(text)
    except BadReference:
        return None
    return (
        Case.objects.visible_to(actor)
        .select_related("category__parent", "unit", "handler", "area")
        .filter(reference=reference)
        .first()
    )
