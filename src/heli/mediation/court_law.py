"""Which court confirms an agreement, and what it does not confirm: the questions, each with its article."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.procedures import Text
from heli.mediation.agreement_models import Confirmation

Ground = Confirmation.Ground
#: What a court does not accept (Interpretation on the Civil Procedure Law, art. 355), by item.
EXCLUSIONS: Final[dict[str, Text]] = {
    "355.1": gettext_lazy("It is not within what courts accept (Interpretation, art. 355, item 1)"),
    "355.2": gettext_lazy("The court has no jurisdiction (Interpretation, art. 355, item 2)"),
    "355.3": gettext_lazy(
        "It concerns whether a marriage, parentage, adoption or other status holds (Interpretation, art. 355, item 3)"
    ),
    "355.4": gettext_lazy(
        "Another special procedure, public summons or bankruptcy applies (Interpretation, art. 355, item 4)"
    ),
    "355.5": gettext_lazy(
        "It confirms whose a right in property or intellectual property is (Interpretation, art. 355, item 5)"
    ),
}
#: On what grounds a court dismisses an application (Interpretation, art. 358), by item.
DISMISSALS: Final[dict[str, Text]] = {
    "358.1": gettext_lazy("It violates a mandatory rule of law (Interpretation, art. 358, item 1)"),
    "358.2": gettext_lazy("It harms the state, the public or others (Interpretation, art. 358, item 2)"),
    "358.3": gettext_lazy("It is against public order and good morals (Interpretation, art. 358, item 3)"),
    "358.4": gettext_lazy("It was not agreed to freely (Interpretation, art. 358, item 4)"),
    "358.5": gettext_lazy("Its content is not clear (Interpretation, art. 358, item 5)"),
    "358.6": gettext_lazy("It cannot be confirmed for another reason (Interpretation, art. 358, item 6)"),
}
#: Why a court is the right one, as the application says it (Civil Procedure Law, art. 205).
GROUND_ZH: Final = {
    Ground.INVITED: "邀请调解组织开展先行调解的人民法院",
    Ground.DOMICILE: "当事人住所地基层人民法院",
    Ground.THING: "标的物所在地基层人民法院",
    Ground.COMMITTEE: "调解组织所在地基层人民法院",
    Ground.INTERMEDIATE: "调解协议所涉纠纷应当由中级人民法院管辖，相应的中级人民法院",
}
_BASIC: Final = (Ground.DOMICILE, Ground.THING, Ground.COMMITTEE)


def courts_for(*, invited: bool, intermediate: bool) -> tuple[str, ...]:
    """Return which courts may be asked (Civil Procedure Law, art. 205), by the grounds.

    ``invited``: a court had asked the committee to mediate; that one alone. ``intermediate``: an intermediate court
    would hear the dispute itself; the corresponding one. Else a basic court, at the sides' choice.
    """
    if invited:
        return (Ground.INVITED,)
    return (Ground.INTERMEDIATE,) if intermediate else _BASIC


def right_court(ground: str, *, invited: bool, intermediate: bool) -> Decision:
    """Refuse a court that art. 205 does not name for this mediation."""
    possible = courts_for(invited=invited, intermediate=intermediate)
    if ground in possible:
        return Allowed()
    labels = "; ".join(str(Ground(each).label) for each in possible)
    return Denied(_("Here art. 205 of the Civil Procedure Law names: %(courts)s.") % {"courts": labels})


def confirmable(excluded: list[str]) -> Decision:
    """Refuse what no court confirms; each reason with its article."""
    if not excluded:
        return Allowed()
    reasons = "; ".join(str(EXCLUSIONS[each]) for each in excluded)
    return Denied(
        _("A court would not accept this: %(reasons)s. The agreement binds all the same.") % {"reasons": reasons}
    )
