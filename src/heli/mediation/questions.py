"""What is asked of each kind of dispute: a few questions whose answers every side reads."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.procedures import Text


@dataclass(frozen=True)
class Question:
    """One question; ``code`` is what the answer is kept under."""

    code: str
    label: Text


_SINCE: Final = Question("since", _("Since when?"))
_AMOUNT: Final = Question("amount", _("About how much money is it, if any?"))
_PAPERS: Final = Question("papers", _("What is there in writing: contract, receipt, record?"))
_TRIED: Final = Question("tried", _("What have you tried already?"))
#: By how the code of a topic begins.
QUESTIONS: Final[dict[str, tuple[Question, ...]]] = {
    "med.neighbour": (_SINCE, Question("shared", _("Which wall, pipe, passage or other shared thing?")), _TRIED),
    "med.family": (_SINCE, Question("dependants", _("Do children or old people depend on you?")), _TRIED),
    "med.labour": (Question("work", _("What work, since when, for whom?")), _AMOUNT, _PAPERS),
    "med.medical": (Question("treated", _("Where and when were you treated?")), _PAPERS, _AMOUNT),
    "med.property": (Question("estate", _("Which estate and which building?")), _AMOUNT, _PAPERS),
    "med.land": (Question("plot", _("Which plot, and what does the certificate or contract say?")), _SINCE, _PAPERS),
    "med.consumer": (Question("bought", _("What did you buy, where and when?")), _AMOUNT, _PAPERS),
    "med.traffic": (Question("accident", _("Where and when was the accident?")), _AMOUNT, _PAPERS),
}
USUAL: Final = (_SINCE, _AMOUNT, _TRIED)


def questions_for(code: str) -> tuple[Question, ...]:
    """Return what is asked of disputes of the topic ``code``."""
    return next((asked for begins, asked in QUESTIONS.items() if code.startswith(begins)), USUAL)


def every_question() -> dict[str, Question]:
    """Return all questions by their code."""
    asked = (*USUAL, *(each for group in QUESTIONS.values() for each in group))
    return {each.code: each for each in asked}


def answered(case: Case) -> list[tuple[Text, str]]:
    """Return the questions that were answered in ``case``, with the answers."""
    known = every_question()
    given: dict[str, str] = case.dispute.answers
    return [(known[code].label, text) for code, text in given.items() if text and code in known]
