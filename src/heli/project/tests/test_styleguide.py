"""Every base, component and error page renders, in both languages, within the content security policy."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client

PAGES = ["/styleguide/", "/styleguide/?wrong", "/styleguide/work/", "/styleguide/wall/"]
ICONS = Path(__file__).parents[4] / "frontend" / "icons.txt"
TEMPLATES = Path(__file__).parents[1] / "templates"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_render_without_anything_inline(client: Client, page: str, language: str) -> None:
    answer = client.get(page, headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r'<script(?![^>]*src=)|<style|\sstyle="|\son[a-z]+="|javascript:', html)


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique_and_targets_exist(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = " ".join(re.findall(r'\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]+)"', html))
    assert set(pointed.split()) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_every_icon_is_in_the_sprite(client: Client, page: str) -> None:
    used = set(re.findall(r"icons\.svg#([\w-]+)", client.get(page).content.decode()))
    assert used <= set(ICONS.read_text().split("\n"))


def test_every_icon_named_in_any_template_is_in_the_sprite() -> None:
    known = set(ICONS.read_text().split("\n"))
    for path in TEMPLATES.parents[1].rglob("*.html"):
        named = set(re.findall(r'(?:ui_icon |\bicon=)"([\w-]+)"', path.read_text(encoding="utf-8")))
        assert named <= known, f"{path.name}: {named - known}"


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500])
def test_error_pages_need_no_context(code: int) -> None:
    assert "<h1>" in get_template(f"{code}.html").render({})


def test_the_error_page_tells_when_to_come_back(client: Client) -> None:
    answer = client.get("/styleguide/error/429/", headers={"accept-language": "en"})
    assert answer.status_code == 429
    assert "in 3 minutes" in answer.content.decode()


def test_a_page_in_english_offers_chinese_and_the_other_way_round(client: Client) -> None:
    assert 'value="en"' in client.get("/styleguide/", headers={"accept-language": "zh-hans"}).content.decode()
    assert 'value="zh-hans"' in client.get("/styleguide/", headers={"accept-language": "en"}).content.decode()


def test_an_unchanged_map_costs_an_empty_answer(client: Client) -> None:
    first = client.get("/styleguide/areas.geojson")
    again = client.get("/styleguide/areas.geojson", headers={"if-none-match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_no_template_needs_inline_style_or_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.search(r'\sstyle="|\son(click|load|submit|change)=', path.read_text(encoding="utf-8")), path
