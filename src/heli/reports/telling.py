"""Letters about reports: a link to the report and no figure, for whoever a schedule names; failures to its keeper."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from heli.kernel.procedures import Text
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.writing import post
from heli.reports.document import period_text, title_of
from heli.reports.models import Report, Run
from heli.reports.words import LANGUAGES, Both, read

ISSUED = gettext_lazy("%(title)s, %(about)s, %(period)s, was issued")
FAILED = gettext_lazy("%(title)s, %(about)s, %(period)s, could not be made: please look at the page of the report")


def tell(report: Report) -> None:
    """Tell the posts of every schedule that waits for ``report``, each schedule once; in the caller's transaction."""
    now = timezone.now()
    for run in report.runs.filter(told_at__isnull=True).select_related("schedule"):
        addressees = [_post(each) for each in run.schedule.recipients]
        words, key = _words(ISSUED, report), f"report.{report.pk}.{run.schedule_id}"
        post(_notice(f"{key}.{number}", report, words, to, now) for number, to in enumerate(_ways(addressees)))
        Run.objects.filter(pk=run.pk).update(told_at=now)


def tell_of_failure(report: Report) -> None:
    """Tell the keepers of the schedules that wait for ``report``, and whoever has asked for it themselves."""
    keepers = set(report.runs.values_list("schedule__kept_by", flat=True))
    asker = report.issued_by.removeprefix("staff:")
    keepers |= {int(asker)} if asker.isdigit() else set()
    words, now = _words(FAILED, report), timezone.now()
    ways = _ways([{"to_user_id": pk} for pk in sorted(keepers)])
    # Whoever asks for another try is told of its end as well.
    key = f"report.{report.pk}.failed.{report.tried_at:%Y%m%d%H%M%S}"
    post(_notice(f"{key}.{number}", report, words, to, now) for number, to in enumerate(ways))


def _ways(addressees: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each addressee twice: by inbox, and by e-mail."""
    inbox = [{**to, "channel": Channel.INBOX} for to in addressees]
    return inbox + [{**to, "channel": Channel.EMAIL, "state": Delivery.PENDING} for to in addressees]


def _post(recipient: str) -> dict[str, Any]:
    unit, _colon, duty = recipient.partition(":")
    return {"to_unit_id": int(unit), "to_duty": duty}


def _words(text: Text, report: Report) -> Both:
    found = {}
    for short, language in LANGUAGES.items():
        with translation.override(language):
            found[short] = str(text) % {
                "title": title_of(report.period.length, public=report.public),
                "about": read(report.content["about"]),
                "period": period_text(report.period),
            }
    return found


def _notice(key: str, report: Report, words: Both, to: dict[str, Any], now: datetime) -> Notice:
    kind, reference = "reports.any.report", report.number
    return Notice(key=key, reference=reference, kind=kind, values={"step": words}, created_at=now, **to)
