"""Jobs of the worker about accounts."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app

from heli.access.tidying import forget_old
from heli.audit.naming import by_system
from heli.organizations.settings import district
from heli.people.models import User


@app.task(name="accounts.reset", queue="notices")
@by_system
def send_reset(email: str, language: str) -> None:
    """Send a link to a new password to each account with the address ``email``; to nobody where there is none."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        token = default_token_generator.make_token(user)
        path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
        local = district()
        values = {"account": user.username, "link": f"{settings.HELI_BASE_URL}{path}", "district": local.district_name}
        with translation.override(language or user.language):
            subject = render_to_string("account/letters/reset_subject.txt", values).strip()
            body = render_to_string("account/letters/reset.txt", values)
        send_mail(subject, body, None, [user.email])


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.tidy", queue="notices", queueing_lock="accounts.tidy", lock="accounts.tidy")
@by_system
def tidy(timestamp: int) -> None:
    """Remove sessions that have ended and counts that matter no more."""
    forget_old()
