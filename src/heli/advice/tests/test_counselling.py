"""Counselling: voluntary; nothing is kept without consent; one helper reads; no list and no count exists."""

from datetime import time, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.advice.counselling import Wish, answered, clear, look, next_for, wish
from heli.advice.known import REVISION
from heli.advice.models import ContactWish, Helper
from heli.advice.tests.desk import MONDAY, at, later
from heli.kernel.decisions import Denied
from heli.people.keyed import SubjectKey
from heli.places.revisions import bump
from heli.workbench.manage.sections import SECTIONS

PHONE = "13900000088"
#: Everybody in the district but the helper: their leader, the desk, coordinators, administrator and auditor among them.
OTHERS = ("ma", "lead", "waterlead", "hot", "chen", "east", "grid", "admin", "audit", "inspector", "inspect")


def wished(desk, **more) -> int:
    values = {"helper": desk.helper, "phone": PHONE, "way": "call", "times": "晚上", "consented": True}
    assert wish(Wish(**{**values, **more})) is None
    with acting_as(SYSTEM):
        found = ContactWish.objects.latest("pk").pk
    later()
    return found


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    with acting_as(SYSTEM):
        return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_but_the_helper_reads_lists_counts_or_removes(desk, client, name):
    pk, actor = wished(desk), desk.actor(name)
    assert next_for(actor) is None
    assert look(pk, by=actor) is None
    assert not answered(pk, by=actor)
    with acting_as(actor), transaction.atomic():
        assert ContactWish.objects.count() == 0
        assert ContactWish.objects.filter(pk=pk).update(gone_at=timezone.now()) == 0
        assert ContactWish.objects.filter(pk=pk).delete()[0] == 0
    client.force_login(desk.district.people[name])
    assert client.get(reverse("advice_desk:helping")).status_code in (403, 404)
    assert client.post(reverse("advice_desk:wish", args=[pk])).status_code in (403, 404)


def test_a_stand_in_of_the_helper_reads_nothing(desk):
    pk = wished(desk)
    other = Helper.objects.create(name="李老师", user=desk.district.people["ma"])
    bump(REVISION)
    assert next_for(desk.actor("ma")) is None
    assert look(pk, by=desk.actor("ma")) is None
    assert other.pk != desk.helper.pk


def test_the_helper_reads_one_and_removes_it_with_its_key(desk):
    wang, pk = desk.actor("wang"), wished(desk)
    wished(desk, phone="13900000089")
    assert next_for(wang) == pk
    row = look(pk, by=wang)
    assert (row.phone, row.way, row.times) == (PHONE, "call", "晚上")
    key = row.key_id
    assert answered(pk, by=wang)
    with acting_as(SYSTEM):
        assert not ContactWish.objects.filter(pk=pk).exists()
    assert bytes(SubjectKey.objects.get(pk=key).wrapped) == b""
    assert next_for(wang) not in (None, pk)


def test_the_number_is_sealed_and_the_record_does_not_say_what_it_was_about(desk):
    pk = wished(desk)
    look(pk, by=desk.actor("wang"))
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT advice_contactwish::text FROM advice_contactwish")
        assert PHONE not in cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(chain || verb || content, ' ') FROM audit_entry")
        record = cursor.fetchone()[0]
    assert not any(word in record.lower() for word in ("counsel", "wish", "helper", "psych", PHONE))


def test_a_number_for_psychological_help_stands_there_only_where_the_desk_names_one(desk, client):
    page = reverse("advice:counselling")
    assert [each.number for each in client.get(page).context["helplines"]] == ["120", "110"]
    desk.row.helpline, desk.row.helpline_hours, desk.row.helpline_hours_en = "0571-5550188", "每天", "Daily"
    desk.row.save()
    bump(REVISION)
    assert 'href="tel:0571-5550188"' in client.get(page).content.decode()
    assert "Daily" in client.get(page, headers={"accept-language": "en"}).content.decode()


def test_declining_leaves_no_trace(desk, client):
    before = rows()
    page = client.get(reverse("advice:counselling"))
    assert 'href="tel:120"' in page.content.decode()
    values = {"helper": desk.helper.pk, "phone": PHONE, "way": "call"}
    refused = client.post(reverse("advice:counselling"), values)
    assert refused.status_code == 422
    assert "sessionid" not in client.cookies
    assert rows() == before
    assert isinstance(wish(Wish(helper=desk.helper, phone=PHONE, way="call", consented=False)), Denied)
    assert rows() == before


def test_with_consent_the_wish_is_kept_and_nothing_else_tells_of_it(desk, client):
    before = rows()
    values = {"helper": desk.helper.pk, "phone": PHONE, "way": "message", "consent": "on"}
    assert client.post(reverse("advice:counselling"), values).status_code == 200
    changed = {label for label, number in rows().items() if number != before[label]}
    assert changed == {"advice.ContactWish", "people.SubjectKey", "access.Counter"}


def test_no_page_lists_wishes_and_no_row_joins_one_with_anything(desk):
    assert not any(section.model is ContactWish for section in SECTIONS.values())
    pointing = [field.name for field in ContactWish._meta.get_fields() if field.is_relation]
    assert sorted(pointing) == ["helper", "key"]


def test_the_helpers_page_shows_no_count(desk, client):
    wished(desk)
    client.force_login(desk.district.people["wang"])
    one = client.get(reverse("advice_desk:helping")).content.decode()
    wished(desk)
    later()
    two = client.get(reverse("advice_desk:helping")).content.decode()
    assert one.count("/desk/advice/helping/") == two.count("/desk/advice/helping/")


def test_a_wish_is_gone_after_its_days(desk):
    with at(MONDAY, time(0, 0)):
        pk = wished(desk)
    over = MONDAY + timedelta(days=desk.row.wish_days)
    with at(over - timedelta(days=1), time(23, 59)):
        assert clear() == 0
        assert next_for(desk.actor("wang")) == pk
    with at(over, time(0, 0)):
        assert next_for(desk.actor("wang")) is None
        assert clear() == 1
    assert rows()["advice.ContactWish"] == 0


def test_the_desk_gives_a_wish_to_the_helper_and_keeps_nothing(desk, client):
    client.force_login(desk.district.people["hot"])
    values = {"helper": desk.helper.pk, "phone": PHONE, "way": "call", "consent": "on"}
    assert client.post(reverse("advice_desk:offer"), values).status_code == 302
    later()
    with acting_as(desk.actor("hot")), transaction.atomic():
        assert not ContactWish.objects.exists()
    assert next_for(desk.actor("wang")) is not None


def test_a_number_that_strangers_type_is_kept_three_times_a_day_and_no_refusal_tells(desk, client):
    values = {"helper": desk.helper.pk, "phone": PHONE, "way": "call", "consent": "on"}
    answers = []
    for turn in range(5):
        answer = client.post(reverse("advice:counselling"), values, REMOTE_ADDR=f"192.0.2.{turn}")
        answers.append((answer.status_code, answer.context["sent"]))
    assert answers == [(200, True)] * 5
    assert rows()["advice.ContactWish"] == 3
    body = {"helper": desk.helper.pk, "phone": PHONE, "way": "call", "consent": True}
    assert client.post("/api/advice/wishes", body, content_type="application/json").status_code == 204
    assert rows()["advice.ContactWish"] == 3
    other = {**values, "phone": "13900000089"}
    client.post(reverse("advice:counselling"), other, REMOTE_ADDR="192.0.2.9")
    assert rows()["advice.ContactWish"] == 4
