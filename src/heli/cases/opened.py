"""Reading a case that an emergency access opens: every page and file of it is on record for the person."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.reads import ALL, log_read, reads_of
from heli.cases.models import Case

PURPOSE = "emergency"
#: A page brings its map and its pictures along: what is read within a minute is one entry of its kind.
TOGETHER = timedelta(minutes=1)


def note_reading(case: Case, actor: Actor, what: str = "case") -> None:
    """Record that ``actor`` reads ``case`` ("case") or a file of it ("file") by an emergency access, if they do.

    Called before anything is shown: where the record cannot be written, nothing is. No statement for anybody else.
    """
    if case.reference not in actor.opened:
        return
    with transaction.atomic():
        lately = reads_of(case.reference).filter(actor=actor.key, at__gt=timezone.now() - TOGETHER)
        if not lately.filter(content__contains=f'"what":["{what}"]').exists():
            log_read(case.reference, by=actor, purpose=PURPOSE, what=[what], sides=ALL)
