"""Every address declares one permission, and `heli check` refuses one that does not."""

import pytest
from django.http import HttpResponse
from django.urls import path
from ninja import NinjaAPI

from heli.access.permissions import GRANTS, PERMISSIONS, Circle
from heli.organizations.models import Duty
from heli.project import checks
from heli.project import routes as table
from heli.project.routes import FOREIGN, Route, routes

ROUTES = routes()


@pytest.mark.parametrize("route", ROUTES, ids=[f"{' '.join(each.methods)} /{each.path}" for each in ROUTES])
def test_every_address_declares_a_permission(route):
    assert route.permission is not None


def test_there_are_addresses_to_check():
    assert len(ROUTES) > 90


def test_every_address_of_a_library_is_there_for_a_reason():
    assert all(str(foreign.reason) for foreign in FOREIGN)
    used = {str(route.reason) for route in ROUTES if route.reason}
    assert used == {str(foreign.reason) for foreign in FOREIGN}


def test_a_view_without_a_gate_is_refused(monkeypatch):
    class Root:
        url_patterns = [path("secret/", lambda request: HttpResponse())]

    monkeypatch.setattr(table, "get_resolver", Root)
    assert [error.msg for error in checks.check_routes()] == ["secret/ declares no permission."]


def test_an_operation_without_a_gate_is_refused(monkeypatch):
    bare = NinjaAPI(urls_namespace="bare")
    bare.get("/secret", auth=None)(lambda request: None)
    monkeypatch.setattr(table, "api", bare)
    assert [error.msg for error in checks.check_routes()] == ["GET api/secret declares no permission."]


def test_a_page_of_a_library_that_nobody_declared_is_refused(monkeypatch):
    monkeypatch.setattr(table, "FOREIGN", [each for each in FOREIGN if each.prefix != "accounts/signup/"])
    assert [error.msg for error in checks.check_routes()] == ["accounts/signup/ declares no permission."]


def test_every_duty_is_granted_something_and_nothing_is_granted_to_nobody(monkeypatch):
    assert not checks.check_grants()
    monkeypatch.delitem(GRANTS, Duty.COORDINATOR)
    assert [error.msg for error in checks.check_grants()] == [
        "Duty coordinator has no entry in GRANTS.",
        "No duty is granted dispatch.",
    ]


def test_only_permissions_for_duties_are_granted():
    for_duties = {each for each in PERMISSIONS.values() if each.circle in (Circle.DUTIES, Circle.PARTIES)}
    assert set().union(*GRANTS.values()) == for_duties


def test_a_route_tells_its_methods_only_where_they_matter():
    assert Route("a", "b", (), None).methods == ()
    assert {route.methods for route in ROUTES if route.path == "api/cases"} == {("GET",), ("POST",)}
