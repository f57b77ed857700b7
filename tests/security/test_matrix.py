"""Everybody at every address: who enters, who is refused, and that a hidden case answers like a missing one.

All of it: `make matrix`. In the suite those outside come to a third of the addresses each.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import override_settings
from django.urls import resolve

from heli.project.routes import FOREIGN, routes
from tests.security.district_of_all import World, make, nowhere, word_of
from tests.security.matrix_table import (
    ANY,
    CASE_ROUTES,
    EVERYBODY,
    GROUPS,
    HALF,
    LEADERS,
    NO,
    ROUTES,
    SEES,
    VISITORS,
)  # fmt: skip

pytestmark = pytest.mark.django_db
FIGURE = Path(__file__).parents[2] / "var" / "cache" / "matrix.txt"
OTHER_METHODS = ("put", "patch", "delete")
LISTS = (
    "/", "/register/", "/register/map/", "/register/points.geojson", "/register/feed.atom", "/wall/public/", "/desk/",
    "/desk/queue/?tab=open", "/desk/queue/map.json?tab=open", "/desk/queue/export.csv?tab=open", "/desk/search/?q=路灯",
    "/desk/inbox/?show=all", "/desk/dispatch/", "/desk/dispatch/map.json", "/desk/field/", "/desk/field/map.json",
    "/wall/", "/api/cases",
)  # fmt: skip
SEARCHES = (
    "/register/?q={word}",
    "/desk/search/?q={word}",
    "/desk/queue/?tab=open&q={word}",
    "/api/cases?q={word}",
    "/desk/palette/?q={word}",
)
#: Where the case does not matter one of each kind stands for all of it; at pages for anybody, three of them.
ONE_OF_EACH = (
    "nobody", "resident", "holder", "inactive", "half", "no_post", "expired", "future", "of_closed_unit",
    "ma", "lead", "hot", "chen", "grid", "inspect", "xin", "xinlead", "admin", "audit",
)  # fmt: skip
FOR_ALL = ("nobody", "half", "ma")
#: Here everybody asks for every case, elsewhere for one that they may see and one that they may not, in turn.
EVERY_CASE = ("/desk/cases/{reference}/", "/api/cases/{reference}", "/files/{file}/", "/track/{reference}/")
WHOLE = os.environ.get("HELI_MATRIX") == "all"
checked = {"assertions": 0}


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield make()
        transaction.set_rollback(True)
    FIGURE.parent.mkdir(parents=True, exist_ok=True)
    FIGURE.write_text(f"{checked['assertions']}\n")


def expect(found: object, wanted: object, *told: object) -> None:
    checked["assertions"] += 1
    assert found == wanted, told


def answered(world: World, who: str, method: str, address: str) -> HttpResponseBase:
    """Ask; what was asked is undone, so that the order of questions changes nothing."""
    client = world.clients[who]
    cookies = client.cookies.copy()
    point = transaction.savepoint()
    kind = {"content_type": "application/json"} if address.startswith("/api/") else {}
    body = '{"purpose": "calling"}' if address.endswith("/contact") else "{}"
    data = body if kind and method != "get" and not address.endswith("/files") else None
    ask = getattr(client, method)
    answer: HttpResponseBase = ask(address, data, **kind) if data else ask(address)
    _body(answer)
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    return answer


def _body(answer: Any) -> bytes:
    """Return the body; a streamed one is read once and kept."""
    if answer.streaming:
        answer.content_read = getattr(answer, "content_read", None) or b"".join(answer.streaming_content)
        return bytes(answer.content_read)
    return bytes(answer.content)


def plain(answer: Any, kept: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
    """Return what an answer says, without what names the case asked for and what is new in every answer."""
    body = _body(answer)
    for value in kept.values():
        body = body.replace(value.encode(), b"CASE")
    body = re.sub(rb'(csrfmiddlewaretoken" value=|nonce=)"[^"]*"', b"", body)
    headers = {name: value for name, value in answer.items() if name not in ("Set-Cookie", "Content-Security-Policy")}
    for value in kept.values():
        headers = {name: text.replace(value, "CASE") for name, text in headers.items()}
    headers.pop("Content-Length", None)
    return answer.status_code, body, headers


def refusal(who: str, address: str) -> set[int]:
    """What somebody outside the group gets: the way to the sign-in, or a plain refusal."""
    if address.startswith("/api/"):
        return {401, 403, 404}
    if address.startswith(("/track/", "/files/", "/papers/", "/register/")):
        return {404}
    if address == "/desk/emergency/review/" and who in LEADERS:
        return {404}
    if address.startswith("/desk/reception/at/") and who in GROUPS["receivers"]:
        return {404}
    if address == "/desk/days/new/" and who in GROUPS["leaders and coordinators"]:
        return {404}
    return {302} if who in (*VISITORS, *HALF) or address.startswith("/me/") else {403}


@pytest.mark.parametrize("who", ONE_OF_EACH)
def test_everybody_at_every_address(world, who):
    for address, (group, get, post) in ROUTES.items():
        inside = who in GROUPS[group]
        if not _comes_to(who, group, address):
            continue
        for method, code in (("get", get), ("post", post)):
            answer = answered(world, who, method, address)
            if inside or (method, address) == ("post", "/api/cases"):
                expect(_entered(answer.status_code, code), True, who, method, address, answer.status_code)
            else:
                expect(answer.status_code in refusal(who, address) | {NO}, True, who, method, address, answer)
                expect(_leads_to_sign_in(answer, who), True, who, method, address)


def _comes_to(who: str, group: str, address: str) -> bool:
    """Whether somebody asks here: everybody inside, strangers and half signed in always, others outside by thirds.

    One gate decides for each group, and somebody else of those outside comes to each of its addresses.
    """
    if group == "anybody":
        return who in FOR_ALL
    turn = list(ROUTES).index(address) + ONE_OF_EACH.index(who)
    return who in GROUPS[group] or who in ("nobody", *HALF) or WHOLE or turn % 3 == 0


def _entered(status: int, code: int) -> bool:
    return status == code if code != ANY else status in (200, 302, 403, 404, NO, 422)


def _leads_to_sign_in(answer: Any, who: str) -> bool:
    """Whether an answer, if it leads anywhere, leads to the sign-in or to the set-up of the factor that is missing."""
    doors = ("/accounts/2fa/",) if who in HALF else ("/accounts/login/", "/me/sign-in/")
    return answer.status_code != 302 or answer["Location"].startswith((*doors, "/me/sign-in/"))


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_at_every_case(world, who):
    nothing = nowhere()
    for address, (group, get, post) in CASE_ROUTES.items():
        for method, code in (("get", get), ("post", post)):
            asked = _worth_asking(who, group, method, address)
            missing = plain(answered(world, who, method, address.format(**nothing)), nothing) if asked else None
            for name in asked:
                kept = world.kept(name)
                answer = answered(world, who, method, address.format(**kept))
                told = (who, name, method, address, answer.status_code)
                if who in GROUPS[group] and who in SEES[name]:
                    expect(_entered(answer.status_code, code), True, *told)
                else:
                    expect(plain(answer, kept), missing, *told)
                    expect(answer.status_code in refusal(who, address) | {403, 404, NO}, True, *told)


def _worth_asking(who: str, group: str, method: str, address: str) -> list[str]:
    """Every case where it matters which; elsewhere one that is seen and one that is hidden, others at each address."""
    if method == "get" and address in EVERY_CASE and who in GROUPS[group]:
        return list(SEES)
    if who not in ONE_OF_EACH or who in ("no_post", "future", "of_closed_unit"):
        return ["plain"] if address in EVERY_CASE else []
    turn = list(CASE_ROUTES).index(address)
    seen = [name for name in SEES if who in SEES[name]]
    hidden = [name for name in SEES if name not in seen]
    return [names[turn % len(names)] for names in (seen, hidden) if names]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_hidden_word_is_read_by_nobody_else(world, who):
    hidden = [name for name in SEES if who not in SEES[name]]
    for address in LISTS:
        shown = _body(answered(world, who, "get", address))
        for name in hidden:
            expect(word_of(name).encode() in shown, False, who, name, address)
            expect(world.cases[name].reference.encode() in shown, False, who, name, address)
    for turn, name in enumerate(hidden):
        for address in (SEARCHES[turn % len(SEARCHES)], SEARCHES[(turn + 1) % len(SEARCHES)]):
            shown = _body(answered(world, who, "get", address.format(word=word_of(name))))
            # The page repeats what was searched for; the case itself says more: its reference, its address.
            expect(f"{word_of(name)}路".encode() in shown, False, who, name, address)
            expect(world.cases[name].reference.encode() in shown, False, who, name, address)


@pytest.mark.parametrize("who", ["ma", "east", "chen", "audit", "hot"])
def test_the_words_are_there_for_those_who_may_read_them(world, who):
    body = _body(answered(world, who, "get", "/desk/queue/export.csv?tab=open"))
    expect({name for name in SEES if word_of(name).encode() in body}, {n for n, by in SEES.items() if who in by}, who)


@pytest.mark.parametrize("who", ["nobody", "other_resident", "half", "no_post", "ma", "admin"])
def test_no_other_method_opens_what_is_closed(world, who):
    closed = [address for address, (group, *_codes) in ROUTES.items() if who not in GROUPS[group]]
    kept = world.kept("far")
    closed += [address.format(**kept) for address in CASE_ROUTES]
    for turn, address in enumerate(closed):
        method = OTHER_METHODS[turn % len(OTHER_METHODS)]
        answer = answered(world, who, method, address)
        expect(answer.status_code in refusal(who, address) | {403, 404, NO}, True, who, method, address)
        expect(_leads_to_sign_in(answer, who), True, who, method, address)


def test_libraries_lead_strangers_to_the_sign_in(world):
    for route in routes():
        own = [each for each in FOREIGN if route.path.startswith(each.prefix)]
        if own and route.permission.circle == "account" and "<" not in route.path:
            answer = answered(world, "nobody", "get", f"/{route.path}")
            expect(answer.status_code, 302, route.path)
            # One leads to the page of the account first, which leads strangers to the sign-in as the table says.
            to_account = answer["Location"] == "/desk/account/"
            expect(to_account or _leads_to_sign_in(answer, "nobody"), True, route.path)


def test_the_table_holds_every_address():
    kept = nowhere()
    found = {resolve(address.format(**kept)).route for address in (*ROUTES, *CASE_ROUTES)}
    libraries = tuple(each.prefix for each in FOREIGN)
    ours = {route.path.replace("{", "<").replace("}", ">") for route in routes()}
    ours = {path for path in ours if not path.startswith((*libraries, "styleguide/"))}
    assert ours - found == set(), "write who may enter there into tests/security/matrix_table.py"
