"""The flow chart of a procedure, the calculator of time limits, the search, and the choice of display."""

import re

import pytest
from django.test import Client

from heli.access.roles import Role
from heli.cases.kinds import kinds
from heli.portal.explained import flow_of
from heli.portal.flow import BOX, Chart, broken
from heli.portal.views.display import COOKIE
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build, reported
from heli.service_requests.tests.visiting import counted, person, stranger


@pytest.fixture
def district(db) -> District:
    return build()


def charts() -> list[Chart]:
    return [flow_of(kind, "") for kind in kinds()]


def text_of(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def test_every_state_and_every_public_way_is_drawn():
    for kind, drawn in zip(kinds(), charts(), strict=True):
        assert {box.state for box in drawn.boxes} == set(kind.procedure.states())
        moves = [step for step in kind.procedure.steps() if step.move.target and not (step.internal or step.move.reach)]
        for step in moves:
            assert len([chip for chip in drawn.chips if chip.step is step]) == max(len(step.move.sources), 1)


def test_nothing_lies_over_another_and_all_fits_a_phone():
    for drawn in charts():
        assert drawn.width <= 358
        for upper, lower in zip(drawn.boxes, drawn.boxes[1:], strict=False):
            assert upper.y + upper.height < lower.y
        places = [(chip.x, chip.y) for chip in drawn.chips]
        assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) >= 26 for at, a in enumerate(places) for b in places[:at])
        assert drawn.boxes[-1].y + drawn.boxes[-1].height < drawn.height


def test_lines_of_different_ways_do_not_share_a_lane():
    for drawn in charts():
        upright = [re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)", line) for line in drawn.lines]
        spans = [(float(each[1]), float(each[2]), float(each[3])) for each in upright if each]
        lanes = [span for span in spans if span[0] != drawn.boxes[0].x + BOX / 2]
        for at, (x, low, high) in enumerate(lanes):
            assert all(x != other or high < start or end < low for other, start, end in lanes[:at])


def test_long_names_are_broken():
    assert broken("Waiting for information") == ["Waiting for", "information"]
    assert broken("等待当事人补充有关情况说明") == ["等待当事人补充有关情", "况说明"]


def test_a_step_names_only_the_limits_that_begin_with_it(district):
    page = text_of(stranger("en"), "/procedures/petition_claim/")
    step = page.partition('id="step-ask_review"')[2].partition("</li>")[0]
    assert "Give the review opinion: 30 natural days" in step
    assert "as set when it begins" not in step
    assert "as set when it begins" in page.partition('id="limit-')[2]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_marks_where_a_case_stands_and_nothing_else(district, language):
    page = text_of(stranger(language), "/procedures/service_request/?at=in_hand")
    assert page.count('aria-current="step"') == 1
    for at in ("", "nonsense", "<script>"):
        assert 'aria-current="step"' not in text_of(stranger(language), f"/procedures/service_request/?at={at}")
    steps = set(re.findall(r'href="#(step-\w+)"', page))
    assert steps
    assert all(f'id="{each}"' in page for each in steps | set(re.findall(r'href="#(state-\w+)"', page)))


def test_every_public_step_and_state_is_told_once_below_the_chart_and_folded(district):
    for kind in kinds():
        address = f"/procedures/{kind.procedure.code}/"
        page = text_of(stranger("en"), address)
        anchors = re.findall(r' id="((?:step|state)-\w+)"', page)
        steps = {f"step-{step.name}" for step in kind.procedure.steps() if not step.internal}
        assert len(anchors) == len(set(anchors))
        assert set(anchors) == steps | {f"state-{state.name}" for state in kind.procedure.states()}
        folds = re.findall(r'<details class="disclosure fold"( open)?>(.*?)</details>', page, re.DOTALL)
        assert set(anchors) <= set(re.findall(r' id="(\w+-\w+)"', "".join(body for _open, body in folds)))
        assert [body for opened, body in folds if opened and 'id="flow"' not in body] == []
        whole = re.findall(r'<details class="disclosure fold"( open)?>', text_of(stranger("en"), f"{address}?all"))
        assert whole == [" open"] * len(folds)


