"""Pages of saved views: keeping the present filters of the queue under a name, renaming, deleting, opening first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import LIST_CASES
from heli.cases.step_forms import Line
from heli.workbench import labels
from heli.workbench.filtering import FilterForm
from heli.workbench.keeping import MOST, drop, keep, may_change, open_first, shares_with, views_of
from heli.workbench.models import SavedView
from heli.workbench.presets import presets
from heli.workbench.shell import DeskRequest, desk


class NameForm(forms.Form):
    """What a view is called."""

    name = Line(label=gettext_lazy("Name"), max_length=60)


class SaveForm(NameForm):
    """Where a view is kept, and whether it opens first; the filters come along as hidden fields of the page."""

    unit = forms.TypedChoiceField(label=gettext_lazy("For"), required=False, coerce=int, empty_value=None)
    first = forms.BooleanField(label=gettext_lazy("Open it first from now on"), required=False)

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, auto_id="save-%s")
        units = [(pk, _("Everybody in %(unit)s") % {"unit": labels.unit(pk)}) for pk in shares_with(actor)]
        field: Any = self.fields["unit"]
        field.choices = [("", _("Myself alone")), *units]
        if not units:
            del self.fields["unit"]


def address_of(view: SavedView) -> str:
    """Return the address of the list that ``view`` shows."""
    return f"{reverse('workbench:queue')}?{view.query}"


@require_safe
@needs(LIST_CASES)
def views(request: DeskRequest) -> HttpResponse:
    """Show the saved views that the actor sees, with what they may do to each."""
    return _page(request, None)


@require_POST
@needs(LIST_CASES)
def save(request: DeskRequest) -> HttpResponse:
    """Keep the filters that were sent along under a name."""
    form = SaveForm(request.POST, actor=request.actor)
    filters = FilterForm(request.POST, actor=request.actor)
    tab = request.POST.get("tab", "")
    query = filters.kept() | ({"tab": tab} if tab in {each.name for each in presets(request.actor)} else {})
    if not form.is_valid():
        return _page(request, form, query)
    given = form.cleaned_data
    view = keep(request.actor, given["name"], query, unit=given.get("unit"))
    if view is None:
        form.add_error(None, _("There are %(most)s views already: delete one first.") % {"most": MOST})
        return _page(request, form, query)
    if given["first"]:
        open_first(request.actor, view)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(address_of(view))


@require_POST
@needs(LIST_CASES)
def rename(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a view another name."""
    view = _changed(request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        view.name = form.cleaned_data["name"]
        view.save(update_fields=["name"])
        messages.success(request, _("The view is now called “%(name)s”.") % {"name": view.name})
    else:
        messages.error(request, _("A view needs a name of at most 60 characters."))
    return redirect("workbench:views")


@require_POST
@needs(LIST_CASES)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a view."""
    view = _changed(request, pk)
    drop(SavedView.objects.filter(pk=view.pk))
    messages.success(request, _("The view was deleted. The matters in it stay as they are."))
    return redirect("workbench:views")


@require_POST
@needs(LIST_CASES)
def first(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a view open first, or no longer; shared ones may be chosen by everybody who sees them."""
    view = _seen(request, pk)
    open_first(request.actor, view if request.POST.get("first") else None)
    return redirect("workbench:views")


def _seen(request: DeskRequest, pk: int) -> SavedView:
    view = views_of(request.actor).filter(pk=pk).first()
    if view is None:
        raise Http404
    return view


def _changed(request: DeskRequest, pk: int) -> SavedView:
    """Return the view if the actor may change it; one of others is a missing one."""
    view = _seen(request, pk)
    if not may_change(request.actor, view):
        raise Http404
    return view


def _page(request: DeskRequest, form: SaveForm | None, query: dict[str, str] | None = None) -> HttpResponse:
    rows = [
        {
            "view": view,
            "url": address_of(view),
            "words": words(view, request.actor),
            "unit": labels.unit(view.unit_id),
            "may_change": may_change(request.actor, view),
        }
        for view in views_of(request.actor)
    ]
    crumbs = [{"label": _("Matters"), "url": reverse("workbench:queue")}, {"label": _("Saved views")}]
    context = {"rows": rows, "form": form, "kept": (query or {}).items(), "crumbs": crumbs}
    return desk(request, "workbench/views.html", context, status=422 if form else 200)


def words(view: SavedView, actor: Actor) -> str:
    """Return what a view narrows the list to, as its reader would choose it."""
    data = QueryDict(view.query)
    form = FilterForm(data, actor=actor)
    tab = next((str(each.label) for each in presets(actor) if each.name == data.get("tab")), "")
    chosen = [f"{form.fields[name].label}: {form.words(name)}" for name in form.active()]
    return " · ".join(part for part in (tab, *chosen) if part)
