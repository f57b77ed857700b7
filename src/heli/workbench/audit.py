"""The auditor's page: who did what and when, the last checkpoint, and whether the record is whole."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from heli.access.gates import needs
from heli.access.permissions import AUDIT_RECORD
from heli.access.reads import chain_of, described
from heli.audit.models import Checkpoint, Entry, Verification
from heli.audit.proving import GAP
from heli.audit.record import write
from heli.cases.kinds import kinds
from heli.cases.tasks import verify_now
from heli.kernel.plain import number_in
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.days import midnight
from heli.people.models import User
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.verbs import ACTORS, PURPOSES, VERBS

CHAIN = "audit"
SIZE = 50


class SearchForm(forms.Form):
    """What is searched for; every field narrows."""

    case = forms.CharField(label=gettext_lazy("Reference"), max_length=20, required=False)
    person = forms.CharField(
        label=gettext_lazy("Person"), max_length=80, required=False, help_text=gettext_lazy("Account or full name.")
    )
    verb = forms.CharField(label=gettext_lazy("Act"), max_length=60, required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_case(self) -> str:
        """Return the reference as it is kept."""
        text: str = self.cleaned_data["case"].strip()
        try:
            return normalise_reference(text) if text else ""
        except BadReference as wrong:
            raise ValidationError(_("This is not a reference.")) from wrong

    def chosen(self) -> dict[str, str]:
        """Return what was filled in, as text."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


@require_safe
@needs(AUDIT_RECORD)
def audit(request: DeskRequest) -> HttpResponse:
    """Show the state of the record and the entries that were searched for; a search is itself on record."""
    form = SearchForm(request.GET if any(name in request.GET for name in SearchForm.base_fields) else None)
    before = request.GET.get("before", "")
    with transaction.atomic():
        if form.is_valid() and form.chosen() and not before:
            write(CHAIN, "audit.search", at=timezone.now(), actor=request.actor.key, data=form.chosen())
        rows = _found(form, number_in(before))
    context = {
        "form": form,
        "lines": _lines(rows[:SIZE]),
        "older": _older(form, rows[SIZE - 1].pk) if len(rows) > SIZE else "",
        **_state(),
    }
    return desk(request, "workbench/audit.html", context, status=422 if form.errors else 200)


def _older(form: SearchForm, before: int) -> str:
    chosen = form.chosen() if form.is_bound and form.is_valid() else {}
    return f"{reverse('workbench:audit')}?{urlencode({**chosen, 'before': str(before)})}"


def _found(form: SearchForm, before: int | None) -> list[Entry]:
    """Return the newest entries that the form asks for, one more than a page; nothing for a form with errors."""
    rows = Entry.objects.defer("previous", "digest").order_by("-pk")
    if form.is_bound and not form.is_valid():
        return []
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(_narrowed(rows, form.cleaned_data if form.is_bound else {})[: SIZE + 1])


def _narrowed(rows: QuerySet[Entry], wanted: dict[str, Any]) -> QuerySet[Entry]:
    if wanted.get("case"):
        rows = rows.filter(chain__in=[wanted["case"], chain_of(wanted["case"])])
    if wanted.get("person"):
        rows = rows.filter(actor__in=_actors(wanted["person"]))
    if wanted.get("verb"):
        rows = rows.filter(Q(verb__in=_verbs(wanted["verb"])) | _acts(wanted["verb"]))
    if wanted.get("since"):
        rows = rows.filter(at__gte=midnight(wanted["since"]))
    if wanted.get("until"):
        rows = rows.filter(at__lt=midnight(wanted["until"] + timedelta(days=1)))
    return rows


def _actors(text: str) -> list[str]:
    """Return the actors whose account or name is ``text``; the text itself for those who have no account."""
    named = User.objects.filter(username=text) | User.objects.filter(name=text) | User.objects.filter(name_en=text)
    return [text, *(f"staff:{pk}" for pk in named.values_list("pk", flat=True))]


