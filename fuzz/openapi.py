"""Requests that Schemathesis draws from the description of the API, as it should be called and as it should not."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests import Request
from schemathesis import GenerationMode

from fuzz.asking import Ask, Asker
from heli.api.operations import api

#: Characters that a path may hold and a database cannot: halves of characters, also as bytes, and NUL.
HALVES = (b"%ED%A0%80", b"%ED%BF%BF", b"%00", b"%FF", b"%C0%AF", b"%EF%BF%BD", b"%ED%A0%BD%ED%B8%80")
PLACES = ("reference", "step", "code")


#: Operations whose body is that of a form; the description alone says "an object".
FORMS = ("/api/cases", "/api/cases/{reference}/steps/{step}")


def description(bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the description of the API, with the schemas that it gives out for its forms put in their place."""
    found = deepcopy(dict(api.get_openapi_schema()))
    for path in FORMS if bodies else ():
        for content in found["paths"][path]["post"]["requestBody"]["content"].values():
            content["schema"] = {"anyOf": bodies}
    return found


def operations(bodies: list[dict[str, Any]]) -> Iterator[Any]:
    """Yield each operation of the description, read the way a client reads it."""
    for found in schemathesis.openapi.from_dict(description(bodies)).get_all_operations():
        yield found.ok()


def ask_of(case: Any) -> Ask:
    """Return the request of a drawn ``case``, byte for byte as a client would send it."""
    ready = Request(**case.as_transport_kwargs(base_url="http://localhost")).prepare()
    split = urlsplit(ready.url or "")
    body = ready.body or b""
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in ready.headers.items()}
    kind = headers.pop("HTTP_CONTENT_TYPE", "")
    for name in ("HTTP_CONTENT_LENGTH", "HTTP_COOKIE", "HTTP_HOST", "HTTP_ACCEPT_LANGUAGE"):
        headers.pop(name, None)
    return Ask(
        ready.method or "GET",
        "",
        split.query,
        body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body),
        str(kind),
        {name: str(value) for name, value in headers.items()},
        raw_path=unquote_to_bytes(split.path),
    )


class Described:
    """Asks every operation ``examples`` times in each manner; ``seed_`` draws other requests."""

    def __init__(self, people: dict[str, str], known: dict[str, list[str]], bodies: list[dict[str, Any]]) -> None:
        self.asker, self.people, self.known = Asker(), people, known
        self.operations = list(operations(bodies))

    def run(self, examples: int, seed_: int) -> None:
        """Put all requests."""
        for operation in self.operations:
            self._drawn(operation, GenerationMode.POSITIVE, examples, seed_)
            # Where everything may be sent nothing is wrong, and nothing can be drawn.
            with suppress(Unsatisfiable):
                self._drawn(operation, GenerationMode.NEGATIVE, examples, seed_)
        self._halves()

    def _drawn(self, operation: Any, mode: GenerationMode, examples: int, seed_: int) -> None:
        limits = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        named = [name for name in PLACES if f"{{{name}}}" in operation.path]

        @seed(seed_)
        @limits
        @given(
            case=operation.as_strategy(generation_mode=mode),
            who=st.sampled_from(sorted(self.people)),
            filled=st.fixed_dictionaries({name: st.sampled_from([*self.known.get(name, []), ""]) for name in named}),
        )
        def each(case: Any, who: str, filled: dict[str, str]) -> None:
            case.path_parameters = {**(case.path_parameters or {}), **{k: v for k, v in filled.items() if v}}
            self.asker.put(replace(ask_of(case), session=self.people[who]))

        each()

    def _halves(self) -> None:
        """Ask every operation with parts of its path that are no text."""
        for operation in self.operations:
            for half in HALVES if "{" in operation.path else ():
                for who in self.people:
                    raw = operation.full_path.encode()
                    for name in PLACES:
                        for value in (half, f"{self.known.get(name, ['x'])[0]}".encode() + half):
                            path = raw.replace(f"{{{name}}}".encode(), value)
                            for other in PLACES:
                                path = path.replace(f"{{{other}}}".encode(), self.known.get(other, ["x"])[0].encode())
                            self.asker.put(self._half(operation, path, who))

    def _half(self, operation: Any, path: bytes, who: str) -> Ask:
        body = b"{}" if operation.method.upper() == "POST" else b""
        kind = "application/json" if body else ""
        session = self.people[who]
        return Ask(operation.method.upper(), "", "", body, kind, session=session, raw_path=unquote_to_bytes(path))
