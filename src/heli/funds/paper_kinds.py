"""The papers of applications to funds with the text they are shipped with; offices may edit the words.

No statute prescribes them. They are the person's from their issue on, and the windows begin with the decision.
"""

from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from heli.cases.money import yuan
from heli.funds.models import FundApplication, Need
from heli.papers.kinds import LANGUAGE, PaperField, PaperKind, register

_FUND: Final = PaperField("fund", _("fund"), "信访专项资金")
_NEED: Final = PaperField("need", _("what it is needed for"), "疾病或伤残")
_ASKED: Final = PaperField("asked", _("amount asked for, in yuan"), "8,000.00")
_GRANTED: Final = PaperField("granted", _("amount granted, in yuan"), "8,000.00")
_GROUND: Final = PaperField("ground", _("ground"), "经核实，家庭已获得医疗救助，费用已由医保和救助承担。")
_HELP: Final = PaperField(
    "other_help", _("what other help there is"), "可以向街道申请临时救助，或者向法律援助机构咨询。"
)
_REFERENCE: Final = PaperField("bank_reference", _("number of the bank's transaction"), "20260701000123")
_ABOUT: Final = "你申请{{ fund }}（编号 {{ reference }}，用途：{{ need }}，申请金额 {{ asked }} 元）一事，"

KINDS: Final = (
    PaperKind(
        "fund_grant",
        _("Notice of a grant"),
        f"{_ABOUT}经两人先后审批，决定批准 {{{{ granted }}}} 元。\n"
        "请在60日内凭编号和查询码填写收款银行账户；逾期未填写的，款项回到资金中，你可以重新申请。\n"
        "本单位不会以任何方式向你索要密码、验证码或者费用。",
        fields=(_FUND, _NEED, _ASKED, _GRANTED),
        required=("fund", "granted"),
        heading="专项资金批准通知书",
        numbered=True,
        mark="资批",
        served=False,
    ),
    PaperKind(
        "fund_refusal",
        _("Notice of a refusal"),
        f"{_ABOUT}决定不予批准。\n理由：{{{{ ground }}}}\n"
        "如不同意，你可以在60日内申请复核一次，由未参与本决定的人员进行。\n其他帮助途径：{{ other_help }}",
        fields=(_FUND, _NEED, _ASKED, _GROUND, _HELP),
        required=("fund", "ground"),
        heading="专项资金不予批准通知书",
        numbered=True,
        mark="资不批",
        served=False,
    ),
    PaperKind(
        "fund_refusal_upheld",
        _("Decision on the reconsideration"),
        f"{_ABOUT}经复核，维持不予批准的决定。\n理由：{{{{ ground }}}}\n"
        "如有新的情况，你可以再次申请。\n其他帮助途径：{{ other_help }}",
        fields=(_FUND, _NEED, _ASKED, _GROUND, _HELP),
        required=("fund", "ground"),
        heading="专项资金复核决定书",
        numbered=True,
        mark="资复",
        served=False,
    ),
    PaperKind(
        "fund_payment",
        _("Receipt for the payment"),
        "你申请的{{ fund }}（编号 {{ reference }}）已支付 {{ granted }} 元，银行流水号 {{ bank_reference }}。\n"
        "如未收到，请致电 {{ unit_phone }}。",
        fields=(_FUND, _GRANTED, _REFERENCE),
        required=("fund", "granted", "bank_reference"),
        heading="专项资金支付凭据",
        numbered=True,
        mark="资付",
        served=False,
    ),
    PaperKind(
        "fund_lapse",
        _("Notice that a grant lapsed"),
        "你申请的{{ fund }}（编号 {{ reference }}）已批准 {{ granted }} 元。\n"
        "因60日内未填写收款账户，批准失效，款项回到资金中。\n"
        "你可以凭编号和查询码重新申请该款项。",
        fields=(_FUND, _GRANTED),
        required=("fund", "granted"),
        heading="专项资金批准失效通知书",
        numbered=True,
        mark="资失",
        served=False,
    ),
)


def register_papers() -> None:
    """Make the papers known; called once from the AppConfig."""
    for kind in KINDS:
        register(kind)


def said(application: FundApplication, code: str, **more: str) -> dict[str, dict[str, Any]]:
    """Return what a step adds to its paper ``code``: the application in Chinese words, and ``more``."""
    with translation.override(LANGUAGE):
        words = {
            "fund": application.fund.name,
            "need": str(Need(application.need).label),
            "asked": yuan(application.asked),
            "granted": yuan(application.approved or 0),
            "other_help": application.fund.other_help,
        }
    return {code: {**words, **more}}
