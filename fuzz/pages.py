"""Every form and every address of the pages, asked with hostile values."""

import random
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlsplit
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from fuzz import corpus
from fuzz.asking import Ask, Asker

#: Names that pages read from the query.
QUERIES = (
    *("q", "after", "order", "state", "unit", "category", "place", "lamp", "page", "size", "from", "until", "next"),
    *("preset", "lat", "lon", "latitude", "longitude", "bbox", "zoom", "z", "x", "y", "since", "period", "who"),
)
#: Files that are not what they begin as.
FILES = (
    *(b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"%PDF-1.7\n%%EOF", b"GIF89a"),
    *(b"PK\x03\x04", b"\x00\x00\x00\x18ftypheic", b"<svg/>"),
)


@dataclass
class Form:
    """A form of a page: where it goes and what it holds."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the forms and the links of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.links = path, list[Form](), list[str]()
        self.named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what a form is made of."""
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(has.get("action") or self.path, has.get("method", "get").upper()))
        elif tag == "a" and has.get("href", "").startswith("/"):
            self.links.append(has["href"])
        elif tag in ("input", "textarea", "select", "button") and self.forms and has.get("name"):
            if has.get("type") == "file":
                self.forms[-1].files.append(has["name"])
            else:
                self.forms[-1].fields.append((has["name"], has.get("value", "")))
        if tag == "select":
            self.named = has.get("name", "")
        elif tag == "option" and self.named and self.forms and has.get("value"):
            fields = self.forms[-1].fields
            if (self.named, "") in fields:
                fields[fields.index((self.named, ""))] = (self.named, has["value"])


