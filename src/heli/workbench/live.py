"""The one question that open pages ask by themselves: have numbers changed, has something new come?"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import LIST_CASES, MESSAGES
from heli.workbench.pulse import INBOX, NEW, NEW_TO_DISPATCH, pulse, said
from heli.workbench.queue import live_counts
from heli.workbench.shell import DeskRequest

#: A page that was opened longer ago is told of what is new since then only.
LONGEST = timedelta(hours=12)
TOLD = (NEW, NEW_TO_DISPATCH)


@require_safe
@needs(MESSAGES)
def live(request: DeskRequest) -> HttpResponse:
    """Answer the numbers as JSON, 304 where they are as before; asking is no visit and keeps no session open."""
    request.session.by_itself = True  # type: ignore[attr-defined]
    numbers = pulse(request.actor, since=_since(request.GET.get("since", "")))
    tabs = live_counts(request.actor) if request.GET.get("tabs") and request.actor.may(LIST_CASES) else {}
    body = {
        "unread": numbers.get(INBOX, 0),
        "counts": {name: said(number) for name, number in numbers.items() if name not in TOLD} | tabs,
        "news": {name: _news(name, numbers.get(name, 0)) for name in TOLD},
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    mark = hashlib.blake2b(f"{get_language()}{text}".encode(), digest_size=12).hexdigest()
    same = request.headers.get("If-None-Match") == f'"{mark}"'
    answer = HttpResponse(status=304) if same else HttpResponse(text, content_type="application/json")
    answer.headers["ETag"] = f'"{mark}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _since(text: str) -> datetime:
    """Return the moment that ``text`` names, none that lies too far back or ahead."""
    now = timezone.now()
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    return min(now, max(moment, now - LONGEST)) if moment and timezone.is_aware(moment) else now


def _news(name: str, number: int) -> dict[str, Any]:
    if not number:
        return {}
    text = ngettext("%(count)s new matter for you", "%(count)s new matters for you", number)
    url = "workbench:dispatch" if name == NEW_TO_DISPATCH else "workbench:home"
    return {"number": number, "text": text % {"count": said(number)}, "url": reverse(url)}
