"""The case and everything that is kept about it. ``heli.cases.engine`` is the only writer of ``Case.state``."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.actors import Actor
from heli.audit.models import Entry
from heli.cases.charge_models import DiaryEntry, HardCase  # noqa: F401  models of this app
from heli.cases.people_models import ElectronicConsent, Party  # noqa: F401  models of this app
from heli.cases.tallies import Tally  # noqa: F401  a model of this app
from heli.cases.visibility import about, visible_filter
from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Category, Unit
from heli.papers.models import IssuedPaper, StoredFile
from heli.people.models import Contact, User
from heli.places.models import Area


class Channel(models.TextChoices):
    """Ways a case comes in."""

    WEB = "web", _("Web")
    PHONE = "phone", _("Hotline")
    COUNTER = "counter", _("Counter")
    LETTER = "letter", pgettext_lazy("how a case comes in", "Letter")
    FAX = "fax", pgettext_lazy("how a case comes in", "Fax")
    VISIT = "visit", pgettext_lazy("how a case comes in", "Visit")
    ABOVE = "above", _("Handed down from above")
    GRID = "grid", _("Grid worker")
    API = "api", _("Other system")
    IMPORT = "import", _("Imported")


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases; every list, count, search, export, map and feed begins with ``visible_to``."""

    def visible_to(self, actor: Actor) -> "CaseQuerySet":
        """Return the cases that ``actor`` may see; nothing for an actor without a post or query code."""
        return self.filter(visible_filter(actor))

    def readable_by(self, actor: Actor) -> "CaseQuerySet":
        """Return the cases whose page ``actor`` may open: those visible, and what an emergency opens. For no list."""
        if not actor.opened:
            return self.visible_to(actor)
        opened = Q(reference__in=actor.opened) & ~about(actor)
        return self.filter(visible_filter(actor) | opened)

    def public(self) -> "CaseQuerySet":
        """Return the cases of the public register."""
        return self.filter(public=True)

    def open(self) -> "CaseQuerySet":
        """Return the cases that still need an act."""
        return self.filter(closed_at__isnull=True)


#: What figures over a period read of a case from the index alone, beside the instant.
_PLACED = ("procedure", "area_path", "category", "unit", "public", "excluded_units", "excluded_people", "centre", "id")


