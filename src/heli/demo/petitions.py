"""Fourteen months of petitions in the demo district, told through the same acts that officers and residents take."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Channel, Paper, Service
from heli.cases.serving import Delivery
from heli.demo import samples
from heli.demo.affairs import Affair, PetitionWorld
from heli.demo.cast import Cast
from heli.demo.founding import Founded
from heli.demo.ledger import NotYetError, RefusedError
from heli.demo.life import remember
from heli.demo.rhythm import Rhythm
from heli.demo.running import Move, beginning, moves_of, settle_notices
from heli.demo.streets import Streets
from heli.organizations.calendar import work_calendar
from heli.organizations.settings import district
from heli.petitions import arrangements
from heli.petitions.claims import ClaimProcedure
from heli.petitions.models import Petition

SEED: Final = 990117
MORNING: Final = time(9, 30)
#: Days that a granted or agreed matter may take.
TO_CARRY_OUT: Final = 45
REPORT_DAYS: Final = 60
BEST: Final = 5
NOTES: Final = {
    Service.Method.ELECTRONIC: "短信平台回执：当日10时12分到达。",
    Service.Method.MAIL: "邮政回执，本人签收。",
    Service.Method.IN_PERSON: "本人在送达回证上签名。",
    Service.Method.PUBLIC_NOTICE: "多次上门无人，电话不通；在区政府门户网站和社区公告栏公告。",
}
_SERVED: Final = {
    "serve": ("serve_opinion", "opinion"),
    "serve_review": ("serve_review", "review_opinion"),
    "serve_re_review": ("serve_re_review", "re_review_opinion"),
}


class Telling(Affair):
    """An affair that knows how each move of a course is told; a move is named as its step, with an argument."""

    def move(self, name: str, argument: str) -> None:
        """Take one move."""
        if name in _SERVED:
            step, kind = _SERVED[name]
            self.do(step, self.coordinator(), **self.service(kind, argument))
        else:
            getattr(self, name)(argument)

    def service(self, kind: str, method: str) -> dict[str, Any]:
        """How the last paper of ``kind`` reached the person today."""
        paper = Paper.objects.filter(case=self.case, paper__kind=kind).select_related("paper").latest("pk")
        today, issued = timezone.localdate(self.t), timezone.localdate(paper.paper.issued_at)
        electronic, notice = method == Service.Method.ELECTRONIC, method == Service.Method.PUBLIC_NOTICE
        delivery = Delivery(
            method=method,
            sent_on=issued if method == Service.Method.MAIL else today,
            received_on=None if notice else today,
            note=NOTES[Service.Method(method)],
            files=[] if electronic else [self.paper()],
        )
        return {"paper": paper, "delivery": delivery}

    def day(self, days: int) -> date:
        """The day so many days from the moment reached."""
        return timezone.localdate(self.t) + timedelta(days=days)

    # ── to the organ ──

    def classify(self, way: str) -> None:
        """The office sorts it."""
        facts = {"kind": ClaimProcedure.code, "way": int(way), "reason": "请求明确，属于申诉求决类。"}
        self.do("classify", self.coordinator(), **facts)

    def report_upward(self, _argument: str) -> None:
        """The office reports it as urgent."""
        self.do("report_upward", self.coordinator(), told="区委、区政府总值班室", reason=self.talk["urgent"])

    def forward(self, unit: str) -> None:
        """The office forwards it."""
        self.do("forward", self.coordinator(), unit=self.world.units.get(unit, self.organ), note=self.talk["note"])

    def entrust(self, _argument: str) -> None:
        """The office assigns it with a report due."""
        facts = {"report_by": self.day(REPORT_DAYS), "note": self.talk["note"]}
        self.do("entrust", self.coordinator(), unit=self.organ, **facts)

    def disown(self, _argument: str) -> None:
        """The organ objects."""
        self.do("disown", self.leader(), reason=self.talk["disown"])

    def refuse_objection(self, _argument: str) -> None:
        """The office does not agree to the objection."""
        self.do("refuse_objection", self.coordinator(), reason=self.talk["refuse"])

    def dispute(self, _argument: str) -> None:
        """Two organs do not agree."""
        self.do("dispute", self.leader(), reason=self.talk["dispute"])

    def settle_competence(self, _argument: str) -> None:
        """The organ above them decides."""
        self.do(
            "settle_competence",
            self.coordinator(),
            unit=self.organ,
            settled_by="superior",
            reason=self.talk["settle"],
        )

    def redirect(self, _argument: str) -> None:
        """Another body is competent."""
        self.do("redirect", self.coordinator(), body=self.talk["redirect_body"], reason=self.talk["redirect"])

    def decline_same(self, _argument: str) -> None:
        """The same matter is in hand already."""
        other = next(each for each in self.world.told[self.story["key"]] if each.pk != self.case.pk)
        self.do("decline_same", self.coordinator(), other=other, reason=self.talk["decline"])

    def contest_ending(self, _argument: str) -> None:
        """The person objects to having been turned away."""
        self.do("contest_ending", self.applicant(), reason=self.talk["contest"])

    def guide(self, _argument: str) -> None:
        """Led to the lawful path."""
        story = self.story
        by = self.coordinator() if self.unit_id == self.world.office else self.leader()
        facts = {name: story[name] for name in ("way", "path", "body", "limit")}
        self.do("guide", by, reason=story["why"], **facts)

    def contest_path(self, _argument: str) -> None:
        """The person objects to the path."""
        self.do("contest_path", self.applicant(), reason=self.talk["contest_path"])

    def withdraw(self, _argument: str) -> None:
        """The person takes it back."""
        self.do("withdraw", self.applicant(), reason=self.talk["withdraw"])

    # ── in hand ──

    def accept(self, _argument: str) -> None:
        """The organ accepts it, and the notice reaches the person."""
        self._take_in("accept")

    def take_as_duty(self, _argument: str) -> None:
        """The organ accepts it as a duty."""
        self._take_in("take_as_duty")

    def _take_in(self, step: str) -> None:
        handler = self.world.cast.member(self.unit_id, self.dice)
        self.do(step, self.leader(), note=self.talk["accept"], member=self.world.cast.user(handler))
        self.handler = handler
        if self.course["channel"] == Channel.WEB:
            self.later(hours=0.4)
            self.do("serve_paper", handler, **self.service("acceptance_notice", Service.Method.ELECTRONIC))

    def request_extension(self, _argument: str) -> None:
        """The handler asks for more time."""
        self.do("request_extension", self.worker(), amount=20, reason=self.talk["extension"])

    def grant_extension(self, days: str) -> None:
        """The head of the organ grants it."""
        self.do("grant_extension", self.leader(), amount=int(days), reason=self.talk["extension"])

    def call_hearing(self, days: str) -> None:
        """A hearing is called so many days ahead."""
        self._call("call_hearing", int(days))

    def open_hearing(self, days: str) -> None:
        """A hearing is called in re-review."""
        self._call("open_hearing", int(days))

    def _call(self, step: str, days: int) -> None:
        at = timezone.make_aware(datetime.combine(self.day(days), MORNING))
        facts = {"topic": self.talk["hearing_topic"], "participants": self.talk["hearing_people"]}
        self.do(step, self.worker(), at=at, place="区信访局三楼听证室", chair="程启明", **facts)

    def record_hearing(self, _argument: str) -> None:
        """The hearing was held."""
        self._held("record_hearing")

    def close_hearing(self, _argument: str) -> None:
        """The hearing in re-review was held."""
        self._held("close_hearing")

    def _held(self, step: str) -> None:
        names = ("people", "record", "conclusion", "recused")
        said = {name: self.talk[f"hearing_{name}"] for name in names}
        said["participants"] = said.pop("people")
        self.do(step, self.worker(), **said)

    def supervise(self, days: str) -> None:
        """The office supervises."""
        facts = {"manner": "发函督办", "note": self.talk["supervise"], "answer_by": self.day(int(days))}
        self.do("supervise", self.coordinator(), **facts)

    def answer_supervision(self, _argument: str) -> None:
        """The organ answers."""
        self.do("answer_supervision", self.worker(), text=self.talk["supervised"])

    def settle(self, days: str) -> None:
        """Both sides agree."""
        facts = {"manner": "调解", "terms": self.talk["settlement"], "execute_by": self.day(int(days))}
        self.do("settle", self.worker(), parties="信访人与对方", photos=[self.paper()], **facts)

    def say_not_kept(self, _argument: str) -> None:
        """The agreement is not kept."""
        self.do("say_not_kept", self.applicant(), reason=self.talk["not_kept"])

    # ── the end ──

    def decide(self, outcome: str) -> None:
        """The written opinion."""
        story = self.story
        more = {"execute_by": self.day(TO_CARRY_OUT)} if outcome == "supported" else {}
        said = {"findings": story["findings"], "opinion": story[outcome], "ground": story["ground"]}
        self.do("decide", self.worker(), outcome=outcome, **said, **more)

    def decide_review(self, outcome: str) -> None:
        """The review opinion."""
        self._reviewed("decide_review", outcome)

    def decide_re_review(self, outcome: str) -> None:
        """The re-review opinion."""
        self._reviewed("decide_re_review", outcome)

    def _reviewed(self, step: str, outcome: str) -> None:
        more = {"execute_by": self.day(TO_CARRY_OUT)} if outcome == "changed" else {}
        said = {"findings": self.talk["review_findings"], "opinion": self.talk[outcome], "ground": self.story["ground"]}
        self.do(step, self.worker(), outcome=outcome, **said, **more)

    def ask_review(self, _argument: str) -> None:
        """The person asks for a review."""
        self.do("ask_review", self.applicant(), reason=self.talk["review"])

    def ask_re_review(self, _argument: str) -> None:
        """The person asks for a re-review."""
        self.do("ask_re_review", self.applicant(), reason=self.talk["re_review"])

    def answer_duty(self, _argument: str) -> None:
        """The organ tells what it did."""
        said = {"findings": self.story["findings"], "opinion": self.story["supported"], "ground": self.story["ground"]}
        self.do("answer_duty", self.worker(), remedy="", **said)

    def reply(self, _argument: str) -> None:
        """The organ replies to a suggestion."""
        self.do("reply", self.worker(), adopted=self.story["adopted"], reply=self.story["reply"])

    def feed_back(self, _argument: str) -> None:
        """The organ tells the result of an accusation."""
        self.do("feed_back", self.worker(), answer=self.story["answer"])

    def report_back(self, _argument: str) -> None:
        """The organ reports back to the office."""
        self.do("report_back", self.worker(), text=self.talk["report"])

    def report_execution(self, _argument: str) -> None:
        """What was granted is done."""
        self.do("report_execution", self.worker(), text=self.talk["executed"])

    def publish_outcome(self, _argument: str) -> None:
        """The outcome of the hearing is published."""
        self.do("publish_outcome", self.coordinator(), text=self.talk["published"])

    def offer_care(self, _argument: str) -> None:
        """Help is offered."""
        self.do("offer_care", self.coordinator(), note=self.talk["care"])

    def bring_new_facts(self, _argument: str) -> None:
        """The person brings new facts."""
        facts = {"text": self.talk["new_facts"], "request": self.talk["new_request"]}
        self.do("bring_new_facts", self.applicant(), **facts)

    def rate(self, marks: str) -> None:
        """The person rates organ and office."""
        unit = int(marks)
        comment = self.dice.choice(self.talk["comments"])
        self.do("rate", self.applicant(), unit=unit, office=min(unit + 1, BEST), comment=comment)


def tell_petitions(founded: Founded, now: datetime) -> list[str]:
    """Tell all courses up to ``now``; return what was refused: nothing, it should be. Writes as the system and each
    actor do; run it once, after the founding."""
    arrangements.save({"review_unit": "government"})
    rhythm = Rhythm(now, work_calendar(), district().hours, timezone.get_default_timezone())
    dice = random.Random(SEED)
    with acting_as(SYSTEM):
        world = PetitionWorld(
            rhythm=rhythm, cast=Cast(), album=founded.album, streets=Streets(founded.areas), units=founded.units,
            categories=founded.categories,
        )  # fmt: skip
        refused = [said for course in samples.petitions()["courses"] if (said := _tell(world, course, dice))]
        settle_notices(world, list(Petition.objects.values_list("case__reference", flat=True)))
    return refused


def _tell(world: PetitionWorld, course: samples.Document, dice: random.Random) -> str:
    moves = moves_of(course["moves"], dice)
    affair = Telling(world, course, _beginning(world.rhythm, course["rest"], moves), dice)
    try:
        for each in moves:
            affair.later(each.days, each.hours)
            affair.move(each.name, each.argument)
        affair.pass_time(world.rhythm.now)
    except NotYetError:
        return f"{course['story']} {course['moves']}: not reached by now"
    except RefusedError as refusal:
        return str(refusal)
    if affair.course["channel"] == Channel.WEB and affair.case.state in ("answered", "in_hand"):
        row = {"state": f"petition.{affair.case.state}", "reference": affair.case.reference, "code": affair.code}
        remember(last=[row])
    return ""


def _beginning(rhythm: Rhythm, rest: float, moves: list[Move]) -> datetime:
    """Return when a course begins; the notice that follows an acceptance takes a little longer."""
    served = [replace(each, hours=each.hours + 0.4 * (each.name in ("accept", "take_as_duty"))) for each in moves]
    return beginning(rhythm, rest, served)
