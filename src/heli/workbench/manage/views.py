"""The administrator's pages: one list and one form for every kind of reference data."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import MANAGE
from heli.access.sessions import end_all
from heli.organizations.arranging import record_change, snapshot
from heli.people.models import User
from heli.places.revisions import bump
from heli.workbench.manage.accounts import give_password, subject_of
from heli.workbench.manage.sections import SECTIONS, Section, import_view
from heli.workbench.shell import DeskRequest, desk

LONGEST_LIST = 300


@require_safe
@needs(MANAGE)
def overview(request: DeskRequest) -> HttpResponse:
    """Show what can be arranged."""
    return desk(request, "workbench/manage/overview.html", {"sections": sections_for(request.actor)})


@require_safe
@needs(MANAGE)
def rows(request: DeskRequest, slug: str) -> HttpResponse:
    """List the rows of one section; a long list is narrowed by searching."""
    section, word = _section(slug, request.actor), request.GET.get("q", "").replace("\x00", "").strip()
    found = list(section.find(word)[: LONGEST_LIST + 1])
    lines = [
        {
            "pk": row.pk,
            "name": section.columns[0][1](row),
            "cells": [{"label": label, "value": read(row)} for label, read in section.columns[1:]],
        }
        for row in found[:LONGEST_LIST]
    ]
    context = {"section": section, "lines": lines, "word": word, "more": len(found) > LONGEST_LIST}
    if view := import_view(section):
        context["import_url"] = reverse(view)
    return desk(request, "workbench/manage/rows.html", context)


@needs(MANAGE)
def edit(request: DeskRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Show and save the form of one row, old or new; nothing is ever deleted, rows end instead."""
    section = _section(slug, request.actor)
    if pk is None and not section.creates:
        raise Http404
    row = get_object_or_404(section.model, pk=pk) if pk else None
    before = snapshot(row) if row else None
    form = section.form(request.POST or None, instance=row)
    form.by = request.actor
    if request.method == "POST" and form.is_valid():
        _store(request, section, form, before)
        return redirect("workbench:manage_rows", slug=slug)
    status = 422 if form.is_bound else 200
    context = {"section": section, "form": form, "row": row, "is_person": isinstance(row, User)}
    if isinstance(row, User) and settings.HELI_OIDC_ISSUER:
        context |= {"issuer": settings.HELI_OIDC_ISSUER, "subject": subject_of(row)}
    return desk(request, "workbench/manage/edit.html", context, status=status)


@transaction.atomic
def _store(request: DeskRequest, section: Section, form: Any, before: dict[str, Any] | None) -> None:
    row = form.store()
    if isinstance(row, User) and before is None:
        give_password(request, row)
    if isinstance(row, User) and not row.is_active:
        end_all(row.pk)
    record_change(row, actor=request.actor.key, before=before)
    if section.revision:
        bump(section.revision)
    messages.success(request, _("“%(name)s” was saved.") % {"name": str(row)})


def sections_for(actor: Actor) -> list[Section]:
    """Return the sections that ``actor`` may arrange."""
    return [section for section in SECTIONS.values() if actor.may(section.permission)]


def _section(slug: str, actor: Actor) -> Section:
    if slug not in SECTIONS:
        raise Http404
    if not actor.may(SECTIONS[slug].permission):
        raise PermissionDenied
    return SECTIONS[slug]
