"""What is asked of the site: opening by API and by page, the steps of a case's life, and the pages most looked at."""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from bench.load import Call

TEXTS = (
    "小区北门的路灯坏了三天，晚上很黑，老人孩子走路不安全，请尽快安排维修。",
    "楼下垃圾桶满了没有人清运，气味很大，已经影响到一楼住户开窗通风。",
    "夜里十一点以后工地还在施工，噪声很大，连续三个晚上都睡不着觉。",
    "人行道上的井盖松动，电动车经过时很危险，昨天已经有人摔倒。",
)
STEPS = ("dispatch", "accept", "complete", "verify", "confirm")
PAGES = {
    "page of a case": ("case", "coordinator"),
    "public register": ("/register/", ""),
    "start page": ("/", ""),
    "desk": ("/desk/", "coordinator"),
}


@dataclass
class Opened:
    """A case opened by the benchmark, with what its resident knows."""

    reference: str
    code: str


class Scenarios:
    """The calls, made from what ``bench.cast`` found; ``opened`` collects the cases that calls have opened."""

    def __init__(self, cast: dict[str, Any]) -> None:
        self.cast = cast
        self.opened: list[Opened] = []
        self.dice = random.Random(1)

    def openings(self) -> Iterator[Call]:
        """Reports through the API; one in three leaves an e-mail address."""
        while True:
            yield Call(
                "POST", "/api/cases", _json(self._report()), {"Content-Type": "application/json"}, 201, self._keep
            )

    def forms(self) -> Iterator[Call]:
        """Reports through the residents' page, each by a new visitor."""
        token = self.cast["csrf"]
        heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"heli_csrf={token}"}
        while True:
            fields = {**self._report(), "csrfmiddlewaretoken": token, "asked": "on"}
            yield Call("POST", "/report/", urlencode(fields).encode(), heads, 302)

    def steps(self, step: str, cases: Iterable[Opened], done: list[Opened]) -> Iterator[Call]:
        """Take ``step`` in each of ``cases``; those that went well are added to ``done``."""
        bodies: dict[str, dict[str, Any]] = {
            "dispatch": {"unit": self.cast["unit"]},
            "accept": {"note": "已收到"},
            "complete": {"outcome": "explained", "answer": "已到现场查看并向居民说明情况，后续纳入日常巡查。"},
            "verify": {"note": "情况属实"},
            "confirm": {"text": "谢谢"},
        }
        who = {"accept": "member", "complete": "member", "confirm": ""}.get(step, "coordinator")
        for case in cases:
            heads = self._heads(who) if who else {"X-Query-Code": case.code}
            body = _json({**bodies[step], "key": str(uuid4())})
            path = f"/api/cases/{case.reference}/steps/{step}"
            yield Call("POST", path, body, {**heads, "Content-Type": "application/json"}, 200, _adder(done, case))

    def queue(self) -> Iterator[Call]:
        """Pages of fifty: the coordinator's own tab, all open cases, overdue ones, a unit's work."""
        lists = (
            ("", "coordinator"),
            ("?tab=open", "coordinator"),
            ("?tab=late", "coordinator"),
            ("?tab=work", "member"),
        )
        while True:
            query, who = self.dice.choice(lists)
            yield Call("GET", f"/desk/queue/{query}", b"", self._heads(who))

    def search(self, kind: str) -> Iterator[Call]:
        """Searches over all cases."""
        while True:
            word = self.dice.choice(self.cast["words"][kind])
            yield Call("GET", f"/desk/search/?q={quote(word)}", b"", self._heads("coordinator"))

    def page(self, name: str) -> Iterator[Call]:
        """One of the pages most looked at."""
        path, who = PAGES[name]
        while True:
            here = f"/desk/cases/{self.dice.choice(self.cast['references'])}/" if path == "case" else path
            yield Call("GET", here, b"", self._heads(who) if who else {})

    def wall(self, path: str) -> Iterator[Call]:
        """The figures of the wall, for a leader."""
        while True:
            yield Call("GET", path, b"", self._heads("leader"))

    def export(self) -> Call:
        """All open cases as CSV."""
        return Call("GET", "/desk/queue/export.csv?tab=open", b"", self._heads("coordinator"))

    def _report(self) -> dict[str, Any]:
        latitude, longitude = self.dice.choice(self.cast["places"])
        fields = {
            "key": str(uuid4()),
            "text": self.dice.choice(TEXTS),
            "category": str(self.dice.choice(self.cast["categories"])),
            "latitude": latitude,
            "longitude": longitude,
            "name": "陈女士",
            "phone": "00012345678",
        }
        return fields | ({"email": "resident@example.org"} if self.dice.random() < 1 / 3 else {})

    def _heads(self, who: str) -> dict[str, str]:
        session, token = self.cast["sessions"][who], self.cast["csrf"]
        return {"Cookie": f"heli_session={session}; heli_csrf={token}", "X-CSRFToken": token}

    def _keep(self, body: bytes) -> None:
        answer = json.loads(body)
        self.opened.append(Opened(answer["reference"], answer["query_code"]))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _adder(done: list[Opened], case: Opened) -> Any:
    return lambda _body: done.append(case)
