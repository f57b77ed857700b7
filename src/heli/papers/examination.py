"""Having a document examined by a process that has nothing to lose; see ``heli.papers.examining``."""

import json
import logging
import os
import subprocess
import sys
import threading

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from heli.papers.examining.verdicts import CPU_SECONDS, Kind, Reason
from heli.papers.refusals import UploadRefused

#: The processor's time is limited by the kernel; this is for a machine that is busy with other things.
MOST_SECONDS = CPU_SECONDS * 2

_WORDS = {
    Reason.DAMAGED: gettext_noop("The document is damaged or incomplete and cannot be read."),
    Reason.SWOLLEN: gettext_noop("The document unpacks to far more than its size and is not taken."),
    Reason.LOCKED: gettext_noop("The document is locked with a password. Please send it without one."),
    Reason.FOREIGN_PARTS: gettext_noop("The document holds parts that do not belong into a document."),
    Reason.MACROS: gettext_noop(
        "The document holds programs (macros). Please save it as an ordinary document and send that."
    ),
    Reason.OUTSIDE: gettext_noop(
        "The document loads something from elsewhere when it is opened. Please save it without such links, or as a PDF."
    ),
    Reason.EMBEDDED: gettext_noop("The document carries another file inside. Please send that file by itself."),
    Reason.PDF_PROGRAMS: gettext_noop("The PDF holds programs. Please print it into a new PDF and send that."),
    Reason.PDF_ATTACHMENTS: gettext_noop("The PDF carries other files. Please send those by themselves."),
    Reason.HIDDEN: gettext_noop("The document hides something before its beginning or behind its end."),
    Reason.INFECTED: gettext_noop("The file holds harmful content and is not taken. Please check your device."),
    Reason.TOO_MUCH: gettext_noop(
        "The document is too complicated to be examined. Please send its pages as photos or as a simpler PDF."
    ),
}

#: An examination may need half a gigabyte; several at once would be too much for a server.
_ONE_AT_A_TIME = threading.Lock()

log = logging.getLogger(__name__)


class NotExamined(Exception):  # noqa: N818  a state of affairs, no fault of the document
    """The machine could not examine the document now; it must wait."""


def examine(content: bytes, examiner: str) -> Kind:
    """Return what the document is; ``examiner`` is ``pdfs`` or ``archives``.

    Raises UploadRefused, also where the document exhausts the process, and NotExamined where none could be started.
    """
    with _ONE_AT_A_TIME:
        answer = _ask(content, examiner)
    if "refused" in answer:
        raise refusal(Reason(answer["refused"]))
    return Kind(answer["kind"])


def refusal(reason: Reason) -> UploadRefused:
    """Return the refusal for ``reason``, in the reader's language."""
    return UploadRefused(_(_WORDS[reason]))


def _ask(content: bytes, examiner: str) -> dict[str, str]:
    """Return what the process said; one that was killed by its limits found too much."""
    command = [sys.executable, "-I", "-m", "heli.papers.examining", examiner]
    try:
        process = subprocess.run(
            command,
            input=content,
            capture_output=True,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": Reason.TOO_MUCH}
    except OSError as failure:
        raise NotExamined from failure
    if process.returncode == os.EX_OK:
        found: dict[str, str] = json.loads(process.stdout)
        return found
    log.warning("an examination ended with %s: %s", process.returncode, process.stderr[-2000:].decode(errors="replace"))
    if process.returncode < 0:
        return {"refused": Reason.TOO_MUCH}
    raise NotExamined
