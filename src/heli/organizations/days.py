"""Days of the district: they begin at its own midnight."""

from datetime import date, datetime, time

from django.utils import timezone


def midnight(day: date) -> datetime:
    """Return the instant at which ``day`` begins in the district."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
