"""Every figure of the wall leads to a list, and the list holds as many cases as the figure says."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from heli.access.actors import staff
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.insight import figures
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported
from heli.workbench.queue import queue_of

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """The links of a page that lead into the queue, each with the number that stands in it."""

    def __init__(self):
        super().__init__()
        self.found, self._href, self._text = [], "", ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and values.get("href", "").startswith(reverse("workbench:queue")):
            self._href, self._text = values["href"], ""

    def handle_data(self, data):
        self._text += data if self._href else ""

    def handle_endtag(self, tag):
        if tag == "a" and self._href:
            digits = [word for word in self._text.split() if word.isdigit()]
            self.found.append((self._href, int(digits[0]) if digits else None))
            self._href = ""


@pytest.fixture
def district():
    """Cases some of which are late, wait for the person, or are closed; one is kept from the roads office."""
    figures.forget()
    found = build()
    for days in (0, 1, 2, 20, 30, 40):
        reported(found, at=ago(days))
    waiting, closed = reported(found, at=ago(3)).case, reported(found, at=ago(9)).case
    for case in (waiting, closed):
        assert actions.dispatch(case, by=found.actor("east"), unit=found.roads, act=Act())
        assert actions.accept(case, by=found.actor("ma"), act=Act())
    assert actions.ask_information(waiting, by=found.actor("ma"), question="哪一盏灯？", act=Act())
    Case.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), state="closed")
    reported(found, at=ago(1), category=found.attitude, about=found.roads)
    return found


def ago(days):
    return timezone.now() - timedelta(days=days)


def listed(link, actor):
    """Return how many cases the officers' list at ``link`` holds."""
    request = RequestFactory().get(link)
    request.actor = actor
    return queue_of(request).cases.count()


def test_every_figure_equals_its_list(client, district):
    group = district.lamps.parent_id
    asked = [{"period": "week"}, {"place": "d/e/e1/", "period": "last-week"}, {"group": group}]
    for name, fewest in (("waterlead", 4), ("lead", 15), ("east", 15), ("audit", 15)):
        client.force_login(district.people[name])
        actor = staff(district.people[name], timezone.localdate())
        for given in asked:
            page = Links()
            page.feed(client.get(reverse("wall:wall"), given).text)
            assert len(page.found) >= fewest
            wrong = [(link, number) for link, number in page.found if number != listed(link, actor)]
            assert wrong == [], (name, given)


def test_a_list_of_a_period_never_moves(client, district):
    client.force_login(district.people["audit"])
    page = client.get(reverse("wall:wall"), {"period": "last-week"})
    links = [card["href"] for card in page.context["cards"] if "opened=" in card.get("href", "")]
    assert len(links) == 1
    assert "last-week" not in links[0]
