"""Issuing a report: its figures are frozen at once and on record; the worker draws its files (``making``)."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heli.access.actors import Actor
from heli.audit.record import write
from heli.insight.periods import Length, Period
from heli.kernel.decisions import Denied
from heli.reports.content import Content, changes, content_of
from heli.reports.models import Report
from heli.reports.public import public_content
from heli.reports.scopes import About

CHAIN: Final = "reports"


def issues_of(about: About, period: Period, *, public: bool) -> list[Report]:
    """Return the issues of a report, the newest first."""
    rows = Report.objects.filter(length=period.length, first=period.first, scope=about.key, public=public)
    return list(rows.order_by("-issue"))


def figures_of(about: About, period: Period, actor: Actor, now: datetime, *, public: bool = False) -> Content:
    """Return what a report would say now; the same for everybody who may read it."""
    return public_content(period, now) if public else content_of(about, period, about.seen_by(actor), now)


@transaction.atomic
def issue(
    about: About, period: Period, *, by: Actor, public: bool = False, now: datetime | None = None
) -> Report | Denied:
    """Freeze the figures of a closed period as the next issue, on record; the worker makes its files.

    Denied while the period runs and where nothing has changed since the last issue. The caller has asked for the right.
    """
    at = now or timezone.now()
    if not period.is_over(at) or (public and (about != About() or period.length != Length.MONTH)):
        return Denied(_("This period is not over yet. Its figures can still change."))
    _alone(about, period)
    earlier = next(iter(issues_of(about, period, public=public)), None)
    content = {**figures_of(about, period, by, at, public=public), "issue": earlier.issue + 1 if earlier else 1}
    if earlier:
        if earlier.content["figures"] == content["figures"]:
            return Denied(_("Nothing has changed since issue %(issue)s.") % {"issue": earlier.issue})
        content["changes"] = changes(earlier.content, content)
    return _frozen(about, period, content, by=by, at=at)


def _frozen(about: About, period: Period, content: Content, *, by: Actor, at: datetime) -> Report:
    report = Report.objects.create(
        length=period.length,
        first=period.first,
        scope=about.key,
        public=content["public"],
        issue=content["issue"],
        content=content,
        digest=digest_of(content),
        asked_at=at,
        issued_by=by.key,
        issued_name=by.name,
    )
    told = {"report": report.number, "period": period.code, "scope": about.key, "digest": report.digest}
    if report.public:
        write(CHAIN, "report.publish", at=at, actor=by.key, data=told)
    else:
        write(CHAIN, "report.issue", at=at, actor=by.key, data=told)
    order(report.pk)
    return report


def digest_of(content: Content) -> str:
    """Return the SHA-256 of a report's content: of its JSON without blanks, names in order, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def order(pk: int) -> None:
    """Let the worker make the files of a report; the job commits with the present transaction."""
    app.configure_task("reports.make", lock=f"reports.make.{pk}", queue="reports").defer(pk=pk)


def _alone(about: About, period: Period) -> None:
    """Let nobody else issue the same report until the present transaction ends."""
    with connection.cursor() as cursor:
        name = f"report:{period.length}:{period.code}:{about.key}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