def addresses(known: dict[str, list[str]]) -> list[str]:
    """Return every address of the site, its variables filled from ``known``, by their names."""
    found: list[str] = []

    def walk(patterns: list[Any], before: str) -> None:
        for each in patterns:
            path = before + str(each.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
            if isinstance(each, URLResolver):
                walk(each.url_patterns, path)
            elif isinstance(each, URLPattern):
                found.extend(_filled(path, known))

    walk(get_resolver().url_patterns, "/")
    return found


def _filled(path: str, known: dict[str, list[str]]) -> list[str]:
    paths = [path]
    while paths and "<" in paths[0]:
        _head, _open, rest = paths[0].partition("<")
        name, _close, _tail = rest.partition(">")
        values = known.get(name.partition(":")[2] or name, ["1"])
        paths = [each.replace(f"<{name}>", value, 1) for each in paths for value in values]
    return paths


class Fuzzer:
    """Asks as several people; each case is drawn by ``dice``, so that the same seed gives the same cases."""

    def __init__(self, people: dict[str, str], known: dict[str, list[str]], dice: random.Random) -> None:
        self.asker, self.dice, self.people, self.known = Asker(), dice, people, known
        self.paths = addresses(known)
        self.forms: list[tuple[str, Form]] = []

    def gather(self, most: int | None = None) -> None:
        """Read the pages that each person can open, at most ``most`` addresses drawn for each, and keep their forms."""
        for who, session in self.people.items():
            seen: set[tuple[str, str]] = set()
            for path in self.dice.sample(self.paths, min(most or len(self.paths), len(self.paths))):
                told = self.asker.put(Ask("GET", path, session=session))
                if told.status != 200 or not told.headers.get("content-type", "").startswith("text/html"):
                    continue
                reader = _Reader(path)
                reader.feed(told.body.decode())
                for form in reader.forms:
                    place = (form.action, ",".join(sorted(name for name, _value in form.fields)))
                    if place not in seen and "logout" not in form.action:
                        seen.add(place)
                        self.forms.append((who, form))

    def case(self) -> Ask:
        """Draw one request."""
        draw = self.dice.choices([self.filled, self.asked, self.broken, self.by_api], [5, 2, 2, 2])[0]
        ask = draw()
        language = self.dice.choice(["zh-hans", "zh-hans", "en"])
        if self.dice.random() < 0.1:
            name, value = self.dice.choice(corpus.HEADERS)
            # A foreign cookie or language is asked as nobody, in the default language.
            plain = name in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE")
            ask = replace(ask, headers={**ask.headers, name: value})
            language = "zh-hans" if plain else language
        return replace(ask, language=language)

    def filled(self) -> Ask:
        """A form of a page with some of its fields filled with hostile values, doubled or left out."""
        who, form = self.dice.choice(self.forms)
        fields = list(form.fields)
        for _each in range(self.dice.randint(1, 3)):
            fields = self._harmed(fields, form)
        split = urlsplit(form.action)
        session = self.people[who]
        if form.method == "GET":
            return Ask("GET", split.path or "/", _query(fields), session=session)
        if form.files and self.dice.random() < 0.5:
            body, kind = _multipart(fields, form.files, self.dice)
        else:
            body, kind = _query(fields).encode(), "application/x-www-form-urlencoded"
        headers = {"HTTP_HX_REQUEST": "true"} if self.dice.random() < 0.15 else {}
        return Ask("POST", split.path or "/", split.query, body, kind, headers, session=session)

    def _harmed(self, fields: list[tuple[str, str]], form: Form) -> list[tuple[str, str]]:
        fields = [(name, str(uuid4()) if name == "key" else value) for name, value in fields]
        if not fields:
            return [(self.dice.choice(["q", "page", "after", "next"]), corpus.value(self.dice))]
        at = self.dice.randrange(len(fields))
        name = fields[at][0]
        manner = self.dice.random()
        if manner < 0.75:
            fields[at] = (name, corpus.value(self.dice))
        elif manner < 0.85:
            fields.append((name, corpus.value(self.dice)))
        elif manner < 0.95:
            del fields[at]
        else:
            fields += [(f"{name}{number}", "x") for number in range(self.dice.choice([3, 600]))]
        return fields

    def asked(self) -> Ask:
        """An address with hostile variables or a hostile query."""
        path = self.dice.choice(self.paths)
        session = self.people[self.dice.choice(list(self.people))]
        if self.dice.random() < 0.5:
            path = self.dice.choice(
                addresses({**self.known, self.dice.choice(list(self.known)): [corpus.value(self.dice)[:400]]})
            )
        query = _query(
            [(self.dice.choice(QUERIES), corpus.value(self.dice)) for _each in range(self.dice.randint(0, 3))]
        )
        if self.dice.random() < 0.2:
            query += (
                "&q="
                + quote_from_bytes(self.dice.choice(corpus.BYTES))
                + self.dice.choice(["", "&&=&%", "%zz", "&q[]=1"])
            )
        method = self.dice.choice(["GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"])
        return Ask(method, path, query, session=session)

    def broken(self) -> Ask:
        """A body that is not what it claims to be."""
        who, form = self.dice.choice([each for each in self.forms if each[1].method == "POST"])
        path, session = urlsplit(form.action).path, self.people[who]
        kind = self.dice.choice(corpus.CONTENT_TYPES)
        if self.dice.random() < 0.4:
            return Ask(
                "POST",
                path,
                "",
                self.dice.choice(corpus.MULTIPART_BODIES),
                "multipart/form-data; boundary=x",
                session=session,
            )
        body = self.dice.choice([*corpus.BYTES, *corpus.JSON_BODIES, *corpus.MULTIPART_BODIES])
        if self.dice.random() < 0.4 and form.fields:
            name = self.dice.choice(form.fields)[0]
            body = quote(name).encode() + b"=" + quote_from_bytes(self.dice.choice(corpus.BYTES)).encode()
            kind = "application/x-www-form-urlencoded"
        return Ask("POST", path, "", body, kind, session=session)

    def by_api(self) -> Ask:
        """A call of the API with a hostile body."""
        reference = self.dice.choice([*self.known["reference"], corpus.value(self.dice)[:400]])
        step = self.dice.choice([*self.known["step"], corpus.value(self.dice)[:100]])
        paths = ["/api/cases", f"/api/cases/{reference}/steps/{step}", "/api/files", f"/api/cases/{reference}"]
        headers = (
            {"HTTP_X_QUERY_CODE": self.dice.choice(["", "AAAA-BBBB-CCCC-DDDD"])} if self.dice.random() < 0.3 else {}
        )
        session = self.people[self.dice.choice(list(self.people))]
        body = self.dice.choice(corpus.JSON_BODIES)
        return Ask("POST", self.dice.choice(paths), "", body, "application/json", headers, session=session)


def _query(fields: list[tuple[str, str]]) -> str:
    pairs = [f"{_quoted(name)}={_quoted(value)}" for name, value in fields]
    return "&".join(pairs)


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def _multipart(fields: list[tuple[str, str]], files: list[str], dice: random.Random) -> tuple[bytes, str]:
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode("utf-8", "surrogatepass")
        + value.encode("utf-8", "surrogatepass")
        + b"\r\n"
        for name, value in fields
    ]
    for name in files:
        content = dice.choice(
            [
                b"",
                b"\xff\xd8\xff\xe0",
                b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
                b"%PDF-1.7\n%%EOF",
                b"GIF89a",
                b"PK\x03\x04",
            ]
        )
        label = dice.choice(["a.jpg", "", "..\\..\\x.png", "名" * 300, "a\x00.jpg"])
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{label}"\r\n'
        parts.append(f"{head}Content-Type: image/png\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, b"--x--\r\n"]), "multipart/form-data; boundary=x"
