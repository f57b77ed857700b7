"""Seal the secrets of second factors, which stood under a key of their own, under the master keys.

A secret that the former key does not open is left as it is: it was unreadable before, and stays so.
"""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

from heli.access.factor_secrets import MARK, changed, sealed


def _again(stored):
    if stored.startswith(MARK):
        return stored
    former = Fernet(base64.urlsafe_b64encode(sha256(b"heli second factors\n" + settings.DATA_KEY).digest()))
    try:
        return sealed(former.decrypt(stored.encode()).decode())
    except InvalidToken:
        return stored


def seal_existing(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        data = changed(row.data, _again)
        if data != row.data:
            row.data = data
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_identity"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_existing, migrations.RunPython.noop)]
