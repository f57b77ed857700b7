"""A third language: with a catalogue of its own every page speaks it, and nothing on any page is left untranslated."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from heli.organizations.settings import district
from tests.page_list import pages, step_pages
from tests.security.district_of_all import World, make
from tests.security.matrix_table import ROUTES

STYLES = Path(__file__).parents[1] / "frontend" / "scss"

pytestmark = pytest.mark.django_db
#: Stands for any language to come: Django knows its name and direction, Heli has no catalogue of it.
THIRD = "ug"
OPEN, SHUT = "⟦", "⟧"
#: What is called the same in every language; reports and what they are about have two languages, as letters do.
NAMES = ("全区", "中文", "English", "WGS-84 (GPS)", "GCJ-02", "BD-09 (Baidu)", "PDF", "pdf", "Heli", "合力")
#: Texts of letters stand in the database with places to be filled in; addresses of e-mail are no words.
PARTS = re.compile(r"\n|\{[^}]*\}|\S+@\S+")
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-confirm", "label")
#: Chinese words of other trades, which a shared English word brings in: written off, unsubscribed, petitioner.
OF_OTHER_TRADES = {
    "mediation": ("冲销", "退订", "信访人"),
    "referrals": ("冲销", "退订", "信访人"),
    "advice": ("冲销", "退订", "信访人"),
}
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
SILENT = ("script", "style", "code", "kbd", "template")


def marked(text: str) -> str:
    """Return the "translation" of a text: the same between marks."""
    return f"{OPEN}{text}{SHUT}"


def catalogue(folder: Path) -> None:
    """Write the catalogue of the third language: all that Heli and its libraries have in Chinese."""
    fresh = polib.MOFile()
    fresh.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    places = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    places.append(Path(django.__file__).parent / "conf" / "locale")
    for place in places:
        for file in place.glob("zh_Hans/LC_MESSAGES/django.mo"):
            for entry in polib.mofile(str(file)):
                own = polib.MOEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural)
                if entry.msgid_plural:
                    own.msgstr_plural = {0: marked(entry.msgid), 1: marked(entry.msgid_plural)}
                else:
                    own.msgstr = marked(entry.msgid)
                fresh.append(own)
    target = folder / THIRD / "LC_MESSAGES"
    target.mkdir(parents=True)
    fresh.save(str(target / "django.mo"))


class Words(HTMLParser):
    """Collects what a page shows and what it says; what is marked as being in another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.shown, self.said, self.silent = list[str](), list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        quiet = tag in SILENT or has.get("translate") == "no" or ("lang" in has and tag != "html")
        if not self.silent and not quiet:
            self.said += [text for name in SPOKEN if (text := has.get(name))]
        if tag not in VOID and (self.silent or quiet):
            self.silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        # A text may go on beyond a link within it, so what is shown is read as one.
        self.shown.append("" if self.silent else data)

    @property
    def texts(self) -> list[str]:
        """All of it, each without what was translated."""
        return [part for text in ("\0".join(self.shown), *self.said) for part in _left_of(text).split("\0")]


def _left_of(text: str) -> str:
    inner = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
    while inner.search(text):
        text = inner.sub("", text)
    return text


def stored() -> re.Pattern[str]:
    """Return what finds the words that stand in the database: names and what people wrote, which nobody translates."""
    words = {district().district_name, district().district_name_en, *NAMES}
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if not field.is_relation]
        for row in model._default_manager.values_list(*names)[:2000]:
            words.update(part for value in row for text in strings(value) for part in PARTS.split(text))
    longest_first = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
    found = (rf"(?<!\w){re.escape(each)}(?!\w)" if each.isascii() else re.escape(each) for each in longest_first)
    return re.compile("|".join(found))


def strings(value: Any) -> Iterator[str]:
    """Yield the texts in a value of the database."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        world = make()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def third(tmp_path: Path) -> Iterator[None]:
    catalogue(tmp_path)
    languages = [*settings.LANGUAGES, (THIRD, "Third")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[str(tmp_path)]):
        yield


def untranslated(body: str, data: re.Pattern[str]) -> set[str]:
    """Return what a page leaves in another language."""
    words = Words()
    words.feed(body)
    return {
        left for text in words.texts if (left := " ".join(LETTERS.findall(data.sub("", " ".join(PARTS.split(text))))))
    }


def test_every_page_speaks_a_third_language(third: None, world: World) -> None:
    listed = [*pages(world), *step_pages(world)]
    data, wrong, opened = stored(), list[str](), set[str]()
    for page in listed:
        if page.address in opened:
            continue
        answer = world.clients[page.who].get(page.address, headers={"accept-language": THIRD})
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            opened.add(page.address)
            body = answer.content.decode()
            assert "<html" not in body or f'<html lang="{THIRD}" dir="rtl"' in body, page
            wrong += [f"{page.who} {page.address}: {text}" for text in untranslated(body, data)]
    assert "\n".join(sorted(wrong)) == ""
    assert len(opened) > len(ROUTES) / 2


def test_styles_name_no_side_of_the_screen() -> None:
    """A language that runs from right to left turns the page round: styles speak of start and end."""
    sides = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|(?<![-\w])(?:left|right): "
    )
    own = [path for path in STYLES.glob("_*.scss") if path.name != "_bootstrap.scss"]
    assert len(own) > 10
    assert [f"{path.name}: {found[0]}" for path in own for found in sides.finditer(path.read_text())] == []


@pytest.mark.parametrize("app", OF_OTHER_TRADES)
def test_no_domain_speaks_the_words_of_another_trade(app: str) -> None:
    """One English word means two things in two trades: it needs a context then, not the word of the other trade."""
    place = Path(apps.get_app_config(app).path) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    said = [(each.msgid, each.msgstr) for each in polib.pofile(str(place)) if not each.obsolete]
    assert len(said) > 100
    assert [each for each in said if any(word in each[1] for word in OF_OTHER_TRADES[app])] == []
