"""What the figures of petition work are called, and how each is reckoned; printed with them."""

from django.utils.translation import gettext as _

from heli.petitions.claims import ClaimProcedure


def limit_name(name: str) -> str:
    """Return what a limit is called, with its ground."""
    limit = ClaimProcedure.limit(name)
    return f"{limit.label} · {limit.basis}"


def definitions() -> list[tuple[str, str]]:
    """Return (term, explanation) of every figure."""
    return [
        *_of_time(),
        *_of_results(),
        (
            _("How many petitions there are"),
            _(
                "Context only. How many petitions come in is no measure of an organ, no target and no score: a matter "
                "that is heard, decided by law and carried out in time is what counts (art. 39). Nothing here ranks "
                "or counts persons."
            ),
        ),
    ]


def _of_time() -> list[tuple[str, str]]:
    return [
        (
            _("Time limits kept"),
            _(
                "Of the limits of the Regulation that ended in the period or are late now: how many ended before "
                "their last day was over. A limit that is late now counts until it ends. Extensions that were granted "
                "and the hearing in re-review are in the last day. A limit that ends because the matter takes another "
                "way, by withdrawal for instance, counts by the day on which it ended."
            ),
        ),
        (
            _("By unit"),
            _("A limit counts for the unit that had the matter when the limit began; an opinion for who gave it."),
        ),
        (
            _("Rights used"),
            _("Windows of the person and the organ's right to object. Nobody is late when a right ends unused."),
        ),
        (
            _("Extended"),
            _("Share of the written opinions of the period whose time had been extended (art. 34)."),
        ),
    ]


def _of_results() -> list[tuple[str, str]]:
    return [
        (
            _("Changed on review"),
            _(
                "Of the review and re-review opinions of the period, how many changed the opinion before. Counted "
                "for the unit whose opinion was looked at again."
            ),
        ),
        (
            _("Carried out in time"),
            _(
                "Of what was granted or agreed with a last day (art. 32): how much was reported as carried out "
                "before that day was over. Not carrying out an opinion that grants a request is named by art. 42, "
                "item 4. An agreement that the person says is not kept counts as not carried out."
            ),
        ),
        (
            _("Repeated issues"),
            _(
                "New petitions of the period on a topic with a unit that had not carried out what it had granted on "
                "that topic before. Counted by topic and unit; who petitions is not looked at."
            ),
        ),
        (
            _("Ratings"),
            _(
                "Mean of the ratings of the period from 1 to 5, organ and petition office apart (art. 21). Below "
                "three ratings no mean is shown, so that nobody's rating is known."
            ),
        ),
    ]
