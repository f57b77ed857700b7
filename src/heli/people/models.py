"""Accounts of staff, and the contacts that residents leave with a case."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.people.keyed import Keyed, KeyedQuerySet
from heli.people.reading import in_english
from heli.people.sealed_fields import BlindIndexField, SealedCharField, SealedEmailField, index_of, is_filled


class Language(models.TextChoices):
    """Languages that a person can be written to in."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class User(AbstractUser, Keyed):
    """An account. What it may do follows from its posts alone, never from the account."""

    data_classes = DataClasses(
        internal="id username name name_en first_name last_name language shortcuts is_staff is_active is_superuser"
        " date_joined last_login groups user_permissions",
        personal="email phone",
        sensitive="password",
        what=_("Accounts of staff"),
        why=_("So that the staff of the district can sign in, and so that it is known who did what."),
        kept=_("As long as the person works for the district; the record of their acts stays."),
    )

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    shortcuts = models.BooleanField(_("single keys as shortcuts"), default=True)

    REQUIRED_FIELDS = ["name", "email"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language: in English the English one, if there is one."""
        return self.name_en if self.name_en and in_english() else self.written

    @property
    def written(self) -> str:
        """The name as records and papers keep it, whoever reads them."""
        return self.name or self.username


class ContactQuerySet(KeyedQuerySet):
    """Reads of contacts."""

    def reached_by(self, text: str) -> "ContactQuerySet":
        """Return the contacts with exactly this phone number or e-mail address, however it is written."""
        if "@" in text:
            name, index = "email_index", index_of(text, "email")
        else:
            name, index = "phone_index", index_of(text, "phone")
        return self.filter(**{name: index}) if index else self.none()

    def reached_like(self, contact: "Contact") -> "ContactQuerySet":
        """Return the contacts with the same phone number or the same e-mail address; nothing is opened for it."""
        same = models.Q()
        for name in ("phone_index", "email_index"):
            if index := getattr(contact, name):
                same |= models.Q(**{name: index})
        return self.filter(same) if same else self.none()


class Contact(Keyed):
    """How a resident can be reached about one case; personal data, shown to staff only through a logged read."""

    data_classes = DataClasses(
        internal="id language",
        personal="name phone email address phone_index email_index",
        what=_("Name, phone, e-mail and postal address of whoever reports"),
        why=_("So that we can ask you back and tell you what came of your matter. You may leave it empty."),
        kept=_("Until you take it back or change it, at most until the period of keeping of the matter ends."),
    )

    name = SealedCharField(_("name"), max_length=60, blank=True)
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    email = SealedEmailField(_("e-mail"), blank=True)
    address = SealedCharField(_("postal address"), max_length=200, blank=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    email_index = BlindIndexField(of="email", kind="email")
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["phone_index"], name="people_contact_phone", condition=~models.Q(phone_index=b"")),
            models.Index(fields=["email_index"], name="people_contact_email", condition=~models.Q(email_index=b"")),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def writable(self) -> bool:
        """Whether an e-mail address was left; nothing is opened."""
        return is_filled(self, "email")
