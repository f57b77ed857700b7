"""Secrets of second factors stand under the rotating master keys: sign-in goes on, what was changed opens nothing."""

import base64
from hashlib import sha256
from importlib import import_module
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import Client

from heli.access import factor_secrets
from heli.kernel.sealing import Unreadable
from heli.people import keys
from heli.people.keyring import keyring, path_of
from heli.people.models import User
from heli.project.tests.test_sign_in import PASSWORD, SECRET, code, inside, sign_in, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.MASTER_KEYS, settings.KEY_FOLDER = "", tmp_path / "keys"
    return settings.KEY_FOLDER


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("chen", password=PASSWORD, name="陈敏")


def kept() -> str:
    return Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]


def opens_with_the_code() -> bool:
    client = Client()
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    return inside(client)


def test_every_changed_byte_is_refused(folder, officer):
    with_app(officer)
    value = base64.b64decode(kept().removeprefix(factor_secrets.MARK))
    for place in range(len(value)):
        flipped = bytes([*value[:place], value[place] ^ 1, *value[place + 1 :]])
        with pytest.raises(Unreadable):
            factor_secrets.opened(factor_secrets.MARK + base64.b64encode(flipped).decode())
    for stored in ("", "sealed:", "sealed:!!!", SECRET, kept()[:-4]):
        with pytest.raises(Unreadable):
            factor_secrets.opened(stored)


def test_a_changed_secret_takes_no_code_and_answers_in_words(folder, officer):
    with_app(officer)
    row = Authenticator.objects.get()
    row.data["secret"] = row.data["secret"][:-8] + "AAAAAAA="
    row.save()
    client = Client()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 200
    assert not inside(client)
    assert list(keys.unreadable_rows()) == [f"mfa_authenticator {row.pk}"]


def test_rotation_takes_them_along_and_leaves_sign_in_working(folder, officer):
    with_app(officer)
    codes = RecoveryCodes.activate(officer).generate_codes()
    before, out = kept(), StringIO()
    with pytest.raises(CommandError, match="in use"):
        call_command("keys_drop", "1")
    call_command("keys_rotate", stdout=out)
    assert "2 rows with 2 values sealed anew" in out.getvalue()
    assert "0 unreadable" in out.getvalue()
    assert (kept() != before, keys.counted()) == (True, {2: 2})
    call_command("keys_drop", "1", stdout=out)
    assert not path_of(1).exists()
    call_command("keys_show", "--verify", stdout=out)
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes
    assert opens_with_the_code()


def test_one_that_does_not_open_is_named_and_left(folder, officer):
    with_app(officer)
    row = Authenticator.objects.get()
    Authenticator.objects.create(user=User.objects.create_user("other", name="Other"), type="totp", data=row.data)
    row.data["secret"] = row.data["secret"][:-8] + "AAAAAAA="
    row.save()
    done = keys.renew(lambda *_far: None)
    assert (done.number, done.rows, done.unreadable) == (2, 1, (f"mfa_authenticator {row.pk}",))
    row.refresh_from_db()
    assert row.data["secret"].endswith("AAAAAAA=")


def test_former_secrets_are_sealed_by_the_migration_and_go_on(folder, officer):
    with_app(officer)
    former = Fernet(base64.urlsafe_b64encode(sha256(b"heli second factors\n" + site.DATA_KEY).digest()))
    row = Authenticator.objects.get()
    row.data["secret"] = former.encrypt(SECRET.encode()).decode()
    row.save()
    lost = User.objects.create_user("lost", name="Lost")
    Authenticator.objects.create(user=lost, type="totp", data={"secret": "gAAAA-of-another-key"})
    migration = import_module("heli.access.migrations.0006_seal_factors")
    migration.seal_existing(apps, None)
    row.refresh_from_db()
    first = row.data["secret"]
    assert factor_secrets.opened(first) == SECRET
    assert keys.counted() == {keyring().current.number: 1}
    assert Authenticator.objects.get(user=lost).data["secret"] == "gAAAA-of-another-key"
    migration.seal_existing(apps, None)
    row.refresh_from_db()
    assert row.data["secret"] == first
    assert opens_with_the_code()
