"""What staff fill in to open a request: for a caller or visitor, or for what a grid worker has seen."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case, Channel
from heli.cases.naming import named_in
from heli.cases.similar import Alike, Probe, alike
from heli.cases.step_forms import CaseField, Text
from heli.papers.fields import FilesField
from heli.service_requests.opening import Report
from heli.service_requests.report_form import ReportForm

SPOKEN = [(Channel.PHONE.value, _("Telephone")), (Channel.COUNTER.value, _("Counter"))]
#: What a page opens with its details where it holds something.
OPEN_DETAILS = ("confidential", "about", "about_people", "contests")


class DeskForm(ReportForm):
    """A report that staff write down. Words of others are never published, for nobody was asked in writing."""

    publish_text = None  # type: ignore[assignment]
    asked = None  # type: ignore[assignment]
    channel_value = ""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """Keep the words out of the register."""
        return {**super().clean(), "publish_text": False}

    def found_alike(self) -> list[Alike]:
        """Return open cases that may be the same as what has been typed so far."""
        values = getattr(self, "cleaned_data", {})
        if not values.get("topic"):
            return []
        area, point = values.get("area"), self.point
        probe = Probe(
            category_id=values["topic"].pk,
            area_path=area.path if area else "",
            latitude=point[1] if point else None,
            longitude=point[0] if point else None,
            text=values.get("text", ""),
        )
        return alike(probe, self.actor)


class SpokenForm(DeskForm):
    """What somebody says and staff write down."""

    names_asked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["text"].label = _("What they say")
        self.fields["text"].widget.attrs.update(rows=5, autofocus=True)

    def clean(self) -> dict[str, Any]:
        """Ask once whether the words are a complaint about the unit or officer whose name they hold."""
        values = super().clean()
        complains = values.get("about") or values.get("about_people") or values.get("contests")
        if not self.errors and not complains and not values.get("names_asked"):
            found = named_in(values["text"])
            if found:
                text = _("The words name %(names)s. Is it a complaint about them? Mark it here, or send it as it is.")
                self.add_error("about", text % {"names": _(", ").join(found.names)})
                self.data = {**self.data, "names_asked": "on"}
        return values


class VisitForm(SpokenForm):
    """A report for a visitor at a window of the reception centre, or for whoever another desk says it came by."""

    came_by: Channel = Channel.VISIT

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["name"].label = _("Visitor's name")

    def report(self) -> Report:
        """Return what a valid form reports."""
        return replace(super().report(), channel=self.came_by)


class IntakeForm(SpokenForm):
    """A report for a caller or visitor. ``into`` is an open case that it is handled together with from the start."""

    channel = forms.ChoiceField(
        label=_("How they came"), choices=SPOKEN, initial=Channel.PHONE.value, widget=forms.RadioSelect
    )
    into = CaseField(label=_("The same matter as"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["into"].bind_to(actor)  # type: ignore[attr-defined]
        self.fields["name"].label = _("Caller's name")

    def report(self) -> Report:
        """Return what a valid form reports."""
        return replace(super().report(), channel=self.cleaned_data["channel"])

    def joined(self) -> Case | None:
        """Return the case to merge into, if one was chosen."""
        chosen: Case | None = self.cleaned_data.get("into")
        return chosen


class FieldForm(DeskForm):
    """What a grid worker has seen; with ``solved`` also what they did about it at once, shown before and after.

    It is nobody's complaint: contact and confidentiality are not asked for and not taken.
    """

    solved = forms.BooleanField(label=_("I have solved it on the spot"), required=False)
    answer = Text(label=_("What you did"), required=False)
    after = FilesField(label=_("Photos from after"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["text"].label = _("What do you see?")
        self.fields["text"].widget.attrs["rows"] = 3
        self.fields["photos"].label = _("Photos")

    def clean(self) -> dict[str, Any]:
        """What was solved at once needs words and photos from before and after."""
        nobody = {"about": [], "people": frozenset(), "unknown": [], "contests": ""}
        values = {**super().clean(), **nobody, "confidential": False, "name": "", "phone": "", "email": ""}
        if values.get("solved"):
            for name, text in (
                ("photos", _("Solving on the spot needs a photo from before.")),
                ("after", _("Solving on the spot needs a photo from after.")),
                ("answer", _("Say in a few words what you did.")),
            ):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, text)
        return values

    def report(self) -> Report:
        """Return what a valid form reports; the photos of a solved matter go with its solution."""
        values = self.cleaned_data
        photos = () if values["solved"] else values["photos"]
        return replace(super().report(), channel=Channel.GRID, photos=photos)
