"""Every permission there is, as data, and which duty is granted which: the one table that all entrances go by.

A permission opens an entrance. Which cases, messages or rows are found behind it is decided for each of them by
``Case.objects.visible_to`` and by the roles for the case, never by the permission alone.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heli.organizations.models import Duty

Text = str | Promise


class Circle(TextChoices):
    """Whom a permission is for."""

    ANYBODY = "anybody", _("anybody")
    RESIDENT = "resident", _("the resident of the case, with the query code")
    RESIDENT_ACCOUNT = "resident_account", _("residents who have signed in with a code")
    PARTIES = "parties", _("the resident of the case, and duties for the cases that they may see")
    ACCOUNT = "account", _("anybody who is signed in")
    DUTIES = "duties", _("duties")


@dataclass(frozen=True, eq=False)
class Permission:
    """One permission: its code, its label, what it opens and whom it is for.

    Equal to itself alone: its texts are read in a language, so they cannot be compared. ``of_every_side``: of those
    for the resident of a case, open to the other sides that take part in it as well.
    """

    code: str
    label: Text
    opens: Text
    circle: Circle
    of_every_side: bool = False

    def __str__(self) -> str:
        return str(self.label)


PERMISSIONS: dict[str, Permission] = {}


def _permission(
    code: str, label: Text, opens: Text, circle: Circle = Circle.DUTIES, *, of_every_side: bool = False
) -> Permission:
    if code in PERMISSIONS:
        msg = f"two permissions are called {code}"
        raise ValueError(msg)
    PERMISSIONS[code] = Permission(code, label, opens, circle, of_every_side)
    return PERMISSIONS[code]


# ── for anybody ───────────────────────────────────────────────────────────────────────────────────

PUBLIC_INFORMATION = _permission(
    "public_information",
    _("Read public information"),
    _("start page, help, procedures, time limits, map of the territory"),
    Circle.ANYBODY,
)
PUBLIC_REGISTER = _permission(
    "public_register",
    _("Read the public register"),
    _("list, map, feed and pages of the cases that are public"),
    Circle.ANYBODY,
)
PUBLIC_FIGURES = _permission(
    "public_figures", _("Read public figures"), _("protected counts on the public wall"), Circle.ANYBODY
)
SUBSCRIBE = _permission(
    "subscribe",
    _("Be told of public matters"),
    _("letters about a list or an entry of the register, to an address that was confirmed; limited in number"),
    Circle.ANYBODY,
)
REPORT = _permission("report", _("Report a matter"), _("the report form and what helps to fill it in"), Circle.ANYBODY)
APPLY_FOR_FUNDS = _permission(
    "apply_for_funds", _("Apply to a fund"), _("the form of an application, and what the funds are for"), Circle.ANYBODY
)
LOOK_UP = _permission(
    "look_up", _("Look up a case"), _("asks for reference and query code, limited in number"), Circle.ANYBODY
)
RECKON = _permission(
    "reckon",
    _("Reckon a deadline"),
    _("a calculator by the district's calendar, without data of anybody"),
    Circle.ANYBODY,
)
BOOK_VISIT = _permission(
    "book_visit",
    _("Make an appointment"),
    _("times at the reception centre and on published days, and keeping one; limited in number"),
    Circle.ANYBODY,
)
OWN_VISIT = _permission(
    "own_visit",
    _("Keep one's own appointment"),
    _("asks for number and code, or for the link that was sent: see, move and cancel it; one's place in the queue"),
    Circle.ANYBODY,
)
ASK_ADVICE = _permission(
    "ask_advice",
    _("Ask the advice desk"),
    _("a callback, with number and code to see and cancel it; the offer of counselling; limited in number"),
    Circle.ANYBODY,
)
SIGN_IN = _permission("sign_in", _("Sign in"), _("sign-in and sign-out, forgotten passwords"), Circle.ANYBODY)
RESIDENT_SIGN_IN = _permission(
    "resident_sign_in",
    _("Sign in as a resident"),
    _("asks for phone number or e-mail, and for the code sent there; limited in number"),
    Circle.ANYBODY,
)
PARTNER_API = _permission(
    "partner_api",
    _("Exchange referrals by the API"),
    _("outside bodies, each by its own key: their referrals and nothing else; limited in number"),
    Circle.ANYBODY,
)
PLATFORM = _permission(
    "platform",
    _("Use the platform"),
    _("choice of language, description of the API, whether the service works, style guide"),
    Circle.ANYBODY,
)

# ── for the person of a case ──────────────────────────────────────────────────────────────────────

OWN_CASE = _permission(
    "own_case",
    _("Follow one's own case"),
    _("course, receipt and leaving of one's own case"),
    Circle.RESIDENT,
    of_every_side=True,
)
OWN_READS = _permission(
    "own_reads",
    _("See who looked"),
    _("the log of reads of one's own data"),
    Circle.RESIDENT,
    of_every_side=True,
)
OWN_DATA = _permission(
    "own_data",
    _("See and copy one's own data"),
    _("what is kept about the person, as a page and as a copy"),
    Circle.RESIDENT,
    of_every_side=True,
)
OWN_STEPS = _permission(
    "own_steps",
    _("Act in one's own case"),
    _("the steps that the procedure gives to the resident"),
    Circle.RESIDENT,
    of_every_side=True,
)

OWN_ROOMS = _permission(
    "own_rooms",
    _("Enter one's own rooms of a mediation"),
    _("the joint room of a dispute and the side's own private one: read, write, show evidence, make and answer offers"),
    Circle.RESIDENT,
    of_every_side=True,
)
OWN_MATTERS = _permission(
    "own_matters",
    _("See one's own matters"),
    _("for a resident who has signed in: their matters and the devices they use"),
    Circle.RESIDENT_ACCOUNT,
)

# ── for the person of a case and for staff, each for the cases that they may see ──────────────────

CASE_FILES = _permission(
    "case_files",
    _("Open files of a case"),
    _("files and pictures; for anybody only the published pictures of a public, closed case"),
    Circle.PARTIES,
)
CASE_PAPERS = _permission("case_papers", _("Open papers of a case"), _("issued papers as PDF"), Circle.PARTIES)
API_CASE = _permission(
    "api_case", _("Read a case by the API"), _("a case, its history and the forms of its steps"), Circle.PARTIES
)
API_STEPS = _permission("api_steps", _("Take steps by the API"), _("every step that the role allows"), Circle.PARTIES)
API_ROOMS = _permission(
    "api_rooms",
    _("Enter rooms of a mediation by the API"),
    _("a side its own rooms, a mediator those of the disputes that they mediate at the moment; no others"),
    Circle.PARTIES,
)

# ── for accounts ──────────────────────────────────────────────────────────────────────────────────

OWN_ACCOUNT = _permission("own_account", _("Keep one's own account"), _("password and second factor"), Circle.ACCOUNT)
OWN_DESK = _permission(
    "own_desk", _("See one's own desk"), _("what is to be done; without a post, why there is nothing"), Circle.ACCOUNT
)

# ── for duties ────────────────────────────────────────────────────────────────────────────────────

MESSAGES = _permission("messages", _("Read messages"), _("messages to oneself and to the posts one holds"))
LIST_CASES = _permission("list_cases", _("List cases"), _("lists, counts and maps of the cases that one may see"))
SEARCH_CASES = _permission("search_cases", _("Search cases"), _("search among the cases that one may see"))
EXPORT_CASES = _permission("export_cases", _("Export cases"), _("the list as a file, without personal data, on record"))
READ_CASES = _permission(
    "read_cases", _("Read cases"), _("pages, maps and likely duplicates of the cases that one may see")
)
READ_CONTACT = _permission(
    "read_contact", _("See contacts"), _("how the resident is reached: by role for the case, for a purpose, on record")
)
FIND_BY_CONTACT = _permission(
    "find_by_contact",
    _("Find by phone or e-mail"),
    _("cases of whoever calls, by the whole number or address, for a purpose, on record"),
)
TAKE_STEPS = _permission("take_steps", _("Take steps"), _("every step that the role for the case allows"))
SEND_FILES = _permission("send_files", _("Send files by the API"), _("a file to be named in a step within a day"))
DISPATCH = _permission("dispatch", _("Dispatch"), _("the dispatch board of the territory"))
TAKE_REPORTS = _permission("take_reports", _("Take reports"), _("the page for callers and visitors"))
TAKE_PETITIONS = _permission(
    "take_petitions", _("Take petitions"), _("the page for petitions by letter, telephone, visit or from above")
)
TAKE_DISPUTES = _permission(
    "take_disputes",
    _("Take disputes"),
    _("the page for disputes by telephone, visit or letter, and for offering to mediate one"),
)
READ_ROSTER = _permission(
    "read_roster",
    _("Read the roster of mediators"),
    _("committees, what they lack by law, and their mediators with trainings, absences and open disputes"),
)
KEEP_ABSENCES = _permission(
    "keep_absences",
    _("Keep absences of mediators"),
    _("days on which mediators of the committee that one leads take no new dispute"),
)
CHOOSE_TOPIC = _permission("choose_topic", _("Choose a topic"), _("suggestions of topics for what was typed"))
WORK_IN_FIELD = _permission(
    "work_in_field", _("Work in the grid"), _("the grid worker's report, and what is solved on the spot")
)
WORK_OUTSIDE = _permission(
    "work_outside", _("Work outside"), _("the day's list with its map, also to be read without network")
)
SEE_WALL = _permission("see_wall", _("See the wall"), _("figures of the cases that one may see"))
READ_REPORTS = _permission(
    "read_reports",
    _("Read reports"),
    _("bulletins and reports of the district, territory or unit that one sees wholly"),
)
ISSUE_REPORTS = _permission(
    "issue_reports",
    _("Issue reports"),
    _("a report on a closed period, on record; the public one for the district centre alone"),
)
SCHEDULE_REPORTS = _permission(
    "schedule_reports", _("Schedule reports"), _("which report is issued by itself, when, and who is told")
)
PETITION_FIGURES = _permission(
    "petition_figures",
    _("Read figures of petition work"),
    _("the petition office of all organs, leaders of units of their own; supervisions, suggestions that one may see"),
)
PETITION_OVERSIGHT = _permission(
    "petition_oversight",
    _("Oversee petition work"),
    _("old unsolved matters and suggestions to units: the petition office alone"),
)
MEDIATION_FIGURES = _permission(
    "mediation_figures",
    _("Read figures of mediation"),
    _("the mediation centre of all committees, who leads or coordinates a committee of their own"),
)
MANAGE = _permission(
    "manage", _("Enter the arranging pages"), _("the overview; each list needs a permission of its own")
)
ARRANGE = _permission(
    "arrange", _("Arrange the district"), _("units, territory, topics, responsibility, letters, calendar, settings")
)
KEEP_ACCOUNTS = _permission("keep_accounts", _("Keep accounts"), _("accounts of staff and their first passwords"))
APPOINT = _permission("appoint", _("Appoint"), _("posts: who holds which duty where, and until when"))
KEEP_PERIODS = _permission(
    "keep_periods", _("Keep periods of keeping"), _("when data of closed matters are erased, and what is held back")
)
KEEP_REPLIES = _permission(
    "keep_replies",
    _("Keep reply templates"),
    _("texts to begin an answer with: those of the units one leads, all for administrators"),
)
AUDIT_RECORD = _permission(
    "audit_record", _("Read the audit record"), _("who did what and when, without the words of residents; checks of it")
)

ASK_EMERGENCY = _permission(
    "ask_emergency", _("Ask for emergency access"), _("one case for some hours, with a reason, on record")
)
REVIEW_EMERGENCY = _permission(
    "review_emergency",
    _("Confirm emergency access"),
    _("the list of emergency access: auditors, and leaders of the district centre"),
)

READ_FUNDS = _permission(
    "read_funds",
    _("Read the books of funds"),
    _("balances, ledger and bank statements of the funds that one's unit keeps"),
)
KEEP_FUNDS = _permission(
    "keep_funds", _("Keep the books of funds"), _("budgets, entries and their reversal, for the unit that one leads")
)
RECONCILE_FUNDS = _permission(
    "reconcile_funds", _("Reconcile funds"), _("a statement of the bank, matched with the entries of the ledger")
)
ARRANGE_FUNDS = _permission(
    "arrange_funds", _("Arrange funds"), _("which funds there are, who keeps them, what they are for and their limits")
)
APPLY_FOR_OTHERS = _permission(
    "apply_for_others", _("Apply to a fund for somebody"), _("an application in the name of a person who has agreed")
)
READ_PAYEE = _permission(
    "read_payee",
    _("See the account of a payee"),
    _("where a grant is paid to: by role for the case, for a purpose, on record"),
)
RECEIVE = _permission(
    "receive",
    _("Receive visitors"),
    _("queue and windows of the reception centre at which one's unit works, and what visitors left with their visit"),
)
RECEPTION_DAYS = _permission(
    "reception_days",
    _("Plan published days"),
    _("days of leaders, courts, mediators and advisers: of the centre or desk of the unit one leads, and one's own"),
)
REFERRALS = _permission(
    "referrals",
    _("Follow referrals"),
    _("referrals to and from the units one belongs to, their packages and figures; entering what another body sends"),
)
HARD_CASES = _permission(
    "hard_cases",
    _("Follow hard cases"),
    _("which of the cases that one may see are in the charge of a leader, and their diaries"),
)
MEDIATE = _permission(
    "mediate",
    _("Mediate"),
    _("the rooms of the disputes that one mediates at the moment, no others; the sessions to come that one may see"),
)

ADVISE = _permission(
    "advise",
    _("Advise"),
    _("the log of talks, callbacks and numbers to call of the advice desk at which one's unit works, on record"),
)
EDIT_ADVICE = _permission(
    "edit_advice",
    _("Edit advice"),
    _("texts by topic, and the figures of the advice desk of the unit that one leads or coordinates"),
)
COUNSEL = _permission(
    "counsel",
    _("Answer wishes to be contacted"),
    _("for a helper, by their own account alone: the next wish meant for them, without list or count, on record"),
)

#: What every post needs to find its way about.
_LOOK = frozenset({MESSAGES, LIST_CASES, SEARCH_CASES, EXPORT_CASES, READ_CASES, CASE_FILES, CASE_PAPERS, API_CASE})
#: What those need besides who work in the unit that keeps a fund.
_FUNDS = frozenset({READ_FUNDS, RECONCILE_FUNDS, READ_PAYEE, APPLY_FOR_OTHERS})
#: What those need besides who receive visitors at a window, callers at a desk, or matters from other bodies, or help.
_RECEIVE = frozenset({RECEIVE, HARD_CASES, ADVISE, COUNSEL, REFERRALS})
#: What those need besides who act in cases.
_ACT = frozenset({ASK_EMERGENCY, TAKE_STEPS, READ_CONTACT, SEND_FILES, API_STEPS})

#: What those need besides who take in what people bring, or name who deals with it.
_TAKE = frozenset({TAKE_PETITIONS, TAKE_DISPUTES, READ_ROSTER})
#: Figures of petition work and of mediation, and oversight; their pages ask for the unit of the post besides.
_FIGURES = frozenset({PETITION_FIGURES, PETITION_OVERSIGHT, MEDIATION_FIGURES})

GRANTS: dict[Duty, frozenset[Permission]] = {
    Duty.MEMBER: _LOOK | _TAKE | _ACT | _FUNDS | _RECEIVE | {WORK_OUTSIDE, MEDIATE, API_ROOMS},
    Duty.LEADER: _LOOK
    | _TAKE
    | _ACT
    | _FUNDS
    | _RECEIVE
    | {RECEPTION_DAYS, KEEP_FUNDS, WORK_OUTSIDE, SEE_WALL, REVIEW_EMERGENCY, KEEP_REPLIES, READ_REPORTS, ISSUE_REPORTS}
    | {MEDIATE, API_ROOMS, EDIT_ADVICE, KEEP_ABSENCES}
    | _FIGURES,
    Duty.INTAKE: _LOOK | _TAKE | _ACT | _RECEIVE | {APPLY_FOR_OTHERS, TAKE_REPORTS, CHOOSE_TOPIC, FIND_BY_CONTACT},
    Duty.COORDINATOR: _LOOK
    | _TAKE
    | _ACT
    | _RECEIVE
    | {APPLY_FOR_OTHERS, RECEPTION_DAYS, EDIT_ADVICE, DISPATCH, SEE_WALL, FIND_BY_CONTACT, READ_REPORTS, ISSUE_REPORTS}
    | _FIGURES
    | {SCHEDULE_REPORTS},
    Duty.GRID_WORKER: _LOOK | _ACT | {WORK_IN_FIELD, WORK_OUTSIDE, CHOOSE_TOPIC},
    Duty.ADMINISTRATOR: _LOOK
    | {
        READ_ROSTER,
        MANAGE,
        ARRANGE,
        ARRANGE_FUNDS,
        KEEP_ACCOUNTS,
        APPOINT,
        KEEP_PERIODS,
        KEEP_REPLIES,
        SCHEDULE_REPORTS,
    },
    Duty.AUDITOR: _LOOK | {READ_FUNDS, SEE_WALL, READ_REPORTS, AUDIT_RECORD, TAKE_STEPS, API_STEPS, REVIEW_EMERGENCY},
}

#: Duties that one person never holds in the same time: who arranges is not who looks at what was arranged.
APART: tuple[frozenset[Duty], ...] = (frozenset({Duty.ADMINISTRATOR, Duty.AUDITOR}),)


def apart_from(duty: str) -> set[Duty]:
    """Return the duties that nobody may hold beside ``duty``."""
    return {other for pair in APART if duty in pair for other in pair if other != duty}


def granted(duty: str, permission: Permission) -> bool:
    """Whether a post with ``duty`` is granted ``permission``; an unknown duty is granted nothing."""
    return duty in GRANTS and permission in GRANTS[Duty(duty)]
