"""Several kinds of cases side by side: names that they share are kept apart, and kinds of a family are one choice."""

import csv
import io
from uuid import uuid4

import pytest
from django.urls import reverse

from heli.cases.models import Case, Event
from heli.cases.tests import toy
from heli.places.revisions import bump
from heli.service_requests.tests.district import reported
from heli.workbench.keeping import keep
from heli.workbench.models import ReplyTemplate
from heli.workbench.reply_texts import REVISION, offers
from heli.workbench.tests.desk import dispatched, in_hand, page_of, signed_in

QUEUE, SEARCH = reverse("workbench:queue"), reverse("workbench:search")


@pytest.fixture
def toys(district):
    """A train on the shelf, a doll that is played with; the small district knows both."""
    with toy.registered(toy.TRAIN, toy.DOLL):
        yield {"train": _toy(district), "doll": _played(district)}


def _toy(district, kind=toy.TRAIN):
    return toy.brought(district.lamps, district.roads, kind=kind, by=district.actor("hot"), area=district.grid)


def _played(district):
    case = _toy(district, toy.DOLL)
    assert toy.taken(case, "dispatch", by=district.actor("east"))
    return case


def shown(client, **query):
    """The references on the page of the list."""
    answer = client.get(QUEUE, {"tab": "all", **query})
    assert answer.status_code == 200
    return {row.reference for row in answer.context["rows"]}


def found(client, **query):
    """The references that the search finds."""
    return {hit.row.reference for hit in client.get(SEARCH, {"q": "一个玩具", **query}).context["hits"]}


def test_whoever_may_not_see_the_cases_finds_none_by_their_kind(district, toys):
    client = signed_in(district, "wang")
    assert shown(client, kind="toy") == shown(client, state="toy.registered") == found(client, kind="toy") == set()


def test_a_list_is_narrowed_by_kind_and_a_family_is_one_choice(district, toys):
    request = reported(district).case
    client = signed_in(district, "east")
    both = {toys["train"].reference, toys["doll"].reference}
    assert shown(client) == {request.reference, *both}
    assert shown(client, kind="toy") == both
    assert shown(client, kind="service_request") == {request.reference}
    assert [str(label) for _value, label in client.get(QUEUE).context["form"].fields["kind"].choices] == [
        "All", "Service requests", "Toys",
    ]  # fmt: skip


def test_one_kind_alone_is_no_choice(district):
    with toy.registered():
        form = signed_in(district, "east").get(QUEUE).context["form"]
    assert "kind" not in form.fields
    assert ("service_request.registered", "Waiting for dispatch") in list(form.fields["state"].choices)


def test_states_of_one_name_are_kept_apart(district, toys):
    request, worked = reported(district).case, in_hand(district)
    client = signed_in(district, "east")
    assert shown(client, state="toy.registered") == {toys["train"].reference}
    assert shown(client, state="service_request.registered") == {request.reference}
    assert shown(client, state="toy.in_hand") == {toys["doll"].reference}
    assert shown(client, state="service_request.in_hand") == {worked.reference}
    assert shown(client, state="toy.in_hand", kind="service_request") == set()
    assert found(client, state="toy.registered") == {toys["train"].reference}


def test_an_address_of_before_means_what_it_meant(district, toys):
    request = reported(district).case
    client = signed_in(district, "east")
    assert shown(client, state="registered") == {request.reference}
    view = keep(district.actor("east"), "Mine", {"tab": "all", "state": "registered"})
    answer = client.get(f"{QUEUE}?{view.query}")
    assert answer.context["form"].words("state") == "Waiting for dispatch"
    assert "State: Waiting for dispatch" in client.get(reverse("workbench:views")).content.decode()
    assert shown(client, state="nonsense") == shown(client)


def test_an_export_says_of_which_kind_each_case_is(district, toys):
    client = signed_in(district, "east")
    reported(district)
    answer = client.get(reverse("workbench:export"), {"tab": "all", "kind": "toy"})
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["Kind of case"], row["State"]) for row in rows} == {("Train", "On the shelf"), ("Doll", "Played with")}


