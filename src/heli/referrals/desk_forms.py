"""Forms of the pages on referrals: what an outside body sends by letter, the district's lengths."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.cases.step_forms import Line, PhoneField, SubmissionForm, text_field
from heli.cases.usual.choices import topic_choices
from heli.organizations.responsibility import registry
from heli.organizations.unit_choices import choices_of
from heli.papers.fields import FilesField
from heli.people.models import Contact
from heli.referrals.arrangements import LONGEST, limits, names
from heli.referrals.forms import ConsentFields, partner_choices
from heli.referrals.models import Direction, Partner, Way
from heli.referrals.opening import Agreed, Incoming, incoming_problems


class IncomingForm(SubmissionForm, ConsentFields):
    """What an outside body sends."""

    partner = forms.ChoiceField(label=_("From which body"))
    their_number = Line(label=_("Their number"), required=False, max_length=60)
    way = forms.ChoiceField(label=_("In what way"), choices=Way, initial=Way.PLAIN, widget=forms.RadioSelect)
    online = forms.BooleanField(
        label=_("It came by the court's online platform"),
        required=False,
        help_text=_(
            "Then it must be accepted or refused within three working days (Rules on Online Mediation, art. 12)."
        ),
    )
    unit = forms.ChoiceField(label=_("For which of your units"))
    category = forms.ChoiceField(label=_("Topic"))
    question = text_field(_("What they ask"))
    text = text_field(_("What they tell of it"), required=False)
    name = Line(label=_("Name of the person"), required=False, max_length=60)
    phone = PhoneField(label=_("Phone of the person"), required=False)
    other_name = Line(label=_("Name of the other side"), required=False, max_length=60)
    other_phone = PhoneField(label=_("Phone of the other side"), required=False)
    photos = FilesField(label=_("Papers they sent"), required=False)

    field_order = [
        "partner", "their_number", "way", "online", "unit", "category", "question", "text", "name", "phone",
        "other_name", "other_phone", "consent", "consent_by", "consent_on", "ground", "photos",
    ]  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(active=True, refers_to_us=True, unit__isnull=True).order_by("kind", "name")
        self.partners = {str(each.pk): each for each in rows}
        self.units = own_units(actor)
        topics = [each for each in registry().categories.values() if each.parent_id and each.active]
        self.fields["partner"].choices = partner_choices(list(self.partners.values()))  # type: ignore[attr-defined]
        self.fields["unit"].choices = choices_of(self.units.values())  # type: ignore[attr-defined]
        self.fields["category"].choices = topic_choices(topics)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be taken in, each reason at its field."""
        values = super().clean() or {}
        if not self.errors:
            for name, text in incoming_problems(self.incoming()).items():
                self.add_error(name, text)
        return values

    def incoming(self) -> Incoming:
        """Return what the valid form says."""
        values = self.cleaned_data
        person = Contact(name=values["name"], phone=values["phone"]) if values["name"] or values["phone"] else None
        other = Contact(name=values["other_name"], phone=values["other_phone"])
        return Incoming(
            partner=self.partners[values["partner"]],
            unit=self.units[values["unit"]],
            category=registry().categories[int(values["category"])],
            question=values["question"],
            text=values["text"],
            their_number=values["their_number"],
            way=values["way"],
            online=values["online"],
            contact=person,
            parties=[Named(Party.Role.OTHER_SIDE, other)] if other.name or other.phone else [],
            files=values.get("photos") or (),
            agreed=Agreed(
                how=values["consent"], by=values["consent_by"], on=values["consent_on"], ground=values["ground"]
            ),
        )


def own_units(actor: Actor) -> dict[str, Any]:
    """Return the units in which ``actor`` receives or handles, by their ids as text."""
    known = registry().units
    pks = dict.fromkeys(post.unit_id for post in actor.posts if post.unit_id in known)
    return {str(pk): known[pk] for pk in pks if known[pk].active}


class LimitsForm(forms.Form):
    """The district's lengths: for each kind of body and direction, to answer and to return the result."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind, way in names():
            spans = limits().of(kind, way)
            of = {"kind": kind.label, "way": _("receives") if way == Direction.OUT else _("sends")}
            self.fields[f"{name}.respond"] = forms.IntegerField(
                label=_("%(kind)s %(way)s: accept or refuse, working days") % of,
                min_value=1,
                max_value=LONGEST,
                initial=spans.respond,
            )
            self.fields[f"{name}.work"] = forms.IntegerField(
                label=_("%(kind)s %(way)s: return the result, days") % of,
                min_value=1,
                max_value=LONGEST,
                initial=spans.work,
            )

    def given(self) -> dict[str, dict[str, int]]:
        """Return the lengths as they are stored."""
        values = self.cleaned_data
        return {
            name: {"respond": values[f"{name}.respond"], "work": values[f"{name}.work"]}
            for name, _kind, _way in names()
        }
