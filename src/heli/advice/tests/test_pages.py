"""The pages of the desk and of those who ask: what opens to whom, and what they say."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.advice.codes import code_of
from heli.advice.models import AdviceTopic, Callback, Talk
from heli.advice.tests.desk import MONDAY, PHONE, asked, at, talked
from heli.audit.models import Entry


def test_texts_stand_with_their_grounds_in_both_languages(desk, client):
    chinese = client.get("/advice/about/wages/").content.decode()
    english = client.get("/advice/about/wages/", headers={"accept-language": "en"}).content.decode()
    assert "《劳动争议调解仲裁法》第五条" in chinese
    assert "Labour Dispute Mediation and Arbitration Law, art. 5" in english
    assert client.get("/advice/about/none/").status_code == 404


def test_a_caller_asks_sees_and_cancels(desk, client):
    with at(MONDAY):
        page = client.get("/advice/callback/")
        window = next(iter(page.context["form"].free))
        assert client.post("/advice/callback/", {"window": window}).status_code == 422
        answer = client.post("/advice/callback/", {"window": window, "phone": PHONE, "topic": desk.topic.pk})
        assert answer.status_code == 302
        shown = client.get(answer.url)
        assert PHONE not in shown.content.decode()
        with acting_as(SYSTEM):
            row = Callback.objects.get()
        assert code_of(row) in shown.content.decode()
        client.post(reverse("advice:cancel", args=[row.reference]))
    with acting_as(SYSTEM):
        assert Callback.objects.get().state == "cancelled"


def test_with_a_callback_the_session_gets_a_new_key(desk, client):
    client.get("/accounts/login/")
    session = client.session
    session["any"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    with at(MONDAY):
        row = asked(desk)
        client.post("/advice/callback/mine/", {"reference": row.reference, "code": code_of(row)})
        known_before = Client()
        known_before.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        address = reverse("advice:mine", args=[row.reference])
        assert client.get(address).status_code == 200
        assert known_before.get(address).status_code == 404


def test_another_device_needs_number_and_code(desk, client, transactional_db):
    with at(MONDAY):
        row = asked(desk)
        assert client.get(reverse("advice:mine", args=[row.reference])).status_code == 404
        wrong = client.post("/advice/callback/mine/", {"reference": row.reference, "code": "AAAA-AAAA-A"})
        assert wrong.status_code == 422
        right = client.post("/advice/callback/mine/", {"reference": row.reference, "code": code_of(row)})
        assert right.url == reverse("advice:mine", args=[row.reference])


def test_the_desk_calls_back_and_writes_the_talk_down(desk, client):
    client.force_login(desk.district.people["hot"])
    with at(MONDAY):
        row = asked(desk)
        home = client.get("/desk/advice/").content.decode()
        assert row.reference in home
        assert PHONE not in home
        assert PHONE in client.post(reverse("advice_desk:number", args=[row.reference])).content.decode()
        led = client.post(reverse("advice_desk:called", args=[row.reference, "reached"]))
        values = {"desk": desk.row.pk, "topic": desk.topic.pk, "asked": "欠薪", "told": "仲裁", "minutes": 4}
        written = client.post(led.url, values)
        assert written.status_code == 302
        assert "仲裁" in client.get(written.url).content.decode()
    with acting_as(SYSTEM):
        assert Talk.objects.get().callback == row


def test_a_matter_is_opened_from_a_talk_with_what_was_asked(desk, client):
    client.force_login(desk.district.people["hot"])
    talk = talked(desk)
    address = reverse("advice_desk:opening", args=[talk.reference, "service_request"])
    assert "工资没发" in client.get(address).content.decode()
    values = {"text": "工资没发", "other": desk.district.lamps.pk, "address": "人民路5号"}
    assert client.post(address, values).url == reverse("advice_desk:talk", args=[talk.reference])
    page = client.get(reverse("advice_desk:talk", args=[talk.reference])).content.decode()
    with acting_as(SYSTEM):
        assert Talk.objects.select_related("case").get().case.reference in page
    assert client.get(address).status_code == 404


def test_a_callback_is_arranged_from_a_talk(desk, client):
    client.force_login(desk.district.people["hot"])
    with at(MONDAY):
        talk = talked(desk)
        page = client.get(reverse("advice_desk:talk", args=[talk.reference]))
        window = next(iter(page.context["form"].free))
        made = client.post(
            reverse("advice_desk:talk_callback", args=[talk.reference]), {"window": window, "phone": PHONE}
        )
        assert made.status_code == 200
    with acting_as(SYSTEM):
        assert Talk.objects.get().led_to == "callback"
        assert Callback.objects.get().reference in made.content.decode()


@pytest.mark.parametrize("name", ["hot", "ma", "lead", "wang", "admin", "audit"])
def test_texts_and_figures_are_for_those_who_lead_the_desk(desk, client, name):
    client.force_login(desk.district.people[name])
    for address in ("/desk/advice/texts/", "/desk/advice/texts/wages/", "/desk/advice/figures/"):
        assert client.get(address).status_code in (403, 404)


def test_the_desk_edits_its_texts_on_record(desk, client):
    client.force_login(desk.district.people["chen"])
    path = desk.topic.paths.get()
    values = {
        "text": "先找单位谈。", "text_en": "Talk first.", "paths-TOTAL_FORMS": 2, "paths-INITIAL_FORMS": 1,
        "paths-0-id": path.pk, "paths-0-topic": desk.topic.pk, "paths-0-path": "arbitration",
        "paths-0-words": "申请仲裁", "paths-0-ground": "", "paths-0-position": 100, "paths-0-active": "on",
        "paths-1-position": 100, "paths-1-active": "on",
    }  # fmt: skip
    assert client.post("/desk/advice/texts/wages/", values).status_code == 422  # a path without a ground
    values["paths-0-ground"] = "《劳动争议调解仲裁法》第五条"
    answer = client.post("/desk/advice/texts/wages/", values)
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["paths"].errors)
    assert AdviceTopic.objects.get().text == "先找单位谈。"
    with acting_as(SYSTEM):
        assert Entry.objects.filter(chain="advice topic/wages", verb="advice.text").count() == 1


def test_the_pages_of_the_desk_ask_the_same_however_many_rows_there_are(desk, client, django_assert_max_num_queries):
    client.force_login(desk.district.people["chen"])
    with at(MONDAY):
        for number in range(4):
            asked(desk, phone=f"1390000010{number}")
            talked(desk)
        client.get("/desk/advice/")
        with django_assert_max_num_queries(24):
            client.get("/desk/advice/")
        with django_assert_max_num_queries(26):
            client.get("/desk/advice/figures/")
