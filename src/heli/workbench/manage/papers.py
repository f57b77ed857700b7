"""The pages on which administrators edit what letters say: list, text with preview, comparison, putting in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as part
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heli.access.gates import needs
from heli.access.permissions import ARRANGE
from heli.cases.step_forms import readable
from heli.papers import templates
from heli.papers.issuing import example
from heli.papers.kinds import PaperKind, known, letters
from heli.papers.models import PaperTemplate
from heli.papers.placeholders import Problems, problems
from heli.papers.rendering import render
from heli.papers.serving import paper_response
from heli.papers.templates import MovedOn, TemplateText
from heli.workbench.shell import DeskRequest, desk

#: Versions that the page of a kind lists.
SHOWN = 50


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version of a letter's text. ``seen`` is the newest version when the form was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = PaperTemplate
        fields = ["heading", "heading_en", "body", "note"]

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["body"].widget = forms.Textarea(attrs={"rows": 18, "maxlength": 8000})
        self.fields["body"].help_text = _(
            "Each line is a paragraph. A line whose placeholders are all empty is left out."
        )
        for name in ("heading", "heading_en", "body", "note"):
            self.fields[name].validators.append(readable)

    def clean_body(self) -> str:
        """Refuse placeholders that there are not, and a text that lacks one that every such paper must have."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        for text in in_words(problems(body, self.kind.placeholders, self.kind.required), self.kind):
            self.add_error("body", ValidationError(text, code="placeholder"))
        return body

    def text(self) -> TemplateText:
        """Return what was typed, to be kept after version ``seen``."""
        values = self.cleaned_data
        return TemplateText(values["seen"], values["heading"], values["heading_en"], values["body"])


def in_words(found: Problems, kind: PaperKind) -> Iterator[str]:
    """Yield what is wrong with a text in words."""
    if found.unknown:
        yield _("There is no such placeholder: %(names)s") % {"names": _braced(found.unknown)}
    if found.lacking:
        labels = [f"{{{{ {name} }}}} ({kind.placeholders[name].label})" for name in found.lacking]
        yield _("Every such paper must say: %(names)s. Put it back.") % {"names": _(", ").join(labels)}
    if found.braces:
        yield _("There is a single brace. Placeholders stand in two: {{ reference }}")


def _braced(names: tuple[str, ...]) -> str:
    return _(", ").join(f"{{{{ {name} }}}}" for name in names)


def _kind(code: str) -> PaperKind:
    kind = known(code)
    if kind is None or not kind.editable:
        raise Http404
    return kind


