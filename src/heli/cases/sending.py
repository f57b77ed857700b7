"""Answers to what a device kept while there was no network and sends later, by a script, without anybody watching.

Such a request says ``Accept: application/json``; it goes to the same address as the form of the page and means the
same. ``state`` of the answer tells what came of it:

``received``  it is done, or was done by an earlier try with the same key; ``facts`` are what the device shows.
``asks``      likely duplicates are to be shown first; sent again with ``asked``, it is opened.
``refused``   a person must look at it; ``words`` say why, the page of the same address shows it with what was typed.
``later``     not now; ``Retry-After`` says when.
``resend``    files sent ahead are gone; ``lost`` names their receipts.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from heli.access.keyed import keyed
from heli.access.sessions import RESIDENT
from heli.papers import kept_files

JSON = "application/json"
WRITTEN = "%Y-%m-%dT%H:%M:%S%z"


def from_device(request: HttpRequest) -> bool:
    """Whether a script of the device asks, which wants facts in place of a page."""
    return request.headers.get("Accept", "") == JSON


def whose(request: HttpRequest) -> str:
    """Return the mark of the account that is signed in, of staff or of a resident; empty for nobody."""
    account = request.session.get(RESIDENT)
    who = f"staff:{request.user.pk}" if request.user.is_authenticated else f"resident:{account}" if account else ""
    return keyed("device owner", who)[:16] if who else ""


def by_its_writer(request: HttpRequest) -> bool:
    """Whether the account that sends is the one that has written: a device sends later, whoever is signed in then."""
    return not from_device(request) or request.POST.get("of", "") == whose(request)


def received(said: str, url: str, **facts: Any) -> JsonResponse:
    """Say that it is done."""
    return _answer(200, "received", words=[said], url=url, facts=facts)


def asks() -> JsonResponse:
    """Say that likely duplicates are to be shown first."""
    return _answer(200, "asks")


def refused(words: list[str], *, status: int = 422) -> JsonResponse:
    """Say why a person must look at it."""
    return _answer(status, "refused", words=words)


def later(words: str, seconds: int, *, status: int = 429) -> JsonResponse:
    """Say when it may be sent again."""
    answer = _answer(status, "later", words=[words])
    answer["Retry-After"] = str(seconds)
    return answer


def resend(request: HttpRequest) -> JsonResponse | None:
    """Return the answer to a submission that names files which are gone; None where all are there."""
    lost = kept_files.lost(request)
    return _answer(422, "resend", lost=lost) if lost else None


def words_of(form: Any) -> list[str]:
    """Return what is wrong in ``form``, each with the name of its field."""
    found = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        found += [_("%(field)s: %(error)s") % {"field": label, "error": each} if label else each for each in errors]
    return found


def _answer(status: int, state: str, **facts: Any) -> JsonResponse:
    return JsonResponse({"state": state, **facts}, status=status, headers={"Cache-Control": "no-store"})
