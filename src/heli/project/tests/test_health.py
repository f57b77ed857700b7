import pytest
from django.test import Client


@pytest.mark.django_db
def test_healthy_when_the_database_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
