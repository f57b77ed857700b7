"""Two at once: the same money is not granted twice, and one grant is not paid twice."""

import pytest
from django.utils import timezone

from heli.access.actors import resident
from heli.cases.models import Case
from heli.funds.models import BudgetLine, Entry
from heli.funds.tests.office import YUAN, brought_to, open_office, take
from heli.papers.models import StoredFile
from heli.service_requests.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_approvals_at_once_cannot_overdraw_and_two_payments_at_once_pay_once():
    office = open_office()
    large, liu, zhao = 50_000 * YUAN, office.actor("liu"), office.actor("zhao")
    cases = [brought_to(office, "assessed", fen=large) for _ in range(3)]
    approve = {"line": office.line, "amount": large, "reason": "同意"}
    outcomes = at_once(*[lambda case=case: take(case, "approve_first", liu, **approve) for case in cases])
    assert sorted(bool(each) for each in outcomes) == [False, True, True], outcomes
    assert BudgetLine.objects.get(pk=office.line.pk).free == 0
    assert sorted(Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", flat=True)) == [
        "assessed", "half_approved", "half_approved",
    ]  # fmt: skip
    half = next(case for case in cases if Case.objects.get(pk=case.pk).state == "half_approved")
    assert take(half, "approve_second", office.actor("head"), reason="同意")
    assert take(
        half, "name_account", resident(half.reference), holder="李某", bank="工行", number="6222020200112233445"
    )
    assert take(half, "order_payment", office.actor("clerk"), amount=large)
    sun = office.actor("sun")
    pays = [
        lambda who=who: take(half, "record_payment", who, amount=large, bank_reference="T", receipt=[_file()])
        for who in (sun, zhao)
    ]
    outcomes = at_once(*pays)
    assert sorted(bool(each) for each in outcomes) == [False, True], outcomes
    assert Entry.objects.filter(movement="pay").count() == 1
    assert BudgetLine.objects.get(pk=office.line.pk).paid == large


def _file():
    return StoredFile.objects.create(
        digest="0" * 64, name="r.pdf", content_type="application/pdf", size=1, uploaded_by="t",
        uploaded_at=timezone.now(),
    )  # fmt: skip
