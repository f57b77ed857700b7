"""The ground of petition work: the Regulation of 2022, and what the district has arranged where it is silent."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Basis, Instrument, Text

REGULATION = Instrument(_("Regulation on Petition Work"))
ARRANGEMENT = Instrument(_("District arrangements for petition work"), statutory=False)
#: Most people who may come together and speak for others (Regulation, art. 20).
MOST_REPRESENTATIVES = 5
#: Longest extension in all, in days (Regulation, art. 34).
LONGEST_EXTENSION = 30


def numbered(article: int, paragraph: int = 0) -> Text:
    """Return "art. 23, para. 3" in the reader's language; ``paragraph`` 0 names the whole article."""
    if paragraph:
        return format_lazy(_("art. {article}, para. {paragraph}"), article=article, paragraph=paragraph)
    return format_lazy(_("art. {article}"), article=article)


def regulation(article: int, paragraph: int = 0) -> Basis:
    """Return the ground "Regulation on Petition Work, this article"."""
    return REGULATION.article(numbered(article, paragraph))


def arranged(item: int) -> Basis:
    """Return the ground "district arrangements, this item"; ``docs/petitions.md`` lists them."""
    return ARRANGEMENT.article(format_lazy(_("item {item}"), item=item))
