"""Which category of the district a foreign category becomes."""

from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from heli.audit.record import write
from heli.imports.layout import CategoryHint, Layout, LayoutError
from heli.kernel.periods import Unit as PeriodUnit
from heli.organizations.models import Category
from heli.organizations.responsibility import REVISION
from heli.places.revisions import bump

PREFIX = "imported"
DEFAULT_WORKING_DAYS = 15
"""Service level of a category made by an import, until an administrator sets another."""


class CategoryBook:
    """The categories of one layout, found by code or name, or made on request.

    Categories that an import makes stand under a group of their own ("Imported: …") and are not offered to residents.
    """

    def __init__(self, layout: Layout, *, create: bool, actor: str) -> None:
        self.layout, self.create, self.actor = layout, create, actor
        self._found: dict[str, Category | None] = {}
        self._check_codes()

    def __contains__(self, label: object) -> bool:
        """Whether a row with this label can be taken."""
        return self.create or self._known(str(label)) is not None

    def get(self, label: str) -> Category:
        """Return the category of ``label``, made in a transaction of its own where there is none."""
        found = self._known(label)
        if found is None:
            with transaction.atomic():
                found = self._found[label] = self._make(label)
        return found

    def _check_codes(self) -> None:
        for label, hint in self.layout.categories.items():
            if hint.code and not Category.objects.filter(code=hint.code, parent__isnull=False).exists():
                message = _("%(file)s.toml, line %(line)d: there is no category with the code “%(code)s”")
                line = self.layout.lines.get(f"categories.{label}", 0)
                raise LayoutError(message % {"file": self.layout.name, "line": line, "code": hint.code})

    def _known(self, label: str) -> Category | None:
        if label not in self._found:
            self._found[label] = self._look_up(label, self.layout.category(label))
        return self._found[label]

    def _look_up(self, label: str, hint: CategoryHint) -> Category | None:
        leaves = Category.objects.filter(parent__isnull=False, amount__isnull=False)
        if hint.code:
            return leaves.get(code=hint.code)
        made = leaves.filter(code=self._code(label)).first()
        if made or not hint.name:
            return made
        named = Q(name=hint.name) | Q(name_en__iexact=hint.name)
        return leaves.filter(named, active=True).order_by("code").first()

    def _code(self, label: str) -> str:
        return f"{PREFIX}.{self.layout.name[:20]}.{sha256(label.encode()).hexdigest()[:8]}"

    def _make(self, label: str) -> Category:
        hint = self.layout.category(label)
        group = self._group()
        with override("zh-hans"):
            name = hint.name or _("Not stated")
        category = Category.objects.create(
            code=self._code(label),
            parent=group,
            name=name[:80],
            name_en=(hint.name_en or hint.name or "Not stated")[:120],
            amount=DEFAULT_WORKING_DAYS,
            unit=PeriodUnit.WORKING_DAYS.value,
            active=False,
        )
        self._record(category)
        return category

    def _group(self) -> Category:
        group, made = Category.objects.get_or_create(
            code=f"{PREFIX}.{self.layout.name[:20]}",
            defaults={
                "name": f"导入：{self.layout.title}"[:80],
                "name_en": f"Imported: {self.layout.title_en or self.layout.title}"[:120],
                "active": False,
            },
        )
        if made:
            self._record(group)
        return group

    def _record(self, category: Category) -> None:
        data = {"code": category.code, "name": category.name, "source": self.layout.name}
        write("imports", "create_category", at=timezone.now(), actor=self.actor, data=data)
        bump(REVISION)
