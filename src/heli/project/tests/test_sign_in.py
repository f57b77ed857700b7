from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from heli.people.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def officer(db: None) -> Iterator[User]:
    cache.clear()
    yield User.objects.create_user("chen", password=PASSWORD, name="陈敏")
    cache.clear()


def sign_in(client: Client, password: str) -> bool:
    client.post("/accounts/login/", {"login": "chen", "password": password})
    return "_auth_user_id" in client.session


def test_a_wrong_password_opens_nothing(client: Client, officer: User) -> None:
    assert not sign_in(client, "guess")
    assert sign_in(client, PASSWORD)


def test_guessing_locks_even_the_right_password_out_for_a_while(client: Client, officer: User) -> None:
    assert not any(sign_in(client, f"guess {number}") for number in range(5))
    assert not sign_in(client, PASSWORD)


def test_an_account_without_rights_any_more_is_out_at_once(client: Client, officer: User) -> None:
    assert sign_in(client, PASSWORD)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert "_auth_user_id" in client.session
    assert client.get("/accounts/password/change/").status_code == 302
