"""Class 3: mass assignment (CVE-2026-7387, CVE-2025-64515 elsewhere).

Every endpoint that writes is asked twice: with its own fields, and with every field of every model and privileged names
besides. Afterwards each row must be the same, column by column: what the form does not list changes nothing.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import pytest
from django import forms
from django.apps import apps
from django.db import models, transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import reverse

from heli.access.actors import resident
from heli.cases.kinds import kind_of
from heli.cases.submitting import form_for
from heli.notices.models import Letter
from heli.organizations.settings import save
from heli.service_requests.desk_forms import FieldForm, IntakeForm
from heli.service_requests.forms import FORMS
from heli.service_requests.report_form import ReportForm
from heli.service_requests.tests.district import build
from heli.service_requests.tests.visiting import filled, person
from heli.workbench.manage.retention import HoldForm, PeriodForm
from heli.workbench.manage.sections import SECTIONS
from heli.workbench.tests.desk import signed_in
from tests.security.scenes import SCENE_OF, Scenes, photo
from tests.security.test_sec_02_missing_checks import MAY

pytestmark = pytest.mark.django_db

MOMENT: Final = re.compile(r"20\d\d-\d\d-\d\d[T ][0-9:.+Z]+|[0-9a-f]{8}-[0-9a-f-]{27}")
LONG_AGO: Final = "2001-02-03"
WORD: Final = "mass-assigned"
NUMBER: Final = "00000000-dead-4000-8000-000000000000"
#: What others have been given rights by, and names of what the code itself is called with.
PRIVILEGED: Final = (
    "is_superuser", "is_staff", "scheme_admin", "receipt_hash", "groups", "user_permissions", "role", "roles", "duty",
    "permission", "permissions", "actor", "by", "act", "case", "case_id", "self", "instance", "pk", "id", "seen", "at",
    "facts", "state", "case__state", "service_request__extended", "__class__", "_state", "password", "opened",
)  # fmt: skip
OURS: Final = [model for model in apps.get_models() if model.__module__.startswith("heli.")]
#: Rows that tell what happened hold hashes, counts and moments of their own; the calendar comes as a file.
APART: Final = {
    "audit",
    "access.session",
    "access.counter",
    "access.denial",
    "places.revision",
    "cases.tally",
    "organizations.calendarday",
}
#: Drawn anew by each opening; that they are not what was sent is looked at all the same.
DRAWN: Final = {
    "reference",
    "query_code",
    "search_text",
    "key",
    "opened_by",
    "actor",
    "digest",
    "password",
    "values",
    "path",
    "content",
}


def noise(*without: str) -> dict[str, Any]:
    """Return a value for every field of every model but those named ``without``."""
    found: dict[str, Any] = dict.fromkeys(PRIVILEGED, WORD)
    for model in OURS:
        for field in model._meta.concrete_fields:
            found[field.name] = found[field.attname] = _hostile(field)
    return {name: value for name, value in found.items() if name not in {*without, "csrfmiddlewaretoken"}}


def _hostile(field: Any) -> Any:
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateField):
        return LONG_AGO
    if isinstance(field, models.UUIDField):
        return NUMBER
    if field.choices:
        return str(field.choices[-1][0])
    return 1 if isinstance(field, models.IntegerField | models.FloatField | models.ForeignKey) else WORD


def shown() -> dict[type[Model], list[dict[str, Any]]]:
    """Return every row of our tables but the records."""
    kept = [model for model in OURS if not {model._meta.app_label, model._meta.label_lower} & APART]
    return {model: list(model._default_manager.order_by("pk").values()) for model in kept}


def told(known: dict[type[Model], set[Any]], field: Any, value: Any) -> Any:
    """Return ``value`` so that two runs can be compared: new ids as "new", moments as "a moment"."""
    for marker in (WORD, NUMBER, LONG_AGO):
        assert marker not in str(value), (field, value)
    if field.name in DRAWN or isinstance(value, UUID | bytes | memoryview):
        return "drawn" if value else value
    if isinstance(value, datetime):
        return "a moment"
    if field.primary_key or field.is_relation:
        return value if value in known.get(field.related_model or field.model, ()) else "new"
    return MOMENT.sub("a moment", str(value))


def changes(before: dict[type[Model], list[dict[str, Any]]]) -> list[Any]:
    """Return the rows that are new or other than ``before``."""
    known = {model: {row[model._meta.pk.attname] for row in rows} for model, rows in before.items()}
    found: list[Any] = []
    for model, rows in shown().items():
        fields = {field.attname: field for field in model._meta.concrete_fields}
        was = {repr(row) for row in before[model]}
        new = [row for row in rows if repr(row) not in was]
        found += [(model, {name: told(known, fields[name], value) for name, value in row.items()}) for row in new]
    return found


def same_with_noise(
    client: Client, address: str, data: dict[str, Any], without: set[str], *, api: bool = False
) -> None:
    """Ask with ``data`` and with more; both must be taken and leave the same rows behind."""
    before, left = shown(), []
    for sent in (data, {**noise(*without, *data), **data}):
        point = transaction.savepoint()
        answer = client.post(address, sent, **({"content_type": "application/json"} if api else {}))
        left.append(changes(before))
        transaction.savepoint_rollback(point)
        assert answer.status_code in (200, 201, 204, 302), (address, answer.status_code, answer.content[-2000:])
    assert left[0], "nothing was written, so nothing is shown"
    assert left[1] == left[0]


@pytest.fixture(scope="module")
def scenes(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Scenes]:
    folder = tmp_path_factory.mktemp("files")
    # All fields of all models are more than a form may send; what is tried here is what becomes of them.
    sizes = override_settings(MEDIA_ROOT=folder, DATA_UPLOAD_MAX_NUMBER_FIELDS=None)
    with django_db_blocker.unblock(), sizes, transaction.atomic():
        save({"second_factor": []})
        letter = {"subject": "主题", "body": "正文", "subject_en": "Subject", "body_en": "Text"}
        Letter.objects.get_or_create(code="applicant", defaults=letter)
        yield Scenes(build())
        transaction.set_rollback(True)


#: One step for each form: what a form lists is the same for all that share it.
STEPS: Final = sorted({FORMS[step]: step for step, who in MAY.items() if who}.values())


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_api_takes_its_own_fields_alone(scenes, step):
    case = scenes.case(SCENE_OF[step])
    who = min(MAY[step])
    actor = resident(case.reference) if who == "resident" else scenes.district.actor(who)
    client = person(case) if who == "resident" else signed_in(scenes.district, who)
    declared = kind_of(case).procedure.step(step)
    body = scenes.body(step)
    if step == "solve_on_the_spot":
        body |= {name: [str(photo(actor.key).pk)] for name in ("before", "after")}
    fields = set(form_for(case, declared, actor).fields)
    same_with_noise(client, f"/api/cases/{case.reference}/steps/{step}", body, fields, api=True)


@pytest.mark.parametrize("step", ["dispatch", "merge", "record_work", "verify"])
def test_so_does_a_step_on_its_page(scenes, step):
    case = scenes.case(SCENE_OF[step])
    actor = scenes.district.actor(min(MAY[step]))
    fields = set(form_for(case, kind_of(case).procedure.step(step), actor).fields)
    client = signed_in(scenes.district, min(MAY[step]))
    same_with_noise(client, reverse("workbench:step", args=[case.reference, step]), scenes.body(step), fields)


def test_opening_a_case_takes_the_fields_of_the_form_alone(scenes):
    district, fields = scenes.district, set(ReportForm.base_fields)
    body = {"text": "路灯不亮", "category": district.lamps.pk, "place": district.east.pk, "phone": "13800000001"}
    same_with_noise(Client(), "/api/cases", body, fields, api=True)
    same_with_noise(Client(), "/report/", filled(district), fields)
    desk = {**filled(district), "channel": "phone"}
    same_with_noise(signed_in(district, "hot"), "/desk/intake/", desk, set(IntakeForm.base_fields))
    same_with_noise(signed_in(district, "grid"), "/desk/field/report/", filled(district), set(FieldForm.base_fields))


def data_of(form: forms.BaseForm) -> dict[str, Any]:
    """Return what the browser would send back unchanged."""
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}


CHANGED: Final = {
    "units": {"phone": "0571-1"}, "people": {"name": "马工"}, "posts": {"until": "2099-01-01"},
    "areas": {"name_en": "Anew"}, "categories": {"hint": "写明灯杆号"}, "rules": {"note": "按职责"},
    "letters": {"subject": "新的主题"},
}  # fmt: skip


@pytest.mark.parametrize("slug", CHANGED)
def test_a_row_of_arrangements_changes_by_its_form_alone(scenes, slug):
    section = SECTIONS[slug]
    row = section.rows().exclude(**({"user__username": "admin"} if slug == "posts" else {})).last()
    if slug == "posts":
        row = section.model._default_manager.get(user__username="chen")
    form = section.form(instance=row)
    data = {**data_of(form), **CHANGED[slug]}
    address = reverse("workbench:manage_edit", args=[slug, row.pk])
    same_with_noise(signed_in(scenes.district, "admin"), address, data, set(form.fields))


NEW: Final = {
    "units": {"code": "n1", "name": "新所", "kind": "station", "active": "on"},
    "people": {"username": "neu", "name": "新人", "language": "zh-hans", "is_active": "on"},
    "categories": {"code": "77", "name": "新类", "active": "on"},
}  # fmt: skip


@pytest.mark.parametrize("slug", NEW)
def test_so_does_a_new_one(scenes, slug):
    address = reverse("workbench:manage_new", args=[slug])
    fields = set(SECTIONS[slug].form.base_fields)
    same_with_noise(signed_in(scenes.district, "admin"), address, NEW[slug], fields)


def test_so_do_holds_and_periods(scenes):
    admin = signed_in(scenes.district, "admin")
    hold = {"reference": scenes.case("closed").reference, "reason": "法院正在审理本案，需要保留材料"}
    same_with_noise(admin, "/desk/manage/retention/", hold, set(HoldForm.base_fields))
    period = {"years": "3", "basis": "档案规定", "archive_years": "0", "archive_basis": ""}
    same_with_noise(admin, "/desk/manage/retention/contact/", period, set(PeriodForm.base_fields))


def test_a_request_for_emergency_access_grants_nothing_by_itself(scenes):
    case = scenes.case("in_hand")
    data = {
        "reference": case.reference,
        "ground": "danger",
        "hours": "1",
        "reason": "现场有人受伤，需要立即核对地点。" * 3,
    }
    same_with_noise(signed_in(scenes.district, "west"), "/desk/emergency/", data, {"case", *data})
