"""What the desk fills in: a talk, a callback for a caller, and the texts by topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.advice.doors import doors
from heli.advice.models import AdviceDesk, AdvicePath, AdviceTopic, Callback, Came
from heli.advice.talks import Told
from heli.cases.step_forms import SubmissionForm, Text, readable


class TalkForm(SubmissionForm):
    """A talk in short. No name, no number, no address is asked for."""

    desk = forms.ModelChoiceField(label=_("Desk"), queryset=AdviceDesk.objects.none())
    came = forms.ChoiceField(
        label=_("How"), choices=Came.choices[:2], initial=Came.CALL.value, widget=forms.RadioSelect
    )
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=AdviceTopic.objects.none())
    asked = Text(
        label=_("What was asked"),
        max_length=500,
        help_text=_("In short. No names, numbers or addresses: they are not needed for advice."),
    )
    told = Text(label=_("What they were told"), max_length=1000)
    minutes = forms.IntegerField(label=_("Minutes it took"), min_value=1, max_value=240, initial=5)

    def __init__(self, *args: Any, desks: list[AdviceDesk], callback: Callback | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["desk"].queryset = AdviceDesk.objects.filter(pk__in=[each.pk for each in desks])
        fields["desk"].initial = desks[0] if desks else None
        if len(desks) == 1:
            fields["desk"].widget = forms.HiddenInput()
        fields["topic"].queryset = AdviceTopic.objects.filter(active=True)
        if callback is not None:
            del fields["came"]
            fields["topic"].initial = callback.topic_id

    def words(self) -> Told:
        """Return the talk of a valid form."""
        values = self.cleaned_data
        return Told(
            desk=values["desk"], came=values.get("came", Came.CALLBACK.value), topic=values["topic"],
            minutes=values["minutes"], asked=values["asked"], told=values["told"],
        )  # fmt: skip


class TextForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody can do in matters of one topic."""

    class Meta:
        model = AdviceTopic
        fields = ["text", "text_en"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _readable(self)


class PathForm(forms.ModelForm):  # type: ignore[type-arg]
    """One path of a topic, with the ground it stands on."""

    door = forms.ChoiceField(label=_("Begins here"), required=False)

    class Meta:
        model = AdvicePath
        fields = ["path", "words", "words_en", "ground", "ground_en", "door", "phone", "position", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Elsewhere")), *((name, label) for name, label in doors().items())]
        self.fields["door"].choices = choices  # type: ignore[attr-defined]
        _readable(self)


def _readable(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.validators.append(readable)


PathForms: Any = forms.inlineformset_factory(AdviceTopic, AdvicePath, form=PathForm, extra=1, can_delete=False)
