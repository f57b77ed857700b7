"""The papers of mediation with the text they are shipped with; offices may edit the words, not the ways out away."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.mediation import agreement_papers as agreed
from heli.mediation import session_papers as sessions
from heli.papers.kinds import PaperField, PaperKind, register

_REQUEST: Final = PaperField("request", _("what is asked for"), "请对方修复漏水并赔偿损失3000元。")
_FACTS: Final = PaperField("facts", _("facts and reasons"), "楼上卫生间自2026年3月起漏水……")
_REASON: Final = PaperField("reason", _("reason"), "双方对赔偿数额不能达成一致。")
_WAYS: Final = PaperField("remedy", _("what the person can do"), "可以依法通过仲裁、行政、司法等途径维护自己的权利。")
_OWN: Final = PaperField("own_number", _("own number of the side"), "7K3M-Q9TX-C-2")

_RIGHTS: Final = (
    "调解不收取任何费用。是否接受调解由你自己决定：你可以接受调解、拒绝调解，也可以随时要求终止调解；"
    "可以选择或者接受调解员；可以要求公开或者不公开调解；可以自主表达意愿、自愿达成协议。"
    "参加调解的，应当如实陈述事实，遵守现场秩序，尊重调解员和对方。"
    "调解不影响你依法仲裁、请求行政处理或者向人民法院起诉。"
)
PAPERS: Final = (
    PaperKind(
        code="mediation_registration",
        title=_("Registration of a dispute"),
        heading="人民调解受理登记表",
        heading_en="Registration of a dispute",
        body="请求事项：{{ request }}\n纠纷事实：{{ facts }}\n" + _RIGHTS,
        fields=(_REQUEST, _FACTS),
        required=("facts",),
        numbered=True,
        mark="调登",
        served=False,
    ),
    PaperKind(
        code="mediation_invitation",
        title=_("Invitation to mediation, with rights and duties"),
        heading="人民调解邀请及权利义务告知书",
        heading_en="Invitation to mediation, with rights and duties",
        body=(
            "有一件与你有关的纠纷申请了人民调解：{{ title }}。你的编号：{{ own_number }}，查询码另行交给你。\n"
            "凭编号和查询码可以在{{ site }}“查进度”查看纠纷内容、表示是否同意调解；"
            "也可以向{{ unit }}口头表示（电话：{{ unit_phone }}）。\n"
            "你没有表示同意的，不会开始调解。\n" + _RIGHTS
        ),
        fields=(_OWN,),
        required=("own_number",),
        numbered=True,
        mark="调邀",
        served=False,
    ),
    PaperKind(
        code="mediation_turned_away",
        title=_("Answer: not a matter for mediation"),
        heading="不予受理告知书",
        heading_en="Answer: not a matter for mediation",
        body="你申请调解的事项：{{ request }}\n理由：{{ reason }}\n{{ remedy }}",
        fields=(_REQUEST, _REASON, _WAYS),
        required=("reason", "remedy"),
        numbered=True,
        mark="调不受",
        served=False,
    ),
    PaperKind(
        code="mediation_ended",
        title=_("Notice: the mediation has ended"),
        heading="终止调解告知书",
        heading_en="Notice: the mediation has ended",
        body="申请调解的事项：{{ request }}\n终止调解的原因：{{ reason }}\n{{ remedy }}",
        fields=(_REQUEST, _REASON, _WAYS),
        required=("remedy",),
        numbered=True,
        mark="调终",
        served=False,
    ),
)
#: What the committee keeps for itself.
_KEPT: Final = (
    PaperKind(
        code="mediation_inquiry",
        title=_("Record of an inquiry"),
        heading="调查记录",
        heading_en="Record of an inquiry",
        body=(
            "调查时间：{{ on }}\n调查地点：{{ place }}\n被调查人（调查对象）：{{ asked }}\n"
            "调查情况：{{ found }}\n记录人：{{ recorder }}\n被调查人（签名）：　　　　　　调查人（签名）："
        ),
        fields=(
            PaperField("on", _("made on"), "2026年6月2日"),
            PaperField("place", _("place"), "人民路12号"),
            PaperField("asked", _("who was asked"), "楼下邻居一名"),
            PaperField("found", _("what was found"), "天花板有水渍，楼上卫生间地面防水层破损。"),
            PaperField("recorder", _("recorded by"), "蔡女士"),
        ),
        required=("on", "asked", "found"),
        numbered=True,
        mark="调查",
        to_person=False,
        served=False,
    ),
)
#: Papers that every side reads.
JOINT: Final = frozenset({"mediation_registration", "mediation_ended"}) | agreed.JOINT | sessions.JOINT


def register_papers() -> None:
    """Register the papers of mediation; called once from the AppConfig."""
    for kind in (*PAPERS, *_KEPT, *agreed.PAPERS, *sessions.PAPERS):
        register(kind)
