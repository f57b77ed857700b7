"""The ground of mediation: the People's Mediation Law of 2010, and what the district has arranged besides."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from heli.kernel.periods import months
from heli.kernel.procedures import Basis, Instrument, Text

MEDIATION_LAW = Instrument(_("People's Mediation Law"))
PROVISIONS = Instrument(_("Provisions on the Work of People's Mediation"))
CIVIL_PROCEDURE = Instrument(_("Civil Procedure Law"))
INTERPRETATION = Instrument(_("Interpretation on the Civil Procedure Law"))
ARRANGEMENT = Instrument(_("District arrangements for mediation"), statutory=False)
#: Members of a committee, least and most, and its term in years (People's Mediation Law, arts. 8, 9; row TJ08).
FEWEST_MEMBERS, MOST_MEMBERS, TERM_YEARS = 3, 9, 3
#: Within what time a court can be asked to enforce (Civil Procedure Law, art. 250: two years).
ENFORCEMENT = months(24)


def numbered(article: int) -> Text:
    """Return "art. 17" in the reader's language."""
    return format_lazy(_("art. {article}"), article=article)


def statute(article: int) -> Basis:
    """Return the ground "People's Mediation Law, this article"."""
    return MEDIATION_LAW.article(numbered(article))


def provisions(article: int) -> Basis:
    """Return the ground "Provisions on the Work of People's Mediation, this article"."""
    return PROVISIONS.article(numbered(article))


def civil_procedure(article: int) -> Basis:
    """Return the ground "Civil Procedure Law, this article" (as renumbered in 2023)."""
    return CIVIL_PROCEDURE.article(numbered(article))


def interpretation(article: int) -> Basis:
    """Return the ground "Interpretation on the Civil Procedure Law, this article" (2022)."""
    return INTERPRETATION.article(numbered(article))


def arranged(item: int) -> Basis:
    """Return the ground "district arrangements, this item"; ``docs/mediation.md`` lists them."""
    return ARRANGEMENT.article(format_lazy(_("item {item}"), item=item))
