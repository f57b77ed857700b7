"""Importing a register of petitions: history on its days, windows that go on, what is refused, nothing twice."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from heli.cases.models import Assignment, Case, Clock, Event
from heli.cases.recomputing import date_faults
from heli.imports.models import ImportRun
from heli.notices.models import Notice
from heli.people.models import Contact
from heli.petitions.models import Opinion
from heli.petitions.panels import officer_context
from heli.petitions.tests.people import PetitionDistrict, build_for_petitions

# The writer sends chunks on a connection of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = Path(__file__).parents[4] / "samples" / "petition-register.csv"
with SAMPLE.open(encoding="utf-8") as file:
    HEADER = next(csv.reader(file))


@pytest.fixture
def district() -> PetitionDistrict:
    return build_for_petitions()


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def row(district: PetitionDistrict, **changes: str) -> dict[str, str]:
    """Return a claim whose opinion was served three weeks ago, with ``changes``."""
    return {
        "登记编号": "旧-1", "类别": "申诉求决", "来源": "来信", "事项分类": "拖欠工资",
        "事实和理由": "三个月没有发工资。", "请求": "请责令支付。",
        "姓名": "样本甲", "电话": "00000000001", "办理单位": district.roads.name,
        "收到日期": ago(90), "转送日期": ago(80), "受理日期": ago(75), "办结日期": ago(25),
        "处理结果": "不支持",
        "处理意见": "不予支持。", "送达日期": ago(21), "状态": "已答复", **changes,
    }  # fmt: skip


def imported(folder: Path, *rows: dict[str, str], layout: str = "petition_register") -> tuple[ImportRun, str]:
    """Import ``rows``; return the run and what the error file says."""
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    errors = folder / "errors.csv"
    call_command("import_petitions", path, layout=layout, errors=errors, language="en", stdout=StringIO())
    return ImportRun.objects.latest("id"), errors.read_text("utf-8-sig") if errors.exists() else ""


def test_a_layout_of_requests_is_refused(district: PetitionDistrict, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        imported(tmp_path, row(district), layout="messages_replied")
    assert not Case.objects.exists()


def test_an_opinion_served_three_weeks_ago_leaves_nine_days(district: PetitionDistrict, tmp_path: Path) -> None:
    run, said = imported(tmp_path, row(district))
    assert (run.accepted, run.rejected) == (1, 0), said
    case = Case.objects.get()
    window = Clock.objects.get(case=case, stopped_at__isnull=True)
    assert window.limit == "asking_review"
    assert timezone.localdate(window.plain_due_at - timedelta(seconds=1)) == timezone.localdate() + timedelta(days=9)
    assert (case.state, case.unit, case.centre, case.public) == ("answered", district.roads, district.office, False)
    assert list(date_faults(case)) == []


def test_the_history_stands_on_its_days_and_says_where_it_is_from(district: PetitionDistrict, tmp_path: Path) -> None:
    imported(tmp_path, row(district))
    case = Case.objects.get()
    events = list(Event.objects.filter(case=case).order_by("pk"))
    assert [event.step for event in events] == ["register", "forward", "accept", "decide", "serve_opinion"]
    assert [timezone.localdate(event.at).isoformat() for event in events] == [ago(n) for n in (90, 80, 75, 25, 21)]
    assert {event.facts["imported"] for event in events} == {"旧-1"}
    assert officer_context(case, district.actor("xu"))["imported"]
    assert Opinion.objects.get(case=case).opinion == "不予支持。"
    assert Assignment.objects.get(case=case, until__isnull=True).unit == district.roads
    assert case.contact is not None
    assert case.contact.name == "样本甲"
    assert not Notice.objects.exists()
    call_command("audit_verify", stdout=StringIO())


def test_the_same_file_twice_changes_nothing(district: PetitionDistrict, tmp_path: Path) -> None:
    imported(tmp_path, row(district))
    before = Event.objects.count(), Clock.objects.count(), Contact.objects.count()
    run, _said = imported(tmp_path, row(district))
    assert (run.accepted, run.already_there) == (0, 1)
    assert (Event.objects.count(), Clock.objects.count(), Contact.objects.count()) == before


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"送达日期": ago(26)}, "before"),
        ({"办理单位": "没有的单位"}, "no such unit"),
        ({"办理单位": ""}, "which unit"),
        ({"受理日期": ""}, "has no day"),
        ({"状态": "办理中"}, "another state"),
        ({"状态": "不知道"}, "state"),
        ({"处理结果": "也许"}, "outcome"),
        ({"收到日期": ""}, "raised"),
        ({"请求复查日期": ago(1), "送达日期": ago(24), "办结日期": ago(60), "收到日期": ago(120), "转送日期": ago(110),
          "受理日期": ago(100), "状态": "已复查"}, "another state"),
        ({"办结日期": ago(70), "送达日期": ago(65), "请求复查日期": ago(5), "状态": "复查中"}, "had ended"),
        ({"延期批准日期": ago(30), "延长天数": "31"}, "number"),
        ({"电话": "0" * 31}, "longer"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_the_next_row_is_taken(
    district: PetitionDistrict, tmp_path: Path, changes: dict[str, str], word: str
) -> None:
    run, said = imported(tmp_path, row(district, **changes), row(district, 登记编号="旧-2"))
    assert (run.accepted, run.rejected) == (1, 1)
    assert word in said
    assert Case.objects.count() == 1
    assert "0" * 31 not in said


def test_a_review_asked_on_the_last_day_goes_to_the_organ_above(district: PetitionDistrict, tmp_path: Path) -> None:
    run, said = imported(tmp_path, row(district, 送达日期=ago(20), 请求复查日期=ago(3), 状态="复查中"))
    assert run.accepted == 1, said
    case = Case.objects.get()
    assert case.unit == district.government
    assert Clock.objects.get(case=case, stopped_at__isnull=True, limit="reviewing").due_at == case.due_at
    assert list(date_faults(case)) == []


def test_an_accusation_never_goes_to_whom_it_is_about(district: PetitionDistrict, tmp_path: Path) -> None:
    about = {"类别": "检举控告", "被检举单位": district.roads.name, "处理结果": "", "送达日期": ""}
    run, said = imported(
        tmp_path, row(district, **about), row(district, 登记编号="旧-2", 办理单位=district.water.name, **about)
    )
    assert (run.accepted, run.rejected) == (1, 1), said
    case = Case.objects.get()
    assert case.excluded_units == [district.roads.pk]
    assert not Case.objects.visible_to(district.actor("ma")).exists()
    assert Case.objects.visible_to(district.actor("wang")).exists()


def test_reminders_of_the_past_are_passed_over(district: PetitionDistrict, tmp_path: Path) -> None:
    open_row = {"办结日期": "", "处理结果": "", "处理意见": "", "送达日期": "", "状态": "办理中"}
    run, said = imported(tmp_path, row(district, **open_row))
    assert run.accepted == 1, said
    now: datetime = timezone.now()
    assert not Clock.objects.filter(stopped_at__isnull=True, next_rung_at__lte=now).exists()
    assert Case.objects.get().due_at is not None
