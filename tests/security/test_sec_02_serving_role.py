"""The role that serves neither loses an emergency access nor borrows the functions that act for the owner."""

import pytest
from django.db import DatabaseError, connection, transaction

from heli.access.models import EmergencyAccess
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


def _refused(*statements: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)
    except DatabaseError as error:
        return "permission denied" in str(error)
    return False


def test_an_emergency_access_is_not_deleted():
    assert _refused(f"DELETE FROM {EmergencyAccess._meta.db_table}")


def test_no_table_of_ones_own_asks_the_chains_for_their_owner():
    """As a trigger of it, the function would tell anybody how long the hidden record of a case is."""
    reported(build())
    table = (
        "CREATE TEMPORARY TABLE own (id bigint, chain text, seq int, at timestamptz, actor text, verb text,"
        " content text, previous bytea, digest bytea)"
    )
    for name in ("heli_audit_link", "heli_audit_changed"):
        assert _refused(table, f"CREATE TRIGGER t BEFORE INSERT ON own FOR EACH ROW EXECUTE FUNCTION {name}()")
