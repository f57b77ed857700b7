"""What somebody fills in to apply: the need in their own words, the amount, how they are reached, and nothing else."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.models import Case, Channel
from heli.cases.money import YuanField, yuan
from heli.cases.step_forms import CaseField, Line, SubmissionForm, Text
from heli.funds.models import Fund, Need
from heli.funds.opening import Application
from heli.papers.fields import FilesField
from heli.people.models import Contact, Language
from heli.people.reading import in_english

PHONE = re.compile(r"^\+?[0-9][0-9 \-()]{4,24}$")
SPOKEN = [(Channel.COUNTER.value, _("Counter")), (Channel.PHONE.value, _("Telephone"))]


def open_funds() -> Any:
    """Return the funds that take applications."""
    return Fund.objects.filter(active=True).select_related("unit", "topic__parent").order_by("code")


class _FundField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class ApplyForm(SubmissionForm):
    """An application. No certificate of income or of anything else is asked for: offices look that up themselves."""

    fund = _FundField(Fund.objects.none(), label=_("Which fund?"), widget=forms.RadioSelect, empty_label=None)
    need = forms.ChoiceField(label=_("What do you need the money for?"), choices=Need, widget=forms.RadioSelect)
    amount = YuanField(label=_("How much do you need? (yuan)"))
    text = Text(
        label=_("What has happened?"),
        help_text=_("In your own words: what happened, what you need, what help you have already."),
    )
    name = Line(label=_("Your name"), max_length=60)
    phone = Line(label=_("Phone"), max_length=30)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    address = Line(label=_("Where you live"), max_length=200, required=False)
    photos = FilesField(label=_("Photos or papers, if you have any at hand"), required=False)
    consent = forms.BooleanField(
        label=_("The office may check what I wrote with other offices"),
        help_text=_("So you need no certificates. Only what this application needs is looked up, and it is on record."),
        error_messages={"required": _("Without this the office cannot check the need. If you do not agree, call us.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = open_funds()  # type: ignore[attr-defined]
        for name, purpose in {"name": "name", "phone": "tel", "email": "email", "address": "street-address"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["phone"].widget.attrs["inputmode"] = "tel"

    def clean_phone(self) -> str:
        """Return the number with plain digits."""
        phone = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        if not PHONE.match(phone):
            raise forms.ValidationError(_("This does not look like a phone number. Please check it."), code="phone")
        return phone

    def clean(self) -> dict[str, Any]:
        """No more than one application to the fund may ask for."""
        values = super().clean() or {}
        fund, fen = values.get("fund"), values.get("amount")
        if fund and fen and fund.most and fen > fund.most:
            text = _("One application to this fund may ask for at most %(yuan)s yuan.")
            self.add_error("amount", text % {"yuan": yuan(fund.most)})
        return values

    def application(self) -> Application:
        """Return what a valid form applies for."""
        values = self.cleaned_data
        language = Language.ENGLISH if in_english() else Language.CHINESE
        return Application(
            fund=values["fund"],
            need=values["need"],
            fen=values["amount"],
            text=values["text"],
            contact=Contact(**{name: values[name] for name in ("name", "phone", "email")}, language=language),
            address=values["address"],
            consent=values["consent"],
            files=values["photos"],
        )


class ApplyForForm(ApplyForm):
    """An application that an officer writes for somebody who has agreed, from a matter or without one."""

    channel = forms.ChoiceField(
        label=_("How they came"), choices=SPOKEN, initial=Channel.COUNTER.value, widget=forms.RadioSelect
    )
    matter = CaseField(
        label=_("Number of the matter that it belongs to"), required=False, help_text=_("Only one that you may see.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["matter"].bind_to(actor)  # type: ignore[attr-defined]
        self.fields["name"].label = _("Name of the person")
        self.fields["address"].label = _("Where they live")
        self.fields["consent"].label = _("The person agrees: to this application, and that what they say is checked")
        self.fields["consent"].help_text = _("Read it back to them; add the signed page below where there is one.")
        self.fields["consent"].error_messages["required"] = _("Nobody applies for somebody who has not agreed.")

    def application(self) -> Application:
        """Return what a valid form applies for, on behalf of the person."""
        values = self.cleaned_data
        matter: Case | None = values["matter"]
        base = super().application()
        return Application(
            **{name: getattr(base, name) for name in base.__dataclass_fields__ if name not in _OF_OFFICERS},
            channel=values.get("channel") or Channel.VISIT,
            matter=matter,
            by_officer=True,
        )


_OF_OFFICERS = ("channel", "matter", "by_officer")


class WindowForm(ApplyForForm):
    """The same at a window of the reception centre, where the way in is known."""

    channel = None  # type: ignore[assignment]
