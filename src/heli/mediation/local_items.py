"""The district arrangements for mediation as residents read them: item by item, with the values of today."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heli.cases.explaining import period_text
from heli.mediation.arrangements import Arrangements
from heli.portal.arranged import Item, length_text


def items(local: Arrangements) -> list[Item]:
    """Return the items in their order (`law.arranged` cites them by their number), with the values of ``local``."""
    lengths = {name: length_text(period) for name, period in local.lengths.items()}
    silent = _("The People's Mediation Law is silent.")
    no_time = _("The People's Mediation Law names no time.")
    most = _("At most %(length)s in all, and only if all sides want it")
    return [
        Item(1, _("Accept an application, or say why not and where else to turn"), lengths["accepting"], no_time),
        Item(2, _("Ask the other side whether it agrees"), lengths["answering"],
             _("Art. 17 forbids mediation against a clear refusal and names no time for asking.")),
        Item(3, _("Make the time for mediation longer"), most % {"length": period_text(local.extension_days, "days")},
             _("The Provisions (art. 33) say one month as a rule; they say nothing of longer times.")),
        Item(4, _("Suspend the talks; the time stands still"), lengths["resuming"], silent),
        Item(5, _("Pass a dispute up or down between committees"),
             _("With the whole file; one committee has it at any moment"), silent),
        Item(6, _("Replace a mediator, keep one from a dispute, step aside"), _replacements(local),
             _("Art. 23 lets you choose or accept mediators; how one is replaced it does not say.")),
        Item(7, _("Remind step by step upwards when a time limit comes close; reckon again when the calendar changes"),
             _("By itself, at fixed parts of the time"), silent),
        Item(8, _("Sign the agreement"), lengths["signing"],
             _("Art. 29 says from when an agreement holds; it names no time for signing.")),
        Item(9, _("Ask whether the agreement was kept"), lengths["visiting"],
             _("Art. 31 has the committee watch over it and names no time.")),
        Item(10, _("Remind both sides before something falls due"),
             _("%(length)s before") % {"length": period_text(local.remind_days, "days")}, silent),
        Item(11, _("Check who the sides are"),
             _("It is noted that it was done, by whom, and by what kind of document"), silent),
        Item(12, _("Move a session"), _("When a side asks for it and says why"), silent),
        Item(13, _("Pass a dispute to another body and take in what others pass"),
             _("Only with consent, and only what the purpose needs"),
             _("Arts. 18 and 25 name courts and police; of other bodies the law is silent.")),
        Item(14, _("Earlier private talks when another mediator is named"),
             _("Closed to whoever is named later, until the side itself opens them"),
             _("Art. 15 forbids to reveal privacy and secrets; of a change of mediators the law says nothing.")),
    ]  # fmt: skip


def _replacements(local: Arrangements) -> str:
    free = local.free_replacements
    if not free:
        return _("A side says why; the committee answers")
    text = ngettext(
        "%(count)d time for each side at once and without a reason; after that a side says why, and the committee"
        " answers",
        "%(count)d times for each side at once and without a reason; after that a side says why, and the committee"
        " answers",
        free,
    )
    return text % {"count": free}
