import logging

import pytest

from heli.kernel.scrubbing import ScrubbingFormatter, scrubbed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("call 13800005678 now", "call *** now"),
        ("+86 138-0000-5678", "***"),
        ("id 11010519491231002X.", "id ***."),
        ("to li.si@example.test, twice", "to ***, twice"),
        ("李四 lives in 人民路", "*** lives in ***"),
        ("/?q=%E6%9D%8E%E5%9B%9B", "/?q=***"),
        (r"'\u674e\u56db'", "'***'"),
        ("clock 4711: late failed in 12 s", "clock 4711: late failed in 12 s"),
        ("7K3M-Q9TX-C moved at 2026-11-25 19:31:26,123", "7K3M-Q9TX-C moved at 2026-11-25 19:31:26,123"),
    ],
)
def test_numbers_addresses_and_words_are_blotted_out_and_the_rest_stays(text, kept):
    assert scrubbed(text) == kept


def told(error):
    try:
        raise error
    except type(error) as caught:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), (type(caught), caught, None))
        record.exc_info = (type(caught), caught, caught.__traceback__)
        return ScrubbingFormatter("%(message)s").format(record)


def test_an_error_is_told_by_kind_and_place_not_by_its_message():
    line = told(ValueError("Zhang San lives here"))
    assert "builtins.ValueError" in line
    assert "test_scrubbing.py" in line
    assert "Zhang" not in line


def test_the_error_behind_an_error_is_told_likewise():
    outer = RuntimeError("Li Si")
    outer.__cause__ = KeyError("Zhang San")
    line = told(outer)
    assert "KeyError" in line
    assert "RuntimeError" in line
    assert "San" not in line
    assert "Li Si" not in line
