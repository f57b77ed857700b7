"""The kinds of reference data that an administrator keeps, as one table; the pages are the same for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from heli.access.permissions import APPOINT, ARRANGE, KEEP_ACCOUNTS, Permission
from heli.kernel.procedures import Text
from heli.notices.letters import REVISION as LETTERS
from heli.notices.models import Letter
from heli.organizations.models import Category, Post, ResponsibilityRule, Unit
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.people.models import User
from heli.places.models import Area
from heli.places.territory import REVISION as TERRITORY
from heli.workbench.manage import forms

Columns = tuple[tuple[Text, Callable[[Any], Any]], ...]


@dataclass(frozen=True)
class Section:
    """One kind of row: what it is called and for, how it is listed, searched and changed.

    ``revision`` names what processes keep in memory of it. ``creates`` is False where rows come by import.
    ``permission`` is needed besides that of the arranging pages.
    """

    slug: str
    label: Text
    lead: Text
    icon: str
    form: type[forms.RowForm]
    rows: Callable[[], QuerySet[Any]]
    search: tuple[str, ...]
    columns: Columns
    revision: str = ""
    creates: bool = True
    permission: Permission = ARRANGE

    @property
    def model(self) -> type[Model]:
        """The model of the rows."""
        found: type[Model] = self.form._meta.model
        return found

    def find(self, word: str) -> QuerySet[Any]:
        """Return the rows whose searched columns hold ``word``; all for an empty word."""
        held = Q()
        for name in self.search:
            held |= Q(**{f"{name}__icontains": word})
        return self.rows().filter(held) if word else self.rows()


def add(section: Section) -> None:
    """Keep ``section`` as well from now on; called once from the AppConfig of a domain."""
    SECTIONS[section.slug] = section


def _until(row: Any) -> Any:
    return row.until or ""


SECTIONS = {
    section.slug: section
    for section in (
        Section(
            "units",
            _("Units"),
            _("Departments, towns and streets, stations and companies that answer for cases."),
            "building",
            forms.UnitForm,
            lambda: Unit.objects.select_related("parent", "area").order_by("code"),
            ("name", "name_en", "code"),
            (
                (_("Unit"), lambda row: row.label),
                (_("Kind"), lambda row: row.get_kind_display()),
                (_("Under"), lambda row: row.parent.label if row.parent else ""),
                (_("Territory"), lambda row: row.area.name if row.area else ""),
                (_("Phone"), lambda row: row.phone),
                (_("Active"), lambda row: _("Yes") if row.active else _("No")),
            ),
            ORGANIZATION,
        ),
        Section(
            "people",
            _("Staff"),
            _("Accounts of members of staff. What an account may do follows from its posts."),
            "users",
            forms.PersonForm,
            lambda: User.objects.order_by("name", "id"),
            ("name", "name_en", "username"),
            (
                (_("Name"), lambda row: row.name),
                (_("Account"), lambda row: row.username),
                (_("E-mail"), lambda row: row.email),
                (_("Active"), lambda row: _("Yes") if row.is_active else _("No")),
            ),
            permission=KEEP_ACCOUNTS,
        ),
        Section(
            "posts",
            _("Posts"),
            _("Who holds which duty in which unit, and for how long. Rights follow from posts."),
            "user-check",
            forms.PostForm,
            lambda: Post.objects.select_related("user", "unit", "area", "stands_for").order_by(
                "unit__code", "duty", "id"
            ),
            ("user__name", "unit__name", "unit__name_en"),
            (
                (_("Person"), lambda row: str(row.user)),
                (_("Unit"), lambda row: row.unit.label),
                (_("Duty"), lambda row: row.get_duty_display()),
                (_("Stands in for"), lambda row: str(row.stands_for or "")),
                (_("Territory"), lambda row: row.area.name if row.area else ""),
                (_("From"), lambda row: row.since),
                (_("Until"), _until),
            ),
            permission=APPOINT,
        ),
        Section(
            "areas",
            _("Territory"),
            _("Towns and streets, communities and grids. Boundaries come by import, with the day they hold from."),
            "map",
            forms.AreaForm,
            lambda: Area.objects.select_related("parent").defer("geometry").order_by("path"),
            ("name", "name_en", "code"),
            (
                (_("Area"), lambda row: row.name),
                (_("Level"), lambda row: row.get_level_display()),
                (_("Code"), lambda row: row.code),
                (_("Part of"), lambda row: row.parent.name if row.parent else ""),
                (_("From"), lambda row: row.valid_from),
                (_("Until"), lambda row: row.valid_until or ""),
            ),
            TERRITORY,
            creates=False,
        ),
        Section(
            "categories",
            _("Topics"),
            _("What people report, in two levels, with the time the district has promised to answer in."),
            "book",
            forms.CategoryForm,
            lambda: Category.objects.select_related("parent").order_by("code"),
            ("name", "name_en", "code", "keywords"),
            (
                (_("Topic"), lambda row: row.label),
                (_("Group"), lambda row: row.parent.label if row.parent else ""),
                (_("Service level"), lambda row: f"{row.amount} {row.get_unit_display()}" if row.amount else ""),
                (_("Ground"), lambda row: row.basis),
                (_("Active"), lambda row: _("Yes") if row.active else _("No")),
            ),
            ORGANIZATION,
        ),
        Section(
            "rules",
            _("Responsibility"),
            _("Which unit answers for which topic where. The most specific rule goes first."),
            "route",
            forms.RuleForm,
            lambda: ResponsibilityRule.objects.select_related("category", "area", "unit").order_by(
                "category__code", "area__path", "id"
            ),
            ("category__name", "unit__name", "area__name"),
            (
                (_("Topic"), lambda row: row.category.label if row.category else _("every topic")),
                (_("Territory"), lambda row: row.area.name if row.area else _("the whole district")),
                (_("Unit that answers"), lambda row: row.unit.label),
                (_("From"), lambda row: row.since),
                (_("Until"), _until),
            ),
            ORGANIZATION,
        ),
        Section(
            "letters",
            _("Letters"),
            _("Texts of messages where the district wants its own; the built-in ones serve for the rest."),
            "mail",
            forms.LetterForm,
            lambda: Letter.objects.order_by("code"),
            ("code", "subject", "body"),
            (
                (_("Letter"), lambda row: dict(forms.letter_codes()).get(row.code, row.code)),
                (_("Subject"), lambda row: row.subject),
            ),
            LETTERS,
        ),
    )
}

_imports: dict[str, str] = {}


def offer_import(slug: str, view: str) -> None:
    """Show on the list of section ``slug`` a button that leads to ``view``; called once from an AppConfig."""
    _imports[slug] = view


def import_view(section: Section) -> str:
    """Return the name of the view that imports rows of ``section``, or an empty string."""
    return _imports.get(section.slug, "")
