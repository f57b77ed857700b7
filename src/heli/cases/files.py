"""The files of a case: how many fit, enough for the matter and too few to fill the disk; and how lists name them."""

from collections.abc import Sequence

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from heli.cases.models import Attachment, Case
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.papers.models import StoredFile

_MIB = 1024 * 1024
#: Files and bytes of one case: what residents hand in, and what officers add.
MOST_OF_RESIDENTS = (10, 60 * _MIB)
MOST_OF_OFFICERS = (40, 240 * _MIB)


def room_for(case: Case, files: Sequence[tuple[StoredFile, str]]) -> Decision:
    """Decide whether ``files`` with their purposes still fit into the locked ``case``; one statement, none without."""
    for handed_in, (most, most_bytes) in ((True, MOST_OF_RESIDENTS), (False, MOST_OF_OFFICERS)):
        new = [stored for stored, purpose in files if (purpose == Attachment.Purpose.REPORT) is handed_in]
        if not new:
            continue
        count, size = _held(case, handed_in=handed_in)
        if count + len(new) > most or size + sum(stored.size for stored in new) > most_bytes:
            text = _("This case has no room for more files: at most %(most)s files and %(size)s MB. Nothing was saved.")
            return Denied(text % {"most": most, "size": most_bytes // _MIB})
    return Allowed()


def file_line(pk: object, name: str, state: str) -> dict[str, str]:
    """Return a file as ``heli/components/timeline.html`` lists it; without an address while it is not given out."""
    if state == StoredFile.State.CLEAN:
        return {"url": reverse("cases:file", args=[pk]), "name": name}
    return {"url": "", "name": name, "state": str(StoredFile.State(state).label)}


def _held(case: Case, *, handed_in: bool) -> tuple[int, int]:
    rows = Attachment.objects.filter(case=case)
    report = Attachment.Purpose.REPORT
    rows = rows.filter(purpose=report) if handed_in else rows.exclude(purpose=report)
    found = rows.aggregate(count=Count("pk"), size=Sum("file__size"))
    return found["count"], found["size"] or 0
