"""What a step adds to the papers that it issues; ``heli.mediation.paper_kinds`` declares the papers."""

from collections.abc import Iterable
from typing import Any

from heli.cases.models import Case
from heli.cases.money import yuan
from heli.cases.people_models import Party
from heli.kernel.references import own_number
from heli.mediation.agreement_models import Agreement
from heli.mediation.owed import Owed
from heli.papers.wording import day

#: What is told to both sides when the talks end (People's Mediation Law, art. 26).
OTHER_WAYS = "可以依法通过仲裁、行政、司法等途径维护自己的权利；申请仲裁、提起诉讼有期限的，请注意在期限内提出。"

#: What stays open where an agreement is not kept (People's Mediation Law, arts. 32, 33; Civil Procedure Law, arts. 206,
#: 250).
AFTER_BREACH = (
    "可以再次申请调解；可以自调解协议生效之日起三十日内与对方共同向人民法院申请司法确认；"
    "就协议的履行或者内容发生争议的，可以向人民法院提起诉讼；协议已经人民法院裁定确认有效的，可以依照民事诉讼法第二百零六条"
    "申请强制执行，申请执行的期间为二年，自协议约定的履行期间最后一日起计算（分期履行的，自最后一期届满之日起计算；"
    "未约定履行期间的，自裁定生效之日起计算，第二百五十条）。"
)


def turned_away(case: Case, reason: str, where: str) -> dict[str, Any]:
    """Return what the letter says by which an application is turned away."""
    return {"request": case.dispute.request, "reason": reason, "remedy": where}


def invitation(case: Case, party: Party) -> dict[str, Any]:
    """Return what the invitation says; the query code stands on no paper that is kept."""
    number = party.side or 0
    return {"addressee": party.contact.name, "side": number, "own_number": own_number(case.reference, number)}


def ending(case: Case, reason: str, ways: str = "") -> dict[str, Any]:
    """Return what the letter says by which the talks end: why, and the other ways."""
    return {"request": case.dispute.request, "reason": reason or "当事人要求终止调解。", "remedy": ways or OTHER_WAYS}


def not_kept(agreement: Agreement, late: Iterable[Owed], reason: str) -> dict[str, Any]:
    """Return what the statement says by which an agreement is taken further: parties, agreement, what is owed."""
    rows = list(late)
    total = sum(each.part.amount or 0 for each in rows)
    lines = [f"{number}. {each.line}" for number, each in enumerate(rows, start=1)]
    since = f"，{day(agreement.effective_on)}生效。" if agreement.effective_on else "。"
    lines += [f"以上未履行款项合计人民币{yuan(total)}元。"] if total else []
    return {
        "parties": agreement.parties,
        "agreed": f"{'口头调解协议' if agreement.oral else '人民调解协议书'}{since}",
        "owed": "\n".join(lines) or "无到期未履行的内容。",
        "reason": reason,
        "remedy": AFTER_BREACH,
    }
