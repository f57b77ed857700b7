"""The administrator's page for boundaries: survey a file first, then write it."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heli.access.gates import needs
from heli.access.permissions import ARRANGE
from heli.audit.record import write
from heli.imports.charting import LEVELS
from heli.organizations.arranging import CHAIN
from heli.places.coordinates import System
from heli.places.revisions import bump
from heli.places.territory import REVISION
from heli.workbench.shell import DeskRequest, desk

LARGEST = 30_000_000
SYSTEMS = [
    (System.WGS84.value, "WGS-84 (GPS)"),
    (System.GCJ02.value, gettext_lazy("GCJ-02 (maps published in China)")),
    (System.BD09.value, "BD-09 (Baidu)"),
]


class BoundaryForm(forms.Form):
    """A file of boundaries, and how to read it."""

    file = forms.FileField(label=gettext_lazy("GeoJSON file"), help_text=gettext_lazy("Polygons, up to 30 MB."))
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=[(level.value, level.label) for level in LEVELS])
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    system = forms.ChoiceField(label=gettext_lazy("Coordinates"), choices=SYSTEMS)
    create = forms.BooleanField(label=gettext_lazy("Make areas that are not known by code or name"), required=False)
    do = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        choices=[
            ("check", gettext_lazy("Survey only: write nothing")),
            ("write", gettext_lazy("Write, unless the coordinates look shifted")),
        ],
        widget=forms.RadioSelect,
        initial="check",
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be read at once."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise ValidationError(_("The file is larger than 30 MB."))
        return upload


@needs(ARRANGE)
def boundaries(request: DeskRequest) -> HttpResponse:
    """Survey or write a file of boundaries and show the report of the command line."""
    form = BoundaryForm(request.POST or None, request.FILES or None, initial={"valid_from": timezone.localdate()})
    report: list[str] = []
    if request.method == "POST" and form.is_valid():
        report = _run(request, form)
    status = 422 if form.is_bound and form.errors else 200
    return desk(request, "imports/boundaries.html", {"form": form, "report": report}, status=status)


def _run(request: DeskRequest, form: BoundaryForm) -> list[str]:
    values, out = form.cleaned_data, StringIO()
    options = {"level": values["level"], "valid_from": values["valid_from"], "system": values["system"]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "boundaries.geojson"
        path.write_bytes(values["file"].read())
        try:
            with transaction.atomic():
                call_command(
                    "import_boundaries",
                    path,
                    check=values["do"] == "check",
                    create=values["create"],
                    stdout=out,
                    **options,
                )
                if values["do"] == "write":
                    _record(request, form, out.getvalue())
        except CommandError as error:
            form.add_error("file", str(error).replace(str(path), values["file"].name))
    return out.getvalue().splitlines()


def _record(request: DeskRequest, form: BoundaryForm, report: str) -> None:
    values = form.cleaned_data
    data = {"file": values["file"].name, "level": values["level"], "report": report}
    write(CHAIN, "boundaries.import", at=timezone.now(), actor=request.actor.key, data=data)
    bump(REVISION)
    messages.success(request, _("The boundaries were written."))
