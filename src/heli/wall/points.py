"""The open cases of the wall as marks of its map: reference, topic, state and lamp, and nothing about persons."""

import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from heli.cases.kinds import procedure_of
from heli.cases.models import Case
from heli.insight.clusters import FACTS, Look, geojson, marks
from heli.insight.keeping import Kept
from heli.insight.scope import Scope
from heli.wall.words import lamp_label, topic_label

TONES = {"red": "bad", "yellow": "warn", "green": "good"}

_kept: Kept[bytes] = Kept()
forget = _kept.forget


def points(scope: Scope, look: Look, *, late: bool) -> bytes:
    """Return the marks of the open (or overdue) cases within ``look``, at most ten seconds old. Bytes of GeoJSON.

    Of a scope that is shown to others (``shared``) nothing confidential has a mark: it would say what and where.
    """
    key = scope, look, late, get_language()
    return _kept.get(key, lambda: _points(scope, look, late=late))


def _points(scope: Scope, look: Look, *, late: bool) -> bytes:
    now = timezone.now()
    cases = scope.cases.filter(closed_at__isnull=True, latitude__isnull=False).only(*FACTS)
    if scope.shared:
        cases = cases.filter(confidential=False)
    if late:
        cases = cases.filter(due_at__lte=now)
    return json.dumps(geojson(marks(cases, look, now), _card), ensure_ascii=False).encode()


def _card(case: Case) -> dict[str, Any]:
    state = procedure_of(case).state(case.state)
    topic = topic_label(case.category_id)
    return {
        "title": f"{case.reference} {topic}",
        "status": f"{state.label} · {lamp_label(case.lamp)}",
        "tone": TONES.get(case.lamp, "neutral"),
        "url": reverse("workbench:case", args=[case.reference]),
    }
