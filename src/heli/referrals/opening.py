"""Opening a referral: from a matter of Heli to a body, or from an outside body to a unit of Heli."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.conflicts import concerned_by
from heli.cases.engine import open_case
from heli.cases.history import acting_unit
from heli.cases.kinds import Kind, kind_called
from heli.cases.linking import relate
from heli.cases.models import Attachment, Case, Channel
from heli.cases.parties import Named, add_parties
from heli.kernel.decisions import Denied
from heli.organizations.models import Category, Unit
from heli.organizations.responsibility import registry
from heli.papers.models import StoredFile
from heli.people.models import Contact
from heli.referrals.arrangements import lengths_for
from heli.referrals.models import BY_LAW, Consent, Direction, Partner, PartnerKind, Referral, Way
from heli.referrals.passable import Package, Passable, packed
from heli.referrals.procedure import ReferralProcedure as P
from heli.referrals.receivers import family_of, receiver_for

TITLE_LENGTH: Final = 60
TOLD_HEAD: Final = "当事人陈述："
NOTHING_ELSE: Final = "无"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Who agreed that the matter is passed on, how and when; or the law that sends it of itself (``ground``)."""

    how: str
    by: str = ""
    on: date | None = None
    ground: str = ""

    @property
    def words(self) -> str:
        """The same as a letter says it."""
        with translation.override("zh-hans"):
            if self.how == Consent.BY_LAW:
                return f"依法转送，无需当事人同意（{self.ground}）"
            day = date_format(self.on, "Y年n月j日") if self.on else ""
            return f"{self.by}于{day}同意（{Consent(self.how).label}）"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is offered to ``partner``: the question, a summary written for it, and chosen items of the matter."""

    partner: Partner
    question: str
    agreed: Agreed
    summary: str = ""
    items: Sequence[Passable] = ()


def problems_of(source: Case, what: Offer) -> dict[str, str]:
    """Return what is wrong with an offer, by the field that says it; empty where it can be made. One statement."""
    found: dict[str, str] = {}
    partner = what.partner
    receiver = receiver_for(partner.kind)
    if not (partner.active and partner.accepts_from_us):
        found["partner"] = _("This body receives no referrals.")
    elif partner.unit_id and concerned_by(source).holds_unit(partner.unit_id):
        found["partner"] = _("The matter concerns this unit, so it cannot be passed to it.")
    elif partner.unit_id and receiver and receiver.family == family_of(source):
        found["partner"] = _("This is where the matter is already.")
    elif source.referrals.filter(partner=partner, case__closed_at__isnull=True).exists():
        found["partner"] = _("This body has the matter already; wait for its answer or take that referral back.")
    if partner.minimum and (what.summary or what.items):
        found["summary"] = _("With this body only number, question and result are exchanged: pass nothing else.")
    return {**found, **consent_problems(partner, what.agreed)}


def consent_problems(partner: Partner, agreed: Agreed) -> dict[str, str]:
    """Return what is wrong with a consent, by the field that says it."""
    found: dict[str, str] = {}
    if agreed.how == Consent.BY_LAW:
        if partner.kind not in BY_LAW:
            found["consent"] = _("To this body nothing is passed without the consent of those it is about.")
        elif not agreed.ground:
            found["ground"] = _("Name the law and its article.")
        return found
    if not agreed.by:
        found["consent_by"] = _("Say who agreed.")
    if agreed.on is None or agreed.on > timezone.localdate():
        found["consent_on"] = _("Say when they agreed; that day cannot be ahead.")
    return found


def kind() -> Kind:
    """Return the registered kind of referrals."""
    found = kind_called(P.code)
    assert found is not None
    return found


def offer(source: Case, what: Offer, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened | Denied:
    """Open the referral of ``source``; in the transaction of the act on it. The same ``key`` again returns the same."""
    wrong = problems_of(source, what)
    if wrong:
        return Denied(next(iter(wrong.values())))
    sender = registry().units.get(acting_unit(by, source) or source.unit_id or 0)
    if sender is None or sender.pk == what.partner.unit_id:
        return Denied(_("A unit does not refer to itself."))
    package = packed(source, what.items, by=by)
    referral = Referral(
        partner=what.partner,
        direction=Direction.INSIDE if what.partner.unit_id else Direction.OUT,
        source=source,
        sender=sender,
        question=what.question,
        passed=list(package.labels),
        **_kept(what.agreed),
    )
    act = Act(
        at=at,
        lengths=lengths_for(what.partner, referral.direction),
        facts={"partner": what.partner.name, "passed": list(package.keys), "consent": what.agreed.how},
        files=[(each, Attachment.Purpose.REPORT) for each in package.files],
        papers={"referral_letter": _letter(what, package)},
    )
    opening = _opening(source, what, package, sender)

    def beside(case: Case) -> None:
        referral.case = case
        referral.save(force_insert=True)
        add_parties(case, package.parties)
        relate(case, source, at=case.opened_at)
        if referral.direction == Direction.INSIDE:
            keep_sender(case, sender)

    return open_case(kind(), P.offer, opening, by=by, key=key, act=act, beside=beside)


def keep_sender(case: Case, sender: Unit) -> None:
    """Let the unit that refers read the referral, though another one has it."""
    case.assisting = [sender.pk]
    case.save(update_fields=["assisting"])


def _kept(agreed: Agreed) -> dict[str, object]:
    return {
        "consent": agreed.how,
        "consent_by": agreed.by,
        "consent_on": agreed.on,
        "ground": agreed.ground,
    }


def _letter(what: Offer, package: Package) -> dict[str, object]:
    enclosed = [*(["情况摘要"] if what.summary else []), *package.labels]
    return {
        "addressee": what.partner.name,
        "question": what.question,
        "consent": what.agreed.words,
        "enclosures": "；".join(enclosed) or NOTHING_ELSE,
    }


def _opening(source: Case, what: Offer, package: Package, sender: Unit) -> Opening:
    """Return the case of the referral: of the matter behind it nothing but what was chosen."""
    unit = registry().units.get(what.partner.unit_id or 0) or sender
    told = f"{TOLD_HEAD}\n{package.words}" if package.words else ""
    return Opening(
        title=title_of(what.question),
        text="\n\n".join(part for part in (what.summary, told) if part) or what.question,
        category=source.category,
        unit=unit,
        centre=unit,
        channel=Channel.LETTER,
        area=None if what.partner.minimum else source.area,
        contact=package.contact,
        concerned=concerned_by(source),
        public=False,
        confidential=True,
    )


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What an outside body refers to ``unit``. ``online``: by its system, as courts assign online."""

    partner: Partner
    unit: Unit
    category: Category
    question: str
    agreed: Agreed
    text: str = ""
    their_number: str = ""
    way: str = Way.PLAIN
    online: bool = False
    contact: Contact | None = None
    parties: Sequence[Named] = field(default_factory=tuple)
    files: Sequence[StoredFile] = ()
    received_on: date | None = None


