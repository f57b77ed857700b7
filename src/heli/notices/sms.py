"""Text messages. Each provider is one class with one method; which one is used is a setting."""

import sys
from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Sms(Protocol):
    """A provider of text messages."""

    def send(self, phone: str, text: str) -> None:
        """Send ``text`` to ``phone``, digits only. Raises OSError where the provider does not take it."""


class Console:
    """Prints messages where the worker runs: for development, never for production."""

    def send(self, phone: str, text: str) -> None:
        """Print the message."""
        sys.stdout.write(f"SMS to {phone}: {text}\n")


class Memory:
    """Keeps messages in a list: for tests."""

    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: str, text: str) -> None:
        """Keep the message."""
        self.sent.append((phone, text))


def provider() -> Sms | None:
    """Return the district's provider; None where there is none, and no codes go to phones."""
    found: Sms | None = import_string(settings.SMS_PROVIDER)() if settings.SMS_PROVIDER else None
    return found
