"""A case in each state that a step may leave, reached by real steps, and a valid body for every step."""

from collections.abc import Callable
from typing import Any

from heli.access.actors import resident
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests.kind import KIND
from heli.service_requests.tests.district import District, reported

#: Which scene each step is tried in, beside the steps that begin in its own state.
SCENE_OF = {
    "solve_on_the_spot": "registered", "dispatch": "registered", "decline": "registered", "withdraw": "registered",
    "merge": "dispatched", "accept": "dispatched", "send_back": "dispatched", "assign": "dispatched",
    "add_information": "dispatched", "urge": "dispatched", "contest": "returned", "impose": "contested",
    "ask_assistance": "accepted", "record_work": "in_hand", "ask_information": "in_hand", "supervise": "in_hand",
    "request_extension": "in_hand", "complete": "in_hand", "report_assistance": "in_hand",
    "grant_extension": "late", "refuse_extension": "late", "give_information": "awaiting",
    "resume_without": "awaiting", "resume_unanswered": "awaiting", "verify": "completed",
    "send_back_to_work": "completed", "verify_and_close": "solved", "confirm": "verified", "reject": "verified",
    "close_unanswered": "verified", "object": "closed", "rate": "closed", "separate": "merged",
    "declare_conflict": "in_hand", "correct_contact": "in_hand", "ask_correction": "in_hand",
    "withdraw_consent": "in_hand", "take_over_closed": "registered", "escalate": "in_hand",
    "reckon_again": "in_hand",
}  # fmt: skip


class Scenes:
    """The cases of one district by the name of their state."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.other = reported(district).case
        self.made: dict[str, Case] = {name: getattr(self, name)() for name in sorted(set(SCENE_OF.values()))}

    def case(self, name: str) -> Case:
        """Return the case in the state called ``name``, as it is in the database."""
        return Case.objects.get(pk=self.made[name].pk)

    def _by(self, name: str) -> Any:
        return self.district.actor(name)

    def _after(self, scene: Callable[[], Case], step: str, who: str, **facts: Any) -> Case:
        case = scene()
        actor = resident(case.reference) if who == "resident" else self._by(who)
        outcome = KIND.actions[step](case, by=actor, act=Act(), **facts)
        assert outcome, (step, who, outcome)
        return Case.objects.get(pk=case.pk)

    def registered(self) -> Case:
        """A report that waits for dispatch."""
        return reported(self.district).case

    def dispatched(self) -> Case:
        """Sent to the unit for roads."""
        return self._after(self.registered, "dispatch", "east", unit=self.district.roads)

    def returned(self) -> Case:
        """Sent to it again after it had returned the case."""
        self._returned = self._after(self.dispatched, "send_back", "ma", reason="不属我处")
        return self._after(lambda: self._returned, "dispatch", "east", unit=self.district.roads)

    def contested(self) -> Case:
        """Returned a second time."""
        return self._after(self.returned, "contest", "ma", reason="仍不属我处")

    def accepted(self) -> Case:
        """Taken by Ma."""
        return self._after(self.dispatched, "accept", "ma", member=self.district.people["ma"])

    def in_hand(self) -> Case:
        """Taken by Ma, with the water company assisting."""
        return self._after(self.accepted, "ask_assistance", "ma", unit=self.district.water, task="查水管")

    def late(self) -> Case:
        """Ma has asked for more time."""
        return self._after(self.in_hand, "request_extension", "ma", amount=1, reason="等配件")

    def awaiting(self) -> Case:
        """The unit waits for the resident."""
        return self._after(self.in_hand, "ask_information", "ma", question="哪一盏？")

    def completed(self) -> Case:
        """A result that nobody has checked."""
        return self._after(self.in_hand, "complete", "ma", outcome="explained", answer="说明情况")

    def verified(self) -> Case:
        """Checked; the resident has the word."""
        return self._after(self.completed, "verify", "east")

    def closed(self) -> Case:
        """The resident has said yes."""
        return self._after(self.verified, "confirm", "resident")

    def merged(self) -> Case:
        """Handled together with another case."""
        return self._after(self.dispatched, "merge", "east", into=self.other)

    def solved(self) -> Case:
        """Seen and solved by the grid worker."""
        seen = reported(self.district, channel="grid", email="")
        return self._after(
            lambda: seen.case, "solve_on_the_spot", "grid", answer="已处理", before=[photo()], after=[photo()]
        )

    def body(self, step: str) -> dict[str, Any]:
        """Return a body with which ``step`` can be taken, as the API reads it; files are to be added."""
        roads, water = self.district.roads.pk, self.district.water.pk
        return {
            "dispatch": {"unit": roads},
            "decline": {"ground": "不属本区"},
            "merge": {"into": self.other.reference},
            "impose": {"unit": roads, "reason": "由市政所办理"},
            "assign": {"member": self.district.people["mo"].pk},
            "ask_assistance": {"unit": water, "task": "查水管"},
            "report_assistance": {"result": "已查"},
            "record_work": {"note": "已到现场"},
            "ask_information": {"question": "哪一盏？"},
            "give_information": {"text": "第三盏"},
            "add_information": {"text": "还有一盏"},
            "supervise": {"note": "请抓紧"},
            "request_extension": {"amount": 1, "reason": "等配件"},
            "complete": {"outcome": "explained", "answer": "已说明"},
            "rate": {"process": 4, "result": 5},
            "declare_conflict": {"own": True, "reason": "亲属"},
            "correct_contact": {"phone": "13900000000"},
            "ask_correction": {"text": "地点不对"},
            "withdraw_consent": {"contact": True},
            "solve_on_the_spot": {"answer": "已处理"},
        }.get(step, {"reason": "不属我处"})


def photo(by: str = "") -> Any:
    """Return a stored file that no case has claimed."""
    return store(upload(picture(), "a.jpg"), by=by)
