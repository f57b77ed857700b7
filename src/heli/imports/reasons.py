"""Why a row was turned away, and what was noticed about a row that was taken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Everything an import can say about a row; the value is the code, the label the sentence for the reader."""

    # The row cannot be read.
    BAD_BYTES = "bad_bytes", _("The cell holds bytes that are not text in the file's encoding.")
    NUL = "nul", _("The cell holds a NUL character.")
    LONE_SURROGATE = "lone_surrogate", _("The cell holds half of a character (a lone surrogate).")
    CELL_COUNT = "cell_count", _("The row has more or fewer cells than the header.")
    BAD_QUOTING = "bad_quoting", _("The quotation marks of the row are out of order.")
    OPEN_QUOTE = (
        "open_quote",
        _("A quotation mark is never closed; the rows down to the line named are part of this cell."),
    )
    HUGE_CELL = "huge_cell", _("A cell is larger than one million characters.")
    NOT_AN_OBJECT = "not_an_object", _("The element is not an object with named values.")
    # The row can be read but not taken.
    NO_ID = "no_id", _("The row has no number of its own.")
    LONG_ID = "long_id", _("The row's number is longer than 100 characters.")
    DUPLICATE_ID = "duplicate_id", _("The same number stands on an earlier row of this file.")
    NO_OPENING_DATE = "no_opening_date", _("The row does not say when the matter was raised.")
    BAD_DATE = "bad_date", _("The date is in none of the formats that the layout names.")
    FUTURE_DATE = "future_date", _("The date lies in the future.")
    CLOSED_BEFORE_OPENED = "closed_before_opened", _("The matter was closed before it was raised.")
    NO_CLOSING_DATE = "no_closing_date", _("The matter is closed, but the row does not say since when.")
    UNKNOWN_STATE = "unknown_state", _("The layout does not say what this state means.")
    EMPTY_TEXT = "empty_text", _("The row has no text.")
    LONG_TEXT = "long_text", _("The text is longer than 4,000 characters.")
    LONG_REPLY = "long_reply", _("The reply is longer than 20,000 characters.")
    UNKNOWN_CATEGORY = "unknown_category", _("There is no such category; --create-categories makes it.")
    OUTSIDE = "outside", _("The place lies outside the district; --foreign allows it.")
    # The row of a register of petitions can be read but not taken.
    OUT_OF_ORDER = "out_of_order", _("This day lies before the one of what must have happened first.")
    DAY_MISSING = "day_missing", _("Something that must have happened before has no day.")
    WINDOW_OVER = "window_over", _("This was asked for when the time for it had ended.")
    OTHER_STATE = "other_state", _("The days lead to another state than the one that the row names.")
    UNKNOWN_KIND = "unknown_kind", _("The layout does not say what this kind of petition is.")
    UNKNOWN_CHANNEL = "unknown_channel", _("The layout does not say what this way of coming in is.")
    UNKNOWN_UNIT = "unknown_unit", _("There is no such unit; name it in the layout under “units”.")
    UNKNOWN_OUTCOME = "unknown_outcome", _("The layout does not say what this outcome of an opinion is.")
    NO_UNIT = "no_unit", _("It was forwarded, but the row does not say to which unit.")
    ABOUT_ITSELF = "about_itself", _("The unit that handles it is the one that the accusation is about.")
    BAD_NUMBER = "bad_number", _("This is not a number that can stand here.")
    BAD_CONTACT = "bad_contact", _("Name, phone or e-mail is longer than can be kept.")
    # The row was taken, with a remark.
    UNKNOWN_PLACE = "unknown_place", _("There is no such place in the district; taken without it.")
    NO_COORDINATES = "no_coordinates", _("The row has no coordinates.")
    BAD_COORDINATES = "bad_coordinates", _("The coordinates are not a place on earth; taken without them.")
    CLOSING_DATE_IGNORED = (
        "closing_date_ignored",
        _("The matter is open, yet has a closing date; the date was left out."),
    )
    REPLY_BEFORE_OPENED = "reply_before_opened", _("The reply is dated before the matter; its date was left out.")
    CUT_TITLE = "cut_title", _("The title was cut to 120 characters.")
    CUT_ADDRESS = "cut_address", _("The address was cut to 200 characters.")


CELL_LIMIT = 1_000_000
ID_LIMIT = 100
TEXT_LIMIT = 4_000
REPLY_LIMIT = 20_000
TITLE_LIMIT = 120
ADDRESS_LIMIT = 200
EXCERPT = 60
"""Characters of a value that a report quotes."""
