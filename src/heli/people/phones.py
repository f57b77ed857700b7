"""Phone numbers as people type them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_PHONE = re.compile(r"^\+?[0-9][0-9 \-()]{4,24}$")


def readable_phone(text: str) -> str:
    """Return the number with plain digits; short codes and foreign numbers are numbers too. Raises ValidationError."""
    phone = unicodedata.normalize("NFKC", text)
    if phone and not _PHONE.match(phone):
        raise ValidationError(_("This does not look like a phone number. Please check it."), code="phone")
    return phone
