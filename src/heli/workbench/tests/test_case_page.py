"""The page of one case: who sees what on it, and what it costs."""

import json

import pytest
from django.urls import reverse

from heli.access.reads import reads_of
from heli.cases.models import Link
from heli.people.masking import masked
from heli.service_requests import actions
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in, step_of


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
    contact.name, contact.phone, contact.email = "李", "110", "broken"
    assert masked(contact) == masked(contact).__class__("**", "****", "")


@pytest.mark.parametrize(("name", "step"), [("wang", None), ("lead", "accept"), ("east", None)])
def test_one_thing_to_do(district, name, step):
    case = dispatched(district)
    if name == "wang":
        assert actions.ask_assistance(case, by=district.actor("ma"), unit=district.water, task="关阀")
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
    actions.record_work(case, by=district.actor("ma"), note="内部备注")
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
