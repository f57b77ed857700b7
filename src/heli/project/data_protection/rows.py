"""Which tables with personal data stand under row security, and why the others do not."""

from typing import Any

from django.core.checks import CheckMessage, Error

from heli.audit.naming import GUARDED
from heli.project.data_protection.declared import all_declared

SEARCHED = "Lists and searches run over it; under row security the database could not use the index of words."
TOLD = "It is read with the case in lists of a case's course, and holds no contact."
BEFORE = "It is read before anybody is known: by whoever signs in or brings a session."
FOUND = "Forms take it up before a case has it; afterwards it is found through the attachment alone, which is guarded."
BEFORE_ANYBODY = "Strangers write it and follow a signed link to it; it belongs to no case and no account."
WRAPPED = "What it holds is sealed under a key that is not in the database."

#: By label of the model. A model is either named here or its table is in ``audit.naming.GUARDED``, with policies.
UNGUARDED: dict[str, str] = {
    "access.Resident": BEFORE,
    "access.Session": BEFORE,
    "access.SignInCode": BEFORE,
    "account.EmailAddress": BEFORE,
    "account.EmailConfirmation": BEFORE,
    "cases.Assignment": TOLD,
    "cases.Case": SEARCHED,
    "cases.Event": TOLD,
    "funds.FundApplication": "It is read with the case in lists and totals, and holds amounts, no name and no account.",
    "mediation.Dispute": TOLD,
    "mediation.Session": TOLD,
    "mediation.SessionConsent": TOLD,
    "mfa.Authenticator": BEFORE,
    "notices.Notice": "It addresses posts, not cases: an inbox shows notices of cases that have left one's sight.",
    "notices.Subscription": BEFORE_ANYBODY,
    "papers.Addressee": "It is found through its paper alone, which is guarded, and is sealed.",
    "papers.StoredFile": FOUND,
    "people.SubjectKey": WRAPPED,
    "petitions.BacklogEntry": TOLD,
    "petitions.Hearing": TOLD,
    "petitions.Opinion": TOLD,
    "petitions.Petition": TOLD,
    "people.User": BEFORE,
    "cases.DiaryEntry": TOLD,
    "cases.HardCase": TOLD,
    "referrals.PartnerToken": BEFORE,
    "referrals.Referral": TOLD,
    "service_requests.ServiceRequest": TOLD,
    "workbench.SavedView": "It is found by its owner or their unit alone, is sealed, and holds filters, no case.",
}


def check_row_security(**_options: Any) -> list[CheckMessage]:
    """Refuse a table with personal data that is neither guarded nor listed with a reason, and a line too many."""
    kept = {model._meta.label: model._meta.db_table for model, found in all_declared() if found.guarded}
    open_tables = [label for label, table in kept.items() if table not in GUARDED and label not in UNGUARDED]
    idle = [label for label in UNGUARDED if label not in kept or kept[label] in GUARDED]
    hint = "Give it policies and name it in audit.naming.GUARDED, or a reason in data_protection/rows.py."
    return [
        *(
            Error(f"{label} keeps personal data without row security.", hint=hint, id="heli.E105")
            for label in open_tables
        ),
        *(Error(f"{label} needs no line among the unguarded.", id="heli.E106") for label in idle),
    ]
