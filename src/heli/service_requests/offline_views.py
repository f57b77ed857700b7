"""Pages that browsers keep for when there is no network: the same for everybody, without session, case or person.

They hold the forms of residents and of those who work outside; what is shown in them comes from the device alone.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heli.access.actors import NOBODY
from heli.access.gates import needs
from heli.access.permissions import PUBLIC_INFORMATION
from heli.portal.pages import frame, render
from heli.service_requests.desk_forms import FieldForm
from heli.service_requests.field_steps import blank_forms
from heli.service_requests.report_form import ReportForm


def _nothing() -> dict[str, Any]:
    return {}


def _field_report() -> dict[str, Any]:
    return {"form": FieldForm(initial={"key": ""}, actor=NOBODY)}


#: Name of a kept page: its template and what it shows.
SHELLS: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "plain": ("service_requests/offline_plain.html", _nothing),
    "device": ("service_requests/device.html", _nothing),
    "report": ("service_requests/offline_report.html", lambda: {"form": ReportForm(initial={"key": ""})}),
    "field": ("service_requests/offline_field.html", lambda: {"steps": blank_forms()}),
    "field-report": ("service_requests/offline_field_report.html", _field_report),
}


@needs(PUBLIC_INFORMATION)
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """Show what is kept on this device; the list is made there."""
    return render(request, "service_requests/device.html")


@needs(PUBLIC_INFORMATION)
@require_safe
@cache_control(public=True, max_age=0)
def shell(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """Answer with a page to be kept, in ``language`` whatever the reader's is; no cookie is read or set for it."""
    if language not in dict(settings.LANGUAGES) or name not in SHELLS:
        raise Http404
    template, context = SHELLS[name]
    with translation.override(language):
        page = {**frame(request), "navigation": [], "shell": True, **context()}
        # Rendered without the request: neither its session nor its token can come in.
        return HttpResponse(render_to_string(template, page), headers={"Content-Language": language})
