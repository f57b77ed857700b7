"""On whose behalf the database is asked: row security shows rows of guarded tables only to the actor that is named."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from heli.access.actors import Actor, HeldPost
from heli.audit.naming import described_by
from heli.kernel.references import split_own
from heli.organizations.days import midnight


@contextmanager
def acting_as(actor: Actor, *, on: Sequence[str] = ()) -> Iterator[None]:
    """Ask the database on behalf of ``actor`` within the block; of nested blocks the innermost counts.

    ``on`` names cases, by reference or the own number of a side, whose sight was proved by other means: a role checked
    under the case's lock, or a query code.
    """
    with described_by(lambda: description(actor, tuple(on))):
        yield


@lru_cache(maxsize=1024)
def description(actor: Actor, on: tuple[str, ...] = ()) -> str:
    """Return ``actor`` as the database's function ``heli_sees`` reads it."""
    own = [each for each in (actor.own_number, actor.partner_in, *on) if each]
    told = {
        "key": actor.key,
        "posts": [_post(post) for post in actor.posts],
        "references": [split_own(each)[0] for each in own],
        "own": own,
        "opened": list(actor.opened),
        "chain": sorted(actor.chain),
        "people": sorted(actor.identities),
        "past": [
            {"chain": sorted(past.chain), "until": midnight(past.until).isoformat() if past.until else None}
            for past in actor.past
        ],
    }
    return json.dumps(told, separators=(",", ":"))


def _post(post: HeldPost) -> dict[str, object]:
    reach = "district" if post.of_district else "oversight" if post.of_oversight else ""
    return {
        "unit": post.unit_id,
        "path": post.unit_path,
        "duty": post.duty,
        "area": post.area_path,
        "reach": reach,
    }
