"""What a file may be called: a plain name without folders, hidden characters or characters that systems forbid."""

import re
import unicodedata

LONGEST_NAME = 150
LONGEST_ENDING = 8

_FORBIDDEN = re.compile(r'[<>:"|?*]')
#: Control, format (among them text direction marks), surrogate, private and unassigned characters.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def clean_name(name: str, suffix: str) -> str:
    """Return ``name`` as a harmless file name of at most 150 characters that ends in ``suffix`` (with its dot).

    The suffix says what the file was found to be; the ending that the name had is dropped.
    """
    stem, dot, ending = shown_name(name).rpartition(".")
    stem = stem if dot and len(ending) <= LONGEST_ENDING else shown_name(name)
    return (stem[: LONGEST_NAME - len(suffix)].rstrip(". ") or "file") + suffix


def shown_name(name: str) -> str:
    """Return ``name`` without folders and without characters that are hidden or forbidden; perhaps empty."""
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    last = re.split(r"[/\\]", plain)[-1]
    visible = "".join(each for each in last if unicodedata.category(each) not in _HIDDEN)
    return " ".join(_FORBIDDEN.sub("_", visible).split()).strip(". ")[:LONGEST_NAME]


def suffix_of(name: str) -> str:
    """Return the ending of ``name`` in lower case, with its dot; empty without one."""
    _stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot else ""
