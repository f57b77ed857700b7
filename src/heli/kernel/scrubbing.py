"""Log lines without personal data.

People write names, numbers and stories into forms, addresses and file names, and all of these find their way into error
messages. So a line keeps what the program says and leaves out what people said: numbers and addresses are blotted out
wherever they stand, words in Chinese characters too, an error is told by its kind and place and not by its message,
and an address on the site by its pattern.
"""

import logging
import re
import traceback
from types import TracebackType

from heli.kernel.plain import one_line

NUMBER = re.compile(r"(?<![\w.:-])(?!\d{4}-\d\d-\d\d)\+?\d[\d \-()]{5,24}\d[xX]?(?![\w:-])")
EMAIL = re.compile(r"[^\s<>\"'=,;(]+@[^\s<>\"',;)]+")
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+")
ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2})+")
BLOT = "***"
UNKNOWN_ADDRESS = "an unknown address"

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def scrubbed(text: str) -> str:
    """Return ``text`` with numbers of seven digits and more, e-mail addresses and Chinese or escaped words blotted."""
    for pattern in (EMAIL, ESCAPED, HAN, NUMBER):
        text = pattern.sub(BLOT, text)
    return text


class ScrubbingFormatter(logging.Formatter):
    """Formats records without what people wrote."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the library's name
        """Return the line; of a record about a request, its pattern in place of its address."""
        request = getattr(record, "request", None)
        if request is not None:
            record.message = f"{record.levelname.capitalize()} at {_pattern(request)}"
            status = getattr(record, "status_code", None)
            record.message += f" ({status})" if status else ""
        else:
            record.message = scrubbed(record.message)
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Failure) -> str:  # noqa: N802
        """Return kinds and places of an error and of those behind it; no message, no values."""
        lines = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [f"  {each.filename}:{each.lineno} in {each.name}" for each in _frames(error)]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}{_known(error)}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        """Return a stack as it is: it holds lines of the program only."""
        return stack_info


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(error.__traceback__))


def _known(error: BaseException) -> str:
    """Return what a database's error says without quoting values: its code and the constraint."""
    code = getattr(error, "sqlstate", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f" [{' '.join(filter(None, (code, constraint)))}]" if code else ""


def _pattern(request: object) -> str:
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", "") or ""
    return f"{method} /{match.route}" if match else f"{method} {UNKNOWN_ADDRESS}".strip()
