"""The papers of sessions: the notice and the record, which every side reads."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.papers.kinds import PaperField, PaperKind

_ON: Final = PaperField("session_on", _("day and hour of the session"), "2026年6月1日 9:00")
_RECORD: Final = PaperField("record", _("record"), "李女士说明漏水情况，吴先生说明修理经过……")
PAPERS: Final = (
    PaperKind(
        code="mediation_session_notice",
        title=_("Notice of a session"),
        heading="调解会通知",
        heading_en="Notice of a session",
        body=(
            "{{ title }}定于{{ session_on }}调解，预计{{ minutes }}分钟。\n地点或者参加方式：{{ place }}\n"
            "本次调解{{ doors }}进行。翻译、协助：{{ help }}。拟邀请参加的人（各方都同意才参加）：{{ guests }}。\n"
            "不能按时参加的，请及时在查询页面申请改期，或者告知调解员。是否参加由你自己决定。"
        ),
        fields=(
            _ON,
            PaperField("minutes", _("minutes it will take"), "90"),
            PaperField("place", _("place of the session"), "人民路社区调解室"),
            PaperField("doors", _("whether in public"), "不公开"),
            PaperField("help", _("interpreter and support"), "手语翻译"),
            PaperField("guests", _("guests who are proposed"), "无"),
        ),
        required=("session_on", "place"),
        numbered=True,
        mark="调通",
        served=False,
    ),
    PaperKind(
        code="mediation_session_record",
        title=_("Record of a session"),
        heading="调解笔录",
        heading_en="Record of a session",
        body=(
            "时间：{{ session_on }}\n到场情况：{{ attendance }}\n调解情况：{{ record }}\n"
            "已达成一致的事项：{{ agreed }}\n下一步：{{ next }}\n{{ read }}"
        ),
        fields=(
            _ON,
            PaperField("attendance", _("who came"), "第一方：到场；对方 2：到场"),
            _RECORD,
            PaperField("agreed", _("agreed on so far"), "吴先生于6月10日前修好漏水。"),
            PaperField("next", _("what comes next"), "另行通知"),
            PaperField("read", _("that it was read and agreed"), "已向到场各方宣读，各方无异议。"),
        ),
        required=("session_on", "record"),
        numbered=True,
        mark="调笔",
        served=False,
    ),
)
JOINT: Final = frozenset({"mediation_session_notice", "mediation_session_record"})
