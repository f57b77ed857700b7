"""Lines that somebody else's words begin, colour or turn (CVE-2026-3108)."""

import logging

import pytest

from heli.access.sessions import SessionStore
from heli.kernel.plain import one_line
from heli.kernel.scrubbing import ScrubbingFormatter

NASTY = "a\r\nWARNING heli forged\x1b[31mred\x00\u202egnp\u2028next\x9b"


@pytest.mark.parametrize(
    "character", ["\r", "\n", "\x1b", "\x00", "\x07", "\x9b", "\u2028", "\u202e", "\u200f", "\u2066"]
)
def test_no_hidden_character_is_left(character):
    written = one_line(f"vor{character}nach")
    assert character not in written
    assert written.startswith("vor\\")


def test_readable_words_stay_as_they_are():
    assert one_line("人民路 Straße 🚦 naïve") == "人民路 Straße 🚦 naïve"


def test_a_record_is_one_line_however_its_parts_read():
    record = logging.LogRecord("heli", logging.WARNING, "", 0, "asked for %s", (NASTY,), None)
    line = ScrubbingFormatter("%(levelname)s %(name)s %(message)s").format(record)
    assert line.splitlines() == [line]
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert line.startswith("WARNING heli asked for a")


def test_a_trace_holds_nothing_of_the_words():
    try:
        int(NASTY)
    except ValueError as error:
        record = logging.LogRecord("heli", logging.ERROR, "", 0, "failed", (), (type(error), error, None))
    text = ScrubbingFormatter("%(message)s").format(record)
    assert "ValueError" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "forged" not in text


def test_every_line_of_the_site_goes_through_it(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "heli.kernel.scrubbing.ScrubbingFormatter"
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"


def test_the_name_of_a_browser_is_kept_plain(client, db, django_user_model):
    client.force_login(django_user_model.objects.create_user("chen", name="陈敏"))
    client.get("/accounts/password/change/", headers={"User-Agent": NASTY})
    row = SessionStore.get_model_class().objects.get()
    assert "\x1b" not in row.device
    assert "\n" not in row.device
