"""The course of a case on its page: the history with letters, papers and looks at the contact, in parts to choose."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from heli.access.reads import described
from heli.cases.families import steps_in
from heli.cases.personal import PURPOSES
from heli.notices.models import Channel, Delivery
from heli.organizations.models import Duty
from heli.papers.kinds import title
from heli.workbench import labels
from heli.workbench.dossier import Dossier
from heli.workbench.timeline import SHOWS, Entry, counted, entries

OLDEST_FIRST = "oldest"


def history_of(found: Dossier, show: str, order: str) -> dict[str, Any]:
    """Return the lines that ``show`` asks for in ``order``, with the links to all parts and how much each holds."""
    lines = entries(found.kind, found.events, list(besides(found)))
    counts = counted(lines)
    show = show if show in SHOWS else "all"
    oldest = order == OLDEST_FIRST
    shown = [line for line in lines if show == "all" or show in line.sorts]
    return {
        "timeline": shown[::-1] if oldest else shown,
        "shows": [
            {
                "label": label,
                "url": _address(found, name, oldest=oldest),
                "current": name == show,
                "count": counts[name],
            }
            for name, label in SHOWS.items()
            if counts[name] or name == show
        ],
        "turned": {
            "label": _("Newest first") if oldest else _("Oldest first"),
            "url": _address(found, show, oldest=not oldest),
        },
    }


def _address(found: Dossier, show: str, *, oldest: bool) -> str:
    page = reverse("workbench:case", args=[found.case.reference])
    return f"{page}?show={show}{f'&order={OLDEST_FIRST}' if oldest else ''}#history"


def besides(found: Dossier) -> Iterator[Entry]:
    """Yield what is no step: papers, letters to the resident, and, for those who may see them, looks at the contact."""
    yield from map(_paper, found.case.issued)  # type: ignore[attr-defined]
    yield from (_letter(found, row) for row in found.case.letters)  # type: ignore[attr-defined]
    if found.may_reach or found.actor.with_duty(Duty.AUDITOR):
        yield from map(_read, found.case.reads)  # type: ignore[attr-defined]


def _paper(row: dict[str, str]) -> Entry:
    name = title(row["kind"])
    return Entry(
        title=_("Paper issued: %(name)s") % {"name": name},
        at=datetime.fromisoformat(row["at"]),
        who="",
        icon="file-text",
        tone="neutral",
        anchor=f"p{row['id']}",
        sorts=frozenset({"letters", "public"}),
        files=[{"url": reverse("cases:paper", args=[row["id"]]), "name": f"{name}.pdf"}],
    )


def _letter(found: Dossier, row: dict[str, Any]) -> Entry:
    state = Delivery(row["state"])
    return Entry(
        title=_("Letter to the resident: %(about)s") % {"about": _about(found, row["kind"])},
        at=datetime.fromisoformat(row["sent_at"] or row["created_at"]),
        who=f"{Channel(row['channel']).label} · {state.label}",
        icon="mail",
        tone="bad" if state == Delivery.FAILED else "neutral",
        anchor=f"n{row['id']}",
        sorts=frozenset({"letters", "public"}),
    )


def _about(found: Dossier, kind: str) -> str:
    """Return what a letter tells of: its kind is "procedure.step.audience"."""
    name = kind.split(".")[1] if kind.count(".") == 2 else ""
    step = steps_in(found.kind.belongs_to.code).get(name)
    return str(step.done) if step else kind


def _read(row: dict[str, Any]) -> Entry:
    """Return a look at the contact by unit and duty, as the resident is told of it."""
    data = json.loads(row["content"])["data"]
    purposes: dict[str, Any] = {
        **dict(PURPOSES),
        "searching": _("To find the matters of a caller"),
        "emergency": _("Emergency access"),
        "paper": _("To read a paper that was issued"),
    }
    posts = [_post(each) for each in data.get("posts", [])]
    return Entry(
        title=_("Contact read"),
        at=datetime.fromisoformat(row["at"]),
        who=_(", ").join(dict.fromkeys(filter(None, posts))),
        icon="eye",
        tone="neutral",
        anchor=f"r{row['id']}",
        sorts=frozenset({"reads"}),
        role=str(purposes.get(data.get("purpose", "")) or described(data.get("purpose", ""))),
        internal=True,
    )


def _post(post: dict[str, Any]) -> str:
    unit, duty = labels.unit(post["unit"]), post["duty"]
    return f"{unit} ({Duty(duty).label if duty in Duty.values else duty})" if unit else ""
