"""What makes the site an application on a device: its manifest, and the worker that serves it without network.

The worker keeps hashed static files and the pages of ``heli.service_requests.offline_views``, which are the same for
everybody; never a page with a case, a person or a session in it. It is made anew with every release, for the names of
the static files are in it.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PLATFORM
from heli.organizations.settings import district
from heli.service_requests.offline_views import SHELLS

#: What the kept pages are made of. Maps and charts are fetched when they are needed, and kept from then on.
STATIC = ("heli.css", "heli.js", "device.js", "icons.svg", "favicon.svg")
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)
WORKER = Path(__file__).parent / "static/heli/worker.js"


@needs(PLATFORM)
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Describe the site as an application, in one language."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return JsonResponse(_manifest(language), content_type="application/manifest+json")


def _manifest(language: str) -> dict[str, Any]:
    shortcuts = [
        (_("Report something"), reverse("service_requests:report")),
        (_("Follow my request"), reverse("portal:track")),
        (_("On this device"), reverse("service_requests:device")),
    ]
    return {
        "id": "/",
        "name": f"{_('Heli')} · {district().label}",
        "short_name": _("Heli"),
        "description": _("Report, ask and follow what your district does about it."),
        "lang": "zh-Hans" if language.startswith("zh") else language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0b5c63",
        "background_color": "#f4f7f6",
        "icons": [
            {"src": static(f"heli/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [{"name": name, "url": url} for name, url in shortcuts],
    }


@needs(PLATFORM)
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker; where it is switched off, with one that removes itself and what it kept."""
    body = f"self.HELI = {json.dumps(_plan())};\n{_worker()}"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


def _plan() -> dict[str, Any]:
    """Return what the worker keeps, under a name that changes with it."""
    if not settings.HELI_OFFLINE:
        return {"off": True}
    files = [static(f"heli/{name}") for name in STATIC]
    pages = {
        language: {name: reverse("service_requests:shell", args=[language, name]) for name in SHELLS}
        for language, _name in settings.LANGUAGES
    }
    release = sha256("\n".join((*files, _worker())).encode()).hexdigest()[:12]
    return {"release": release, "files": files, "pages": pages}


@cache
def _worker() -> str:
    return WORKER.read_text()
