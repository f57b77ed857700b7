"""What notices say, in both languages."""

import pytest

from heli.notices.letters import REVISION, problems_of, render
from heli.notices.models import Channel, Letter
from heli.notices.tests.people import mail, notice, unit
from heli.places.revisions import bump

pytestmark = pytest.mark.django_db


def letter(code: str, body: str, subject: str = "S") -> None:
    Letter.objects.create(code=code, subject=subject, body=body, subject_en=subject, body_en=body)
    bump(REVISION)


def test_staff_read_no_words_of_residents_by_mail():
    values = {"title": "call http://evil.example", "note": "<b>secret</b>", "step": "Sent"}
    sent = notice(channel=Channel.EMAIL, values=values, to_unit=unit(), kind="service_request.escalate.escalation")
    for language in ("zh-hans", "en"):
        assert "evil" not in "".join(render(sent, language))
        assert "secret" not in "".join(render(sent, language))


def test_a_resident_reads_chinese():
    subject, body = render(mail(), "zh-hans")
    assert subject == "【合安区】7K3M-Q9TX-C 已派遣"
    assert "办结期限：2026年11月30日24:00前" in body
    assert "/track/7K3M-Q9TX-C/" in body


def test_a_resident_reads_english():
    subject, body = render(mail(), "en")
    assert subject == "[He'an District] 7K3M-Q9TX-C: Sent"
    assert "Unit that answers: Roads" in body
    assert "Due: 30 November 2026, end of the day" in body


def test_lines_without_a_value_are_left_out():
    _subject, body = render(mail(values={"title": "灯", "step": "完成", "due": "", "note": "", "unit": ""}), "zh-hans")
    assert "办结期限" not in body
    assert "承办单位" not in body
    assert "\n\n\n" not in body


def test_the_inbox_reads_without_the_link():
    _subject, body = render(notice(), "zh-hans", link=False)
    assert "http" not in body
    assert body.startswith("路灯不亮\n已派遣")


def test_an_officer_is_led_to_the_desk():
    assert "/desk/cases/7K3M-Q9TX-C/" in render(notice(), "zh-hans")[1]


def test_the_districts_own_text_wins_and_the_most_specific_first():
    letter("applicant", "general {reference}")
    assert render(mail(), "en")[1] == "general 7K3M-Q9TX-C\n"
    letter("service_request.dispatch.applicant", "special {reference}")
    assert render(mail(), "en")[1] == "special 7K3M-Q9TX-C\n"


@pytest.mark.parametrize(
    "body", ["{", "{}", "{0}", "{nothing}!", "{note.__class__}", "{step!r:>9}", "%s {{reference}}"]
)
def test_a_careless_text_still_gives_a_letter(body):
    letter("applicant", f"{body}\nend")
    assert render(mail(), "en")[1].endswith("end\n")
    assert "class" not in render(mail(), "en")[1].replace("{note.__class__}", "")


def test_values_are_not_read_as_texts():
    values = {"title": "{hotline} {link}", "step": "x", "note": "{district}"}
    body = render(mail(values=values), "en")[1]
    assert "({hotline} {link})" in body
    assert "{district}" in body


def test_a_subject_is_one_line():
    values = {"title": "t", "step": "a\r\nBcc: all@example.test", "note": ""}
    subject, _body = render(mail(values=values), "en")
    assert "\n" not in subject
    assert "\r" not in subject


def test_an_unknown_audience_reads_the_usual_text():
    assert render(notice(kind="x.y.unheard_of"), "en")[0] == "7K3M-Q9TX-C: Sent"


def test_unknown_placeholders_are_named_to_the_editor():
    assert problems_of("{reference} {refrence} {link}") == ["refrence"]
