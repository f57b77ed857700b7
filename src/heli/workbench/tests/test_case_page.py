"""The page of one case: who sees what on it, and what it costs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heli.access.reads import reads_of
from heli.cases.models import Link
from heli.cases.usual import actions as usual
from heli.papers.models import StoredFile
from heli.papers.tests.samples import picture
from heli.people.masking import masked
from heli.people.models import Contact
from heli.service_requests import actions
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in, step_of
from heli.workbench.tests.test_steps import sent


def contact_of(case):
    return reverse("workbench:contact", args=[case.reference])


@pytest.mark.parametrize(("name", "status"), [("grid", 404), ("audit", 403)])
def test_who_only_looks_on_cannot_see_the_contact(district, name, status):
    case = reported(district).case
    client = signed_in(district, name)
    assert client.post(contact_of(case), {"purpose": "calling"}).status_code == status
    assert "Show the contact" not in client.get(page_of(case)).content.decode()
    assert not reads_of(case.reference)


def test_the_contact_is_masked_until_a_purpose_is_given(district):
    case = reported(district).case
    client = signed_in(district, "east")
    assert "13800000000" not in client.get(page_of(case)).content.decode()
    assert client.post(contact_of(case), {}).status_code == 422
    assert not reads_of(case.reference)


def test_every_look_at_the_contact_is_on_record(district):
    case = reported(district).case
    answer = signed_in(district, "east").post(contact_of(case), {"purpose": "calling"})
    assert "13800000000" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert json.loads(reads_of(case.reference).get().content)["data"]["purpose"] == "calling"


def test_short_contacts_are_masked_whole(district):
    contact = reported(district).case.contact
    contact.name, contact.phone, contact.email, contact.address = "李", "110", "broken", "5号"
    assert masked(contact) == masked(contact).__class__("**", "****", "", "****")


@pytest.mark.parametrize(("name", "step"), [("wang", None), ("lead", "accept"), ("east", None)])
def test_one_thing_to_do(district, name, step):
    case = dispatched(district)
    if name == "wang":
        assert usual.ask_assistance(case, by=district.actor("ma"), unit=district.water, task="关阀")
        step = "report_assistance"
    panel = signed_in(district, name).get(page_of(case)).context["panel"]
    assert (panel.step.name if panel and not panel.step.quiet else None) == step


def test_a_request_for_more_time_is_the_leaders_first_task(district):
    case = in_hand(district)
    assert actions.request_extension(case, by=district.actor("ma"), amount=2, reason="等材料")
    answer = signed_in(district, "lead").get(page_of(case))
    assert answer.context["panel"].step.name == "grant_extension"
    assert "等材料" in answer.content.decode()


def test_reporting_the_result_goes_before_recording_work(district):
    assert signed_in(district, "ma").get(page_of(in_hand(district))).context["panel"].step.name == "complete"


def test_internal_notes_are_apart_from_what_the_resident_reads(district):
    case = in_hand(district)
    usual.record_work(case, by=district.actor("ma"), note="内部备注")
    client = signed_in(district, "east")
    public = client.get(page_of(case), {"show": "public"}).context["timeline"]
    internal = client.get(page_of(case), {"show": "notes"}).context["timeline"]
    assert all(not entry.internal for entry in public)
    assert [entry.internal_note for entry in internal] == ["内部备注"]
    shown = client.get(page_of(case), {"order": "oldest"}).context["timeline"]
    assert [entry.at for entry in shown] == sorted(entry.at for entry in shown)
    preview = client.get(reverse("as_resident", args=[case.reference]))
    assert "内部备注" not in preview.content.decode()
    assert "Ma" not in {line.get("actor") for line in preview.context["way"].timeline}


def test_the_history_is_shown_in_parts_that_are_counted(district):
    case = in_hand(district)
    client = signed_in(district, "east")
    client.post(contact_of(case), {"purpose": "calling"})
    page = client.get(page_of(case))
    counts = {each["url"].split("show=")[1].split("#")[0]: each["count"] for each in page.context["shows"]}
    assert counts["all"] == len(page.context["timeline"]) == counts["steps"] + counts["letters"] + counts["reads"]
    assert counts["reads"] == 1
    for part in ("letters", "reads"):
        lines = client.get(page_of(case), {"show": part}).context["timeline"]
        assert len(lines) == counts[part]
        assert all(part in line.sorts and f'id="{line.anchor}"' in page.content.decode() for line in lines)
    assert "reads" not in str(signed_in(district, "grid").get(page_of(case)).context["shows"])


def test_a_reference_typed_badly_leads_to_the_case(district):
    case = reported(district).case
    typed = case.reference.replace("-", "").lower()
    assert signed_in(district, "east").get(reverse("workbench:case", args=[typed]))["Location"] == page_of(case)


@pytest.mark.parametrize("make", [reported, dispatched, in_hand, completed])
def test_the_page_costs_at_most_ten_statements(district, make):
    made = make(district)
    case = getattr(made, "case", made)
    for name in ("east", "ma", "lead"):
        client = signed_in(district, name)
        client.get(page_of(case))
        with counted() as statements:
            assert client.get(page_of(case)).status_code == 200
        assert len(statements) <= 10, "\n".join(statements)


def test_likely_duplicates_are_laid_side_by_side(district):
    case, other = reported(district).case, reported(district, text="路灯不亮好几天").case
    client = signed_in(district, "east")
    found = client.get(reverse("workbench:similar", args=[case.reference])).context["alike"]
    assert [each["row"].reference for each in found] == [other.reference]
    sides = client.get(found[0]["url"]).context["sides"]
    assert sides[0]["merge"].endswith(f"merge/?into={other.reference}")


def test_a_tie_to_a_hidden_case_is_not_shown(district):
    hidden = reported(district, about=district.roads, category=district.attitude, text="市政所的人收红包").case
    case = in_hand(district)
    Link.objects.create(case=hidden, other=case, kind=Link.Kind.RELATED, since=case.opened_at)
    assert "收红包" not in signed_in(district, "ma").get(page_of(case)).content.decode()
    assert "收红包" in signed_in(district, "chen").get(page_of(case)).content.decode()


def test_what_is_rarely_needed_is_never_the_thing_to_do_now(district):
    case = dispatched(district)
    page = signed_in(district, "audit").get(page_of(case))
    assert page.context["panel"] is None
    assert "declare_conflict" in {step.name for step in page.context["more"]}
    assert step_of(case, "declare_conflict") in page.content.decode()


def earlier_of(case):
    return reverse("workbench:earlier", args=[case.reference])


@pytest.mark.parametrize(("name", "status"), [("ma", 403), ("lead", 403), ("audit", 403), ("grid", 403), ("west", 404)])
def test_who_neither_takes_in_nor_coordinates_finds_no_other_matters_of_a_resident(district, name, status):
    case = in_hand(district)
    client = signed_in(district, name)
    assert client.post(earlier_of(case)).status_code == status
    assert not reads_of(case.reference)
    if name != "west":
        assert earlier_of(case) not in client.get(page_of(case)).content.decode()


def test_other_matters_of_the_same_resident_are_found_on_record(district):
    case, other = reported(district).case, reported(district, text="人行道塌陷").case
    stranger = reported(district, contact=Contact(name="王", phone="13900000009")).case
    client = signed_in(district, "east")
    assert earlier_of(case) in client.get(page_of(case)).content.decode()
    answer = client.post(earlier_of(case))
    assert [row.reference for row in answer.context["rows"]] == [other.reference]
    assert reads_of(other.reference).count() == 1
    assert not reads_of(stranger.reference)


def test_ties_show_where_the_other_matter_stands_and_can_be_undone_there(district):
    case, other = reported(district).case, in_hand(district)
    client = signed_in(district, "east")
    assert step_of(case, "merge") in client.get(page_of(case)).content.decode()
    assert actions.merge(case, by=district.actor("east"), into=other)
    page = client.get(page_of(case))
    (link,) = page.context["links"]
    assert (link["tie"].reference, str(link["tie"].state.label), link["label"]) == (
        other.reference,
        "In hand",
        "Merged into",
    )
    assert [step.name for step in page.context["tie_steps"]] == ["separate"]
    (back,) = client.get(page_of(other)).context["links"]
    assert (back["tie"].reference, back["label"]) == (case.reference, "Merged into this one")


def test_files_are_shown_with_their_sort_size_and_state(district):
    case = in_hand(district)
    photo = SimpleUploadedFile("after.jpg", picture(), "image/jpeg")
    client = signed_in(district, "ma")
    assert client.post(step_of(case, "record_work"), sent(case, note="修好了", photos=photo)).status_code == 302
    (file,) = client.get(page_of(case)).context["files"]
    assert (file.sort, file.state, file.internal, file.who) == ("Picture", "Checked", False, "Ma")
    assert file.size > 100
    assert client.get(file.thumb).status_code == client.get(file.url).status_code == 200
    StoredFile.objects.update(state=StoredFile.State.QUARANTINED)
    (file,) = client.get(page_of(case)).context["files"]
    assert (file.url, file.thumb, file.tone) == ("", "", "warn")


def test_the_map_shows_open_matters_near_by_and_only_those_one_may_see(district):
    case, near = in_hand(district), reported(district).case
    hidden = reported(district, about=district.roads, category=district.attitude, text="市政所的人收红包").case
    found = {}
    for name in ("ma", "east"):
        answer = signed_in(district, name).get(reverse("workbench:case_map", args=[case.reference]))
        found[name] = {each["properties"]["url"] for each in answer.json()["features"]}
    assert found["ma"] == {page_of(case), page_of(near)}
    assert found["east"] == {page_of(case), page_of(near), page_of(hidden)}


def test_the_whole_case_goes_on_paper_with_nothing_to_press(district):
    case = completed(district)
    address = reverse("workbench:case_print", args=[case.reference])
    assert signed_in(district, "wang").get(address).status_code == 404
    page = signed_in(district, "east").get(address)
    text = page.content.decode()
    assert "13800000000" not in text
    assert "step-form" not in text
    assert [line.at for line in page.context["timeline"]] == sorted(line.at for line in page.context["timeline"])
    assert all(line in text for time in page.context["all_times"] for line in time.why)


def test_the_bar_of_a_limit_shows_where_it_stood_still(district):
    case = in_hand(district)
    assert actions.ask_information(case, by=district.actor("ma"), question="哪一盏？")
    times = signed_in(district, "ma").get(page_of(case)).context["all_times"]
    parts = next(time for time in times if time.clock.main).bar
    assert [part.name for part in parts] == ["gone", "pause"]
    assert all(0 <= part.at <= 100 and 1 <= part.width <= 101 for part in parts)
