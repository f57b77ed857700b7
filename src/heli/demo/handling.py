"""How a unit handles a case in the demo district, how the result is checked, and what the resident says to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.demo.ledger import NotYetError
from heli.demo.story import MOMENT, Story

# Some units are known to be slow; the wall should show it.
SLOW: Final = {"housing": 0.2, "planning": 0.18, "farming": 0.16, "centre-101": 0.15, "property": 0.22}
PUNCTUAL: Final = 0.07
AGAIN: Final = 3

Happening = tuple[float, Callable[[], None]]
#: What is answered where nothing was repaired, by outcome; see samples/stories.json.
OTHER_WORDS = {"explained": "explanations", "planned": "plans"}


class Handling(Story):
    """The middle of a life: acceptance, work, result, check, the resident's word, rating, objection."""

    def _handle(self) -> bool:
        """From acceptance to the result; whether there is one."""
        self._accept()
        if "stall" in self.plan.force:
            return False
        self._work()
        return True

    def _accept(self) -> None:
        if self.urgent:
            self.soon(self.dice.uniform(0.1, 0.7))
        else:
            self.office(self.dice.uniform(9, 18) if self.chance("late_accept", 0.05) else self.dice.uniform(0.2, 3.4))
        unit = self.life.case.unit_id or 0
        leader, member = self.cast.leader(unit), self.cast.member(unit, self.dice)
        way = self.dice.random()
        if way < 0.5:
            self.do("accept", leader, self.t, member=self.cast.user(member))
        elif way < 0.8:
            self.do("accept", member, self.t, member=self.cast.user(member))
        else:
            self.do("accept", member, self.t)
            if way < 0.95:
                self._pass_on(leader, member)

    def _pass_on(self, leader: Actor, member: Actor) -> None:
        self.t += timedelta(minutes=self.dice.randrange(5, 90))
        self.do("assign", leader, self.t, member=self.cast.user(member), note=self.pick("dispatch_notes"))

    def _work(self) -> None:
        """What happens between acceptance and result, each at its share of the time."""
        end = self._end()
        for share, happening in sorted(self._happenings(), key=lambda each: each[0]):
            self._move_to(self.t + (end - self.t) * share)
            waited = self.t
            happening()
            end += max(timedelta(0), self.t - waited - timedelta(hours=2))
        self._move_to(end)
        self._complete()

    def _end(self) -> datetime:
        """When the unit will be done: mostly within the limit, some units less often than others."""
        clock = self.life.clock("answering")
        assert clock is not None
        late = max(SLOW.get(self.owner.code, PUNCTUAL), 0.0)
        if self.chance("late", late):
            return clock.due_at + (clock.due_at - clock.started_at) * self.dice.uniform(0.05, 0.7)
        left = max(clock.due_at - self.t, timedelta(hours=1))
        return self.t + left * self.dice.betavariate(1.6, 2.6)

    def _move_to(self, moment: datetime) -> None:
        moment = max(moment, self.t + MOMENT)
        waited = self.rhythm.awake(moment, 0) if self.urgent else self.rhythm.open(moment)
        # Nobody acts on the stroke of the opening hour.
        self.t = waited if waited == moment else waited + timedelta(seconds=self.dice.randrange(200, 5400))

    def _happenings(self) -> list[Happening]:
        notes = self.dice.choices((0, 1, 2), (3, 5, 2))[0]
        found: list[Happening] = [(share, self._note) for share in (0.15, 0.45)[:notes]]
        for turn, chance, share, happening in (
            ("assist", 0.07, 0.2, self._assistance),
            ("ask", 0.07, 0.25, self._question),
            ("add", 0.04, 0.3, self._addition),
            ("urge", 0.04, 0.6, self._urge),
            ("supervise", 0.03, 0.7, self._supervise),
            ("extension", 0.045, 0.75, self._extension),
        ):
            if self.chance(turn, chance):
                found.append((share, happening))
        return found

    def _handler(self) -> Actor:
        case: Case = self.life.case
        unit = case.unit_id or 0
        found = [actor for actor in self.cast.of_unit(unit) if actor.user_id == case.handler_id]
        return found[0] if found else self.cast.member(unit, self.dice)

    def _note(self) -> None:
        by = self._handler()
        photos = [self.photo(done=False, by=by)] if self.dice.random() < 0.15 else []
        note, told = self.dice.choice(self.work["notes"]) + "。", self.dice.random() < 0.35
        self.do("record_work", by, self.t, note=note, for_resident=told, photos=photos)

    def _assistance(self) -> None:
        unit = self.dice.choice(self.other_units())
        self.do("ask_assistance", self._handler(), self.t, unit=unit, task=self.pick("assisting_tasks"))
        if "assist" in self.plan.force:
            raise NotYetError
        self.office(self.dice.uniform(1, 10))
        member = self.cast.member(unit.pk, self.dice)
        self.do("report_assistance", member, self.t, result=self.pick("assistance_results"))

    def _question(self) -> None:
        if self.plan.channel == "grid":
            return
        self.do("ask_information", self._handler(), self.t, question=self.pick("questions"))
        way = self.dice.random()
        if way < 0.75:
            self.soon(self.dice.uniform(1, 80))
            self.do("give_information", self.applicant(), self.t, text=self.pick("question_replies"))
        elif way < 0.9:
            self.office(self.dice.uniform(16, 40))
            self.do("resume_without", self._handler(), self.t, note=self.pick("resumptions"))
        else:
            self._ends("replying", "resume_unanswered")

    def _ends(self, limit: str, step: str) -> None:
        """Wait until a limit of the resident ends and the system takes the step that follows."""
        clock = self.life.clock(limit)
        assert clock is not None
        self.t = clock.due_at + timedelta(seconds=self.dice.randrange(5, 59))
        self.do(step, self.t)

    def _addition(self) -> None:
        if self.plan.channel != "grid":
            self.soon(0)
            self.do("add_information", self.applicant(), self.t, text=self.pick("question_replies"))

    def _urge(self) -> None:
        if self.plan.channel != "grid" and self.life.case.urged_at is None:
            self.soon(0)
            self.do("urge", self.applicant(), self.t, text=self.pick("urges"))

    def _supervise(self) -> None:
        self.do("supervise", self.cast.coordinator(self.life.case, self.dice), self.t, note=self.pick("supervisions"))

    def _extension(self) -> None:
        request = self.life.request
        if request.extended or request.extension_amount or self.urgent:
            return
        amount = max(1, self.life.level.amount // 2)
        self.do("request_extension", self._handler(), self.t, amount=amount, reason=self.pick("extensions"))
        if "extension" in self.plan.force:
            raise NotYetError
        self.office(self.dice.uniform(0.5, 5))
        leader = self.cast.leader(self.life.case.unit_id or 0)
        if self.dice.random() < 0.75:
            self.do("grant_extension", leader, self.t, note=self.pick("extensions"))
        else:
            self.do("refuse_extension", leader, self.t, reason=self.pick("extension_refusals"))

    def _complete(self) -> None:
        by = self._handler()
        outcome = self.dice.choices(("solved", "explained", "planned"), (86, 9, 5))[0]
        planned = (self.t + timedelta(days=self.dice.randrange(20, 70))).date() if outcome == "planned" else None
        count = self.dice.choices((1, 2), (7, 3))[0] if outcome == "solved" else 0
        photos = [self.photo(done=True, by=by) for _each in range(count)]
        answer = self.pick(OTHER_WORDS[outcome]) if outcome in OTHER_WORDS else self.dice.choice(self.work["answers"])
        self.do("complete", by, self.t, outcome=outcome, answer=answer, planned_for=planned, photos=photos)

    def _until_closed(self) -> None:
        """Check, the resident's word, and more work where either finds it not in order."""
        for again in range(AGAIN):
            self._verify(last=again == AGAIN - 1)
            if self._resident_agrees(last=again == AGAIN - 1):
                return
            self._work()

    def _verify(self, *, last: bool) -> None:
        self._wait_for_check()
        if not last and self.chance("check_fails", 0.05):
            by = self.cast.coordinator(self.life.case, self.dice)
            self.do("send_back_to_work", by, self.t, reason=self.pick("verification_failures"))
            self._work()
            self._wait_for_check()
        by = self.cast.coordinator(self.life.case, self.dice)
        self.do("verify", by, self.t, note=self.pick("verification_notes"))

    def _wait_for_check(self) -> None:
        self.office(self.dice.uniform(16, 26) if self.chance("late_check", 0.05) else self.dice.uniform(0.4, 7))

    def _resident_agrees(self, *, last: bool) -> bool:
        way = self.dice.random()
        if not last and self.chance("reject", 0.07):
            self.soon(self.dice.uniform(1, 90))
            by = self.applicant()
            photos = [self.photo(done=False, by=by)] if self.dice.random() < 0.5 else []
            self.do("reject", by, self.t, reason=self.pick("rejections"), photos=photos)
            return False
        if way < 0.55:
            self.soon(self.dice.uniform(0.5, 90))
            self.do("confirm", self.applicant(), self.t, text=self.pick("confirmations"))
        else:
            self._ends("confirming", "close_unanswered")
        return True

    def _rate(self) -> None:
        if not self.chance("rate", 0.42) or self.life.request.rated_at:
            return
        self.soon(self.dice.uniform(0.2, 60))
        result = max(1, self._liking() - self.life.request.rejections)
        process = min(5, max(1, result + self.dice.choice((-1, 0, 0, 0, 1))))
        comment = self.dice.choice([*self.talk["ratings"][str(result)], "", ""])
        self.do("rate", self.applicant(), self.t, process=process, result=result, comment=comment)

    def _liking(self) -> int:
        late = any(clock.main and clock.met is False for clock in self.life.clocks)
        return self.dice.choices((5, 4, 3, 2, 1), (15, 25, 30, 20, 10) if late else (52, 30, 12, 4, 2))[0]

    def _object(self) -> bool:
        if not self.chance("object", 0.012) or self.life.state != "closed":
            return False
        self.soon(self.dice.uniform(20, 200))
        self.do("object", self.applicant(), self.t, reason=self.pick("rejections"))
        return True
