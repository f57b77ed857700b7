"""The responsibility map: which unit answers for a category at a place, and why."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.kernel.paths import lies_in
from heli.organizations.models import Category, ResponsibilityRule, Unit, UnitKind
from heli.places.revisions import Cached

REVISION = "organization"


@dataclass(frozen=True)
class Rule:
    """One rule in memory; 0 and "" stand for "every"."""

    category_id: int
    area_path: str
    unit_id: int
    note: str


@dataclass(frozen=True)
class Registry:
    """Units, categories and rules as every process keeps them in memory."""

    units: dict[int, Unit]
    categories: dict[int, Category]
    rules: dict[int, tuple[Rule, ...]]
    district_centre_id: int

    def below(self, unit_path: str) -> list[int]:
        """Return the ids of the unit at ``unit_path`` and of all below it."""
        return [unit.pk for unit in self.units.values() if lies_in(unit.path, unit_path)]

    def leaves(self, family: str = "") -> list[Category]:
        """Return the active categories that a case can have, in order; of a ``family`` of kinds only what serves it."""
        known = self.categories.values()
        return [each for each in known if each.parent_id and each.active and each.serves(family)]


@dataclass(frozen=True)
class Owner:
    """The unit that answers and the reason in the reader's language."""

    unit: Unit
    reason: str


def _load() -> Registry:
    today = timezone.localdate()
    found = Unit.objects.select_related("area", "parent").defer("area__geometry").order_by("code")
    units = {unit.pk: unit for unit in found}
    rows = ResponsibilityRule.objects.on(today).values_list("category_id", "area__path", "unit_id", "note")
    rules: dict[int, list[Rule]] = {}
    for category_id, area_path, unit_id, note in rows:
        if units[unit_id].active:
            rules.setdefault(category_id or 0, []).append(Rule(category_id or 0, area_path or "", unit_id, note))
    centres = [unit.pk for unit in units.values() if unit.kind == UnitKind.DISTRICT_CENTRE and unit.active]
    return Registry(
        units=units,
        categories={each.pk: each for each in Category.objects.select_related("parent").order_by("code")},
        rules={key: tuple(sorted(each, key=lambda rule: -len(rule.area_path))) for key, each in rules.items()},
        district_centre_id=centres[0] if centres else 0,
    )


registry = Cached(_load, REVISION)


def owner_of(category: Category, area_path: str) -> Owner:
    """Return the one unit that answers for ``category`` at ``area_path``, and why.

    A rule for the category itself goes before one for its group, that before one for everything; among rules for the
    same topic the smaller territory goes first. The district's coordination centre answers for what no rule names.
    """
    known = registry()
    for topic in (category.pk, category.parent_id or 0, 0):
        for rule in known.rules.get(topic, ()):
            if not rule.area_path or lies_in(area_path, rule.area_path):
                return Owner(known.units[rule.unit_id], _reason(rule, category))
    return Owner(known.units[known.district_centre_id], _("No rule names a unit, so the district centre answers."))


def _reason(rule: Rule, category: Category) -> str:
    if rule.note:
        return rule.note
    where = _("in this area") if rule.area_path else _("in the whole district")
    return _("Responsible for “%(topic)s” %(where)s.") % {"topic": _topic(rule, category), "where": where}


def _topic(rule: Rule, category: Category) -> str:
    if rule.category_id == category.pk:
        return category.label
    return category.parent.label if rule.category_id and category.parent else _("every topic")
