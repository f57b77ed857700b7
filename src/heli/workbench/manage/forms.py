"""Forms of the administrator's pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import NOBODY, Actor
from heli.access.permissions import apart_from
from heli.cases.declaring import settle
from heli.cases.families import families
from heli.cases.kinds import kinds
from heli.cases.step_forms import readable
from heli.notices.letters import BUILT_IN, PLACEHOLDERS
from heli.notices.models import Letter
from heli.organizations.arranging import save_unit
from heli.organizations.models import Category, Duty, Post, ResponsibilityRule, Unit
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.people.models import User
from heli.places.models import Area, Level
from heli.places.revisions import bump

#: Days that a person may stand in for another at a stretch.
LONGEST_STAND_IN = 92
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row; texts must be readable. ``by`` is whoever fills it in."""

    by: Actor = NOBODY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(readable)

    def store(self) -> Any:
        """Save the row and return it; the caller opens the transaction and writes the audit entry."""
        return self.save()


class UnitForm(RowForm):
    """A unit and where it stands."""

    class Meta:
        model = Unit
        fields = ["code", "name", "name_en", "short_name", "kind", "parent", "area", "phone", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["area"].queryset = _areas(Level.DISTRICT, Level.TOWN, Level.COMMUNITY)  # type: ignore[attr-defined]

    def clean_parent(self) -> Unit | None:
        """A unit cannot stand under itself or under one of its own."""
        parent: Unit | None = self.cleaned_data["parent"]
        if parent and self.instance.path and parent.path.startswith(self.instance.path):
            raise ValidationError(_("A unit cannot stand under itself."))
        return parent

    def store(self) -> Unit:
        """Save the unit and move what stands below it along."""
        unit: Unit = self.save(commit=False)
        save_unit(unit)
        bump(ORGANIZATION)
        settle()
        return unit


class PostForm(RowForm):
    """Who holds which duty where, from when until when."""

    class Meta:
        model = Post
        fields = ["user", "stands_for", "unit", "duty", "area", "since", "until"]
        widgets = {"since": _DAY, "until": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["stands_for"].queryset = people  # type: ignore[attr-defined]
        self.fields["stands_for"].help_text = _("Only for some days in place of somebody else: whose post it is.")
        self.fields["unit"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["area"].queryset = _areas(Level.TOWN, Level.COMMUNITY, Level.GRID)  # type: ignore[attr-defined]
        self.fields["area"].help_text = _("Only for grid workers: the grid or community they look after.")

    def clean(self) -> dict[str, Any]:
        """A grid worker needs a territory; a post ends after it began."""
        values = super().clean() or {}
        if values.get("duty") == Duty.GRID_WORKER and not values.get("area"):
            self.add_error("area", _("A grid worker needs a territory."))
        _check_period(self, values)
        if values.get("stands_for"):
            self._check_standing_in(values)
        self._check_rights(values)
        return values

    def _check_rights(self, values: dict[str, Any]) -> None:
        """Nobody appoints themselves, also not as somebody else's stand-in; some duties stay in different hands."""
        person = values.get("user")
        if self.by.user_id is not None and self.by.user_id in (self.instance.user_id, person and person.pk):
            self.add_error("user", _("Nobody arranges their own posts; another administrator does."))
        other = _held_beside(person, self.instance.pk, values) if person else None
        if other:
            message = _("Whoever is “%(duty)s” cannot hold this duty in the same time.")
            self.add_error("duty", ValidationError(message, params={"duty": other.get_duty_display()}))

    def _check_standing_in(self, values: dict[str, Any]) -> None:
        """Somebody stands in for a post that the other holds all that time, for days that are counted."""
        since, until, other = values.get("since"), values.get("until"), values["stands_for"]
        if other == values.get("user"):
            self.add_error("stands_for", _("Nobody stands in for themselves."))
        if not until:
            self.add_error("until", _("Whoever stands in does so until a set day."))
        elif since and (until - since).days > LONGEST_STAND_IN:
            message = _("Nobody stands in for more than %(days)s days; give a post instead.")
            self.add_error("until", ValidationError(message, params={"days": LONGEST_STAND_IN}))
        # A field that was told to be wrong is no longer among the values.
        same = Post.objects.filter(user=other, unit=values.get("unit"), duty=values.get("duty"), stands_for=None)
        if since and until and not same.filter(since__lte=since).exclude(until__lt=until).exists():
            self.add_error("stands_for", _("This person does not hold that post in all of these days."))

    def store(self) -> Post:
        """Save the post; a case that its holder may not handle goes to others at once."""
        post: Post = self.save()
        settle()
        return post


class PersonForm(RowForm):
    """An account of staff."""

    class Meta:
        model = User
        fields = ["username", "name", "name_en", "email", "phone", "language", "is_active"]


class CategoryForm(RowForm):
    """A group of topics, or a topic with its service level."""

    class Meta:
        model = Category
        fields = [
            "code", "name", "name_en", "parent", "hint", "hint_en", "keywords", "amount", "unit", "basis",
            "confidential", "families", "active",
        ]  # fmt: skip
        widgets = {"keywords": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.fields["families"]
        self.fields["families"] = forms.MultipleChoiceField(
            label=named.label,
            help_text=named.help_text,
            required=False,
            choices=[(family.code, family.title) for family in families()],
            widget=forms.CheckboxSelectMultiple,
        )
        groups = Category.objects.filter(parent__isnull=True).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = groups  # type: ignore[attr-defined]
        self.fields["parent"].help_text = _("Leave empty for a group.")

    def clean(self) -> dict[str, Any]:
        """A topic needs a service level and its ground; a group has none."""
        values = super().clean() or {}
        level = [name for name in ("amount", "unit", "basis") if values.get(name)]
        if values.get("parent") and len(level) < 3:
            self.add_error("amount", _("A topic needs a service level, what it is counted in, and its ground."))
        if not values.get("parent") and level:
            self.add_error("amount", _("A group has no service level; its topics have."))
        if values.get("parent") and self.instance.pk and self.instance.children.exists():
            self.add_error("parent", _("This group has topics, so it cannot become a topic."))
        return values


class RuleForm(RowForm):
    """Which unit answers for a topic in a territory."""

    class Meta:
        model = ResponsibilityRule
        fields = ["category", "area", "unit", "note", "since", "until"]
        widgets = {"since": _DAY, "until": _DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].help_text = _("A group stands for all its topics; empty for every topic.")
        self.fields["area"].help_text = _("Empty for the whole district.")
        self.fields["area"].queryset = _areas(Level.TOWN, Level.COMMUNITY, Level.GRID)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two rules in force for the same topic and territory would leave two owners."""
        values = super().clean() or {}
        _check_period(self, values)
        same: Any = ResponsibilityRule.objects.filter(category=values.get("category"), area=values.get("area"))
        since, until = values.get("since"), values.get("until")
        for other in same.exclude(pk=self.instance.pk):
            if since and (not other.until or since < other.until) and (not until or other.since < until):
                message = _("“%(unit)s” already answers for this in the same time. End that rule first.")
                self.add_error(None, ValidationError(message, params={"unit": other.unit.label}))
        return values


class AreaForm(RowForm):
    """Names and the end of an area's validity; boundaries come by import."""

    class Meta:
        model = Area
        fields = ["name", "name_en", "valid_until"]
        widgets = {"valid_until": _DAY}


class LetterForm(RowForm):
    """The text of one kind of message."""

    class Meta:
        model = Letter
        fields = ["code", "subject", "body", "subject_en", "body_en"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8}), "body_en": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.ChoiceField(label=_("letter"), choices=letter_codes)
        names = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        self.fields["body"].help_text = _("Placeholders: %(names)s") % {"names": names}

    def clean(self) -> dict[str, Any]:
        """Every placeholder must be one that exists, or a letter would one day fail to be written."""
        values = super().clean() or {}
        sample = dict.fromkeys(PLACEHOLDERS, "")
        for name in ("subject", "body", "subject_en", "body_en"):
            try:
                str(values.get(name, "")).format_map(sample)
            except (KeyError, ValueError, IndexError, AttributeError):
                self.add_error(name, _("This text holds a placeholder that does not exist, or a single brace."))
        return values


def letter_codes() -> list[tuple[str, Any]]:
    """Return the kinds of letters: one for each audience, and one for each step that tells the resident."""
    audiences = {
        "applicant": _("To residents"),
        "staff": _("To staff"),
        "escalation": _("Reminders"),
        "confirm": _("To confirm an address"),
        "news": _("To subscribers"),
        "report": _("Reports"),
    }
    found: list[tuple[str, Any]] = [(code, audiences[code]) for code in BUILT_IN]
    for kind in kinds():
        for step in kind.procedure.steps():
            if step.tells:
                found += [(f"{kind.procedure.code}.{step.name}.applicant", f"{kind.procedure.title}: {step.label}")]
    return found


def _held_beside(person: User, pk: int | None, values: dict[str, Any]) -> Post | None:
    """Return a post that the person holds in the same time and that does not go with the one of ``values``."""
    posts: Any = Post.objects.filter(user=person, duty__in=apart_from(values.get("duty", ""))).exclude(pk=pk)
    if values.get("since"):
        posts = posts.filter(Q(until__isnull=True) | Q(until__gt=values["since"]))
    if values.get("until"):
        posts = posts.filter(since__lt=values["until"])
    found: Post | None = posts.first()
    return found


def _areas(*levels: Level) -> Any:
    return Area.objects.filter(level__in=levels, valid_until__isnull=True).order_by("path")


def _check_period(form: RowForm, values: dict[str, Any]) -> None:
    if values.get("since") and values.get("until") and values["until"] <= values["since"]:
        form.add_error("until", _("The end must come after the beginning."))