def test_the_api_narrows_by_kind_and_state(district, toys):
    request = reported(district).case
    client = signed_in(district, "east")

    def listed(**query):
        return {row["reference"]: row for row in client.get("/api/cases", query).json()["cases"]}

    assert set(listed(kind="toy")) == {toys["train"].reference, toys["doll"].reference}
    assert set(listed(state="toy.registered,toy.in_hand")) == {toys["train"].reference, toys["doll"].reference}
    assert set(listed(state="registered")) == {request.reference}
    assert listed(kind="toy")[toys["train"].reference]["kind_label"] == "Train"
    families = {row["family"]: row for row in client.get("/api/kinds").json()}
    assert families["toy"]["kinds"] == ["toy_train", "toy_doll"]
    assert {"value": "toy.registered", "label": "On the shelf"} in families["toy"]["states"]


def act(client, value, cases, **more):
    chosen = [f"{case.reference}|{case.version}" for case in cases]
    return client.post(
        reverse("workbench:bulk", args=[value]), {"case": chosen, "sent": "yes", "key": str(uuid4()), **more}
    )


def test_an_act_on_many_takes_each_kind_by_its_own_step_and_says_why_others_stay(district, toys):
    worked, doll = in_hand(district), toys["doll"]
    client, before = signed_in(district, "ma"), Event.objects.count()
    answer = act(client, "toy.record_work", [worked, doll], note="玩过了")
    assert {each.reference: each.reason for each in answer.context["refused"]} == {
        worked.reference: "This matter is of another kind (Service requests): "
        "choose it together with others of its kind."
    }
    assert [each.reference for each in answer.context["done"]] == [doll.reference]
    assert Event.objects.count() == before + 1
    answer = act(client, "service_request.record_work", [worked, doll], note="看过了")
    assert [each.reference for each in answer.context["done"]] == [worked.reference]


def test_acts_on_many_of_one_name_say_of_which_kind_they_are(district, toys):
    dispatched(district), reported(district)
    bulk = signed_in(district, "east").get(QUEUE, {"tab": "all"}).context["bulk"]
    labels = {each.value: each.label for each in bulk}
    assert labels["service_request.dispatch"] == "Dispatch (Service requests)"
    assert labels["toy.dispatch"] == "Take from the shelf (Toys)"
    alone = signed_in(district, "east").get(QUEUE, {"tab": "all", "kind": "toy"}).context["bulk"]
    assert "Take from the shelf" in [each.label for each in alone]


def test_a_reply_template_is_offered_in_its_own_kind(district, toys):
    worked, ma = in_hand(district), district.actor("ma")
    old = ReplyTemplate.objects.create(name="旧", text="您好", steps=["record_work"])
    new = ReplyTemplate.objects.create(name="新", text="玩得好", steps=["toy.record_work"])
    bump(REVISION)
    assert [each.value for each in offers(worked, "record_work", ma)] == [f"{old.pk}:zh-hans"]
    assert [each.value for each in offers(toys["doll"], "record_work", ma)] == [f"{new.pk}:zh-hans"]
    page = signed_in(district, "admin").get(reverse("workbench:replies"))
    steps = {line["row"].pk: line["steps"] for line in page.context["lines"]}
    assert steps == {old.pk: ["Record work (Service requests)"], new.pk: ["Note the game (Toys)"]}


def test_the_record_calls_a_step_as_its_own_procedure_does(district, toys):
    request = dispatched(district)
    client = signed_in(district, "audit")

    def lines(**query):
        entries = client.get(reverse("workbench:audit"), query).context["lines"]
        return {(each["chain"], str(each["verb"])) for each in entries}

    assert (toys["doll"].reference, "Take from the shelf") in lines(case=toys["doll"].reference)
    assert (request.reference, "Dispatch") in lines(case=request.reference)
    assert lines(verb="from the shelf") == {(toys["doll"].reference, "Take from the shelf")}


def test_a_kind_that_sends_to_no_unit_stands_on_the_board_and_breaks_nothing(district, toys):
    train, request = toys["train"], reported(district).case
    client = signed_in(district, "east")
    answer = client.get(reverse("workbench:dispatch"))
    assert {line.row.reference for line in answer.context["lines"]} == {train.reference, request.reference}
    answer = client.post(
        reverse("workbench:send", args=[train.reference]), {"unit": district.roads.pk, "version": 0}, follow=True
    )
    assert "It is not sent to a unit from here" in answer.content.decode()
    assert Case.objects.get(pk=train.pk).state == "registered"


def test_the_page_of_a_case_reads_steps_of_the_way_it_came_from(district, toys):
    doll = toys["doll"]
    Case.objects.filter(pk=doll.pk).update(procedure="toy_train")
    answer = signed_in(district, "east").get(page_of(doll))
    assert answer.status_code == 200
    assert "Played with" in answer.content.decode()
