"""Where the demo district is not built."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from heli.organizations.settings import save
from heli.people.models import User


@pytest.mark.parametrize("command", ["demo_district", "demo_accounts"])
def test_production_refuses(db: None, settings: Any, command: str) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command(command, stdout=StringIO())


def test_other_data_are_left_alone(db: None) -> None:
    User.objects.create(username="somebody")
    with pytest.raises(CommandError):
        call_command("demo_district", stdout=StringIO())
    assert User.objects.count() == 1


def test_a_demo_district_of_an_earlier_state_says_what_to_do(db: None) -> None:
    save({"demo": True})
    with pytest.raises(CommandError, match="make demo-reset"):
        call_command("demo_accounts", stdout=StringIO())


def test_without_a_demo_district_there_are_no_accounts(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("demo_accounts", stdout=StringIO())
