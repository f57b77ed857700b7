"""A form with one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from heli.project.styleguide.samples import both


class Photos(forms.ClearableFileInput):
    allow_multiple_selected = True


class SampleForm(forms.Form):
    """What a resident might be asked."""

    text = forms.CharField(
        label=_("What is the matter?"), help_text=_("What, where, since when."), widget=forms.Textarea, max_length=500
    )
    kind = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    community = forms.ChoiceField(label=_("Community"))
    phone = forms.CharField(label=_("Mobile phone"), help_text=_("Only the handling unit sees it."), required=False)
    since = forms.DateField(label=_("Since when?"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    ways = forms.MultipleChoiceField(
        label=_("How may we reach you?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    photos = forms.FileField(label=_("Photos"), widget=Photos(attrs={"accept": "image/*"}), required=False)
    public = forms.BooleanField(label=_("The answer may be published without my name"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        lamp, rubbish, noise = both("路灯", "Street lighting"), both("垃圾", "Rubbish"), both("噪声", "Noise")
        kinds = [("lamp", lamp), ("rubbish", rubbish), ("noise", noise)]
        places = [("", "–"), ("1", both("河畔社区", "Riverside community")), ("2", both("西苑社区", "West Garden community"))]
        ways = [("sms", both("短信", "Text message")), ("call", both("电话", "Phone call"))]
        for name, choices in (("kind", kinds), ("community", places), ("ways", ways)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
