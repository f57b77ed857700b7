"""The administrators' page for keys of outside bodies, and the download of a referral's package."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heli.access.gates import needs
from heli.access.permissions import ARRANGE, REFERRALS
from heli.access.reads import log_read
from heli.audit.record import write
from heli.cases.finding import find
from heli.cases.personal import may_reach
from heli.cases.step_forms import Line
from heli.referrals.models import Direction, Partner, PartnerToken
from heli.referrals.package import package_of
from heli.referrals.passable import PURPOSE
from heli.referrals.procedure import ReferralProcedure
from heli.referrals.tokens import make, revoke
from heli.workbench.shell import DeskRequest, desk

CHAIN = "exports"
MOST_SHOWN = 200


class KeyForm(forms.Form):
    """For whom a key is made, and what for."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=gettext_lazy("For which body"))
    note = Line(label=gettext_lazy("What it is for"), max_length=80)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        outside = Partner.objects.filter(active=True, unit__isnull=True).order_by("kind", "name")
        self.fields["partner"].queryset = outside  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ARRANGE)
def keys(request: DeskRequest) -> HttpResponse:
    """List keys, and make one: it is shown this once and can never be read again."""
    form = KeyForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        made = make(form.cleaned_data["partner"], form.cleaned_data["note"], by=request.actor)
        form = KeyForm()
    rows = PartnerToken.objects.select_related("partner").order_by("-pk")[:MOST_SHOWN]
    context = {"form": form, "rows": rows, "made": made}
    return desk(request, "referrals/keys.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(ARRANGE)
def revoke_key(request: DeskRequest, pk: int) -> HttpResponse:
    """Revoke a key: it opens nothing from now on."""
    row = get_object_or_404(PartnerToken.objects.select_related("partner"), pk=pk)
    revoke(row, by=request.actor)
    messages.success(request, _("The key was revoked; it opens nothing any more."))
    return redirect("referral_desk:keys")


@require_POST
@needs(REFERRALS)
def package(request: DeskRequest, reference: str) -> HttpResponse:
    """Send the signed package of a referral to an outside body; who took it is on record, for its person too."""
    case = find(reference, request.actor)
    if case is None or case.procedure != ReferralProcedure.code or case.referral.direction != Direction.OUT:
        raise Http404
    if case.referral.taken_back_at:
        # As the body itself is answered: whose consent ended, of them nothing goes out any more.
        raise Http404
    if not may_reach(request.actor, case):
        raise PermissionDenied
    with transaction.atomic():
        log_read(case.reference, by=request.actor, purpose=PURPOSE)
        data = {"reference": case.reference, "partner": case.referral.partner.name}
        write(CHAIN, "referral.package", at=timezone.now(), actor=request.actor.key, data=data)
        content = package_of(case)
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="referral-{case.reference}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
