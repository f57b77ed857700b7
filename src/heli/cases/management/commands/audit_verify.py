"""`heli audit verify`: recomputes the audit record and checks the history of every case against it."""

import os
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from heli.access.reads import chain_of
from heli.audit.parallel import checked
from heli.audit.proving import gaps, seal_faults, sealed_heads, witnessed
from heli.audit.verifying import Fault, Known, faults, read_heads, stored
from heli.audit.witness import Witnessed, merged
from heli.cases.models import Case
from heli.cases.verifying import event_faults, file_faults, lost_events, other_states
from heli.kernel.references import BadReference, normalise_reference

T = TypeVar("T")
EVERY_SECONDS = 2.0
MOST_NAMED = 50


class Command(BaseCommand):
    """Names the first broken entry of each chain; exit code 1 where there is one, 2 for a wrong question."""

    help = (
        "Check the audit record and the history of cases; exit code 1 and the first broken entries if it is not whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is checked."""
        parser.add_argument("--case", metavar="REFERENCE", help="only this case")
        parser.add_argument("--files", action="store_true", help="read every file again and compare it")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="heads written earlier by `heli audit heads`")
        parser.add_argument("--witness", type=Path, metavar="FOLDER", default=settings.HELI_WITNESS)
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many check at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything, then say what was found."""
        case = self._case(options["case"]) if options["case"] else None
        found = [
            *(self._chains_of(case.reference, options) if case else self._all_chains(options)),
            *self._only_faults(event_faults(case), "events"),
            *lost_events(case.reference if case else ""),
            *other_states(case.reference if case else ""),
            *(self._only_faults(file_faults(case), "files") if options["files"] else ()),
        ]
        for fault in found[:MOST_NAMED]:
            self.stderr.write(str(fault))
        if found:
            raise CommandError(f"{len(found)} broken; the first: {found[0]}", returncode=1)
        self.stdout.write(self.style.SUCCESS("The audit record is whole."))

    def _chains_of(self, reference: str, options: dict[str, Any]) -> Iterator[Fault]:
        """Check the two chains of one case, against every head that is known of them."""
        names = (reference, chain_of(reference))
        known = merged(self._witness(options).heads, sealed_heads(names), self._heads(options["heads"]))
        entries = chain.from_iterable(stored(name) for name in names)
        yield from faults(self._counted(entries, "entries"), {each: known[each] for each in names if each in known})

    def _all_chains(self, options: dict[str, Any]) -> Iterator[Fault]:
        """Check the checkpoints, then all chains, and tell the times without a checkpoint."""
        kept = self._witness(options)
        yield from seal_faults(kept)
        known = merged(kept.heads, sealed_heads(), self._heads(options["heads"]))
        begun, entries = time.monotonic(), 0
        for count, found in checked(known, processes=options["processes"]):
            entries += count
            yield from found
        self._tell(entries, "entries", time.monotonic() - begun)
        for gap in gaps(timezone.now()):
            self.stdout.write(f"no checkpoint between {gap.since:%Y-%m-%d %H:%M:%S} and {gap.until:%Y-%m-%d %H:%M:%S}")

    def _witness(self, options: dict[str, Any]) -> Witnessed:
        try:
            return witnessed(options["witness"])
        except (OSError, ValueError) as unreadable:
            raise CommandError(f"{options['witness']} cannot be read: {unreadable}", returncode=2) from unreadable

    def _case(self, text: str) -> Case:
        try:
            return Case.objects.get(reference=normalise_reference(text))
        except (BadReference, Case.DoesNotExist) as unknown:
            raise CommandError(f"There is no case {text}.", returncode=2) from unknown

    def _heads(self, path: Path | None) -> Known:
        if path is None:
            return {}
        try:
            with path.open(encoding="utf-8") as lines:
                return read_heads(lines)
        except (OSError, ValueError) as unreadable:
            raise CommandError(f"{path} cannot be read as heads: {unreadable}", returncode=2) from unreadable

    def _only_faults(self, checked: Iterable[Fault | None], what: str) -> Iterator[Fault]:
        return (fault for fault in self._counted(checked, what) if fault)

    def _counted(self, items: Iterable[T], what: str) -> Iterator[T]:
        """Pass ``items`` on and tell how many and how fast, every few seconds and at the end."""
        begun = told = time.monotonic()
        count = 0
        for item in items:
            count += 1
            yield item
            if (now := time.monotonic()) - told >= EVERY_SECONDS:
                told = now
                self._tell(count, what, now - begun)
        self._tell(count, what, time.monotonic() - begun)

    def _tell(self, count: int, what: str, seconds: float) -> None:
        self.stdout.write(f"{count:>12,} {what}, {count / max(seconds, 0.001):,.0f} a second")
