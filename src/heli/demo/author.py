"""Turning plans into lives."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from heli.cases.models import Channel
from heli.demo.ledger import Life
from heli.demo.planning import DARK_SHARE, DOUBLES_SHARE, FEWEST, SPECIALS, STORM_SHARE, Planner
from heli.demo.story import Plan, World
from heli.demo.walk import Walk

PER_THOUSAND: Final = 1000
TRIES: Final = (1.0, 1.5, 2.2, 3.5, 5.0)


class Author:
    """Turns plans into lives; the order of the dice makes the same district each time."""

    def __init__(self, world: World, planner: Planner, dice: random.Random) -> None:
        self.world, self.planner, self.dice = world, planner, dice
        self.examples: list[dict[str, str]] = []

    def lives(self, count: int, *, special_of: int) -> Iterator[Life]:
        """``count`` lives: special ones, a storm and a dark street first, then ordinary days with their doubles.

        ``special_of`` is the number of cases in which the special ones have their share; 0 for none.
        """
        left = count
        for life in self._special(special_of) if special_of else ():
            left -= 1
            yield life
        told = 0
        for plan in self.planner.ordinary(max(left, 0)):
            if told >= left:
                return
            told += 1
            life = self._live(plan)
            yield life
            double = self.planner.double(life, plan.story) if self._is_doubled(plan) else None
            if double:
                told += 1
                yield self._live(double)

    def _is_doubled(self, plan: Plan) -> bool:
        return plan.channel != Channel.GRID and self.dice.random() < DOUBLES_SHARE

    def _special(self, count: int) -> Iterator[Life]:
        yield from self._on_purpose(count)
        for plan in self.planner.storm(max(FEWEST, round(STORM_SHARE * count))):
            yield self._live(plan)
        first: Life | None = None
        for plan in self.planner.dark_street(max(FEWEST, round(DARK_SHARE * count))):
            life = Walk(self.world, plan, self.dice).live() if first is None else self._follow(plan, first)
            first = first or life
            yield life

    def _on_purpose(self, count: int) -> Iterator[Life]:
        for special in SPECIALS:
            for number in range(max(1, round(special.per_thousand * count / PER_THOUSAND))):
                life = self._live(self.planner.special(special))
                for earlier in TRIES:
                    if special.shown_by(life):
                        break
                    life = self._live(self.planner.special(special, earlier=earlier))
                if number == 0:
                    self._remember(special.stop_in, life)
                yield life

    def _remember(self, state: str, life: Life) -> None:
        """Keep the query code of a few cases, so that visitors of the demo can be their reporters."""
        if state and life.state == state:
            self.examples.append({"state": state, "reference": life.case.reference, "code": life.code})

    def _live(self, plan: Plan) -> Life:
        return Walk(self.world, plan, self.dice).live()

    def _follow(self, plan: Plan, first: Life) -> Life:
        return self._live(replace(plan, into=first))
