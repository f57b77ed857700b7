"""The agreement as one text: what the sides read, sign and hold in hand, and its digest."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from heli.cases.models import Case
from heli.cases.money import yuan
from heli.mediation.agreement_models import Agreement, Clause, Instalment, Signature
from heli.organizations.responsibility import registry
from heli.papers.wording import day

#: The verb by which each kind of clause is written; the name of the creditor stands before or behind it.
_WORDS = {
    Clause.What.PAY: "{debtor}向{creditor}支付人民币{amount}元：{words}",
    Clause.What.DO: "{debtor}为{creditor}履行：{words}",
    Clause.What.REFRAIN: "{debtor}对{creditor}承诺不再：{words}",
    Clause.What.RETURN: "{debtor}向{creditor}返还：{words}",
    Clause.What.APOLOGISE: "{debtor}向{creditor}赔礼道歉：{words}",
}
_EFFECT = {
    False: "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
    "本协议由当事人各执一份，人民调解委员会留存一份。",
    True: "各方当事人认为无需制作调解协议书，以口头方式达成本协议；本协议自达成之日起生效。",
}
_BINDING = (
    "本协议具有法律约束力，当事人应当按照约定履行。双方认为有必要的，可以自本协议生效之日起三十日内"
    "共同向有管辖权的人民法院申请司法确认。"
)


def names_of(parties: str) -> list[str]:
    """Return the name in each line of ``parties``: what stands before the first comma."""
    lines = (line.strip() for line in parties.replace("，", ",").splitlines())
    return [line.split(",")[0].strip() for line in lines if line]


def plain(name: str) -> str:
    """Return ``name`` as names are compared: one form of its characters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def digest_of(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def compose(case: Case, agreement: Agreement, clauses: Sequence[Clause], names: Mapping[int, str]) -> str:
    """Return the whole text (People's Mediation Law, art. 29, items 1 to 3).

    ``clauses`` come with their instalments, ``names`` by the key of a side. The same values give the same text.
    """
    unit = registry().units.get(case.unit_id or 0)
    paragraphs = [
        "口头调解协议" if agreement.oral else "人民调解协议书",
        f"编号：{case.reference}（第{agreement.version}稿）",
        "一、当事人基本情况",
        *(line.strip() for line in agreement.parties.splitlines() if line.strip()),
        "二、纠纷的主要事实、争议事项以及各方当事人的责任",
        f"主要事实：{agreement.facts}",
        f"争议事项：{agreement.disputed}",
        *([f"各方责任：{agreement.responsibility}"] if agreement.responsibility else []),
        "三、协议内容",
        *clause_lines(clauses, names),
        "四、履行的方式、期限",
        agreement.manner,
        "五、效力",
        _EFFECT[agreement.oral],
        _BINDING,
        *([f"主持调解：{unit.name}"] if unit else []),
    ]
    return unicodedata.normalize("NFC", "\n".join(paragraphs))


def clause_lines(clauses: Iterable[Clause], names: Mapping[int, str]) -> list[str]:
    """Return each clause as a line, and each of several instalments as one under it."""
    found = []
    for number, clause in enumerate(clauses, start=1):
        parts = list(clause.instalments.all())
        found.append(f"{number}. {_clause(clause, names)}{_by(parts[0]) if len(parts) == 1 else '。分期履行：'}")
        if len(parts) > 1:
            found += [f"　第{each.number}期：{_amount(each)}{_by(each)}" for each in parts]
    return found


def _clause(clause: Clause, names: Mapping[int, str]) -> str:
    said = _WORDS[Clause.What(clause.what)].format(
        debtor=names.get(clause.debtor_id or 0, ""),
        creditor=names.get(clause.creditor_id or 0, ""),
        amount=yuan(clause.amount or 0),
        words=clause.words.rstrip("。"),
    )
    with_money = clause.amount and clause.what != Clause.What.PAY
    return f"{said}（计人民币{yuan(clause.amount or 0)}元）" if with_money else said


def _amount(part: Instalment) -> str:
    return f"人民币{yuan(part.amount)}元" if part.amount else ""


def _by(part: Instalment) -> str:
    return f"，于{day(part.due_on)}前（含当日）履行。" if part.due_on else "。"


def signature_lines(rows: Iterable[Signature]) -> list[str]:
    """Return who signed, in what form and when, as the paper says it below the text."""
    parts = {
        Signature.Part.SIDE: "当事人",
        Signature.Part.MEDIATOR: "人民调解员",
        Signature.Part.COMMITTEE: "人民调解委员会（印章）",
    }
    forms = {Signature.How.OWN_PAGE: "在线签名", Signature.How.ON_PAPER: "纸面签名、盖章或者按指印"}
    return [
        f"{parts[Signature.Part(row.part)]}：{row.name}，{forms[Signature.How(row.how)]}，{day(row.on)}" for row in rows
    ]
