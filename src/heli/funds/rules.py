"""Guards of an application: who may not be one of the two, and what must be there first."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.usual import rules as usual
from heli.funds.models import FundApplication
from heli.kernel.decisions import Allowed, Decision, Denied, all_of
from heli.organizations.models import Duty

Facts = Mapping[str, Any]


def _is(by: Actor, *accounts: int | None) -> bool:
    """Whether one of ``accounts`` is the actor, or somebody they stand in for."""
    return bool(by.identities & {each for each in accounts if each is not None})


def is_leader(by: Actor, case: Case) -> bool:
    """Whether the actor leads the unit that keeps the fund."""
    return any(post.unit_id == case.unit_id for post in by.with_duty(Duty.LEADER))


def _apart(application: FundApplication, case: Case, by: Actor) -> Decision:
    """Whoever verified, applied for the person or decided before takes no part in the decision."""
    if _is(by, application.verified_by):
        return Denied(_("Whoever verified the need does not decide."))
    if case.opened_by == by.key:
        return Denied(_("Whoever wrote the application does not decide on it."))
    if _is(by, *application.earlier_deciders):
        return Denied(_("Whoever decided before takes no part in the new decision."))
    return Allowed()


def may_assess(case: Case, by: Actor, facts: Facts) -> Decision:
    """Whoever wrote the application for the person does not verify it."""
    if case.opened_by == by.key:
        return Denied(_("Whoever wrote the application does not verify the need."))
    return Allowed()


def may_approve_first(case: Case, by: Actor, facts: Facts) -> Decision:
    """The first of two: not the verifier."""
    return _apart(case.fund_application, case, by)


def may_approve_second(case: Case, by: Actor, facts: Facts) -> Decision:
    """The second of two: somebody else; above the fund's amount one of them is the leader."""
    application = case.fund_application
    if _is(by, application.first_by):
        return Denied(_("A second person approves: you have approved first."))
    limit = application.fund.leader_above
    alone = not application.leader_approved and not is_leader(by, case)
    if alone and (application.approved or 0) > limit:
        return Denied(_("An amount like this needs the approval of the leader of the unit."))
    return _apart(application, case, by)


def may_refuse(case: Case, by: Actor, facts: Facts) -> Decision:
    """Who declines took no part in verifying."""
    return _apart(case.fund_application, case, by)


def _named_account(case: Case, by: Actor) -> bool:
    """Whether the actor, or somebody they stand in for, named the account that the money goes to."""
    last = case.events.filter(step="name_account").order_by("id").values_list("actor", flat=True).last()
    return last in {f"staff:{each}" for each in by.identities}


def may_order(case: Case, by: Actor, facts: Facts) -> Decision:
    """Who approved does not pay; the amount is the one that was granted, and the account can be read."""
    application = case.fund_application
    if _is(by, application.first_by, application.second_by):
        return Denied(_("Whoever approved does not pay."))
    if _named_account(case, by):
        return Denied(_("Whoever named the account does not pay."))
    return _equal(application, facts)


def may_record_payment(case: Case, by: Actor, facts: Facts) -> Decision:
    """A second person records the payment; the amount of the bank's receipt is the one that was granted."""
    application = case.fund_application
    if _is(by, application.ordered_by):
        return Denied(_("A second person records the payment: you have ordered it."))
    if _is(by, application.first_by, application.second_by):
        return Denied(_("Whoever approved does not pay."))
    if _named_account(case, by):
        return Denied(_("Whoever named the account does not pay."))
    return _equal(application, facts)


def _equal(application: FundApplication, facts: Facts) -> Decision:
    if "amount" in facts and facts["amount"] != application.approved:
        return Denied(_("The amount must be exactly the one that was granted."))
    return Allowed()


def may_record_return(case: Case, by: Actor, facts: Facts) -> Decision:
    """No more comes back than was paid."""
    application = case.fund_application
    left = (application.approved or 0) - application.returned
    if not left or facts.get("amount", 0) > left:
        return Denied(_("No more can come back than was paid."))
    return Allowed()


def may_ask_reconsideration(case: Case, by: Actor, facts: Facts) -> Decision:
    """Reconsideration is asked for once."""
    if case.fund_application.reconsidered:
        return Denied(_("The application was reconsidered once; if something new happens, apply again."))
    return Allowed()


def may_review(case: Case, by: Actor, facts: Facts) -> Decision:
    """Others reconsider than those who declined."""
    if _is(by, case.fund_application.declined_by):
        return Denied(_("Whoever declined does not reconsider."))
    return all_of([_apart(case.fund_application, case, by)])


GUARDS = {
    **{name: usual.GUARDS[name] for name in ("declare_conflict", "urge")},
    "assess": may_assess,
    "approve_first": may_approve_first,
    "approve_second": may_approve_second,
    "hand_back": may_approve_second,
    "refuse": may_refuse,
    "order_payment": may_order,
    "record_payment": may_record_payment,
    "record_return": may_record_return,
    "ask_reconsideration": may_ask_reconsideration,
    "set_aside": may_review,
    "uphold": may_review,
}
