"""What a step adds to the papers that it issues; ``heli.petitions.paper_kinds`` declares the papers."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from heli.cases.models import Case, Channel
from heli.cases.paper_facts import LANGUAGE
from heli.organizations.models import Unit
from heli.organizations.responsibility import registry
from heli.petitions.arrangements import arrangements, organ_above

FIRST_WINDOW = "请求复查"
SECOND_WINDOW = "请求复核"


def registration(
    *, request: str, facts: str, channel: str, people: int, received: datetime, spoken: bool
) -> dict[str, Any]:
    """Return what the registration form says: what came, how, when, from how many (arts. 19, 22)."""
    with translation.override(LANGUAGE):
        came = str(Channel(channel).label)
    return {
        "received_on": timezone.localdate(received),
        "channel": came,
        "people": str(people),
        "request": request,
        "facts": facts,
        "spoken": "本件为口头提出，工作人员如实记录并已向信访人宣读。" if spoken else "",
    }


def to_unit(case: Case, unit: Unit | None, note: str, **more: Any) -> dict[str, Any]:
    """Return what a letter from organ to organ says; ``unit`` None addresses the handling unit."""
    addressed = unit or registry().units.get(case.unit_id or 0)
    return {
        "addressee": addressed.name if addressed else "",
        "request": case.petition.request,
        "note": note,
        **{name: _written(value) for name, value in more.items()},
    }


def to_person(case: Case, **more: Any) -> dict[str, Any]:
    """Return what a letter to the person says of their petition, and ``more``."""
    return {"request": case.petition.request, **{name: _written(value) for name, value in more.items()}}


def ending(case: Case, reason: str, **more: Any) -> dict[str, Any]:
    """Return what a letter says by which a petition is turned away: why, where to go, and how to object."""
    office = registry().units.get(case.centre_id or 0)
    where = f"（{office.name}{'，电话 ' + office.phone if office.phone else ''}）" if office else ""
    remedy = f"如认为该事项应当由本机关、单位处理，可以自收到本告知书之日起30日内向信访部门{where}提出异议。"
    return to_person(case, reason=reason, remedy=remedy, **more)


def remedy_after(unit_id: int | None, *, window: str) -> tuple[str, str]:
    """Return the body one level up and the paragraph on what the person can do (arts. 35, 36).

    ``window`` is what they can ask for.
    """
    unit = registry().units.get(unit_id or 0)
    above = organ_above(unit) if unit else None
    body = above.name if above else arrangements().upper_body
    article = "第三十五条" if window == FIRST_WINDOW else "第三十六条"
    text = (
        f"如不服本意见，可以自收到本意见书之日起30日内向{body}{window}（《信访工作条例》{article}）。"
        "期间的最后一日是法定休假日的，以法定休假日结束的次日为最后一日。"
        "有新的事实和理由的，随时可以另行提出信访事项。"
    )
    return body, text


def last_remedy() -> str:
    """Return the paragraph after a re-review: what is left when the procedure has ended (arts. 36, 37)."""
    return (
        "本意见为信访程序中的最后意见。仍以同一事实和理由提出投诉请求的，各级机关、单位不再受理（《信访工作条例》第三十六条）；"
        "有新的事实和理由的，可以另行提出信访事项。法律规定可以申请行政复议、提起诉讼的，不因本意见而改变。"
        "生活确有困难的，可以申请社会救助或司法救助（第三十七条）。"
    )


def remedy_of_duty(remedy: str) -> str:
    """Return the paragraph after an answer on a duty: what the organ names, else what administrative law gives.

    Sixty days for reconsideration (Administrative Reconsideration Law, 2023, art. 20), six months for a suit
    (Administrative Procedure Law, 2017, art. 46).
    """
    return remedy or (
        "如不服本答复，可以自知道之日起60日内依法申请行政复议（《行政复议法》第二十条），"
        "或者自知道之日起6个月内依法提起行政诉讼（《行政诉讼法》第四十六条）。"
    )


def _written(value: Any) -> Any:
    return value if isinstance(value, str | date) else str(value)
