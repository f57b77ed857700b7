"""What an administrator does to an account beyond its facts: a new password, lost factors, open sessions."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heli.access.gates import needs
from heli.access.models import Identity
from heli.access.permissions import KEEP_ACCOUNTS
from heli.access.sessions import end_all
from heli.audit.record import write
from heli.organizations.arranging import CHAIN
from heli.people.models import User
from heli.workbench.shell import DeskRequest

LONGEST_SUBJECT = 255
#: Letters and digits that nobody mistakes for one another when a first password is read out.
CLEAR_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def give_password(request: DeskRequest, person: User) -> None:
    """Set a first password and show it once, to be handed over and changed; open sessions end."""
    password = get_random_string(14, CLEAR_SYMBOLS)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_all(person.pk)
    text = _("First password of %(account)s: %(password)s. It is shown only now; hand it over in person.")
    messages.warning(request, text % {"account": person.username, "password": password})


@require_POST
@needs(KEEP_ACCOUNTS)
@transaction.atomic
def new_password(request: DeskRequest, pk: int) -> HttpResponse:
    """Give an account a new first password; its open sessions end."""
    person = get_object_or_404(User, pk=pk)
    if person.pk == request.actor.user_id:
        return _not_oneself(request)
    give_password(request, person)
    write(CHAIN, "user.password", at=timezone.now(), actor=request.actor.key, data={"id": str(person.pk)})
    return redirect("workbench:manage_edit", slug="people", pk=pk)


@require_POST
@needs(KEEP_ACCOUNTS)
@transaction.atomic
def end_sessions(request: DeskRequest, pk: int) -> HttpResponse:
    """End every open session of an account: with the next request it is out, on pages and in the API."""
    person = get_object_or_404(User, pk=pk)
    count = end_all(person.pk)
    data = {"id": str(person.pk), "ended": count}
    write(CHAIN, "user.sessions", at=timezone.now(), actor=request.actor.key, data=data)
    text = ngettext("%(count)s session has ended.", "%(count)s sessions have ended.", count)
    messages.success(request, text % {"count": count})
    return redirect("workbench:manage_edit", slug="people", pk=pk)


@require_POST
@needs(KEEP_ACCOUNTS)
@transaction.atomic
def remove_factors(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the second factors off an account whose owner has lost them; it gets a new first password with that.

    So whoever holds only the old password can set up nothing in the owner's place.
    """
    person = get_object_or_404(User, pk=pk)
    if person.pk == request.actor.user_id:
        return _not_oneself(request)
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    Authenticator.objects.filter(user=person).delete()
    give_password(request, person)
    data = {"id": str(person.pk), "kinds": kinds}
    write(CHAIN, "user.factors", at=timezone.now(), actor=request.actor.key, data=data)
    return redirect("workbench:manage_edit", slug="people", pk=pk)


@require_POST
@needs(KEEP_ACCOUNTS)
@transaction.atomic
def tie(request: DeskRequest, pk: int) -> HttpResponse:
    """Tie an account to an identity of the district's provider, or untie it with an empty field; open sessions end.

    Nobody ties their own account: whoever keeps accounts would take over another identity by it.
    """
    person = get_object_or_404(User, pk=pk)
    if not settings.HELI_OIDC_ISSUER:
        raise Http404
    if person.pk == request.actor.user_id:
        messages.error(request, _("Another administrator ties your own account."))
        return redirect("workbench:manage_edit", slug="people", pk=pk)
    subject, issuer = request.POST.get("subject", "").strip(), settings.HELI_OIDC_ISSUER
    taken = Identity.objects.filter(issuer=issuer, subject=subject).exclude(user=person).exists()
    if taken or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        messages.error(request, _("This identity is tied to another account already, or is not one."))
        return redirect("workbench:manage_edit", slug="people", pk=pk)
    Identity.objects.filter(issuer=issuer, user=person).delete()
    if subject:
        Identity.objects.create(issuer=issuer, subject=subject, user=person, tied_at=timezone.now())
    data = {"id": str(person.pk), "issuer": issuer, "subject": subject, "ended": end_all(person.pk)}
    write(CHAIN, "user.identity", at=timezone.now(), actor=request.actor.key, data=data)
    messages.success(request, _("“%(name)s” was saved.") % {"name": str(person)})
    return redirect("workbench:manage_edit", slug="people", pk=pk)


def subject_of(person: User) -> str:
    """Return the identity that ``person`` is tied to at the district's provider."""
    found = Identity.objects.filter(issuer=settings.HELI_OIDC_ISSUER, user=person)
    return found.values_list("subject", flat=True).first() or ""


def _not_oneself(request: DeskRequest) -> HttpResponse:
    messages.error(request, _("Change your own password on the page of your account."))
    return redirect("workbench:manage_edit", slug="people", pk=request.actor.user_id)
