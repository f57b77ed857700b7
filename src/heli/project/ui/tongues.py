"""In which language a text is written that people, not the page, have worded."""

import re
from typing import Final

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")


def tongue_of(text: str) -> str:
    """Return "zh-Hans" or "en", by which signs and words there are more of; empty where nobody can tell."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if han == latin:
        return ""
    return "zh-Hans" if han > latin else "en"


def is_other(tongue: str, page: str) -> bool:
    """Whether ``tongue`` is another language than that of the page, whose code is Django's."""
    return bool(tongue) and tongue[:2] != page[:2]
