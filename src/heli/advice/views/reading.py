"""What somebody can do, by topic: for everybody, without asking anything back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_INFORMATION
from heli.advice.doors import address_of
from heli.advice.known import known
from heli.advice.models import AdviceTopic
from heli.portal.pages import render


def crumbs(*more: str) -> list[dict[str, str]]:
    """Return the way from the start page to a page about advice."""
    path = [{"label": _("Start page"), "url": reverse("portal:home")}]
    here = {"label": _("What can I do?"), "url": reverse("advice:topics")}
    return [*path, here, *({"label": each} for each in more)] if more else [*path, {"label": here["label"]}]


@needs(PUBLIC_INFORMATION)
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Show the topics, the desks with number and hours, and the ways to ask."""
    context = {
        "topics": AdviceTopic.objects.filter(active=True),
        "desks": list(known().desks.values()),
        "crumbs": crumbs(),
    }
    return render(request, "advice/topics.html", context)


@needs(PUBLIC_INFORMATION)
@require_safe
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Show what somebody can do in matters of one topic, with the ground of each path."""
    found = AdviceTopic.objects.filter(code=code, active=True).first()
    if found is None:
        raise Http404
    paths = [{"path": each, "url": address_of(each.door)} for each in found.paths.filter(active=True)]
    context = {"topic": found, "paths": paths, "desks": list(known().desks.values()), "crumbs": crumbs(found.label)}
    return render(request, "advice/topic.html", context)