@require_safe
@needs(ARRANGE)
def papers(request: DeskRequest) -> HttpResponse:
    """List the kinds of letters with the version in force; one statement."""
    rows = PaperTemplate.objects.order_by("kind", "-version").distinct("kind").defer("body")
    newest = {row.kind: row for row in rows}
    lines = [{"kind": kind, "text": templates.in_force(kind), "newest": newest.get(kind.code)} for kind in letters()]
    return desk(request, "workbench/manage/papers.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ARRANGE)
def paper(request: DeskRequest, code: str) -> HttpResponse:
    """Show the text of a kind of letter, and keep a new version of it, which is not in force yet."""
    kind = _kind(code)
    if request.method == "POST":
        form = TemplateForm(request.POST, kind=kind)
        if form.is_valid():
            try:
                row = templates.add_version(
                    kind, form.text(), by=request.actor.key, by_name=request.actor.name, note=form.cleaned_data["note"]
                )
            except MovedOn:
                form.add_error(None, _("Somebody has saved a newer version since you opened this page. Compare first."))
            else:
                saved = _("Version %(number)s was saved. It is not in force yet.")
                messages.success(request, saved % {"number": row.version})
                return redirect("workbench:manage_paper_version", code=code, version=row.version)
    else:
        form = TemplateForm(kind=kind, initial=_begun(kind))
    return desk(request, "workbench/manage/paper.html", _context(kind, form), status=422 if form.is_bound else 200)


def _begun(kind: PaperKind) -> dict[str, Any]:
    text = templates.in_force(kind)
    seen = templates.newest(kind)
    return {"heading": text.heading, "heading_en": text.heading_en, "body": text.body, "seen": seen}


def _context(kind: PaperKind, form: TemplateForm) -> dict[str, Any]:
    text = templates.in_force(kind)
    typed = form.data.get("body", "") if form.is_bound else text.body
    sound = not problems(typed, kind.placeholders, kind.required)
    shown = TemplateText(0, form["heading"].value() or "", form["heading_en"].value() or "", typed)
    return {
        "kind": kind,
        "form": form,
        "in_force": text,
        "preview": example(kind, shown if sound else text, at=timezone.now()).content,
        "versions": PaperTemplate.objects.filter(kind=kind.code).defer("body").order_by("-version")[:SHOWN],
        "required": [kind.placeholders[name] for name in kind.required],
        "own": [each for each in kind.fields if each.name not in kind.required],
        "common": [
            each for each in kind.placeholders.values() if each not in kind.fields and each.name not in kind.required
        ],
    }


@require_POST
@needs(ARRANGE)
def preview(request: DeskRequest, code: str) -> HttpResponse:
    """Show what was typed with the examples in it: as a part of the page, or as a PDF where ``pdf`` is asked for."""
    kind = _kind(code)
    values = {name: request.POST.get(name, "").replace("\x00", "")[:8000] for name in ("heading", "heading_en", "body")}
    wrong = list(in_words(problems(values["body"], kind.placeholders, kind.required), kind))
    paper = example(kind, TemplateText(0, values["heading"], values["heading_en"], values["body"]), at=timezone.now())
    if "pdf" in request.POST and not wrong:
        return paper_response(render(paper), f"{kind.code}-preview.pdf")
    context = {"preview": paper.content, "wrong": wrong}
    if request.headers.get("HX-Request"):
        return part(request, "workbench/manage/_paper_preview.html", context)
    context |= {"kind": kind}
    return desk(request, "workbench/manage/paper_preview.html", context, status=422 if wrong else 200)


@require_safe
@needs(ARRANGE)
def version(request: DeskRequest, code: str, version: int) -> HttpResponse:
    """Show one version beside the one in force, line by line; 0 is the shipped text."""
    kind = _kind(code)
    row = get_object_or_404(PaperTemplate, kind=code, version=version) if version else None
    text, now = templates.text_of(row) if row else templates.shipped(kind), templates.in_force(kind)
    wrong = list(in_words(problems(text.body, kind.placeholders, kind.required), kind))
    context = {
        "kind": kind,
        "row": row,
        "text": text,
        "in_force": now,
        "wrong": wrong,
        "lines": list(compared(_whole(now), _whole(text))),
        "preview": example(kind, text, at=timezone.now()).content,
    }
    return desk(request, "workbench/manage/paper_version.html", context)


def _whole(text: TemplateText) -> list[str]:
    return [text.heading, text.heading_en, *text.body.splitlines()]


@dataclass(frozen=True)
class Line:
    """One line of a comparison; ``change`` is "", "added" or "removed"."""

    text: str
    change: str


def compared(before: list[str], after: list[str]) -> Iterator[Line]:
    """Yield the lines of both texts in order: what stayed, what went, what came."""
    for tag, begin, end, begin_after, end_after in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(each, "") for each in before[begin:end] if each)
        else:
            yield from (Line(each, "removed") for each in before[begin:end] if each)
            yield from (Line(each, "added") for each in after[begin_after:end_after] if each)


@require_POST
@needs(ARRANGE)
def force(request: DeskRequest, code: str, version: int) -> HttpResponse:
    """Put a version in force, from the next paper on; issued papers keep their words."""
    kind = _kind(code)
    try:
        templates.put_in_force(kind, version, by=request.actor.key)
    except PaperTemplate.DoesNotExist as missing:
        raise Http404 from missing
    except ValueError:
        messages.error(request, _("This text cannot be put in force: it lacks what every such paper must say."))
        return redirect("workbench:manage_paper_version", code=code, version=version)
    told = _("Version %(number)s is in force.") % {"number": version} if version else _("The shipped text is in force.")
    messages.success(request, told)
    return redirect("workbench:manage_papers")
