"""The papers of petition work with the text they are shipped with; offices may edit the words, not the remedy away."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Text
from heli.papers.kinds import PaperField, PaperKind, register

_REQUEST: Final = PaperField("request", _("what is asked for"), "请求依法支付2026年3月至5月的工资。")
_NOTE: Final = PaperField("note", _("note"), "请注意核实考勤记录。")
_REASON: Final = PaperField("reason", _("reason"), "该事项应当通过劳动争议仲裁解决。")
_FACTS: Final = PaperField("facts", _("facts and reasons"), "经调查，2026年3月至5月的考勤记录和工资表……")
_GROUND: Final = PaperField("ground", _("legal basis"), "《保障农民工工资支付条例》第三条")
_OUTCOME: Final = PaperField("outcome", _("outcome of the opinion"), "予以支持")
_OPINION: Final = PaperField("opinion", _("opinion"), "用人单位应当于2026年8月31日前支付拖欠的工资。")
_REMEDY: Final = PaperField(
    "remedy", _("what the person can do"), "如不服本意见，可以自收到之日起30日内向上一级机关、单位请求复查。"
)
_WHEN: Final = PaperField("hearing_on", _("when"), "2026年7月10日 9:30")
_WHERE: Final = PaperField("hearing_place", _("where"), "区信访局听证室")
_CHAIR: Final = PaperField("chair", _("chaired by"), "余长青")
_TOPIC: Final = PaperField("topic", _("what it is about"), "工资拖欠的事实")
_PEOPLE: Final = PaperField("participants", _("participants"), "信访人、用人单位代表、法律工作者")
_REPORT_BY: Final = PaperField("report_by", _("report due"), "2026年7月31日")

_DUTY_OF_UNIT: Final = (
    "请依照《信访工作条例》第二十三条，自收到之日起15日内书面告知信访人接收情况以及处理途径和程序；"
    "不属于你单位或者本系统职权范围的，自收到之日起5个工作日内提出异议，并详细说明理由。"
)
_SECRECY: Final = "不得将信访人的检举、揭发材料以及有关情况透露或者转给被检举、揭发的人员或者单位。"
_OPINION_BODY: Final = """\
{{ addressee_line }}
你（单位）提出的投诉请求：{{ request }}
查明的事实和理由：{{ facts }}
处理意见：{{ outcome }}。{{ opinion }}
法律法规依据：{{ ground }}
{{ remedy }}"""
_LINE: Final = PaperField("addressee_line", _("opening line"), "你提出的信访事项，本机关已依法调查核实。")


def _opinion(code: str, title: Text, heading: str, mark: str, body: str = _OPINION_BODY) -> PaperKind:
    return PaperKind(
        code,
        title,
        body,
        fields=(_LINE, _REQUEST, _FACTS, _OPINION, _GROUND, _OUTCOME, _REMEDY),
        required=("request", "facts", "opinion", "ground", "outcome", "remedy"),
        heading=heading,
        numbered=True,
        mark=mark,
    )


_KINDS: Final = (
    PaperKind(
        "petition_registration",
        _("Registration form"),
        """\
登记编号：{{ reference }}
收到日期：{{ received_on }}
提出方式：{{ channel }}
信访人数：{{ people }}
请求：{{ request }}
事实和理由：{{ facts }}
{{ spoken }}
信访部门将自收到之日起15日内，依照《信访工作条例》第二十二条转送、交办有权处理的机关、单位或者报告。
登记不以任何实体判断为前提；凭编号和查询码可以随时查询办理进展。""",
        fields=(
            PaperField("received_on", _("received on"), "2026年6月1日"),
            PaperField("channel", _("how it came"), "来信"),
            PaperField("people", _("people who petition together"), "1"),
            _REQUEST,
            _FACTS,
            PaperField("spoken", _("note on speech"), "本件为口头提出，工作人员如实记录并已向信访人宣读。"),
        ),
        heading="信访事项登记表",
        served=False,
    ),
    PaperKind(
        "forwarding_letter",
        _("Forwarding letter"),
        f"现将信访事项（编号 {{{{ reference }}}}）转送你单位处理。\n请求：{{{{ request }}}}\n{_DUTY_OF_UNIT}\n"
        f"{_SECRECY}\n{{{{ note }}}}",
        fields=(_REQUEST, _NOTE),
        heading="信访事项转送函",
        numbered=True,
        mark="信转",
        to_person=False,
    ),
    PaperKind(
        "assignment_letter",
        _("Assignment letter"),
        f"现将信访事项（编号 {{{{ reference }}}}）交由你单位办理。\n请求：{{{{ request }}}}\n{_DUTY_OF_UNIT}\n"
        f"请于{{{{ report_by }}}}前反馈办理结果，提交办结报告（第二十二条第三项）。\n{_SECRECY}\n{{{{ note }}}}",
        fields=(_REQUEST, _NOTE, _REPORT_BY),
        required=("report_by",),
        heading="信访事项交办函",
        numbered=True,
        mark="信交",
        to_person=False,
    ),
    PaperKind(
        "acceptance_notice",
        _("Notice of acceptance"),
        """\
