"""Who has looked at the personal data of a case, told to its person."""

import json
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from heli.access.models import Decision, EmergencyAccess
from heli.access.reads import concerns, described
from heli.access.reads import reads_of as entries_of
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry

MOST = 200


def reads_of(reference: str, side: int = 0) -> list[dict[str, Any]]:
    """Return the reads, the newest first: when, which unit in which duty, what data, what for; no officers' names.

    Of what belongs to ``side``: the number of a side, 0 for the person of the case.
    Emergency access is among them, also where the case was not opened in the end.
    """
    entries = ((entry.at, json.loads(entry.content)["data"]) for entry in entries_of(reference).iterator(MOST))
    found = [_told(at, data) for at, data in islice((each for each in entries if concerns(each[1], side)), MOST)]
    asked = EmergencyAccess.objects.filter(reference=reference).order_by("-asked_at")[:MOST]
    return sorted([*found, *map(_asked, asked)], key=lambda row: row["at"], reverse=True)


def _asked(row: EmergencyAccess) -> dict[str, Any]:
    unit = registry().units.get(row.unit_id)
    values = {"ground": row.get_ground_display(), "decision": Decision(row.decision).label}
    return {
        "at": row.asked_at,
        "who": unit.label if unit else "",
        "what": "",
        "purpose": _("asked for emergency access: %(ground)s (%(decision)s)") % values,
    }


def _told(at: Any, data: dict[str, Any]) -> dict[str, Any]:
    posts = [_post(each) for each in data.get("posts", [])]
    return {
        "at": at,
        "who": ", ".join(dict.fromkeys(filter(None, posts))),
        "what": ", ".join(_datum(each) for each in data.get("what", [])),
        "purpose": _purpose(data.get("purpose", "")),
    }


def _post(post: dict[str, Any]) -> str:
    unit = registry().units.get(post["unit"])
    duty = post["duty"]
    label = Duty(duty).label if duty in Duty.values else duty
    return f"{unit.label} ({label})" if unit else ""


def _datum(code: str) -> str:
    known = {
        "contact": _("name, phone, e-mail"),
        "phone": _("whether a phone number or e-mail is yours"),
        "name": _("name"),
        "case": _("the matter"),
        "file": _("files of the matter"),
    }
    return known.get(code) or described(code)


def _purpose(code: str) -> str:
    known = {
        "handling": _("to handle the request"),
        "verifying": _("to check the result"),
        "calling": _("to call you"),
        "reception": _("to receive you at the window"),
        "searching": _("to find your request while you were on the phone or at the counter"),
        "emergency": _("in an emergency; the line of the request says what the second person decided"),
        "export": _("in a list for the unit"),
        "paper": _("to read a paper that was issued to you"),
        "audit": _("to audit how requests are handled"),
    }
    return known.get(code) or described(code)
