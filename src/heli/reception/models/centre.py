"""Where residents are received: centres, what they offer, their windows, and when these are open."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Bilingual, Dated, Unit
from heli.organizations.weekdays import Weekday
from heli.people.reading import in_english
from heli.people.tongues import Tongue

#: Times are kept in steps of so many minutes: windows, services and leaders' days begin and end on one.
CELL = 5


def in_cells(minutes: int) -> None:
    """Refuse a length that is no multiple of ``CELL`` minutes."""
    if minutes % CELL:
        raise ValidationError(_("Please choose a multiple of %(cell)d minutes."), params={"cell": CELL}, code="cell")


def at_most(number: int) -> list[MinValueValidator | MaxValueValidator]:
    """Return the validators of a number from 1 to ``number``."""
    return [MinValueValidator(1), MaxValueValidator(number)]


class Centre(Bilingual):
    """A joint reception centre (Regulation on Petition Work, art. 18), run by ``unit``; with its local arrangements.

    ``hold_minutes``: how long a time is kept while its form is filled in. ``book_days``: how many days ahead times are
    offered; ``lead_minutes``: how long before a time it can still be booked. ``remind_hours``: how long before it the
    visitor is reminded. ``late_minutes``: after that much delay an appointment counts as coming without one.
    ``interpreter_days``: working time it takes to order an interpreter. ``keep_days``: after that many days names,
    numbers and words of visitors are made unreadable. ``leader_days_a_month``: how many reception days a leader is to
    hold; 0 asks for none, since no statute in force fixes a number (the opinion of 2009 may have been replaced).
    """

    data_classes = DataClasses(
        public="id code unit address address_en phone hold_minutes book_days lead_minutes late_minutes"
        " interpreter_days keep_days active",
        internal="remind_hours leader_days_a_month",
    )

    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("run by"))
    address = models.CharField(_("address"), max_length=200)
    address_en = models.CharField(_("English address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hold_minutes = models.PositiveSmallIntegerField(_("minutes a time is kept"), default=10, validators=at_most(60))
    book_days = models.PositiveSmallIntegerField(_("days ahead"), default=14, validators=at_most(90))
    lead_minutes = models.PositiveSmallIntegerField(_("minutes before a time it can be booked"), default=30)
    remind_hours = models.PositiveSmallIntegerField(_("hours before it a reminder goes out"), default=24)
    late_minutes = models.PositiveSmallIntegerField(_("minutes an appointment waits"), default=10)
    interpreter_days = models.PositiveSmallIntegerField(_("days it takes to order an interpreter"), default=3)
    keep_days = models.PositiveSmallIntegerField(
        _("days that data of visitors are kept"), default=180, validators=at_most(3650)
    )
    leader_days_a_month = models.PositiveSmallIntegerField(
        _("reception days of a leader in a month"),
        default=0,
        help_text=_("0: none is asked for. The Regulation on Petition Work (art. 18) names no number."),
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]

    @property
    def where(self) -> str:
        """The address in the reader's language."""
        return self.address_en if self.address_en and in_english() else self.address


class Service(Bilingual):
    """A kind of business that a centre offers. ``letter`` begins its numbers; one visit takes ``minutes``.

    ``kinds`` are the procedures of which a case can be opened at its windows; none: advice alone, and what is linked.
    """

    data_classes = DataClasses(public="id centre letter hint hint_en minutes kinds active")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="services", verbose_name=_("reception centre"))
    letter = models.CharField(
        _("letter"), max_length=1, validators=[RegexValidator("^[A-Z]$", _("One capital letter, A to Z."))]
    )
    hint = models.CharField(_("help text"), max_length=200, blank=True)
    hint_en = models.CharField(_("English help text"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes for one visit"), default=20, validators=[*at_most(240), in_cells]
    )
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("cases that can be opened"), default=list)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [models.UniqueConstraint(fields=["centre", "letter"], name="reception_service_letter")]

    @property
    def about(self) -> str:
        """The help text in the reader's language."""
        return self.hint_en if self.hint_en and in_english() else self.hint


class Window(models.Model):
    """A counter of a centre, staffed by ``unit``. ``bookable``: it takes appointments, and walk-ins between them.

    ``for_leaders``: the room or desk of published days; it serves nobody else, and may be one that goes out.
    """

    data_classes = DataClasses(public="id centre number unit services accessible languages bookable for_leaders active")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="windows", verbose_name=_("reception centre"))
    number = models.PositiveSmallIntegerField(_("number"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("staffed by"))
    services = models.ManyToManyField(Service, related_name="windows", verbose_name=_("services"))
    accessible = models.BooleanField(_("wheelchair access, low counter, hearing loop"), default=False)
    languages = ArrayField(
        models.CharField(max_length=10, choices=Tongue), verbose_name=_("languages spoken"), default=list, blank=True
    )
    bookable = models.BooleanField(_("takes appointments"), default=True)
    for_leaders = models.BooleanField(_("for published days only"), default=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["centre", "number"]
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="reception_window_number")]

    def __str__(self) -> str:
        return str(_("Window %(number)d") % {"number": self.number})


class Opening(Dated):
    """When the windows of a centre are open on a weekday, or one of them; holidays and closures take it away."""

    data_classes = DataClasses(public="id centre window weekday opens closes")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="openings", verbose_name=_("reception centre"))
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("window (empty: all)")
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["centre", "weekday", "opens", "id"]
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="reception_opening_order")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Closure(models.Model):
    """A day on which a centre is closed beyond the holidays of the working calendar; told in public."""

    data_classes = DataClasses(public="id centre day reason reason_en")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="closures", verbose_name=_("reception centre"))
    day = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=120)
    reason_en = models.CharField(_("English reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="reception_closure_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"

    @property
    def why(self) -> str:
        """The reason in the reader's language."""
        return self.reason_en if self.reason_en and in_english() else self.reason
