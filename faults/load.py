"""The daily round that the visitors play: reports with and without photos, and the lives of cases."""

import random
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from faults.visitor import Ledger, Visitor


class Load:
    """Visitors in threads of their own, from ``start`` to ``stop``."""

    def __init__(self, port: int, cast: dict[str, Any], folder: Path, *, threads: int, seed: int) -> None:
        self.cast, self.ending = cast, []
        self.troupes = []
        for number in range(threads):
            dice = random.Random(seed * 1000 + number)
            ledger = Ledger(folder / f"ledger-{seed}-{number}.jsonl")
            names = ["", *cast["sessions"]]
            self.troupes.append(
                {
                    name: Visitor(port, ledger, dice, session=cast["sessions"].get(name, ""), ending=self.ending)
                    for name in names
                }
            )
        self.threads = [threading.Thread(target=self._play, args=[each], daemon=True) for each in self.troupes]

    def start(self) -> None:
        """Let everybody begin."""
        for thread in self.threads:
            thread.start()

    def stop(self, patience: float = 30.0) -> None:
        """Let everybody finish what is in hand, or give it up."""
        self.ending.append(True)
        for thread in self.threads:
            thread.join(patience)

    def add(self, other: "Load") -> None:
        """Count the visitors of ``other`` with these."""
        self.troupes += other.troupes

    @property
    def sums(self) -> Counter[str]:
        """Acts sent, tries they took, and plain refusals."""
        visitors = [each for troupe in self.troupes for each in troupe.values()]
        return Counter(
            sent=sum(each.sent for each in visitors),
            tries=sum(each.tries for each in visitors),
            refused=sum(len(each.refused) for each in visitors),
        )

    @property
    def refusals(self) -> list[str]:
        """What was refused, in the server's words."""
        return [text for troupe in self.troupes for each in troupe.values() for text in each.refused]

    def _play(self, troupe: dict[str, Visitor]) -> None:
        while not self.ending:
            life(troupe, self.cast)


def life(troupe: dict[str, Visitor], cast: dict[str, Any]) -> None:
    """Play one case from the report on; an act that was not acknowledged ends it."""
    resident, dice = troupe[""], troupe[""].dice
    if dice.random() < 0.4:
        resident.report_on_page(cast["place"])
        if dice.random() < 0.2:
            troupe["chen"].insist(("GET", "/desk/queue/export.csv", None, {}), (200,))
        return
    reference, code = resident.report_by_api(cast["place"])
    if not reference:
        return
    for who, step, facts in _acts(troupe, cast, dice):
        if "photos" in facts:
            facts["photos"] = [troupe[who].upload()]
            if not all(facts["photos"]):
                return
        own = {"code": code} if who == "" else {}
        if not troupe[who].step(reference, step, **own, **facts):
            return


def _acts(troupe: dict[str, Visitor], cast: dict[str, Any], dice: random.Random) -> list[tuple[str, str, Any]]:
    units = cast["units"]
    begin: list[tuple[str, str, Any]] = [("east", "dispatch", {"unit": units["roads"]})]
    if dice.random() < 0.2:
        return [("", "withdraw", {"reason": "不用了"})]
    if dice.random() < 0.3:
        begin += [("ma", "send_back", {"reason": "不属我处"}), ("east", "dispatch", {"unit": units["roads"]})]
    begin.append(("ma", "accept", {}))
    middle: list[tuple[str, str, Any]] = [
        ("ma", "record_work", {"note": "已到现场", "photos": True}),
        ("", "add_information", {"text": "又一盏"}),
        ("", "urge", {}),
        ("chen", "supervise", {"note": "请抓紧"}),
    ]
    middle = dice.sample(middle, dice.randrange(3))
    if dice.random() < 0.3:
        middle += [("ma", "ask_information", {"question": "哪一盏？"}), ("", "give_information", {"text": "第三盏"})]
    if dice.random() < 0.3:
        middle += [("ma", "request_extension", {"amount": 1, "reason": "等配件"}), ("lead", "grant_extension", {})]
    end: list[tuple[str, str, Any]] = [
        ("ma", "complete", {"outcome": "solved", "answer": "已修好", "photos": True}),
        ("east", "verify", {}),
        ("", dice.choice(["confirm", "reject"]), {"reason": "没有修好", "text": ""}),
    ]
    return [*begin, *middle, *end]
