"""The papers that a step issues: whether they can be written, and by whom and to whom they are."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heli.cases.acts import Act
from heli.cases.models import Case, Clock, Event, Paper
from heli.cases.paper_facts import paper_content
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.procedures import Step
from heli.organizations.responsibility import registry
from heli.papers.issuing import issue, lacking
from heli.papers.kinds import PaperKind, known


def can_issue(case: Case, step: Step, act: Act, moved: list[Clock]) -> Decision:
    """Decide whether every letter that ``step`` issues has what its kind requires; no statement."""
    letters = list(_letters(step))
    if not letters:
        return Allowed()
    facts = paper_content(case, moved)
    missing = {letter: lacking(letter, act.papers.get(letter.code, {}), facts) for letter in letters}
    told = [_incomplete(letter, labels) for letter, labels in missing.items() if labels]
    return Denied(" ".join(told)) if told else Allowed()


def _incomplete(letter: PaperKind, labels: list[str]) -> str:
    words = {"paper": letter.title, "missing": _(", ").join(labels)}
    return _("“%(paper)s” cannot be issued yet. It lacks: %(missing)s. Nothing was saved.") % words


def _letters(step: Step) -> Iterator[PaperKind]:
    kinds = (known(code) for code in step.issues)
    return (kind for kind in kinds if kind is not None and kind.editable)


def issue_papers(case: Case, step: Step, act: Act, event: Event, moved: list[Clock]) -> list[Paper]:
    """Issue the papers of ``step`` and tie them to ``case``, in the order that the step names them.

    The unit that acts issues them; where a resident or the system acts, the handling unit does.
    """
    if not step.issues:
        return []
    facts = paper_content(case, moved)
    unit = event.unit_id or case.unit_id or registry().district_centre_id
    papers = [
        Paper(
            case=case,
            paper=issue(
                code,
                case.reference,
                facts,
                at=event.at,
                given=act.papers.get(code, {}),
                unit_id=unit,
                to=_addressee(case, code, act),
                side=_side(code, act),
            ),
        )
        for code in step.issues
    ]
    return Paper.objects.bulk_create(papers)


def _side(code: str, act: Act) -> int | None:
    """Which side a letter is addressed to: as the step says, several together where it names them by itself."""
    given = act.papers.get(code, {})
    side: int | None = given.get("side", None if given.get("addressee") else 0)
    return side


def _addressee(case: Case, code: str, act: Act) -> str:
    """Whom the step names; else, of a letter to the person, the name that they left."""
    named = act.papers.get(code, {}).get("addressee", "")
    kind = known(code)
    to_person = kind is not None and kind.editable and kind.to_person
    return named or (case.contact.name if to_person and case.contact else "")
