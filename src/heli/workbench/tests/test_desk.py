"""The first page, the messages, the search, the side bar."""

import pytest
from django.urls import reverse

from heli.notices.models import Notice
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.search import excerpt, marked
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in

HOME, INBOX, SEARCH = (reverse(f"workbench:{name}") for name in ("home", "inbox", "search"))


def waiting(district, name):
    rows = signed_in(district, name).get(HOME).context["lists"].get("waiting", [])
    return [row.reference for row in rows]


def test_what_waits_for_whom(district):
    new, sent, done = reported(district).case, dispatched(district), completed(district)
    assert waiting(district, "wang") == waiting(district, "west") == waiting(district, "audit") == []
    assert set(waiting(district, "east")) == {new.reference, done.reference}
    assert waiting(district, "ma") == [sent.reference]


def test_my_work_is_what_i_handle(district):
    case = in_hand(district)
    assert "mine" not in signed_in(district, "mo").get(HOME).context["lists"]
    rows = signed_in(district, "ma").get(HOME).context["lists"]["mine"]
    assert [row.reference for row in rows] == [case.reference]


def test_the_first_page_is_cheap(district):
    in_hand(district), dispatched(district)
    client = signed_in(district, "ma")
    client.get(HOME)
    with counted() as statements:
        client.get(HOME)
    assert len(statements) <= 10, "\n".join(statements)


def test_messages_of_others_stay_with_them(district):
    dispatched(district)
    notice = Notice.objects.filter(to_unit=district.roads).first()
    other = signed_in(district, "wang")
    assert other.get(INBOX).context["notices"] == []
    assert other.get(reverse("workbench:message", args=[notice.pk])).status_code == 404
    other.post(reverse("workbench:read", args=[notice.pk]))
    other.post(reverse("workbench:read_all"), {"until": str(notice.pk)})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_a_message_marks_it_read_and_leads_to_the_case(district):
    case = dispatched(district)
    client = signed_in(district, "ma")
    (line,) = client.get(INBOX).context["notices"]
    assert client.get(HOME).context["inbox_count"] == 1
    assert client.get(line["url"])["Location"] == page_of(case)
    assert client.get(HOME).context["inbox_count"] == 0
    assert len(client.get(INBOX, {"show": "all"}).context["notices"]) == 1


def test_all_that_was_seen_is_marked_read(district):
    dispatched(district), dispatched(district)
    client = signed_in(district, "ma")
    newest = client.get(INBOX).context["newest"]
    dispatched(district)
    client.post(reverse("workbench:read_all"), {"until": newest})
    assert client.get(INBOX).context["inbox_count"] == 1


@pytest.mark.parametrize("name", ["wang", "west", "admin"])
def test_search_finds_nothing_hidden(district, name):
    case = dispatched(district)
    client = signed_in(district, name)
    assert client.get(SEARCH, {"q": "路灯"}).context["hits"] == []
    assert client.get(SEARCH, {"q": case.reference}).status_code == 200


def test_a_reference_leads_to_its_case(district):
    case = dispatched(district)
    assert signed_in(district, "ma").get(SEARCH, {"q": case.reference.lower()})["Location"] == page_of(case)


def test_words_are_marked_where_they_were_found(district):
    reported(district, text="<b>河滨路的路灯</b>不亮", address="河滨路5号")
    (hit,) = signed_in(district, "east").get(SEARCH, {"q": "路灯 河滨路"}).context["hits"]
    assert "<mark>路灯</mark>" in hit.excerpt
    assert "&lt;b&gt;" in hit.excerpt
    assert hit.address == "<mark>河滨路</mark>5号"


@pytest.mark.parametrize("query", ["", "   ", "%", "<script>", "（）", "\ud800"[:0] + "a" * 500])
def test_strange_words_find_nothing_and_break_nothing(district, query):
    assert signed_in(district, "east").get(SEARCH, {"q": query}).status_code == 200


def test_nothing_people_wrote_becomes_html():
    assert marked("<i>x</i>", ["i"]) == "&lt;<mark>i</mark>&gt;x&lt;/<mark>i</mark>&gt;"
    assert excerpt("长" * 300 + "路灯", ["路灯"]).startswith("…")


def test_the_side_bar_shows_what_the_duty_needs(district):
    def views(name):
        return {
            line.get("url") for line in signed_in(district, name).get(reverse("workbench:queue")).context["navigation"]
        }

    assert reverse("workbench:dispatch") in views("east")
    assert reverse("workbench:dispatch") not in views("ma")
    assert reverse("request_desk:intake") in views("hot")
    assert reverse("request_desk:field") in views("grid")
