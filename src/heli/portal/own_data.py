"""A copy of everything that is kept about a person in one case (Personal Information Protection Law, art. 45)."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heli.cases.personal import CONTACT, contact_of
from heli.kernel.chains import canonical_json
from heli.kernel.data_classes import DataClass, declared_by
from heli.notices.models import Notice
from heli.organizations.settings import district
from heli.papers.models import IssuedPaper
from heli.papers.rendering import render
from heli.papers.wording import moment
from heli.people.models import Contact
from heli.people.reading import in_english
from heli.portal.journey import Journey
from heli.portal.letters import PaperLine
from heli.portal.reads import reads_of

GIVEN = (DataClass.PUBLIC, DataClass.PERSONAL)


def copy_of(way: Journey) -> dict[str, Any]:
    """Return the copy as JSON values; texts in the reader's language."""
    case = way.case
    return {
        "made_at": timezone.now().isoformat(),
        "kept_by": district().label,
        "reference": way.number,
        "contact": _contact(contact_of(case, way.actor)),
        "request": _request(way),
        "details": _details(way),
        "files": [{"name": each.file.name, "size": each.file.size} for each in way.shown_files],
        "papers": [_paper(each) for each in way.shown_papers],
        "history": [_event(each) for each in reversed([*way.timeline, *way.earlier]) if not each.get("future")],
        "messages": list(_messages(way)),
        "looks": reads_of(case.reference, way.actor.side),
    }


def _details(way: Journey) -> dict[str, Any]:
    """Return what the domain's rows say about the person whose case it is; of the other sides they say nothing."""
    rows = [] if way.actor.side else [(name, _fields(getattr(way.case, name))) for name in way.kind.related]
    return {name: values for name, values in rows if values}


def _contact(contact: Contact | None) -> dict[str, str] | None:
    if contact is None:
        return None
    return {**{name: getattr(contact, name) for name in CONTACT}, "language": contact.language}


def _request(way: Journey) -> dict[str, Any]:
    case = way.case
    return {
        "state": str(way.state.label),
        "title": case.title,
        "text": case.text,
        "category": way.category.label,
        "place": way.place,
        "address": case.address,
        "latitude": case.latitude,
        "longitude": case.longitude,
        "channel": case.get_channel_display(),
        "unit": way.unit.label if way.unit else None,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "closed_at": case.closed_at,
        "in_public_register": case.public,
        "confidential": case.confidential,
    }


def _fields(row: Model) -> dict[str, Any]:
    """Return what a domain's row says about the person: its public and personal fields."""
    classes = declared_by(type(row)).classes
    fields = [field for field in row._meta.concrete_fields if classes.get(field.name) in GIVEN]
    return {field.name: value for field in fields if (value := getattr(row, field.attname)) not in (None, "")}


def _paper(line: PaperLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "title": line.title,
        "number": line.number,
        "issued_at": line.issued_at,
        "served_at": line.served_at,
        "served_by": line.method,
    }


def _event(told: dict[str, Any]) -> dict[str, Any]:
    return {"at": told["at"], "what": told["title"], "who": told["actor"], "words": told["body"]}


def _messages(way: Journey) -> Iterator[dict[str, Any]]:
    contact = contact_of(way.case, way.actor)
    if contact:
        rows = Notice.objects.filter(to_contact=contact, reference=way.number).order_by("id")
        for row in rows:
            yield {"written_at": row.created_at, "sent_at": row.sent_at, "state": row.get_state_display()}


def as_pdf(way: Journey, copy: dict[str, Any]) -> bytes:
    """Return the copy as a PDF in the reader's language."""
    content = {
        "reference": copy["reference"],
        "district": district().district_name,
        "heading": _("Copy of my data"),
        "lead": _("Everything that is kept about you in this matter, as of the time below."),
        "sections": [{"title": title, "rows": rows} for title, rows in _sections(way, copy) if rows],
    }
    digest = sha256(canonical_json(content).encode()).hexdigest()
    return render(IssuedPaper(kind="copy", content=content, digest=digest, issued_at=timezone.now()))


def _sections(way: Journey, copy: dict[str, Any]) -> Iterator[tuple[str, list[list[str]]]]:
    labels = {**_labels(), **_field_labels(way)}
    contact = copy["contact"] or {}
    reached = {**labels, "address": _("Postal address")}
    yield _("How to reach me"), _rows([(reached[name], contact.get(name)) for name in CONTACT])
    matter = copy["request"] | {name: value for each in copy["details"].values() for name, value in each.items()}
    yield _("The matter"), _rows([(labels.get(name, name), value) for name, value in matter.items()])
    yield _("Files"), _rows([(each["name"], f"{each['size']} B") for each in copy["files"]])
    history = [(_said(each["at"]), " · ".join(filter(None, _words(each)))) for each in copy["history"]]
    yield _("What has happened"), _rows(history)
    yield _("Messages to me"), _rows([(_said(each["written_at"]), each["state"]) for each in copy["messages"]])
    looks = [(_said(each["at"]), " · ".join((each["who"], each["what"], each["purpose"]))) for each in copy["looks"]]
    yield _("Who has looked at my data"), _rows(looks)


def _words(event: dict[str, Any]) -> tuple[str, str, str]:
    return event["what"], event["who"], event["words"]


def _rows(pairs: list[tuple[str, Any]]) -> list[list[str]]:
    return [[str(label), text] for label, value in pairs if (text := _said(value))]


def _said(value: Any) -> str:
    """Return a value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return moment(value, english=in_english()) if hasattr(value, "tzinfo") else str(value)


def _field_labels(way: Journey) -> dict[str, str]:
    rows = [getattr(way.case, name) for name in way.kind.related]
    return {field.name: capfirst(str(field.verbose_name)) for row in rows for field in row._meta.concrete_fields}


def _labels() -> dict[str, str]:
    return {
        "name": pgettext("person", "Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "state": _("State"),
        "title": _("Title"),
        "text": _("What you told us"),
        "category": _("Category"),
        "place": _("Place"),
        "address": _("Address or landmark"),
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "channel": _("Channel"),
        "unit": _("Unit that must answer"),
        "opened_at": _("Reported at"),
        "due_at": _("Answer at the latest"),
        "closed_at": _("Closed at"),
        "in_public_register": _("In the public register"),
        "confidential": _("Confidential"),
    }
