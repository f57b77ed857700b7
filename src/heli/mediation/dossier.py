"""The dossier of a dispute: what it must hold, what it holds, and what it lacks (People's Mediation Law, art. 27).

The list is that of the forms of the Ministry of Justice (2010): some always, some if needed. What was said to mediators
in private is never part of it, only that such talks were held.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Attachment, Case, Event, Paper
from heli.cases.people_models import Party
from heli.kernel.procedures import Text
from heli.mediation.models import Mediating
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.room_models import RoomItem
from heli.mediation.sides import sides_of
from heli.papers.models import IssuedPaper, StoredFile
from heli.papers.wording import day

#: Papers of the court confirmation.
CONFIRMATION: Final = frozenset({"mediation_confirmation_application", "mediation_proof"})
#: Steps whose files prove that something was done as agreed.
PERFORMED: Final = frozenset({"report_performance", "confirm_performance"})
#: Steps that say why it went another way.
EXPLAINED: Final = frozenset({"pass_up", "pass_down", "suspend", "extend", "turn_away", "go_to_court", "report_breach"})
#: Steps whose words are the record of the talks.
RECORDED: Final = frozenset({"record_work", "begin", "suspend", "resume", "close_unsettled", "end"})


@dataclass(frozen=True)
class Material:
    """What a dispute has to put on file, as of an instant; read once."""

    case: Case
    begun: bool
    papers: list[IssuedPaper]
    files: list[tuple[str, StoredFile]]
    events: list[Event]
    shown: list[StoredFile]
    sides: list[int]
    agents: list[Party]
    mediators: list[str]
    private_talks: bool
    of_referrals: list[IssuedPaper]

    @property
    def referred(self) -> bool:
        """Whether the dispute was passed to another body."""
        return bool(self.steps("refer"))

    def of(self, *kinds: str) -> list[IssuedPaper]:
        """The papers of these kinds."""
        return [each for each in self.papers if each.kind in kinds]

    def attached(self, steps: Iterable[str]) -> list[StoredFile]:
        """The files that came with these steps."""
        wanted = set(steps)
        return [file for step, file in self.files if step in wanted]

    def steps(self, *names: str) -> list[Event]:
        """The acts called so."""
        return [each for each in self.events if each.step in names]


@dataclass(frozen=True)
class Entry:
    """One line of the list. ``texts`` are lines to be printed; ``needed`` says whether it may not be missing."""

    code: str
    label: Text
    always: bool = False
    needed: bool = False
    papers: list[IssuedPaper] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def there(self) -> bool:
        """Whether the dossier holds something of it."""
        return bool(self.papers or self.files or self.texts)

    @property
    def missing(self) -> bool:
        """Whether it is needed and not there."""
        return self.needed and not self.there


def material(case: Case, until: datetime) -> Material:
    """Return what ``case`` has to put on file up to ``until``; nine statements.

    Read as the system, so that the dossier is the same whoever asks; the caller has seen to it that the case may be
    read. Items of private rooms are never read, unless their owner has shown them to everybody.
    """
    with acting_as(SYSTEM):
        events = list(Event.objects.filter(case=case, at__lte=until).order_by("id"))
        papers = Paper.objects.filter(case=case, paper__issued_at__lte=until).select_related("paper").order_by("id")
        files = (
            Attachment.objects.filter(case=case, event__at__lte=until).select_related("file", "event").order_by("id")
        )
        rooms = RoomItem.objects.filter(case=case, at__lte=until)
        to_all = Q(private=False) | Q(shown_at__lte=until)
        exhibits = rooms.filter(to_all, kind=RoomItem.Kind.EXHIBIT, file__isnull=False).select_related("file")
        return Material(
            case=case,
            begun=any(each.step == "begin" for each in events),
            papers=[each.paper for each in papers],
            files=[
                (each.event.step, each.file)
                for each in files.order_by("id")
                if each.purpose != Attachment.Purpose.INTERNAL
            ],
            events=events,
            shown=[each.file for each in exhibits.order_by("id") if each.file],
            sides=[each.number for each in sides_of(case)],
            agents=list(Party.objects.filter(case=case, role=Party.Role.AGENT).order_by("id")),
            mediators=list(
                Mediating.objects.filter(case=case, since__lte=until)
                .order_by("id")
                .values_list("user__name", flat=True)
            ),
            private_talks=any(each.step == "note_talk" for each in events) or rooms.filter(private=True).exists(),
            of_referrals=_of_referrals(case, until),
        )


def _of_referrals(case: Case, until: datetime) -> list[IssuedPaper]:
    """Return the letters by which the dispute came from another body or went to one, and what was answered."""
    of_these = Q(case__referral__source=case) | Q(case__referral__work=case)
    rows = Paper.objects.filter(of_these, paper__issued_at__lte=until).select_related("paper")
    return [each.paper for each in rows.order_by("id")]


def entries(found: Material) -> list[Entry]:
    """Return the list in its order, cover and back left out: they are made with it."""
    agreed = bool(found.steps("take_effect", "conclude_orally")) or bool(found.of("mediation_agreement"))
    return [*_always(found, agreed=agreed), *_if_needed(found)]


def _always(found: Material, *, agreed: bool) -> list[Entry]:
    return [
        Entry(
            "application", _("Application or registration"), always=True, needed=True,
            papers=found.of("mediation_registration"), files=found.attached(("apply", "offer")),
        ),
        Entry(
            "rights", _("Notice of rights and duties"), always=True, needed=found.begun,
            papers=found.of("mediation_invitation"), texts=_told(found),
        ),
        Entry(
            "identity", _("That identities were checked"), always=True, needed=found.begun, texts=_identities(found)
        ),
        Entry(
            "records", _("Records of the mediation"), always=True, needed=found.begun,
            papers=found.of("mediation_session_record"), files=found.attached(("record_work", "record_session")),
            texts=_records(found),
        ),
        Entry(
            "agreement", _("Agreement, or record of an oral one"), always=True, needed=agreed,
            papers=found.of("mediation_agreement", "mediation_oral_agreement"),
            files=found.attached(("record_signature",)),
        ),
    ]  # fmt: skip


def _if_needed(found: Material) -> list[Entry]:
    ended = found.of("mediation_turned_away", "mediation_ended", "mediation_not_kept")
    agents = [f"代理人：{each.authority or '书面授权未附卷'}" for each in found.agents]
    explained = bool(found.steps("turn_away", "end", "close_unsettled"))
    confirmed, followed = bool(found.steps("prepare_confirmation")), bool(found.steps("follow_up"))
    return [
        Entry("authority", _("Power of attorney"), needed=bool(agents), texts=agents),
        Entry("inquiry", _("Records of inquiries"), papers=found.of("mediation_inquiry")),
        Entry("evidence", _("Evidence shown to all sides"), files=found.shown),
        Entry("receipts", _("Receipts of performance"), files=found.attached(PERFORMED)),
        Entry(
            "follow_up", _("Record of asking how it is kept"), needed=followed, papers=found.of("mediation_follow_up")
        ),
        Entry(
            "confirmation",
            _("Material of the court confirmation"),
            needed=confirmed,
            papers=found.of(*CONFIRMATION),
            texts=_by_court(found),
        ),
        Entry("referrals", _("Papers of referrals"), needed=found.referred, papers=found.of_referrals),
        Entry("explanation", _("Explanation"), needed=explained, papers=ended, texts=_explained(found)),
    ]


def _line(event: Event, words: str) -> str:
    return f"{day(timezone.localdate(event.at))}　{words}"


#: What the court did, as the dossier says it; the facts of the act are filled in.
_COURT: Final[dict[str, str]] = {
    "file_confirmation": "司法确认申请提交{court}。",
    "record_docketing": "法院立案，案号{number}。",
    "record_ruling": "法院裁定调解协议有效，裁定书{number}，送达日期{served_on}。",
    "record_dismissal": "法院未予确认，文书{number}。",
    "record_late_dismissal": "法院未予确认，文书{number}。",
    "record_objection": "有人对裁定提出异议。",
    "ask_enforcement": "一方申请法院强制执行。",
}


def _by_court(found: Material) -> list[str]:
    rows = [each for each in found.events if each.step in _COURT]
    return [_line(each, _COURT[each.step].format_map(_told_by(each))) for each in rows]


def _told_by(event: Event) -> dict[str, str]:
    facts = {"court": "人民法院", "number": "", "served_on": "", **event.facts}
    if facts["served_on"]:
        facts["served_on"] = day(date.fromisoformat(facts["served_on"]))
    return facts


def _identities(found: Material) -> list[str]:
    """One line for each side whose identity was checked; nothing while one of them is missing."""
    last = {each.facts.get("side", 0): each for each in found.steps("check_identity")}
    if set(found.sides) - set(last):
        return []
    checked = "{side}：核验{document}，核验人{by}"
    return [_line(each, checked.format(**{**each.facts, "side": _side(side)})) for side, each in last.items()]


def _told(found: Material) -> list[str]:
    told = [each for each in found.steps("check_identity") if each.facts.get("told")]
    return [_line(each, f"已当面告知{_side(each.facts.get('side', 0))}权利义务") for each in told]


def _side(number: int) -> str:
    return f"当事人（编号{number}）" if number else "申请人"


def _records(found: Material) -> list[str]:
    said = [_line(each, each.note or str(P.step(each.step).done)) for each in found.events if each.step in RECORDED]
    names = [f"调解员：{'、'.join(dict.fromkeys(found.mediators))}"] if said and found.mediators else []
    talks = ["调解过程中曾与一方单独谈话；单独谈话的内容依法保密，不入卷。"] if said and found.private_talks else []
    return [*names, *said, *talks]


def _explained(found: Material) -> list[str]:
    return [_line(each, each.note) for each in found.events if each.step in EXPLAINED and each.note]


#: Where what can be missing is completed: the step whose form the list links to.
COMPLETED_BY: Final[dict[str, str]] = {"rights": "check_identity", "identity": "check_identity"}


def lacking(case: Case, until: datetime) -> list[Entry]:
    """Return what the dossier of ``case`` needs and has not."""
    return [each for each in entries(material(case, until)) if each.missing]