你（单位）提出的信访事项（编号 {{ reference }}），本机关已收到并决定受理。
处理途径和程序：{{ path }}
办结期限：{{ due_at }}
{{ note }}""",
        fields=(
            PaperField(
                "path",
                _("path and procedure"),
                "依照《信访工作条例》第三十一条第六项听取陈述、调查核实，出具信访处理意见书。",
            ),
            _NOTE,
        ),
        required=("path",),
        heading="信访事项受理告知书",
        numbered=True,
        mark="信受",
    ),
    PaperKind(
        "redirection_notice",
        _("Notice of the competent body"),
        """\
你（单位）提出的信访事项（编号 {{ reference }}）不属于本机关、单位或者本系统的职权范围（《信访工作条例》第二十三条）。
理由：{{ reason }}
请向有权处理的机关、单位提出：{{ body }}
{{ remedy }}""",
        fields=(_REASON, PaperField("body", _("competent body"), "区劳动人事争议仲裁委员会"), _REMEDY),
        required=("reason", "body", "remedy"),
        heading="信访事项告知书",
        numbered=True,
        mark="信告",
    ),
    PaperKind(
        "non_acceptance_notice",
        _("Notice that it is not accepted again"),
        """\
你（单位）提出的信访事项（编号 {{ reference }}）与编号 {{ other }} 的事项为同一事项，不再重复受理\
（《信访工作条例》第十九条、第三十六条）。
理由：{{ reason }}
{{ remedy }}
有新的事实和理由的，可以另行提出信访事项。""",
        fields=(_REASON, PaperField("other", _("the other number"), "7K3M-Q9TX-C"), _REMEDY),
        required=("reason", "other", "remedy"),
        heading="信访事项不予重复受理告知书",
        numbered=True,
        mark="信不受",
    ),
    PaperKind(
        "path_notice",
        _("Notice of the lawful path"),
        """\
你（单位）提出的信访事项（编号 {{ reference }}）应当通过法定途径处理（《信访工作条例》第三十一条）。
途径：{{ path }}
受理的机关、机构：{{ body }}
期限：{{ limit }}
理由：{{ reason }}
{{ remedy }}""",
        fields=(
            PaperField("path", _("lawful path"), "劳动争议仲裁"),
            PaperField("body", _("where to go"), "区劳动人事争议仲裁委员会，合安路1号"),
            PaperField("limit", _("by when"), "自知道权利被侵害之日起一年内"),
            _REASON,
            _REMEDY,
        ),
        required=("path", "body", "reason", "remedy"),
        heading="信访事项法定途径告知书",
        numbered=True,
        mark="信导",
    ),
    PaperKind(
        "extension_notice",
        _("Notice of extension"),
        """\
你（单位）提出的信访事项（编号 {{ reference }}）情况复杂，经本机关、单位负责人批准，\
延长办理期限{{ days }}日（《信访工作条例》第三十四条）。
延期理由：{{ reason }}
延长后的办结期限：{{ due_at }}""",
        fields=(PaperField("days", _("number of days"), "15"), _REASON),
        required=("days", "reason"),
        heading="信访事项延期办理告知书",
        numbered=True,
        mark="信延",
    ),
    _opinion("opinion", _("Written opinion"), "信访处理意见书", "信处"),
    _opinion("review_opinion", _("Review opinion"), "信访事项复查意见书", "信复查"),
    _opinion("re_review_opinion", _("Re-review opinion"), "信访事项复核意见书", "信复核"),
    PaperKind(
        "settlement",
        _("Settlement"),
        """\
{{ parties }}经{{ manner }}，就信访事项（编号 {{ reference }}）自愿达成一致（《信访工作条例》第三十三条）：
{{ terms }}
履行期限：{{ execute_by }}
本协议经各方签名后生效。""",
        fields=(
            PaperField("parties", _("the parties"), "张某与某公司"),
            PaperField("manner", _("by mediation or between themselves"), "调解"),
            PaperField("terms", _("what was agreed"), "公司于2026年8月31日前一次付清工资。"),
            PaperField("execute_by", _("to be done by"), "2026年8月31日"),
        ),
        required=("parties", "terms"),
        heading="调解（和解）协议书",
        numbered=True,
        mark="信和",
    ),
    PaperKind(
        "hearing_notice",
        _("Notice of hearing"),
        """\
