"""Files survive a refused form: what was stored already is named in a signed field and taken up again."""

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from heli.papers.fields import FilesField
from heli.papers.models import StoredFile

SALT = "kept files"
#: A day: unclaimed files are removed after that.
LONGEST_SECONDS = 24 * 60 * 60
PREFIX = "kept_"


def taken_up(request: HttpRequest) -> MultiValueDict[str, object]:
    """Return the files of ``request`` together with those that an earlier try of the same form has stored."""
    files: MultiValueDict[str, object] = request.FILES.copy()  # type: ignore[assignment]
    for name, token in request.POST.items():
        if name.startswith(PREFIX):
            field = name.removeprefix(PREFIX)
            dropped = set(request.POST.getlist(f"drop_{field}"))
            for stored in _unclaimed(str(token)):
                if str(stored.pk) not in dropped:
                    files.appendlist(field, stored)
    return files


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
