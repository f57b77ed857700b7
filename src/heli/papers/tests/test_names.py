"""What files may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.papers.names import LONGEST_NAME, clean_name

NAMES = [
    ("photo.jpeg", ".jpg", "photo.jpg"),
    ("../../etc/passwd", ".txt", "passwd.txt"),
    ("C:\\Users\\李\\照片.png", ".png", "照片.png"),
    ("a\x00b.jpg", ".jpg", "ab.jpg"),
    ("a\r\nSet-Cookie: x.jpg", ".jpg", "aSet-Cookie_ x.jpg"),
    ("gpj.\u202eexe.jpg", ".jpg", "gpj.exe.jpg"),
    ("a\ud800b.jpg", ".jpg", "a_b.jpg"),
    ("", ".png", "file.png"),
    ("...", ".png", "file.png"),
    (".htaccess", ".txt", "htaccess.txt"),
    ("no ending", ".pdf", "no ending.pdf"),
    ("一" * 300 + ".jpg", ".jpg", "一" * 146 + ".jpg"),
    ("e\u0301.jpg", ".jpg", "é.jpg"),
    ("a<b>|c?.jpg", ".jpg", "a_b__c_.jpg"),
    ("2026.11.23 照片.jpg", ".jpg", "2026.11.23 照片.jpg"),
    ("a\u3000 b.jpg", ".jpg", "a b.jpg"),
]


@pytest.mark.parametrize(("name", "suffix", "cleaned"), NAMES)
def test_names_are_cleaned(name, suffix, cleaned):
    assert clean_name(name, suffix) == cleaned


@given(st.text(st.characters()))
def test_any_name_becomes_one_line_without_folders(name):
    cleaned = clean_name(name, ".jpg")
    assert 4 < len(cleaned) <= LONGEST_NAME
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not cleaned.startswith(".")
