"""The one list of personal and sensitive fields that the database holds readable, each with its reason."""

from django.utils.translation import gettext_lazy as _

from heli.kernel.procedures import Text

SEARCHED = _("Words are found by the index of the database, which must read them.")
RECORDED = _("The history is kept unchangeable and is compared with the audit record, word by word.")
REPEATED = _("It repeats words of the matter that stand readable beside it, never a contact.")
ADDED_UP = _("Amounts are added up and compared with the ledger; without the matter they name nobody.")
SIGNED = _("It is what the sides signed or said of it; its signatures are compared with it, word by word.")
SHORT_LIVED = _("It is gone when the session ends, and asked for with every request.")
OF_LIBRARY = _("The library looks it up by its value.")
ONE_WAY = _("Only a keyed or slow hash is kept, from which the secret cannot be read.")

READABLE: dict[str, Text] = {
    "access.Session.address": SHORT_LIVED,
    "access.Session.device": SHORT_LIVED,
    "access.Session.session_data": SHORT_LIVED,
    "access.Session.session_key": ONE_WAY,
    "account.EmailAddress.email": OF_LIBRARY,
    "account.EmailConfirmation.key": OF_LIBRARY,
    "audit.Entry.content": RECORDED,
    "cases.Assignment.result": REPEATED,
    "cases.Assignment.task": REPEATED,
    "cases.Case.address": SEARCHED,
    "cases.Case.query_code": ONE_WAY,
    "cases.Case.search_text": SEARCHED,
    "cases.Case.text": SEARCHED,
    "cases.Case.title": SEARCHED,
    "cases.Event.facts": RECORDED,
    "cases.Event.note": RECORDED,
    "cases.InternalNote.text": RECORDED,
    "funds.FundApplication.approved": ADDED_UP,
    "funds.FundApplication.asked": ADDED_UP,
    "funds.FundApplication.need": ADDED_UP,
    "funds.FundApplication.returned": ADDED_UP,
    "cases.Party.authority": RECORDED,
    "cases.Party.query_code": ONE_WAY,
    "cases.Service.note": RECORDED,
    "mediation.Choice.reason": RECORDED,
    "mediation.Agreement.disputed": SIGNED,
    "mediation.Agreement.facts": SIGNED,
    "mediation.Agreement.manner": SIGNED,
    "mediation.Agreement.parties": SIGNED,
    "mediation.Agreement.responsibility": SIGNED,
    "mediation.Agreement.text": SIGNED,
    "mediation.Clause.amount": SIGNED,
    "mediation.Clause.words": SIGNED,
    "mediation.Dispute.answers": RECORDED,
    "mediation.Dispute.remote": RECORDED,
    "mediation.Dispute.request": RECORDED,
    "mediation.Dispute.support": RECORDED,
    "mediation.Instalment.amount": SIGNED,
    "mediation.Performance.note": SIGNED,
    "mediation.Satisfaction.comment": RECORDED,
    "mediation.Signature.name": SIGNED,
    "mfa.Authenticator.data": OF_LIBRARY,
    "notices.Notice.values": REPEATED,
    "papers.IssuedPaper.content": REPEATED,
    "papers.StoredFile.name": REPEATED,
    "petitions.BacklogEntry.words": RECORDED,
    "petitions.Hearing.conclusion": REPEATED,
    "petitions.Hearing.participants": REPEATED,
    "petitions.Hearing.recused": REPEATED,
    "petitions.Hearing.record": REPEATED,
    "petitions.Hearing.topic": REPEATED,
    "petitions.Opinion.body": REPEATED,
    "petitions.Opinion.findings": REPEATED,
    "petitions.Opinion.ground": REPEATED,
    "petitions.Opinion.opinion": REPEATED,
    "petitions.Opinion.remedy": REPEATED,
    "petitions.Petition.asked_reason": REPEATED,
    "petitions.Petition.from_above": REPEATED,
    "petitions.Petition.rating_comment": REPEATED,
    "petitions.Petition.rating_office": REPEATED,
    "petitions.Petition.rating_unit": REPEATED,
    "petitions.Petition.request": REPEATED,
    "people.SubjectKey.wrapped": _("It is sealed itself, under a master key that is not in the database."),
    "people.User.email": OF_LIBRARY,
    "people.User.password": ONE_WAY,
    "cases.DiaryEntry.text": REPEATED,
    "cases.HardCase.aim": REPEATED,
    "cases.HardCase.why_ended": REPEATED,
    "service_requests.ServiceRequest.answer": REPEATED,
    "service_requests.ServiceRequest.rating_comment": REPEATED,
    "service_requests.ServiceRequest.rating_process": REPEATED,
    "service_requests.ServiceRequest.rating_result": REPEATED,
}