class Case(models.Model):
    """A matter that somebody raised and somebody must answer.

    ``due_at`` and ``warn_at`` are those of the main limit while it runs, else of the office's limit that runs instead;
    null while only the person's turn counts. ``order_at`` is never null and orders queues. ``excluded_units`` are the
    ids of the units that the case concerns: these and all below them do not see it, wherever they are moved;
    ``excluded_people`` are the accounts that do not. ``oversight``: nobody within the administration may coordinate
    the case, so the unit of discipline inspection and supervision does. ``centre`` coordinates the case in place of the
    coordination centres, which then neither coordinate nor see it, wherever it lies. ``assisting`` are ids of units
    with an open task, ``followers`` counts the cases merged into this one. ``search_text`` is the normalised text that
    the bigram index covers. ``version`` counts what moved the case.
    """

    data_classes = DataClasses(
        public="reference procedure procedure_version state category area area_path latitude longitude unit"
        " opened_at closed_at due_at followers",
        internal="id version channel handler centre assisting excluded_units excluded_people oversight contact public"
        " confidential warn_at order_at changed_at opened_by urged_at",
        personal="title text search_text address",
        sensitive="query_code",
        what=_("The matter: what was told, and where"),
        why=_("So that the unit which answers knows what happened and where, and so that you can follow it."),
        kept=_("Until the matter is closed and the period of keeping of its kind has ended."),
    )

    reference = models.CharField(max_length=11, unique=True)
    query_code = models.CharField(max_length=64)
    procedure = models.CharField(max_length=40)
    procedure_version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Channel)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    search_text = models.TextField()
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("category"))
    area = models.ForeignKey(Area, models.PROTECT, null=True, verbose_name=_("place"))
    area_path = models.CharField(max_length=200, default="")
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, verbose_name=_("handling unit"))
    # The partial indexes below serve the key; most cases have no centre of their own.
    centre = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("coordinating unit")
    )
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("handler"))
    assisting = ArrayField(models.BigIntegerField(), default=list)
    followers = models.PositiveSmallIntegerField(default=0)
    excluded_units = ArrayField(models.BigIntegerField(), default=list)
    excluded_people = ArrayField(models.BigIntegerField(), default=list)
    oversight = models.BooleanField(default=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    opened_by = models.CharField(max_length=60)
    public = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    order_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    urged_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state", "order_at", "id"], name="cases_unit_state_due"),
            models.Index(fields=["order_at", "id"], name="cases_open_order", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["due_at"], name="cases_open_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["state", "order_at", "id"], name="cases_state_order"),
            models.Index(fields=["handler", "due_at"], name="cases_handler", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["area_path"], name="cases_area_path", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["category", "-opened_at"], name="cases_category_opened"),
            models.Index(fields=["-opened_at", "-id"], name="cases_public_opened", condition=Q(public=True)),
            models.Index(fields=["-opened_at", "-id"], name="cases_opened"),
            models.Index(
                fields=["area_path"],
                name="cases_open_facts",
                condition=Q(closed_at__isnull=True),
                include=[
                    "procedure",
                    "state",
                    "unit",
                    "category",
                    "due_at",
                    "warn_at",
                    "public",
                    "excluded_units",
                    "excluded_people",
                    "centre",
                    "id",
                ],
            ),
            models.Index(
                fields=["opened_at"],
                name="cases_opened_facts",
                include=_PLACED,
            ),
            models.Index(
                fields=["closed_at"],
                name="cases_closed_facts",
                condition=Q(closed_at__isnull=False),
                include=_PLACED,
            ),
            GinIndex(fields=["excluded_units"], name="cases_excluded_units", condition=~Q(excluded_units=[])),
            GinIndex(fields=["excluded_people"], name="cases_excluded_people", condition=~Q(excluded_people=[])),
            models.Index(fields=["order_at", "id"], name="cases_oversight", condition=Q(oversight=True)),
            models.Index(fields=["centre", "order_at", "id"], name="cases_centre", condition=Q(centre__isnull=False)),
            models.Index(fields=["opened_by"], name="cases_centre_opened", condition=Q(centre__isnull=False)),
            models.Index(fields=["opened_by"], name="cases_opened_by"),
            GinIndex(fields=["assisting"], name="cases_assisting", condition=~Q(assisting=[])),
            GinIndex(Func(F("search_text"), function="heli_bigrams"), name="cases_search"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether the case still needs an act."""
        return self.closed_at is None

    @property
    def lamp(self) -> str:
        """``red`` when the due date has passed, ``yellow`` from the warning on, ``green`` before; empty without one."""
        if self.due_at is None or not self.is_open:
            return ""
        now = timezone.now()
        if now >= self.due_at:
            return "red"
        return "yellow" if self.warn_at and now >= self.warn_at else "green"


class Event(models.Model):
    """One step taken, in the case's history. The database refuses to change or delete it.

    ``key`` is the submission that caused it: the same submission twice is one event. ``note`` is written for the
    resident. ``facts`` are the step's other particulars.
    """

    data_classes = DataClasses(
        public="step from_state to_state at unit",
        internal="id case entry key role actor actor_name internal",
        personal="note facts",
        what=_("The history of the matter"),
        why=_("So that you and the office can see what was done, by whom and when."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True, null=True)
    step = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    internal = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="cases_event_case"),
            models.Index(fields=["step", "at"], name="cases_event_step"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"

    @property
    def internal_note(self) -> str:
        """What was written for staff only; empty too for those to whom the database does not show it."""
        try:
            return self.note_for_staff.text
        except InternalNote.DoesNotExist:
            return ""


class InternalNote(models.Model):
    """What a step says to staff only: apart from its event, so that the database itself keeps it from residents."""

    data_classes = DataClasses(
        internal="event case",
        personal="text",
        what=_("What staff have noted about the matter"),
        why=_("So that those who work on the matter know what the others know."),
        kept=_("As long as the matter itself."),
    )

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="note_for_staff")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.event)


class Clock(models.Model):
    """One running, paused or stopped time limit of a case.

    ``due_at`` is the breach instant, ``plain_due_at`` the one before rolling over days off, at which staff are warned.
    ``window``: it bounds a right, and nobody is late when it ends.
    ``pauses`` is a list of [from, until or null] instants; ``extensions`` of {amount, unit, reason, by, at}.
    ``trace`` explains the date. ``rung`` counts the escalations taken; ``next_rung_at`` is when the next is due.
    """

    data_classes = DataClasses(
        public="limit amount unit basis started_at due_at plain_due_at provisional trace",
        internal="id case roll main window pauses extensions paused_at stopped_at rung next_rung_at",
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    limit = models.CharField(max_length=40)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    roll = models.CharField(max_length=10)
    basis = models.CharField(max_length=200)
    main = models.BooleanField(default=False)
    window = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    plain_due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    trace = models.JSONField(default=list)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="cases_clock_case"),
            models.Index(
                fields=["next_rung_at", "id"],
                name="cases_clock_rung",
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True, next_rung_at__isnull=False),
            ),
            models.Index(fields=["due_at", "id"], name="cases_clock_running", condition=Q(stopped_at__isnull=True)),
            models.Index(
                fields=["stopped_at"],
                name="cases_clock_answered",
                condition=Q(main=True, stopped_at__isnull=False),
                include=["case", "due_at", "started_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.limit}"

    @property
    def met(self) -> bool | None:
        """Whether the limit was met; None while it runs in time."""
        if self.stopped_at is not None:
            return self.stopped_at < self.due_at
        return None if self.paused_at or timezone.now() < self.due_at else False


class Assignment(models.Model):
    """A unit's task in a case: the handling of it, or assistance with a task of its own."""

    data_classes = DataClasses(
        internal="id case unit kind due_at since until",
        personal="task result",
        what=_("Tasks of the units that help"),
        why=_("So that a unit that helps knows what to do, and tells what it did."),
        kept=_("As long as the matter itself."),
    )

    class Kind(models.TextChoices):
        """Kinds of assignment."""

        HANDLING = "handling", _("Handling")
        ASSISTING = "assisting", _("Assisting")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    kind = models.CharField(max_length=10, choices=Kind)
    task = models.TextField(_("task"), blank=True)
    result = models.TextField(_("result"), blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_assignment_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="handling", until__isnull=True), name="cases_one_handling_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.unit_id}"


class Link(models.Model):
    """A tie between two cases; ``ended_at`` is set when it is undone."""

    data_classes = DataClasses(internal="id case other kind since ended_at")

    class Kind(models.TextChoices):
        """Kinds of ties, read from ``case`` to ``other``."""

        MERGED_INTO = "merged_into", _("merged into")
        RELATED = "related", _("related to")

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["other", "kind"], name="cases_link_other")]
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("other")), name="cases_link_not_self"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="merged_into", ended_at__isnull=True), name="cases_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class Attachment(models.Model):
    """A file in a case. ``public`` files may be shown beside the published answer; others to the parties and staff."""

    data_classes = DataClasses(internal="id case event file purpose")

    class Purpose(models.TextChoices):
        """What the file is for."""

        REPORT = "report", _("With the report")
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")
        EVIDENCE = "evidence", _("Evidence")
        INTERNAL = "internal", _("Internal")

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    event = models.ForeignKey(Event, models.PROTECT, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)

    def __str__(self) -> str:
        return f"{self.case_id} {self.purpose}"


