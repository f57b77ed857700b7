"""The letters between bodies: referral, receipt, refusal, result; none is addressed to a person."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.papers.kinds import PaperField, PaperKind, register

_QUESTION: Final = PaperField("question", _("what is asked of the other body"), "请就双方的合同纠纷组织调解。")
_NOTE: Final = PaperField("note", _("note"), "材料共3件，请签收。")
_THEIRS: Final = PaperField("their_number", _("their number"), "（2026）诉前调字第12号")

_KINDS: Final = (
    PaperKind(
        "referral_letter",
        _("Letter of referral"),
        """\
现将有关事项（编号 {{ reference }}）转请你单位依法办理。
请办理的问题：{{ question }}
当事人同意情况：{{ consent }}
随函移交：{{ enclosures }}
请于{{ due_at }}答复是否接受；不接受的，请说明理由。办理完毕后，请反馈结果。
我单位对该事项的办理期限不因转介中止或者延长。未列入随函移交的材料不得向我单位以外的人员索取后另作他用。
{{ note }}""",
        fields=(
            _QUESTION,
            PaperField("consent", _("consent"), "双方当事人于2026年6月1日书面同意"),
            PaperField("enclosures", _("what is passed"), "情况摘要；合同复印件"),
            _NOTE,
        ),
        required=("question", "consent"),
        heading="事项转介函",
        numbered=True,
        mark="转",
        to_person=False,
        served=False,
    ),
    PaperKind(
        "referral_receipt",
        _("Receipt for a referral"),
        """\
你单位转来的事项（编号 {{ reference }}{{ their_number }}）及材料已于{{ received_on }}签收，我单位予以接受。
办理期限：{{ due_at }}
{{ note }}""",
        fields=(_THEIRS, PaperField("received_on", _("papers signed for on"), "2026年6月2日"), _NOTE),
        required=("received_on",),
        heading="转介事项回执",
        numbered=True,
        mark="转回",
        to_person=False,
        served=False,
    ),
    PaperKind(
        "referral_refusal",
        _("Referral not accepted"),
        """\
你单位转来的事项（编号 {{ reference }}{{ their_number }}），我单位不予接受。
理由：{{ reason }}
该事项仍由你单位依法处理，原办理期限不变。""",
        fields=(_THEIRS, PaperField("reason", _("reason"), "一方当事人明确拒绝调解（《人民调解法》第十七条）。")),
        required=("reason",),
        heading="转介事项退回函",
        numbered=True,
        mark="转退",
        to_person=False,
        served=False,
    ),
    PaperKind(
        "referral_result",
        _("Result of a referral"),
        """\
你单位转来的事项（编号 {{ reference }}{{ their_number }}），现将结果反馈如下。
结果：{{ outcome }}
{{ result }}
调解过程中的意见和让步不在反馈范围内。""",
        fields=(
            _THEIRS,
            PaperField("outcome", _("outcome"), "已解决或者已答复"),
            PaperField("result", _("result"), "双方达成调解协议，约定于2026年7月31日前履行。"),
        ),
        required=("outcome", "result"),
        heading="转介事项结果反馈函",
        numbered=True,
        mark="转复",
        to_person=False,
        served=False,
    ),
)


def register_papers() -> None:
    """Make the letters known; called once from the AppConfig."""
    for kind in _KINDS:
        register(kind)
