"""Naming the actor to the database in the same message as the statement that needs it.

The name is valid for one transaction, so no connection carries it on to somebody else, a pooler between included.
Statements on tables that are not guarded cost nothing more.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

#: Tables under row security; ``cases/migrations/0006_row_security.py``, ``0007_internal_notes.py``,
#: ``cases/migrations/0012_service.py``, ``0013_parties.py``, ``workbench/migrations/0002_drafts.py``,
#: ``funds/migrations/0002_ledger.py``, ``reception/migrations/0002_guards.py``,
#: ``advice/migrations/0002_guards.py`` and
#: ``mediation/migrations`` make their policies.
GUARDED = frozenset(
    {
        "advice_callback",
        "advice_contactwish",
        "advice_talk",
        "audit_entry",
        "cases_attachment",
        "cases_internalnote",
        "cases_party",
        "cases_service",
        "funds_payee",
        "mediation_earliertalks",
        "mediation_offeranswer",
        "mediation_roomitem",
        "mediation_choice",
        "mediation_agreement",
        "mediation_clause",
        "mediation_confirmation",
        "mediation_confirmationrequest",
        "mediation_instalment",
        "mediation_performance",
        "mediation_satisfaction",
        "mediation_signature",
        "papers_issuedpaper",
        "people_contact",
        "reception_visitor",
        "workbench_draft",
    }
)
SETTING = "heli.actor"
SYSTEM = '{"key":"system","posts":[],"references":[]}'

F = TypeVar("F", bound=Callable[..., Any])
Describe = Callable[[], str]
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]

#: Returns the acting one as the database's function ``heli_sees`` reads it; None where nobody is named.
describing: ContextVar[Describe | None] = ContextVar("describing", default=None)
_MENTIONED = re.compile(rf"\b(?:{'|'.join(sorted(GUARDED))})\b")
#: Statements that look at no row, and may not share a message with others.
_ABOUT_TABLES = re.compile(r"\s*(?:ALTER|ANALYZE|COMMENT|CREATE|DROP|GRANT|LOCK|REINDEX|REVOKE|TRUNCATE|VACUUM)\b")


@contextmanager
def described_by(describe: Describe) -> Iterator[None]:
    """Ask the database on behalf of the one whom ``describe`` describes; called when a guarded table is touched."""
    mark = describing.set(describe)
    try:
        yield
    finally:
        describing.reset(mark)


def by_system(work: F) -> F:
    """Let ``work``, a background job, ask on behalf of the system, which sees every row."""

    @wraps(work)
    def done(*args: Any, **kwargs: Any) -> Any:
        with described_by(lambda: SYSTEM):
            return work(*args, **kwargs)

    done.by_system = True  # type: ignore[attr-defined]
    return done  # type: ignore[return-value]


class NoContextError(RuntimeError):
    """A statement touches a guarded table and nobody is named for whom; the database would answer with nothing."""


def declare(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    """Execute ``sql``; where it mentions a guarded table, name the actor first. A wrapper for Django's connections."""
    if not _MENTIONED.search(sql) or _ABOUT_TABLES.match(sql):
        return execute(sql, params, many, context)
    naming = statement()
    cursor = context["cursor"].cursor
    if many or hasattr(cursor, "name"):
        return _one_after_the_other(naming, execute, sql, params, many, context)
    if params is not None:
        naming = naming.replace("%", "%%")
    answer = execute(f"{naming}; {sql}", params, many, context)
    cursor.nextset()
    return answer


def statement() -> str:
    """Return the statement that names the acting one for the present transaction. Raises NoContextError.

    For what does not pass Django's connections by: streams of the driver's own.
    """
    describe = describing.get()
    if describe is None:
        raise NoContextError("A guarded table is touched and nobody is named for whom.")
    return "SET LOCAL {} = '{}'".format(SETTING, describe().replace("'", "''"))


def _one_after_the_other(
    naming: str,
    execute: Execute,
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001
    context: dict[str, Any],
) -> Any:
    """Name the actor in a statement of its own: cursors kept by the server and lists of parameters take no second."""
    connection: BaseDatabaseWrapper = context["connection"]
    with transaction.atomic(using=connection.alias), connection.cursor() as other:
        other.execute(naming)
        return execute(sql, params, many, context)


def attend(*, connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """Let a new connection name actors; receiver of Django's signal ``connection_created``."""
    if declare not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, declare)
