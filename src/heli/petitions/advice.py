"""Suggestions to units: making one, answering it, asking again (Regulation, art. 40)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act, Opened, Opening
from heli.cases.conflicts import Concerned, concerned_by, too_many
from heli.cases.engine import acting, open_case, perform
from heli.cases.kinds import Outcome, kind_called
from heli.cases.models import Attachment, Case, Channel, Event, Link
from heli.cases.usual.actions import with_files
from heli.kernel.decisions import Denied
from heli.organizations.models import Category, Duty, Unit
from heli.petitions.actions import Files, until
from heli.petitions.advice_procedure import AdviceProcedure
from heli.petitions.arrangements import petition_office
from heli.petitions.overview_models import Aim, UnitSuggestion

_ONCE = Act()
#: Most petitions that one suggestion names as its ground.
MOST_SOURCES = 50
IN_CHINESE = {Aim.IMPROVE: "改进工作", Aim.POLICY: "完善政策", Aim.ACCOUNT: "追究责任"}


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What the office suggests. ``sources`` are petitions that it is drawn from; without any the topic is its ground.

    ``about`` is the unit that an answer on accountability is about: it neither receives the suggestion nor sees it.
    """

    aim: str
    title: str
    text: str
    unit: Unit
    category: Category
    answer_by: date
    sources: Sequence[Case] = ()
    about: Unit | None = None


def may_suggest(actor: Actor) -> bool:
    """Whether ``actor`` makes suggestions: who coordinates in the petition office."""
    office = petition_office()
    return any(post.unit_id == office.pk for post in actor.with_duty(Duty.COORDINATOR))


def suggest(what: Advice, *, by: Actor, key: UUID, at: datetime | None = None) -> Opened | Denied:
    """Send a suggestion to a unit (art. 40); the same ``key`` again returns the same case."""
    if not may_suggest(by):
        return Denied(_("Only the petition office makes suggestions to units."))
    concerned = _concerned(what)
    if too_many(concerned):
        return Denied(_("These petitions are about too many for one suggestion; make several."))
    if concerned.holds_unit(what.unit.pk):
        return Denied(_("The suggestion is about this unit; send it to the one that decides about it."))
    kind = kind_called(AdviceProcedure.code)
    assert kind is not None
    now = at or timezone.now()
    said = {
        "addressee": what.unit.name,
        "aim": IN_CHINESE[Aim(what.aim)],
        "subject": what.title,
        "suggestion": what.text,
        "answer_by": what.answer_by,
    }
    act = Act(
        at=now,
        lengths={"answering": until(what.answer_by)},
        facts={"aim": what.aim, "sources": [each.reference for each in what.sources]},
        papers={"improvement_letter": said},
    )
    return open_case(
        kind,
        AdviceProcedure.suggest,
        _opening_of(what, concerned),
        by=by,
        key=key,
        act=act,
        beside=lambda case: _beside(case, what, now),
    )


def _concerned(what: Advice) -> Concerned:
    """Whom the suggestion is about, and whom the petitions are about that it is drawn from (art. 30, para. 3)."""
    concerned = Concerned(units=frozenset({what.about.pk})) if what.about else Concerned()
    for each in what.sources:
        concerned |= concerned_by(each)
    return concerned


def _opening_of(what: Advice, concerned: Concerned) -> Opening:
    return Opening(
        title=what.title,
        text=what.text,
        category=what.category,
        unit=what.unit,
        channel=Channel.LETTER,
        concerned=concerned,
        centre=petition_office(),
        public=False,
        confidential=True,
    )


def _beside(case: Case, what: Advice, now: datetime) -> None:
    UnitSuggestion.objects.create(case=case, aim=what.aim, sources=len(what.sources), answer_by=what.answer_by)
    related = [Link(case=case, other=each, kind=Link.Kind.RELATED, since=now) for each in what.sources]
    Link.objects.bulk_create(related)


@acting
def answer_suggestion(case: Case, *, by: Actor, act: Act = _ONCE, taken: str, text: str, photos: Files = ()) -> Outcome:
    """Answer in writing whether it is taken up, in part or not, and why (art. 40, para. 4)."""
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, internal_note=text, facts={"taken": taken})
    outcome = perform(case, AdviceProcedure.answer_suggestion, by=by, act=act)
    if isinstance(outcome, Event):
        _keep(case, taken=taken, answered_at=outcome.at)
    return outcome


@acting
def ask_again(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, answer_by: date) -> Outcome:
    """Ask for another answer, until a day set: the one before does not say what was asked, or nothing came of it."""
    facts = {"answer_by": answer_by.isoformat()}
    act = replace(act, internal_note=reason, lengths={"answering": until(answer_by)}, facts=facts)
    outcome = perform(case, AdviceProcedure.ask_again, by=by, act=act)
    if outcome:
        _keep(case, taken="", answered_at=None, answer_by=answer_by)
    return outcome


@acting
def report_progress(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Report what was done on a suggestion that was taken up."""
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, internal_note=text)
    return perform(case, AdviceProcedure.report_progress, by=by, act=act)


@acting
def take_back(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Take a suggestion back that has no ground any more."""
    return perform(case, AdviceProcedure.take_back, by=by, act=replace(act, internal_note=reason))


def _keep(case: Case, **values: object) -> None:
    UnitSuggestion.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.unit_suggestion, name, value)
