"""Every address says who may enter, and every operation of the API who may call."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from heli.api.operations import api

#: Addresses of libraries and of the platform itself, each with the reason why it carries no gate of ours.
UNGATED = {
    "accounts/": "sign-in, by allauth: for those who are not signed in yet",
    "i18n/": "chooses the language of the page, changes nothing else",
    "healthz": "tells whether the service works, and nothing more",
    "styleguide/": "sample data only, and not mounted in production",
    "api/": "each operation carries its own rights, see below",
}
#: Operations that anybody may call, each with the reason.
OPEN_OPERATIONS = {
    "open_case": "anybody may report",
    "opening_schema": "the form that anybody may fill in",
    "deadline": "a calculator without data of anybody",
    "read_case": "checks staff, session or query code for this case",
    "step_schema": "the same",
    "take_step": "the same",
}


def addresses(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


OURS = [(path, view) for path, view in addresses() if not path.startswith(tuple(UNGATED))]


@pytest.mark.parametrize(("path", "view"), OURS, ids=[path or "/" for path, _view in OURS])
def test_every_address_has_a_gate(path, view):
    assert getattr(view, "gate", ""), f"{path} does not say who may enter"


def test_there_are_addresses_to_check():
    assert len(OURS) > 30


def test_every_operation_says_who_may_call():
    operations = [
        operation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert operations
    for operation in operations:
        name = operation.view_func.__name__
        assert operation.auth_callbacks or name in OPEN_OPERATIONS, f"{name} does not say who may call"
