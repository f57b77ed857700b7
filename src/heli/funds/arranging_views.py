"""The administrator's pages: which funds there are, who keeps them, and their local standards."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.gates import needs
from heli.access.permissions import ARRANGE_FUNDS
from heli.cases.money import yuan
from heli.funds.desk_forms import FundForm
from heli.funds.known import REVISION
from heli.funds.models import Fund
from heli.organizations.arranging import record_change, snapshot
from heli.places.revisions import bump
from heli.workbench.shell import DeskRequest, desk


@require_safe
@needs(ARRANGE_FUNDS)
def funds(request: DeskRequest) -> HttpResponse:
    """List the funds with their local standards; no balances, no entries."""
    rows = [
        {
            "fund": fund,
            "kind": fund.get_kind_display(),
            "leader_above": yuan(fund.leader_above) if fund.leader_above else _("Always"),
            "most": yuan(fund.most) if fund.most else "–",
        }
        for fund in Fund.objects.select_related("unit")
    ]
    return desk(request, "funds/funds.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ARRANGE_FUNDS)
def fund(request: DeskRequest, code: str = "") -> HttpResponse:
    """Show and save one fund, old or new; it is never removed, it stops taking applications."""
    row = get_object_or_404(Fund, code=code) if code else None
    before = snapshot(row) if row else None
    form = FundForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        _store(request, form, before)
        return redirect("funds_desk:funds")
    title = row.label if row else _("New fund")
    crumbs = [{"label": _("Arrange funds"), "url": reverse("funds_desk:funds")}, {"label": title}]
    context = {"form": form, "title": title, "crumbs": crumbs}
    return desk(request, "funds/form.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _store(request: DeskRequest, form: FundForm, before: dict[str, Any] | None) -> None:
    row = form.save()
    record_change(row, actor=request.actor.key, before=before)
    bump(REVISION)
    messages.success(request, _("“%(name)s” was saved.") % {"name": row.label})
