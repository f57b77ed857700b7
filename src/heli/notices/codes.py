"""Sending the codes that residents sign in with: by the worker, so that asking costs the same for every address."""

from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heli.access.models import SignInCode
from heli.access.residents import VALID, code_of
from heli.audit.naming import by_system
from heli.notices.sms import provider
from heli.organizations.settings import district


@app.task(name="codes.send", queue="notices")
@by_system
def send_code(number: str) -> None:
    """Send the code with this number; a code that has run out, or was used, is sent no more."""
    row = SignInCode.objects.filter(number=UUID(number), used=False, sent_at__gt=timezone.now() - VALID).first()
    if row is None:
        return
    with translation.override(row.language):
        local = district()
        name = local.district_name_en if row.language.startswith("en") else local.district_name
        values = {"district": name, "code": code_of(row.number)}
        text = _("[%(district)s] Your code: %(code)s. It holds for ten minutes. Tell it to nobody, not even to us.")
        subject = _("[%(district)s] Your code")
    if row.email:
        send_mail(subject % values, text % values, None, [row.email])
    elif sms := provider():
        sms.send(row.phone, text % values)
