"""A form with one field of each kind."""

from typing import Any

from django import forms

from heli.project.styleguide.samples import both


class Photos(forms.ClearableFileInput):
    allow_multiple_selected = True


class SampleForm(forms.Form):
    """What a resident might be asked."""

    text = forms.CharField(widget=forms.Textarea, max_length=500)
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    community = forms.ChoiceField()
    phone = forms.CharField(required=False)
    since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    ways = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    photos = forms.FileField(widget=Photos(attrs={"accept": "image/*"}), required=False)
    public = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _labels().items():
            self.fields[name].label = label
        self.fields["text"].help_text = both("什么事、在哪里、从什么时候开始。", "What, where, since when.")
        self.fields["phone"].help_text = both("只有主办单位看得到。", "Only the handling unit sees it.")
        for name, choices in _choices().items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


def _labels() -> dict[str, str]:
    return {
        "text": both("什么事？", "What is the matter?"),
        "kind": both("属于哪一类？", "What is it about?"),
        "community": both("社区", "Community"),
        "phone": both("手机号", "Mobile phone"),
        "since": both("从什么时候开始？", "Since when?"),
        "ways": both("怎样联系你？", "How may we reach you?"),
        "photos": both("照片", "Photos"),
        "public": both("答复可以公开，不写我的名字", "The answer may be published without my name"),
    }


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": [
            ("lamp", both("路灯", "Street lighting")),
            ("rubbish", both("垃圾", "Rubbish")),
            ("noise", both("噪声", "Noise")),
        ],
        "community": [
            ("", "–"),
            ("1", both("河畔社区", "Riverside community")),
            ("2", both("西苑社区", "West Garden community")),
        ],
        "ways": [("sms", both("短信", "Text message")), ("call", both("电话", "Phone call"))],
    }