def incoming_problems(what: Incoming) -> dict[str, str]:
    """Return what is wrong with what a body sends, by the field that says it."""
    found: dict[str, str] = {}
    if not (what.partner.active and what.partner.refers_to_us) or what.partner.unit_id:
        found["partner"] = _("This body sends no referrals.")
    if what.way != Way.PLAIN and what.partner.kind != PartnerKind.COURT:
        found["way"] = _("Only a court appoints or entrusts.")
    more = what.contact or what.parties or what.files or (what.text and what.text != what.question)
    if what.partner.minimum and more:
        found["text"] = _("With this body only number, question and result are exchanged: pass nothing else.")
    return {**found, **consent_problems(what.partner, what.agreed)}


def take_in(what: Incoming, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened | Denied:
    """Open a referral that an outside body sends; the same ``key`` again returns the same case."""
    wrong = incoming_problems(what)
    if wrong:
        return Denied(next(iter(wrong.values())))
    referral = Referral(
        partner=what.partner,
        direction=Direction.IN,
        way=what.way,
        their_number=what.their_number,
        question=what.question,
        **_kept(what.agreed),
    )
    online = what.online and what.partner.kind == PartnerKind.COURT and what.way != Way.PLAIN
    act = Act(
        at=at,
        lengths=lengths_for(what.partner, Direction.IN),
        facts={"partner": what.partner.name, "way": what.way, "their_number": what.their_number},
        files=[(each, Attachment.Purpose.REPORT) for each in what.files],
    )

    def beside(case: Case) -> None:
        referral.case = case
        referral.save(force_insert=True)
        add_parties(case, what.parties)

    opening = Opening(
        title=title_of(what.question),
        text=what.text or what.question,
        category=what.category,
        unit=what.unit,
        centre=what.unit,
        channel=Channel.API if what.online else Channel.LETTER,
        contact=what.contact,
        public=False,
        confidential=True,
    )
    step = P.take_in_online if online else P.take_in
    return open_case(kind(), step, opening, by=by, key=key, act=act, beside=beside)


def title_of(text: str) -> str:
    """Return the first line of ``text``, cut to a title."""
    line = (text.strip().splitlines() or [""])[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
