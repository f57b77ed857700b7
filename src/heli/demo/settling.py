"""How disputes of the demo district are settled: clauses, signatures, performance, confirmation by the court."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from heli.access.actors import Actor, resident
from heli.cases.people_models import Party
from heli.demo import samples
from heli.demo.running import Running
from heli.mediation.agreeing import Due
from heli.mediation.agreement_models import Clause, Confirmation
from heli.mediation.agreements import presented
from heli.mediation.models import How
from heli.mediation.owed import Owed, owed_in
from heli.mediation.sides import sides_of

FEN: Final = 100
COURT: Final = "合安区人民法院"
#: Days between two instalments.
MONTHLY: Final = 30


class Settling(Running):
    """A dispute from the first clause on; each move of its course is a method."""

    story: samples.Document
    talk: samples.Document

    def first(self) -> Actor:
        """The first side."""
        raise NotImplementedError

    def others(self) -> list[Party]:
        """The other sides."""
        raise NotImplementedError

    def mediator(self) -> Actor:
        """Who mediates."""
        return self.worker()

    def who(self, side: int) -> Actor:
        """A side by its number, 0 the first."""
        return resident(f"{self.case.reference}-{side}") if side else self.first()

    def pay(self, argument: str) -> None:
        """A clause "amount/instalments/days": the other side pays in yuan, the first part after so many days."""
        amount, parts, days = (int(each) for each in argument.split("/"))
        begins = timezone.localdate(self.t) + timedelta(days=days)
        each = amount // parts * FEN
        rest = amount * FEN - each * (parts - 1)
        dues = [Due(begins + timedelta(days=MONTHLY * n), each if n else rest) for n in range(parts)]
        words, debtor = self.talk["pays"], self.others()[0]
        facts = {"what": Clause.What.PAY, "debtor": debtor, "creditor": None, "words": words, "amount": amount * FEN}
        self.do("add_clause", self.mediator(), dues=dues, **facts)
        self.later(hours=0.2)

    def promise(self, days: str) -> None:
        """A clause: the other side does what the story says, after so many days."""
        dues = [Due(timezone.localdate(self.t) + timedelta(days=int(days)))]
        facts = {"what": Clause.What.DO, "debtor": self.others()[0], "creditor": None, "words": self.story["terms"]}
        self.do("add_clause", self.mediator(), dues=dues, **facts)
        self.later(hours=0.2)

    def _names(self) -> list[str]:
        return [(each.party.contact if each.party else self.case.contact).name for each in sides_of(self.case)]  # type: ignore[union-attr]

    def _words(self) -> dict[str, str]:
        names, where = self._unlike(self._names()), self.case.address
        words = {name: self.story[name] for name in ("text",)}
        parties = "\n".join(f"{name}，住{where}" for name in names)
        return {"parties": parties, "facts": self.case.text or words["text"], "disputed": self.case.dispute.request,
                "manner": self.talk["manner"]}  # fmt: skip

    @staticmethod
    def _unlike(names: list[str]) -> list[str]:
        """Names of which no two are alike: of namesakes the later one is told apart."""
        return [f"{name}（{number}）" if name in names[:number] else name for number, name in enumerate(names)]

    def draft(self, _argument: str) -> None:
        """The agreement is laid before the sides."""
        self.do("draft_agreement", self.mediator(), **self._words())

    def oral(self, _argument: str) -> None:
        """They agree aloud."""
        self.do("conclude_orally", self.mediator(), on=timezone.localdate(self.t), **self._words())

    def sign(self, _argument: str) -> None:
        """Every side signs on its own page."""
        for name, side in zip(self._unlike(self._names()), sides_of(self.case), strict=True):
            found = presented(self.case)
            assert found is not None
            self.do("sign", self.who(side.number), digest=found.digest, name=name, consent=True)
            self.later(hours=0.4)

    def seal(self, _argument: str) -> None:
        """The mediator signs, the committee puts its seal on it."""
        found = presented(self.case)
        assert found is not None
        self.do("sign_as_mediator", self.mediator(), digest=found.digest)
        self.later(hours=0.2)
        self.do("seal", self.world.cast.leader(self.unit_id), on=timezone.localdate(self.t))

    # ── what was agreed ──

    def _open(self) -> Owed:
        return next(each for each in owed_in(self.case) if not each.done)

    def perform(self, _argument: str) -> None:
        """Whoever owes the next part says that it is done, with a receipt."""
        owed, on = self._open(), timezone.localdate(self.t)
        self.do("report_performance", self.who(owed.debtor_side), instalment=owed.key, on=on, receipts=[self.paper()])

    def confirm(self, _argument: str) -> None:
        """To whom it was owed confirms it."""
        owed, on = self._open(), timezone.localdate(self.t)
        self.do("confirm_performance", self.who(owed.creditor_side), instalment=owed.key, on=on)

    def contest(self, _argument: str) -> None:
        """To whom it was owed says that it is not so."""
        owed = self._open()
        self.do("contest_performance", self.who(owed.creditor_side), instalment=owed.key, reason=self.talk["contest"])

    def follow_up(self, found: str) -> None:
        """The committee asks how it is kept (People's Mediation Law, art. 31)."""
        on = timezone.localdate(self.t)
        self.do("follow_up", self.mediator(), on=on, found=found, text=self.talk["followed"])

    def breach(self, _argument: str) -> None:
        """The first side says that it is not kept."""
        self.do("report_breach", self.first(), reason=self.talk["breach"])

    def court(self, _argument: str) -> None:
        """The first side goes to court."""
        self.do("go_to_court", self.first(), reason=self.talk["court"])

    # ── confirmation by the court ──

    def ask(self, _argument: str) -> None:
        """Every side asks the court to confirm it (People's Mediation Law, art. 33)."""
        for side in sides_of(self.case):
            self.do("ask_confirmation", self.who(side.number), how=How.OWN_PAGE)
            self.later(hours=0.3)

    def prepare(self, _argument: str) -> None:
        """The application is prepared."""
        ground = Confirmation.Ground.COMMITTEE
        facts = {"excluded": [], "invited": False, "intermediate": False, "ground": ground, "court": COURT}
        self.do("prepare_confirmation", self.mediator(), **facts)

    def file(self, _argument: str) -> None:
        """It is handed in."""
        self.do("file_confirmation", self.mediator(), on=timezone.localdate(self.t))

    def docket(self, number: str) -> None:
        """The court takes it in."""
        facts = {"on": timezone.localdate(self.t), "number": f"（{self.t.year}）合民特{number}号"}
        self.do("record_docketing", self.mediator(), **facts)

    def ruling(self, number: str) -> None:
        """The court confirms it."""
        on = timezone.localdate(self.t)
        facts = {"on": on, "number": f"（{self.t.year}）合民特{number}号", "served_on": on}
        self.do("record_ruling", self.mediator(), **facts)
