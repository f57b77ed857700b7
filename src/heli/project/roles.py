"""What the role that serves may do in the database: work with rows, never own, drop or rewrite what must last.

Run by the owner after every migration (``grant``); printed for a server whose owner grants by hand (``statements``).
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from heli.access.models import EmergencyAccess
from heli.advice.models import Callback, Talk
from heli.audit.models import Checkpoint, Entry, SealedGroup, SealedHead, Verification
from heli.cases.charge_models import DiaryEntry, HardCase
from heli.cases.models import (
    Assignment,
    Attachment,
    Case,
    Clock,
    Event,
    InternalNote,
    Link,
    Paper,
    Service,
)
from heli.cases.people_models import ElectronicConsent, Party
from heli.funds.models import BudgetLine, Fund, FundApplication, Posting, Statement, StatementLine
from heli.funds.models import Entry as LedgerEntry
from heli.mediation.agreement_models import (
    Agreement,
    Clause,
    Confirmation,
    ConfirmationRequest,
    Instalment,
    Performance,
    Signature,
)
from heli.mediation.dossier_models import FiledDossier
from heli.mediation.models import Answer, Dispute, Mediating, Satisfaction
from heli.mediation.room_models import EarlierTalks, OfferAnswer, RoomItem
from heli.mediation.roster_models import Absence, Choice, Mediator, Seat, Term, Training
from heli.mediation.session_models import Session, SessionConsent
from heli.papers.models import Addressee, IssuedPaper, PaperCounter, PaperTemplate
from heli.petitions.annual_models import AnnualDraft, AnnualReport
from heli.petitions.models import Hearing, Opinion, Petition
from heli.petitions.overview_models import BacklogEntry, UnitSuggestion
from heli.reception.models import Appointment, DayMatter, ReceptionDay, Ticket, Visitor
from heli.referrals.models import Partner, PartnerToken, Referral
from heli.reports.models import Report, ReportFile, Run
from heli.retention.models import Erasure, Hold

#: Rows that nobody changes or removes once they are written.
FROZEN: tuple[type[Model], ...] = (
    Entry,
    Event,
    InternalNote,
    IssuedPaper,
    Service,
    ElectronicConsent,
    Opinion,
    Answer,
    Satisfaction,
    FiledDossier,
    OfferAnswer,
    EarlierTalks,
    SessionConsent,
    Choice,
    Instalment,
    Signature,
    Performance,
    ConfirmationRequest,
    BacklogEntry,
    Checkpoint,
    Verification,
    Erasure,
    ReportFile,
    LedgerEntry,
    Posting,
    DiaryEntry,
    DayMatter,
    AnnualReport,
)
#: Rows that may change and never go.
KEPT: tuple[type[Model], ...] = (
    Case, Clock, Assignment, Link, Attachment, Paper, SealedHead, SealedGroup, Hold, EmergencyAccess,
    Report, Run, Fund, BudgetLine, FundApplication, Statement, StatementLine, Addressee, PaperCounter, PaperTemplate,
    Party, Petition, Hearing, UnitSuggestion, AnnualDraft, Dispute, Mediating, RoomItem, Session,
    Term, Seat, Mediator, Training, Absence,
    Agreement, Clause, Confirmation,
    Partner, PartnerToken, Referral,
    Appointment, Ticket, Visitor, ReceptionDay, HardCase, Callback, Talk,
)  # fmt: skip
#: Rows of which only these columns change: how far it is, whether it holds or what else is known, never what it says.
ADVANCING: dict[type[Model], tuple[str, ...]] = {
    Report: ("state", "issued_at", "done", "tries", "tried_at", "error"),
    BudgetLine: ("open",),
    StatementLine: ("entry_id",),
    PaperTemplate: ("in_force",),
    RoomItem: ("shown_at", "key_id", "text", "amount", "file_name"),
}
#: Triggers that act for the owner; on a table of one's own they would tell what row security hides.
FOR_THE_OWNER = ("heli_audit_link()", "heli_audit_changed()", "heli_fund_posting()")


def statements(role: str) -> Iterator[str]:
    """Yield the statements that give ``role`` its rights and take all others; they may be run again."""
    name = connection.ops.quote_name(role)
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}"
    for model in FROZEN:
        yield f"REVOKE UPDATE, DELETE ON {_table(model)} FROM {name}"
    for model in KEPT:
        yield f"REVOKE DELETE ON {_table(model)} FROM {name}"
    for model, columns in ADVANCING.items():
        yield f"REVOKE UPDATE ON {_table(model)} FROM {name}"
        yield f"GRANT UPDATE ({', '.join(columns)}) ON {_table(model)} TO {name}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {_table(MigrationRecorder.Migration)} FROM {name}"
    for function in FOR_THE_OWNER:
        yield f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC"


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def grant(role: str) -> bool:
    """Give ``role`` its rights; made first where it is missing and may be made. False where it cannot be."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        may_create = bool(cursor.fetchone()[0])
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            if not may_create:
                return False
            cursor.execute(f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN")
        for statement in statements(role):
            cursor.execute(statement)
    return True


def after_migrating(**_more: Any) -> None:
    """Give the role that serves its rights in the tables that are there now; receiver of Django's ``post_migrate``."""
    role = settings.HELI_APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0] != role
    if owner:
        grant(role)


def powers() -> list[str]:
    """Return what makes the present role too powerful to serve: words of PostgreSQL, none where all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, EXISTS ("
            "  SELECT FROM pg_class WHERE relname = %s AND pg_has_role(current_user, relowner, 'USAGE')"
            ") FROM pg_roles WHERE rolname = current_user",
            [Entry._meta.db_table],
        )
        found = cursor.fetchone()
    words = ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "owner of the tables")
    return [word for word, has in zip(words, found, strict=True) if has]


def refuse_power() -> None:
    """Raise CommandError in production where the present role is more than it takes to serve."""
    if not settings.PRODUCTION or settings.HELI_ALLOW_OWNER:
        return
    found = powers()
    if found:
        raise CommandError(
            f"The database role that is to serve is too powerful ({', '.join(found)}): row security and the record "
            "would not hold. Let DATABASE_URL name a role of its own and HELI_OWNER_DATABASE_URL the owner (see "
            "docs/operations.md), or set HELI_ALLOW_OWNER=1 to serve so on purpose."
        )
