"""Languages that staff speak beside standard Chinese, or for which an interpreter is asked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tongue(TextChoices):
    """Languages that are spoken at a window or by a mediator, beside standard Chinese, or that are interpreted."""

    SIGN = "sign", _("sign language")
    DIALECT = "dialect", _("the local dialect")
    ENGLISH = "en", _("English")
    TIBETAN = "bo", _("Tibetan")
    UYGHUR = "ug", _("Uyghur")
    MONGOLIAN = "mn", _("Mongolian")
