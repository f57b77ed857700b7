"""Sample data in both languages. Nothing here is a real place, person or matter."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language


def both(chinese: str, english: str) -> str:
    """The text in the reader's language, as the two name columns of real data would give it."""
    return chinese if (get_language() or "zh").startswith("zh") else english


def case_sample() -> dict[str, Any]:
    """One matter: steps, facts, history, tasks, clocks."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "steps": _steps(now),
        "facts": _facts(),
        "entries": _entries(now),
        "tasks": [
            {
                "label": both("你的描述", "Your description"),
                "url": "#",
                "status": both("已完成", "Done"),
                "tone": "good",
            },
            {"label": both("地点", "Place"), "url": "#", "status": both("填写中", "In progress"), "tone": "progress"},
            {
                "label": both("照片", "Photos"),
                "hint": both("可不填", "Optional"),
                "status": both("未开始", "Not started"),
            },
        ],
        "clocks": [
            {"due": midnight + timedelta(days=6), "done": None},
            {"due": midnight + timedelta(days=1), "done": None},
            {"due": now + timedelta(hours=5, minutes=2), "done": None},
            {"due": midnight - timedelta(days=2), "done": None},
            {"due": midnight + timedelta(days=1), "done": now},
            {"due": midnight - timedelta(days=2), "done": now},
            {"due": None, "done": None},
        ],
        "soon": midnight + timedelta(days=3),
        "now": now,
    }


def _steps(now: Any) -> list[dict[str, Any]]:
    return [
        {"label": both("已登记", "Registered"), "state": "done", "at": now - timedelta(days=3)},
        {"label": both("已派遣", "Dispatched"), "state": "done", "at": now - timedelta(days=3, hours=-1)},
        {"label": both("处理中", "In hand"), "state": "current", "hint": both("市政养护所", "Street Works Station")},
        {"label": both("核查", "Checked"), "state": "todo", "hint": both("网格员到现场", "A grid worker looks")},
        {"label": both("请你评价", "Your rating"), "state": "todo"},
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": both("事项", "Matter"), "value": both("路灯不亮", "Street lamp is dark")},
        {
            "label": both("地点", "Place"),
            "value": both("河畔路 12 号对面", "Opposite 12 Riverside Road"),
            "note": both("河畔社区 · 第 3 网格", "Riverside community · grid 3"),
            "change_url": "#",
        },
        {"label": both("主办单位", "Handling unit"), "value": both("市政养护所", "Street Works Station"), "url": "#"},
        {
            "label": both("依据", "Ground"),
            "value": both("《城市照明服务标准》第 4 条", "Street Lighting Standard, art. 4"),
        },
    ]


def _entries(now: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": both("我们会在这一天之前修好", "We will have repaired it by then"),
            "at": now + timedelta(days=3),
            "future": True,
            "icon": "tool",
        },
        {
            "title": both("到现场查看", "Looked at on the spot"),
            "at": now - timedelta(days=1),
            "actor": both("市政养护所 陈师傅", "Mr Chen, Street Works Station"),
            "body": both("灯头烧坏，需要更换。配件明天到。", "The lamp head is burnt out. The part comes tomorrow."),
            "icon": "eye",
            "tone": "accent",
            "files": [{"url": "#", "name": both("现场照片.jpg", "on-the-spot.jpg")}],
        },
        {
            "title": both("派遣给市政养护所", "Dispatched to the Street Works Station"),
            "at": now - timedelta(days=3),
            "actor": both("河畔街道综治中心", "Riverside Street centre"),
            "basis": both("《城市照明服务标准》第 4 条", "Street Lighting Standard, art. 4"),
            "icon": "send",
            "tone": "accent",
        },
        {
            "title": both("你报告了路灯不亮", "You reported the dark lamp"),
            "at": now - timedelta(days=3, hours=1),
            "actor": both("手机报事", "By phone app"),
            "icon": "flag",
            "tone": "neutral",
        },
    ]


def queue_sample() -> list[dict[str, Any]]:
    """Rows of an officer's queue."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = [
        ("4F7K-92QD-M", "井盖破损", "Broken manhole cover", -2, "bad", "处理中", "In hand", "progress"),
        ("8C1W-03HT-5", "路灯不亮", "Street lamp is dark", 1, "warn", "处理中", "In hand", "progress"),
        ("2ZB6-7QX4-K", "垃圾清运不及时", "Rubbish not collected", 3, "warn", "待受理", "Waiting", "info"),
        ("9MD3-K5R8-2", "夜间施工噪声", "Building noise at night", 7, "good", "待核查", "To be checked", "warn"),
        ("6TTQ-1C0J-W", "楼道堆放杂物", "Things stored in the stairway", 12, "good", "已办结", "Closed", "good"),
    ]
    return [
        {
            "reference": reference,
            "title": both(chinese, english),
            "due": midnight + timedelta(days=days),
            "tone": tone,
            "done": now if state == "已办结" else None,
            "state": both(state, state_en),
            "state_tone": state_tone,
            "place": both("河畔社区 3 格", "Riverside, grid 3"),
            "unit": both("市政养护所", "Street Works"),
        }
        for reference, chinese, english, days, tone, state, state_en, state_tone in rows
    ]


def chart_sample() -> dict[str, Any]:
    """Figures for the four kinds of charts."""
    months = [both(f"{month}月", name) for month, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun"), 1)]
    return {
        "months": list(zip(months, (412, 365, 498, 530, 472, 441), (388, 350, 455, 512, 470, 438), strict=True)),
        "kinds": [
            (both("市容环卫", "Cleanliness"), 168),
            (both("公共设施", "Public works"), 121),
            (both("噪声", "Noise"), 74),
            (both("物业", "Property"), 52),
            (both("其他", "Other"), 26),
        ],
        "states": [
            (both("按时办结", "In time"), 381, "good"),
            (both("超期办结", "Late"), 24, "warn"),
            (both("超期未结", "Overdue"), 9, "bad"),
            (both("办理中", "In hand"), 27, "neutral"),
        ],
    }
