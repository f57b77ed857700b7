"""Files survive a refused form, and come ahead of it: what was stored already is named and taken up again.

A refused form names them in a signed field (``kept_…``); a device names the receipts of those that it has sent ahead
(``received_…``).
"""

from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from heli.papers import receiving
from heli.papers.fields import FilesField
from heli.papers.models import StoredFile

SALT = "kept files"
#: A day: unclaimed files are removed after that.
LONGEST_SECONDS = 24 * 60 * 60
PREFIX = "kept_"
RECEIVED = "received_"


def taken_up(request: HttpRequest) -> MultiValueDict[str, object]:
    """Return the files of ``request`` together with those that were stored before: none twice, none left out."""
    files: MultiValueDict[str, object] = request.FILES.copy()  # type: ignore[assignment]
    seen: set[str] = set()
    for field, stored in [*_kept(request), *_received(request)]:
        number = str(stored.pk)
        if number not in seen and number not in request.POST.getlist(f"drop_{field}"):
            files.appendlist(field, stored)
        seen.add(number)
    return files


def lost(request: HttpRequest) -> list[str]:
    """Return the named receipts whose files are gone, so that the device sends those files again."""
    named = _named(request)
    return sorted(named - _found(request).keys()) if named else []


def _kept(request: HttpRequest) -> list[tuple[str, StoredFile]]:
    tokens = [(name, str(token)) for name, token in request.POST.items() if name.startswith(PREFIX)]
    return [(name.removeprefix(PREFIX), stored) for name, token in tokens for stored in _unclaimed(token)]


def _received(request: HttpRequest) -> list[tuple[str, StoredFile]]:
    found = _found(request) if _named(request) else {}
    return [
        (name.removeprefix(RECEIVED), found[each])
        for name in request.POST
        if name.startswith(RECEIVED)
        for each in request.POST.getlist(name)
        if each in found and not found[each].claimed
    ]


def _named(request: HttpRequest) -> set[str]:
    names = [name for name in request.POST if name.startswith(RECEIVED)]
    return {each for name in names for each in request.POST.getlist(name) if each}


def _found(request: HttpRequest) -> dict[str, StoredFile]:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return {}
    return receiving.named(_named(request), key=key, by=request.actor.key)  # type: ignore[attr-defined]


def _unclaimed(token: str) -> list[StoredFile]:
    try:
        names = signing.loads(token, salt=SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return []
    return list(StoredFile.objects.filter(pk__in=names, claimed=False))


def keep(form: forms.Form) -> list[dict[str, object]]:
    """Return what a refused ``form`` must show so that its stored files are not lost: field, token and files."""
    kept = []
    for name, field in form.fields.items():
        stored = form.cleaned_data.get(name) if isinstance(field, FilesField) else None
        if stored:
            token = signing.dumps([str(each.pk) for each in stored], salt=SALT)
            kept.append({"name": name, "field": PREFIX + name, "token": token, "files": stored})
    return kept