def test_the_place_of_a_case_is_open_and_a_long_chart_is_not(district):
    page = text_of(stranger("en"), "/procedures/petition_claim/")
    assert re.search(r"fold\"><summary><span>Flow chart", page)
    name = next(kind.procedure for kind in kinds() if kind.procedure.code == "petition_claim").states()[0].name
    page = text_of(stranger("en"), f"/procedures/petition_claim/?at={name}")
    assert re.search(r"fold\" open><summary><span>Flow chart", page)
    opened = re.findall(r'fold" open><summary>[^\n]*\n<div class="flow-fold" id="state-(\w+)"', page)
    assert opened == [name]


def test_a_state_against_the_person_names_the_way_on(district):
    for kind in kinds():
        page = text_of(stranger("en"), f"/procedures/{kind.procedure.code}/")
        for state in kind.procedure.states():
            remedies = [
                each
                for each in kind.procedure.leaving(state)
                if Role.APPLICANT in each.by and (each.move.target or each.begins_case)
            ]
            row = page.split(f'id="state-{state.name}"')[1].split("</details>")[0]
            assert not state.adverse or any(f"<strong>{each.label}" in row for each in remedies)


def test_the_person_is_led_to_their_place_in_the_chart(district):
    case = reported(district).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    assert "/procedures/service_request/?at=dispatched#flow" in text_of(person(case), f"/track/{case.reference}/")


def test_a_time_limit_is_reckoned_by_the_calendar_and_explained(district):
    page = text_of(stranger("en"), "/deadline/?start=2026-09-28T09:30&amount=5&unit=working_days")
    assert "National Day" in page or "国庆" in page
    assert stranger().get("/deadline/?start=x&amount=0&unit=moons").status_code == 422
    assert stranger().get("/deadline/?start=9999-12-31T09:30&amount=400&unit=years").status_code == 422


def test_the_search_finds_what_is_public_only(district):
    hidden = reported(district, confidential=True).case
    shown = reported(district).case
    page = text_of(stranger(), "/search/?q=路灯")
    assert shown.reference in page
    assert hidden.reference not in page
    assert f"/report/?category={district.lamps.pk}" in page
    assert "晚上很黑" not in text_of(stranger(), "/search/?q=晚上很黑").split("</form>", 3)[-1]


@pytest.mark.parametrize(("words", "slug"), [("query code", "lost"), ("查询码", "lost"), ("满意", ""), ("", "")])
def test_the_search_answers_questions_in_both_languages(district, words, slug):
    page = text_of(stranger("en"), f"/search/?q={words}")
    assert ("I have lost my query code" in page) == bool(slug)


def test_words_of_people_say_their_language(district):
    case = reported(district, publish_text=True).case
    for page in ("/register/", f"/register/{case.reference}/"):
        assert '<h1 lang="zh-Hans">' in (shown := text_of(stranger("en"), page)) or 'lang="zh-Hans">人民路口' in shown
        assert ' lang="zh-Hans">人民路口' not in text_of(stranger(), page)


def test_a_number_leads_to_its_case(district):
    case = reported(district).case
    answer = stranger().get("/search/", {"q": f" {case.reference.lower()} "})
    assert answer.url == f"/track/?reference={case.reference}"


def test_the_search_costs_one_statement(district):
    stranger().get("/search/?q=路灯")
    with counted() as statements:
        stranger().get("/search/?q=路灯")
    assert len(statements) == 1


def test_the_display_is_kept_on_the_device_and_leads_back(district):
    browser = stranger("en")
    answer = browser.post("/display/", {"large": "on", "next": "/help/"})
    assert answer.url == "/help/"
    assert 'class=" large"' in text_of(browser, "/help/")
    browser.post("/display/", {"large": "on", "contrast": "on", "next": "//evil.example/"})
    assert 'class=" large contrast"' in text_of(browser, "/")
    assert browser.post("/display/", {"next": "https://evil.example/"}).url == "/"
    assert 'class=""' in text_of(browser, "/")
    browser.cookies[COOKIE] = '"><script>'
    assert "<script>" not in re.sub(r"<script src", "", text_of(browser, "/display/"))