def _verbs(text: str) -> list[str]:
    """Return the acts called ``text``, by their code or by a part of what the reader sees."""
    word = text.strip().lower()
    called = (code for code, label in VERBS.items() if word in str(label).lower())
    return [text.strip(), *called]


def _acts(text: str) -> Q:
    """Return the condition of the steps called ``text``, each of the procedures in which it is called so.

    The record is text in one fixed writing, so the procedure of a step is found as it is written there.
    """
    word, found = text.strip().lower(), Q(pk__in=[])
    for kind in kinds():
        names = [step.name for step in kind.procedure.steps() if word in str(step.label).lower()]
        if names:
            found |= Q(verb__in=names, content__contains=f'"procedure":"{kind.procedure.code}/')
    return found


def _labels() -> dict[tuple[str, str], Any]:
    """Return what steps are called, by procedure and name."""
    return {(kind.procedure.code, step.name): step.label for kind in kinds() for step in kind.procedure.steps()}


def _label(entry: Entry, labels: dict[tuple[str, str], Any]) -> Any:
    """Return what was done: a step by the procedure that it was taken in, which the record names."""
    procedure = str(json.loads(entry.content).get("data", {}).get("procedure", "")).partition("/")[0]
    return labels.get((procedure, entry.verb)) or VERBS.get(entry.verb, entry.verb)


def _lines(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return the entries as read: who, what, where, when, and what for; the words of residents stay out."""
    keys = {key for entry in entries for key in (entry.actor, _account(entry)) if key.startswith("staff:")}
    numbers = [int(key.partition(":")[2]) for key in keys if key.partition(":")[2].isdecimal()]
    names = {f"staff:{user.pk}": str(user) for user in User.objects.filter(pk__in=numbers)}
    labels = _labels()
    return [
        {
            "at": entry.at,
            "actor": names.get(entry.actor) or _other(entry.actor),
            "verb": _label(entry, labels),
            "chain": entry.chain,
            "seq": entry.seq,
            "purpose": _purpose(entry) or names.get(_account(entry), _account(entry)),
        }
        for entry in entries
    ]


def _other(actor: str) -> str:
    """Return what somebody without an account is called: a resident with the case, the system, a stranger."""
    kind, colon, which = actor.partition(":")
    return f"{ACTORS.get(kind, kind)} {which}".strip() if kind in ACTORS or not colon else actor


def _account(entry: Entry) -> str:
    """Return the account that a failed sign-in was to: its key, or a hash where there is none of that name."""
    data = json.loads(entry.content).get("data", {}) if entry.verb == "sign_in.refused" else {}
    return str(data.get("account", ""))


def _purpose(entry: Entry) -> str:
    data = json.loads(entry.content).get("data", {}) if entry.verb == "read" else {}
    code = str(data.get("purpose", ""))
    return str(PURPOSES.get(code) or described(code))


def _state() -> dict[str, Any]:
    """Return the last checkpoint and the last check."""
    last, now = Checkpoint.objects.order_by("-number").first(), timezone.now()
    return {
        "checkpoint": last,
        "root": bytes(last.root).hex() if last else "",
        "late": last is None or now - last.at > GAP,
        "verification": Verification.objects.order_by("-pk").first(),
    }


@require_POST
@needs(AUDIT_RECORD)
@transaction.atomic
def verify(request: DeskRequest) -> HttpResponse:
    """Have the whole record checked by the worker; the page shows the result when it is there."""
    write(CHAIN, "audit.verify", at=timezone.now(), actor=request.actor.key, data={})
    try:
        with transaction.atomic():
            verify_now.configure(queueing_lock="cases.verify_now").defer(by=request.actor.key)
        messages.success(request, _("The check has been asked for; its result will stand here in a while."))
    except AlreadyEnqueued:
        messages.info(request, _("A check is waiting already."))
    return redirect("workbench:audit")
