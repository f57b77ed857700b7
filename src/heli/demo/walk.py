"""How one case of the demo district goes: who does what, when, until it is closed or now is reached."""

from datetime import timedelta
from typing import Final

from heli.access.actors import Actor
from heli.cases.models import Channel
from heli.demo.handling import Handling
from heli.demo.ledger import Life, NotYetError, RefusedError, is_open_at
from heli.organizations.models import Unit

ROUNDS: Final = 3
HANDY: Final = (
    "cleaning.",
    "traffic.bikes",
    "traffic.parking",
    "road.manhole",
    "green.lawn",
    "market.vendors",
    "safety.ebike",
)


class Walk(Handling):
    """One life from the report on."""

    def live(self) -> Life:
        """Go on until the case has ended or now is reached; reminders go out on the way."""
        try:
            self.check_stop()
            self._course()
        except NotYetError:
            pass
        except RefusedError as refusal:
            # What was done so far is sound; a demo must not fail because of a story that cannot go on.
            self.world.refusals.append(str(refusal))
        self.life.pass_time(self.rhythm.now, self.rhythm)
        return self.life

    def _course(self) -> None:
        if self.plan.channel == Channel.GRID and self._on_the_spot():
            self._close_own_finding()
            return
        for _round in range(ROUNDS):
            if not self._dispatch() or not self._handle():
                return
            if self.plan.channel == Channel.GRID:
                self._close_own_finding()
                return
            self._until_closed()
            self._rate()
            if not self._object():
                return

    def _on_the_spot(self) -> bool:
        handy = self.plan.story["category"].startswith(HANDY)
        if not handy or not self.chance("on_the_spot", 0.7):
            return False
        by = self.cast.grid_worker(self.plan.spot.grid.path)
        self.t += timedelta(minutes=self.dice.randrange(8, 50))
        before, after = [self.photo(done=False, by=by)], [self.photo(done=True, by=by)]
        self.do("solve_on_the_spot", by, self.t, answer=self.pick("on_the_spot"), before=before, after=after)
        return True

    def _close_own_finding(self) -> None:
        self.office(self.dice.uniform(0.5, 9))
        by = self.cast.coordinator(self.life.case, self.dice)
        self.do("verify_and_close", by, self.t, note=self.pick("verification_notes"))

    def _dispatch(self) -> bool:
        """From the desk to the unit that answers; whether anything is left to handle."""
        self._wait_for_dispatch()
        by = self.cast.coordinator(self.life.case, self.dice)
        if self.plan.into and is_open_at(self.plan.into, self.t):
            self.do("merge", by, self.t, into=self.plan.into, note=self.pick("merge_reasons"))
            return False
        if self.chance("decline", 0.012):
            self.do("decline", by, self.t, ground=self.pick("not_accepted"))
            return False
        if not self.life.request.returned_by and self.chance("wrong_unit", 0.08):
            return self._by_a_detour(by)
        self._send_to(by, self.owner)
        return not self._withdrawn()

    def _wait_for_dispatch(self) -> None:
        if self.urgent:
            self.soon(self.dice.uniform(0.1, 0.8))
        else:
            self.office(
                self.dice.uniform(10, 16) if self.chance("late_dispatch", 0.04) else self.dice.uniform(0.1, 2.6)
            )

    def _send_to(self, by: Actor, unit: Unit) -> None:
        note, summary = self.pick("dispatch_notes"), self.life.case.title
        self.do("dispatch", by, self.t, unit=unit, note=note, public_summary=summary)

    def _by_a_detour(self, by: Actor) -> bool:
        """The unit that it is sent to says it is not theirs, perhaps a second one too; then the district decides."""
        first, second = self.dice.sample(self.other_units(), 2)
        self._send_to(by, first)
        self.office(self.dice.uniform(1, 6))
        self.do("send_back", self.cast.leader(first.pk), self.t, reason=self.pick("returns"))
        self.office(self.dice.uniform(0.3, 3))
        if not self.chance("contest", 0.3):
            self._send_to(by, self.owner)
            return not self._withdrawn()
        self._send_to(by, second)
        self.office(self.dice.uniform(1, 6))
        self.do("contest", self.cast.leader(second.pk), self.t, reason=self.pick("returns"))
        self.office(self.dice.uniform(0.5, 5))
        decides = self.cast.district_coordinator(self.dice)
        self.do("impose", decides, self.t, unit=self.owner, reason=self.pick("dispatch_notes"))
        return True

    def _withdrawn(self) -> bool:
        if not self.chance("withdraw", 0.012) or self.plan.channel == Channel.GRID:
            return False
        self.soon(self.dice.uniform(1, 8))
        self.do("withdraw", self.applicant(), self.t, reason=self.pick("withdrawals"))
        return True
