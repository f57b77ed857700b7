"""Service of papers: when a paper counts as served, by what proof, and the record of it.

The Regulation on Petition Work lets windows run from the receipt of the written answer (arts. 35, 36) and has no rule
of its own on service. The days are therefore reckoned as the Civil Procedure Law does (2023, arts. 87-95), by analogy;
so is what must be proved. Where that leaves a choice the later day counts, which never shortens a person's time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.actors import Actor
from heli.audit.record import write
from heli.cases.models import Attachment, Case, Event, Paper, Service
from heli.cases.people_models import ElectronicConsent
from heli.kernel.calendar import WorkCalendar
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.periods import Period, compute, days
from heli.kernel.procedures import Basis, Instrument, Procedure, Text
from heli.organizations.calendar import work_calendar
from heli.organizations.days import midnight
from heli.papers.kinds import known
from heli.papers.models import StoredFile

Method = Service.Method
LAW: Final = Instrument(gettext_lazy("Civil Procedure Law"))
#: After public notice (art. 95, para. 1): "thirty days after the notice is issued".
NOTICE_PERIOD: Final[Period] = days(30)


@dataclass(frozen=True)
class Rule:
    """What service by one method asks for. ``proof``: a file; ``note``: how it went in words; ``at_once``: no attempt
    without the day on which it holds; ``consent``: of the person, before.
    """

    basis: Basis
    proof: bool = True
    note: bool = False
    at_once: bool = False
    consent: bool = False


RULES: Final[dict[str, Rule]] = {
    Method.IN_PERSON: Rule(LAW.article(gettext_lazy("arts. 87, 88")), at_once=True),
    Method.MAIL: Rule(LAW.article(gettext_lazy("art. 91"))),
    Method.ELECTRONIC: Rule(LAW.article(gettext_lazy("art. 90")), proof=False, note=True, consent=True),
    Method.LEFT: Rule(LAW.article(gettext_lazy("art. 89")), note=True, at_once=True),
    Method.OTHER_ORGAN: Rule(LAW.article(gettext_lazy("arts. 92-94")), note=True),
    Method.PUBLIC_NOTICE: Rule(LAW.article(gettext_lazy("art. 95")), note=True),
}


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt at service as an officer reports it.

    ``sent_on`` is the day of handing over, posting, sending or (last) publication; ``received_on`` the day that the
    return slip, the postal receipt or the sending system names, None while none has come back.
    """

    method: str
    sent_on: date
    received_on: date | None = None
    note: str = ""
    files: Sequence[StoredFile] = ()
    corrects: Service | None = None


