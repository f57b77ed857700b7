"""A form field for files: each is checked, cleaned and stored before the form is valid."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.papers.models import StoredFile
from heli.papers.sniffing import ACCEPTED
from heli.papers.uploads import UploadRefused, store

MOST_FILES = 6
MOST_BYTES_TOGETHER = 60 * 1024 * 1024


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleans to a list of stored, still unclaimed files. Refusals name the file and the reason."""

    widget = _ManyFiles
    default_error_messages = {
        "too_many": _("At most %(most)s files at a time."),
        "too_much": _("The files are too large together; at most %(most)s MB can be taken at a time."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer only what can be taken."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED}

    def clean(self, data: Any, initial: Any = None) -> list[StoredFile]:
        """Store the uploaded ``data`` and return the stored files; raises ValidationError with every refusal."""
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_FILES})
        if sum(each.size for each in uploads) > MOST_BYTES_TOGETHER:
            params = {"most": MOST_BYTES_TOGETHER // 1024 // 1024}
            raise ValidationError(self.error_messages["too_much"], code="too_much", params=params)
        stored, refusals = [], []
        for each in uploads:
            try:
                stored.append(each if isinstance(each, StoredFile) else store(each))
            except UploadRefused as refusal:
                refusals.append(ValidationError(str(refusal), code="refused"))
        if refusals:
            raise ValidationError(refusals)
        return stored
