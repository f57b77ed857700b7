"""The papers of an agreement: the text for each side, the record of an oral one, visits, and what is owed."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.papers.kinds import PaperField, PaperKind

_AGREEMENT: Final = PaperField("agreement", _("text of the agreement"), "1. 吴先生向李女士支付人民币3,000.00元。")
_SIGNATURES: Final = PaperField("signatures", _("signatures"), "当事人：李女士，在线签名，2026年6月1日")
_ON: Final = PaperField("on", _("day"), "2026年6月1日")
_PARTIES: Final = PaperField("parties", _("the sides"), "李女士，住人民路12号")
_AGREED: Final = PaperField("agreed", _("which agreement"), "人民调解协议书，2026年6月1日生效。")
_OWED: Final = PaperField("owed", _("what is owed"), "1. 支付修理费，1,500.00元，2026年7月1日前")
_REASON: Final = PaperField("reason", _("reason"), "到期未付款。")
_FOUND: Final = PaperField("found", _("what was found"), "已按约定履行")
_TEXT: Final = PaperField("text", _("in words"), "漏水已修好，款项已付清。")
_COURT: Final = PaperField("court", _("court"), "合安区人民法院")
_CLAUSES: Final = PaperField("clauses", _("clauses of the agreement"), "1. 吴先生向李女士支付人民币3,000.00元。")
_GROUND: Final = PaperField("ground", _("why this court"), "调解组织所在地基层人民法院")
_MEDIATORS: Final = PaperField("mediators", _("mediators"), "蔡调解员")
_REMEDY: Final = PaperField("remedy", _("what the person can do"), "可以向人民法院提起诉讼。")

PAPERS: Final = (
    PaperKind(
        code="mediation_agreement",
        title=_("Mediation agreement"),
        heading="人民调解协议书",
        heading_en="People's mediation agreement",
        body="{{ agreement }}\n{{ signatures }}",
        fields=(_AGREEMENT, _SIGNATURES),
        required=("agreement", "signatures"),
        numbered=True,
        mark="调协",
        served=False,
    ),
    PaperKind(
        code="mediation_oral_agreement",
        title=_("Record of an oral agreement"),
        heading="人民调解口头协议登记表",
        heading_en="Record of an oral mediation agreement",
        body="达成协议日期：{{ on }}\n{{ agreement }}",
        fields=(_AGREEMENT, _ON),
        required=("agreement", "on"),
        numbered=True,
        mark="调口",
        served=False,
    ),
    PaperKind(
        code="mediation_follow_up",
        title=_("Record of a follow-up visit"),
        heading="人民调解回访记录",
        heading_en="Record of a follow-up visit",
        body="回访日期：{{ on }}\n履行情况：{{ found }}\n{{ text }}",
        fields=(_ON, _FOUND, _TEXT),
        required=("on", "found"),
        numbered=True,
        mark="调访",
        to_person=False,
        served=False,
    ),
    PaperKind(
        code="mediation_not_kept",
        title=_("Statement: what is owed by the agreement"),
        heading="调解协议履行情况说明",
        heading_en="Statement of what is owed by the agreement",
        body=(
            "当事人：\n{{ parties }}\n调解协议：{{ agreed }}\n"
            "未履行的内容：\n{{ owed }}\n理由：{{ reason }}\n{{ remedy }}"
        ),
        fields=(_PARTIES, _AGREED, _OWED, _REASON, _REMEDY),
        required=("parties", "agreed", "owed", "remedy"),
        numbered=True,
        mark="调履",
        served=False,
    ),
    PaperKind(
        code="mediation_confirmation_application",
        title=_("Application for confirmation by the court"),
        heading="司法确认申请书",
        heading_en="Application for judicial confirmation",
        body=(
            "申请人：\n{{ parties }}\n"
            "请求事项：请求依法确认{{ agreed }}的效力。\n"
            "事实和理由：申请人经{{ issuer }}主持调解，自愿达成调解协议，内容如下：\n{{ clauses }}\n"
            "申请人承诺：出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；"
            "如因该协议内容给他人造成损害的，愿意承担相应的民事责任和其他法律责任。\n此致：{{ court }}\n"
            "管辖依据：{{ ground }}。依据《中华人民共和国人民调解法》第三十三条、"
            "《中华人民共和国民事诉讼法》第二百零五条，共同提出申请。申请人（签名、盖章或者捺印）："
        ),
        fields=(_COURT, _PARTIES, _AGREED, _CLAUSES, _GROUND),
        required=("court", "parties", "agreed", "clauses", "ground"),
        numbered=True,
        mark="调确申",
        served=False,
    ),
    PaperKind(
        code="mediation_proof",
        title=_("Proof of mediation"),
        heading="调解组织主持调解的证明",
        heading_en="Proof that the committee mediated",
        body=(
            "兹证明：{{ parties }}\n因“{{ title }}”发生的纠纷，经{{ issuer }}主持调解，"
            "当事人自愿达成{{ agreed }}\n调解员：{{ mediators }}。特此证明。"
        ),
        fields=(_PARTIES, _AGREED, _MEDIATORS),
        required=("parties", "agreed", "mediators"),
        numbered=True,
        mark="调证",
        served=False,
    ),
)
#: Those of them that every side reads.
JOINT: Final = frozenset(
    {
        "mediation_agreement",
        "mediation_oral_agreement",
        "mediation_not_kept",
        "mediation_confirmation_application",
        "mediation_proof",
    }
)