def served_at(
    method: str, *, sent_on: date, received_on: date | None, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """Return an instant of the day on which service by ``method`` counts; None while nothing proves it.

    In person: the day signed on the return slip (art. 87); by a grown-up of the household, an agent or a receiver, as
    well (art. 88). By mail: the day of receipt that the postal receipt names (art. 91). Electronically: the day on
    which it reached the recipient's system (art. 90). Left at the address: the day on the slip with the witness, or of
    the pictures (art. 89). Through another organ: the day signed on the slip (art. 94). By public notice: when 30 days
    have passed after it was issued (art. 95); the day of issue does not count, and a last day off moves on (art. 85).
    """
    if method == Method.PUBLIC_NOTICE:
        return compute(_begins(sent_on, zone), NOTICE_PERIOD, calendar, zone=zone).at
    return _begins(received_on, zone) if received_on else None


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def served_by(delivery: Delivery) -> datetime | None:
    """Return when ``delivery`` counts, by the district's calendar."""
    return served_at(
        delivery.method,
        sent_on=delivery.sent_on,
        received_on=delivery.received_on,
        calendar=work_calendar(),
        zone=timezone.get_default_timezone(),
    )


def problems(paper: Paper, delivery: Delivery, *, consented: bool, today: date) -> dict[str, str]:
    """Return what is wrong with ``delivery`` in words, by the name of the form's field; empty where it can be kept."""
    rule = RULES[delivery.method]
    holds = bool(delivery.received_on) or delivery.method == Method.PUBLIC_NOTICE
    found: dict[str, str] = {}
    if rule.consent and not consented:
        found["method"] = _("The person has not agreed to electronic service (Civil Procedure Law, art. 90).")
    if rule.at_once and not delivery.received_on:
        found["received_on"] = _("Which day does the return slip name?")
    found |= _wrong_days(paper, delivery, today)
    if rule.proof and holds and not delivery.files:
        found["proof"] = _("Add the proof: the return slip, the postal receipt, the pictures or the notice.")
    if rule.note and not delivery.note:
        found["note"] = str(_NOTES[delivery.method])
    return found


_NOTES: dict[str, Text] = {
    Method.ELECTRONIC: gettext_lazy("Say which system was used and what it shows as the time of arrival."),
    Method.LEFT: gettext_lazy("Say who refused, why, and who witnessed it."),
    Method.OTHER_ORGAN: gettext_lazy("Say which organ handed it on, and why."),
    Method.PUBLIC_NOTICE: gettext_lazy("Say why there was no other way, and where the notice was posted or printed."),
}


def _wrong_days(paper: Paper, delivery: Delivery, today: date) -> dict[str, str]:
    issued_on, sent_on, received_on = timezone.localdate(paper.paper.issued_at), delivery.sent_on, delivery.received_on
    found = {}
    if sent_on > today:
        found["sent_on"] = _("This day is still to come.")
    elif sent_on < issued_on:
        found["sent_on"] = _("The paper was issued later than this day.")
    if received_on and received_on > today:
        found["received_on"] = _("This day is still to come.")
    elif received_on and received_on < sent_on:
        found["received_on"] = _("It cannot have been received before it was sent.")
    elif received_on and delivery.method == Method.PUBLIC_NOTICE:
        found["received_on"] = _("Public notice counts by itself, 30 days after the publication; leave this empty.")
    return found


def can_serve(case: Case, paper: Paper, delivery: Delivery) -> Decision:
    """Decide whether ``delivery`` of ``paper`` can be recorded in ``case``; asked before the step is taken.

    For steps taken without the form, by imports for instance; the form asks the same.
    """
    if paper.case_id != case.pk or (delivery.corrects and delivery.corrects.paper_id != paper.pk):
        return Denied(_("This paper belongs to another case."))
    consented = delivery.method != Method.ELECTRONIC or consents(case, on=delivery.sent_on)
    found = problems(paper, delivery, consented=consented, today=timezone.localdate())
    return Denied(" ".join(dict.fromkeys(str(each) for each in found.values()))) if found else Allowed()


def record_service(case: Case, paper: Paper, delivery: Delivery, *, event: Event) -> Service:
    """Keep one attempt with ``event``, to which its proofs are attached (``proofs``); in the step's transaction.

    Several attempts at one paper are several rows, and a mistake is corrected by a row that names the wrong one.
    ValueError where ``can_serve`` refuses.
    """
    allowed = can_serve(case, paper, delivery)
    if isinstance(allowed, Denied):
        raise ValueError(str(allowed))  # noqa: TRY004  a refusal is a value, this is a fault of the caller
    return Service.objects.create(
        case=case,
        paper=paper,
        event=event,
        method=delivery.method,
        sent_at=midnight(delivery.sent_on),
        served_at=served_by(delivery),
        note=delivery.note,
        corrects=delivery.corrects,
        recorded_by=event.actor,
        recorded_at=event.at,
    )


def proofs(delivery: Delivery) -> list[tuple[StoredFile, str]]:
    """Return the files of ``delivery`` as ``Act.files`` takes them: signatures of people stay inside."""
    return [(stored, Attachment.Purpose.INTERNAL) for stored in delivery.files]


@dataclass(frozen=True)
class Standing:
    """How it stands with the service of one paper: the row that counts, None where none holds, and the last attempt."""

    counting: Service | None
    last: Service | None

    @property
    def served_at(self) -> datetime | None:
        """When it counts as served; may lie ahead, after public notice."""
        return self.counting.served_at if self.counting else None

    def holds(self, now: datetime) -> bool:
        """Whether it counts as served by ``now``."""
        return self.served_at is not None and self.served_at <= now

    @property
    def reaches(self) -> bool:
        """Whether the person can read it on their page: served, sent there with their consent, or made public."""
        public = (Method.ELECTRONIC, Method.PUBLIC_NOTICE)
        return self.counting is not None or (self.last is not None and self.last.method in public)


def standing(services: Iterable[Service]) -> Standing:
    """Return how it stands by ``services``, the rows of one paper: the first not corrected that holds counts."""
    rows = sorted(services, key=lambda row: row.pk)
    corrected = {row.corrects_id for row in rows}
    valid = [row for row in rows if row.pk not in corrected]
    held = [row for row in valid if row.served_at is not None]
    return Standing(min(held, key=lambda row: row.served_at, default=None), valid[-1] if valid else None)  # type: ignore[arg-type,return-value]


def service_of(paper: Paper) -> Standing:
    """Return how it stands with the service of ``paper``; one statement."""
    return standing(Service.objects.filter(paper=paper))


def open_to_person(code: str, stands: Standing) -> bool:
    """Whether the person of the case may read a paper of kind ``code``.

    Never one between units; one that is served only once it has reached them, so that no window depends on a page.
    """
    kind = known(code)
    if kind is None:
        return False
    return kind.to_person and (not kind.served or stands.reaches)


def serves_papers(procedure: type[Procedure]) -> bool:
    """Whether papers are served to the person in ``procedure``."""
    kinds = (known(code) for step in procedure.steps() for code in step.issues)
    return any(kind is not None and kind.to_person and kind.served for kind in kinds)


# ── consent to electronic service ────────────────────────────────────────────────────────────────


def give_consent(case: Case, *, how: str, by: Actor, at: datetime | None = None) -> None:
    """Keep that the person of ``case`` agrees to electronic service, on record; nothing where they did before.

    ``how`` is one of ``ElectronicConsent.How``.
    """
    _consent(case, given=True, how=how, by=by, at=at)


def withdraw_consent(case: Case, *, how: str, by: Actor, at: datetime | None = None) -> None:
    """Keep that the person takes their consent back, from now on; what was served before stays served."""
    _consent(case, given=False, how=how, by=by, at=at)


@transaction.atomic
def _consent(case: Case, *, given: bool, how: str, by: Actor, at: datetime | None) -> None:
    at = at or timezone.now()
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    last = consent_of(case)
    if given == bool(last and last.given):
        return
    ElectronicConsent.objects.create(case=case, given=given, how=how, at=at, by=by.key)
    data = {"to": "electronic service", "how": how}
    write(case.reference, "consent.give" if given else "consent.withdraw", at=at, actor=by.key, data=data)


def consent_of(case: Case) -> ElectronicConsent | None:
    """Return what the person said last about electronic service; None where they said nothing."""
    return ElectronicConsent.objects.filter(case=case).order_by("-id").first()


def consents(case: Case, *, on: date) -> bool:
    """Whether the person's consent held at the end of the day ``on``: once taken back, that day is too late."""
    rows = list(ElectronicConsent.objects.filter(case=case).order_by("id").values_list("given", "at"))
    then = [given for given, at in rows if timezone.localdate(at) <= on]
    return bool(then and then[-1])
