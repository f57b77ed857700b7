"""Where the audit record cannot be written nothing is answered and nothing is changed."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from heli.audit.tests.tampering import as_owner
from heli.cases.models import Case, Event
from heli.organizations.models import Category, Setting, Unit
from heli.people.models import User
from heli.retention.models import Hold
from heli.workbench.tests.desk import dispatched, in_hand, signed_in, step_of

pytestmark = pytest.mark.django_db
REFUSE = """
CREATE FUNCTION refuse_for_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER a_refuse BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_for_test();
"""


def full() -> None:
    """Let every further entry fail as on a full disk; undone with the test."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(REFUSE)


def answer_of(client: Client, address: str, values: dict[str, object] | None = None) -> str:
    """Send a request that must fail, and return the page that tells so."""
    client.raise_request_exception = False
    answer = client.get(address) if values is None else client.post(address, values)
    assert answer.status_code >= 500, f"{address} answered {answer.status_code}"
    return answer.content.decode()


def test_no_contact_is_shown(district):
    case = in_hand(district)
    client = signed_in(district, "ma")
    full()
    text = answer_of(client, reverse("workbench:contact", args=[case.reference]), {"purpose": "calling"})
    assert "13800000000" not in text


def test_no_list_is_exported(district):
    case = in_hand(district)
    client = signed_in(district, "chen")
    full()
    assert case.reference not in answer_of(client, reverse("workbench:export"))


def test_the_audit_record_cannot_be_searched_unseen(district):
    case = in_hand(district)
    client = signed_in(district, "audit")
    full()
    assert case.reference not in answer_of(client, f"{reverse('workbench:audit')}?person=ma")


def test_no_step_is_taken(district):
    case = dispatched(district)
    client = signed_in(district, "ma")
    events = Event.objects.count()
    full()
    values = {"version": Case.objects.get(pk=case.pk).version, "member": district.people["ma"].pk}
    answer_of(client, step_of(case, "accept"), values)
    assert Event.objects.count() == events
    assert Case.objects.get(pk=case.pk).state == case.state


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("units", {"code": "new", "name": "新单位", "kind": "department", "active": "on"}),
        ("people", {"username": "new", "name": "新人", "language": "zh-hans", "is_active": "on"}),
        ("categories", {"code": "99", "name": "新类", "active": "on"}),
    ],
)
def test_nothing_is_arranged(district, section, values):
    before = (Unit.objects.count(), User.objects.count(), Category.objects.count())
    client = signed_in(district, "admin")
    full()
    text = answer_of(client, reverse("workbench:manage_new", args=[section]), values)
    assert (Unit.objects.count(), User.objects.count(), Category.objects.count()) == before
    assert "password" not in text.lower()


def test_no_setting_password_or_hold_is_changed(district):
    case = in_hand(district)
    client = signed_in(district, "admin")
    person = district.people["ma"]
    form = client.get(reverse("workbench:manage_settings")).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    values |= {"district_name": "他区", "opens": "08:30", "closes": "17:00"}
    full()
    answer_of(client, reverse("workbench:manage_password", args=[person.pk]), {})
    answer_of(
        client, reverse("workbench:manage_retention"), {"reference": case.reference, "reason": "诉讼期间不得删除数据"}
    )
    answer_of(client, reverse("workbench:manage_settings"), values)
    assert User.objects.get(pk=person.pk).password == person.password
    assert not Hold.objects.exists()
    assert not Setting.objects.filter(key="district_name", value="他区").exists()
