"""Send the corpus of hostile files through the checks of uploads and print what became of each: `make hostile`.

Documents are examined as in operation, each by a process of its own. Ends with 1 when a file was taken that must be
refused, or when a check crashed.
"""

import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heli.project.settings.testing")
django.setup()

from django.conf import settings
from django.utils import translation

from heli.papers.tests.hostile import REFUSED, Sample, corpus
from heli.papers.tests.scanner import scanner
from heli.papers.uploads import UploadRefused, check


def main() -> int:
    """Print the table and the sums."""
    samples = corpus()
    faults = refused = 0
    slowest = 0.0
    with scanner() as address, translation.override("en"):
        settings.HELI_CLAMAV = address
        for sample in samples:
            begun = time.monotonic()
            outcome = outcome_of(sample)
            seconds = time.monotonic() - begun
            slowest = max(slowest, seconds)
            refused += outcome.startswith("refused")
            fault = outcome.startswith("CRASH") or (sample.expected == REFUSED and not outcome.startswith("refused"))
            faults += fault
            size = f"{len(sample.content):,}"
            print(f"{'!!' if fault else '  '} {sample.label[:48]:48} {size:>9} B {seconds:5.2f} s  {outcome}")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{len(samples)} files: {refused} refused, {len(samples) - refused - faults} taken anew, {faults} faults;")
    print(f"slowest {slowest:.2f} s; the largest examination took {memory:.0f} MiB of memory")
    return 1 if faults else 0


def outcome_of(sample: Sample) -> str:
    """Return what became of one file."""
    try:
        kept = check(sample.content, sample.name) if sample.content else None
    except UploadRefused as refusal:
        return f"refused: {refusal}"
    except Exception as crash:  # noqa: BLE001  what is counted
        return f"CRASH: {crash!r}"
    if kept is None:
        return "refused: empty"
    return f"{'waiting' if kept.waiting else 'taken'} as {kept.content_type.split(';')[0]}, {len(kept.content):,} B"


if __name__ == "__main__":
    sys.exit(main())