class Paper(models.Model):
    """A paper issued in a case."""

    data_classes = DataClasses(internal="id case paper")

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    paper = models.OneToOneField(IssuedPaper, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper_id}"


class Service(models.Model):
    """One attempt to give an issued paper to its addressee formally, or its outcome. The database refuses to change it.

    ``sent_at`` and ``served_at`` are instants of the day that is meant; ``served_at`` is null while nothing is proved,
    and may lie ahead (public notice). Several rows of a paper are several attempts, and the first that holds counts
    (``heli.cases.serving``); a row that ``corrects`` another stands in its place. Proofs are the attachments of
    ``event``.
    """

    data_classes = DataClasses(
        internal="id case paper event method sent_at served_at corrects recorded_by recorded_at",
        personal="note",
        what=_("How papers of the office reached you"),
        why=_("So that it is certain when you got a paper: your time to act against it runs from then."),
        kept=_("As long as the matter itself."),
    )

    class Method(models.TextChoices):
        """Ways of service, as the Civil Procedure Law knows them (arts. 88-95)."""

        IN_PERSON = "in_person", _("Handed over")
        MAIL = "mail", _("By mail")
        ELECTRONIC = "electronic", _("Electronically")
        LEFT = "left", _("Left at the address")
        OTHER_ORGAN = "other_organ", _("Through another organ")
        PUBLIC_NOTICE = "public_notice", _("By public notice")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="services")
    event = models.OneToOneField(Event, models.PROTECT, related_name="service")
    method = models.CharField(max_length=20, choices=Method)
    sent_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_service_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.method}"
