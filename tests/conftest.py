"""What all browser walks may use."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.walking import Screens


@pytest.fixture
def screens(browser: Browser, live_server: LiveServer) -> Iterator[Screens]:
    """Return the browsers of those who take part in a walk; they close with it."""
    opened = Screens(browser, live_server.url)
    yield opened
    opened.close()