就信访事项（编号 {{ reference }}）举行听证。
时间：{{ hearing_on }}
地点：{{ hearing_place }}
主持人：{{ chair }}
事由：{{ topic }}
参加人：{{ participants }}
你认为主持人或者工作人员与本事项有直接利害关系的，可以申请其回避（《信访工作条例》第二十八条）。""",
        fields=(_WHEN, _WHERE, _CHAIR, _TOPIC, _PEOPLE),
        required=("hearing_on", "hearing_place", "chair", "topic"),
        heading="信访事项听证通知书",
        numbered=True,
        mark="信听",
    ),
    PaperKind(
        "hearing_record",
        _("Record of hearing"),
        """\
信访事项（编号 {{ reference }}）听证笔录
时间：{{ hearing_on }}
参加人：{{ participants }}
回避情况：{{ recused }}
笔录：{{ record }}
听证结论：{{ conclusion }}""",
        fields=(
            _WHEN,
            _PEOPLE,
            PaperField("recused", _("who stepped aside"), "无"),
            PaperField("record", _("record"), "信访人陈述……"),
            PaperField("conclusion", _("conclusion"), "双方对欠付金额无异议。"),
        ),
        required=("record", "conclusion"),
        heading="听证笔录",
    ),
    PaperKind(
        "supervision_order",
        _("Supervision order"),
        """\
就信访事项（编号 {{ reference }}）予以{{ manner }}（《信访工作条例》第三十八条至第四十条）。
{{ note }}
请于{{ answer_by }}前书面反馈。""",
        fields=(
            PaperField("manner", _("manner"), "发函督办"),
            _NOTE,
            PaperField("answer_by", _("answer due"), "2026年7月15日"),
        ),
        required=("manner", "note", "answer_by"),
        heading="信访事项督办单",
        numbered=True,
        mark="信督",
        to_person=False,
    ),
    PaperKind(
        "closing_report",
        _("Closing report"),
        "交办的信访事项（编号 {{ reference }}）办理结果报告如下：\n{{ report }}",
        fields=(PaperField("report", _("report"), "经查，……已全部支付。"),),
        required=("report",),
        heading="信访事项办结报告",
        numbered=True,
        mark="信结",
        to_person=False,
    ),
    PaperKind(
        "suggestion_reply",
        _("Reply to a suggestion"),
        """\
你（单位）提出的建议（编号 {{ reference }}）已经研究论证（《信访工作条例》第二十九条）。
建议：{{ request }}
结果：{{ outcome }}
说明：{{ opinion }}""",
        fields=(_REQUEST, _OUTCOME, _OPINION),
        required=("outcome", "opinion"),
        heading="建议答复书",
        numbered=True,
        mark="信建",
    ),
    PaperKind(
        "accusation_answer",
        _("Answer to an accusation or report"),
        "你（单位）反映的事项（编号 {{ reference }}）已依规依纪依法办理，"
        "现反馈如下（《信访工作条例》第三十条）：\n{{ opinion }}",
        fields=(_OPINION,),
        required=("opinion",),
        heading="检举控告事项反馈书",
        numbered=True,
        mark="信检",
    ),
    PaperKind(
        "duty_answer",
        _("Answer on a duty"),
        """\
你（单位）申请查处违法行为或者履行保护职责的事项（编号 {{ reference }}），答复如下（《信访工作条例》第三十一条第五项）：
请求：{{ request }}
事实和理由：{{ facts }}
答复：{{ opinion }}
依据：{{ ground }}
{{ remedy }}""",
        fields=(_REQUEST, _FACTS, _OPINION, _GROUND, _REMEDY),
        required=("opinion", "ground", "remedy"),
        heading="履行职责答复书",
        numbered=True,
        mark="信履",
    ),
    PaperKind(
        "improvement_letter",
        _("Suggestion to a unit"),
        """\
依照《信访工作条例》第四十条，现提出{{ aim }}的建议（编号 {{ reference }}）。
事由：{{ subject }}
{{ suggestion }}
请于{{ answer_by }}前书面反馈采纳情况：采纳、部分采纳或者未采纳，并说明理由（第四十条第四款）。""",
        fields=(
            PaperField("aim", _("aim"), "改进工作"),
            PaperField("subject", _("in one line"), "工资支付情况公示不及时"),
            PaperField("suggestion", _("what was found, and what the office suggests"), "建议按月公示工资支付情况。"),
            PaperField("answer_by", _("answer due"), "2026年7月31日"),
        ),
        required=("aim", "subject", "suggestion", "answer_by"),
        heading="信访工作建议书",
        numbered=True,
        mark="信建",
        to_person=False,
        served=False,
    ),
)


def register_papers() -> None:
    """Make the papers known; called once from the AppConfig."""
    for kind in _KINDS:
        register(kind)
