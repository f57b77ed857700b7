"""The ground of referrals: what courts' rules say, and what the district has arranged where no national text does."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Basis, Instrument, Text

#: 最高人民法院关于人民法院特邀调解的规定 (2016).
INVITED = Instrument(_("Provisions of the Supreme People's Court on Invited Mediation"))
#: 人民法院在线调解规则 (2021).
ONLINE = Instrument(_("Rules of People's Courts on Online Mediation"))
ARRANGEMENT = Instrument(_("District arrangements for referrals"), statutory=False)


def _numbered(article: int) -> Text:
    return format_lazy(_("art. {article}"), article=article)


def invited(article: int) -> Basis:
    """Return the ground "Provisions on Invited Mediation, this article"."""
    return INVITED.article(_numbered(article))


def online(article: int) -> Basis:
    """Return the ground "Rules on Online Mediation, this article"."""
    return ONLINE.article(_numbered(article))


def arranged(item: int) -> Basis:
    """Return the ground "district arrangements for referrals, this item"; ``docs/referrals.md`` lists them."""
    return ARRANGEMENT.article(format_lazy(_("item {item}"), item=item))
