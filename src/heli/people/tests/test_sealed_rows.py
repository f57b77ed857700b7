import uuid
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from heli.kernel.sealing import Cipher, Unreadable
from heli.people import keys
from heli.people.keyed import SubjectKey
from heli.people.keyring import keyring
from heli.people.models import Contact, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


def li(**more):
    return Contact.objects.create(**{"name": "李四", "phone": "13800005678", "email": "Li@example.test", **more})


def stored(contact, *columns):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM people_contact WHERE id = %s", [contact.pk])
        return [bytes(each) for each in cursor.fetchone()]


def put(contact, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_contact SET {column} = %s WHERE id = %s", [value, contact.pk])


def read(contact):
    found = Contact.objects.get(pk=contact.pk)
    return found.name, found.phone, found.email


LI_COLUMNS = ("name", "phone", "email", "address", "phone_index", "email_index")
LI = ("李四", "13800005678", "Li@example.test")


def test_the_database_holds_nothing_readable():
    kept = b"".join(stored(li(address="人民路5号"), *LI_COLUMNS))
    assert not any(
        word in kept for word in ("李四".encode(), "人民路".encode(), b"13800005678", b"5678", b"example", b"Li@")
    )


def test_what_was_saved_is_read_again():
    assert read(li()) == LI


def test_many_at_once_are_sealed_each_under_its_own_key():
    one, two = Contact.objects.bulk_create([Contact(name="甲", phone="1"), Contact(name="乙")])
    assert (read(one)[0], read(two)[0], one.key_id != two.key_id) == ("甲", "乙", True)


def test_an_empty_contact_needs_no_key():
    assert Contact.objects.create().key_id is None


def test_a_value_of_another_row_or_field_is_refused():
    one, two = li(), li(name="王五")
    put(one, "name", stored(two, "name")[0])
    put(two, "email", stored(two, "phone")[0])
    with pytest.raises(Unreadable):
        Contact.objects.get(pk=one.pk).name  # noqa: B018
    with pytest.raises(Unreadable):
        Contact.objects.get(pk=two.pk).email  # noqa: B018


def test_each_changed_byte_is_refused():
    contact = li()
    (sealed,) = stored(contact, "phone")
    for at in range(len(sealed)):
        put(contact, "phone", sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(Unreadable):
            Contact.objects.get(pk=contact.pk).phone  # noqa: B018


def test_nothing_readable_reaches_the_database_by_another_way():
    contact = li()
    with pytest.raises(FieldError), transaction.atomic():
        Contact.objects.update(phone="13900000000")
    with pytest.raises(FieldError):
        list(Contact.objects.filter(phone="13800005678"))
    contact.phone = "13900000000"
    with pytest.raises(FieldError), transaction.atomic():
        Contact.objects.bulk_update([contact], ["phone"])
    assert read(contact) == LI


@pytest.mark.parametrize("typed", ["138 0000 5678", "+8613800005678", "LI@EXAMPLE.TEST"])
def test_a_contact_is_found_however_it_is_typed(typed):
    contact = li()
    li(phone="13800005679", email="wang@example.test")
    assert list(Contact.objects.reached_by(typed)) == [contact]


def test_nothing_is_found_by_nothing():
    Contact.objects.create(name="甲")
    assert not Contact.objects.reached_by("").exists()
    assert not Contact.objects.reached_by("@").exists()


def test_a_change_moves_the_index():
    contact = li()
    contact.phone = "13900000000"
    contact.save(update_fields=["phone"])
    assert list(Contact.objects.reached_by("13900000000")) == [contact]
    assert not Contact.objects.reached_by("13800005678").exists()
    assert read(contact) == ("李四", "13900000000", "Li@example.test")


def test_saving_what_was_not_opened_leaves_it_as_it_is():
    contact = li()
    before = stored(contact, "name", "phone", "phone_index")
    loaded = Contact.objects.get(pk=contact.pk)
    loaded.language = "en"
    loaded.save()
    assert (stored(contact, "name", "phone", "phone_index"), Contact.objects.get(pk=contact.pk).language) == (
        before,
        "en",
    )


def test_an_account_without_a_phone_gets_a_key_with_its_phone():
    user = User.objects.create_user("li", name="李", email="li@example.test")
    user.phone = "0571-0000"
    user.save()
    assert (User.objects.get(pk=user.pk).phone, user.key_id is None) == ("0571-0000", False)


def test_sm4_seals_and_former_values_stay_readable(settings):
    before = li()
    settings.FIELD_CIPHER = "sm4-gcm"
    after = li()
    assert (stored(after, "phone")[0][0], read(before), read(after)) == (Cipher.SM4_GCM, LI, LI)


def test_a_destroyed_key_leaves_nothing_here_or_in_copies():
    contact, other = li(), li()
    subject, copy = contact.key_id, stored(contact, "name")[0]
    keys.destroy_key(subject)
    assert read(contact) == ("", "", "")
    assert not Contact.objects.reached_by("13800005678").exclude(pk=other.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_contact SET name = %s, key_id = %s WHERE id = %s", [copy, subject, contact.pk])
    assert (Contact.objects.get(pk=contact.pk).name, read(other)) == ("", LI)
    assert SubjectKey.objects.get(pk=subject).destroyed_at is not None


def test_an_emptied_contact_can_be_filled_again():
    contact = li()
    keys.destroy_key(contact.key_id)
    contact = Contact.objects.get(pk=contact.pk)
    contact.phone = "13900000000"
    contact.save()
    assert read(contact) == ("", "13900000000", "")


def test_a_key_that_was_swapped_is_refused():
    one, two = li(), li()
    SubjectKey.objects.filter(pk=one.key_id).update(wrapped=two.key.wrapped)
    with pytest.raises(Unreadable):
        Contact.objects.get(pk=one.pk).name  # noqa: B018


def test_rotation_seals_all_anew_and_loses_nothing(folder):
    contacts = Contact.objects.bulk_create([Contact(name=f"人{n}", phone=f"1380000{n:04}") for n in range(7)])
    gone = li()
    keys.destroy_key(gone.key_id)
    before = stored(contacts[0], "phone")
    heard = []
    done = keys.renew(lambda *far: heard.append(far), batch=3)
    assert (done.number, done.rows, done.values, done.unreadable) == (2, 7, 14, ())
    assert heard == [(3, 7), (6, 7), (7, 7)]
    assert (keys.counted(), list(keys.unreadable_rows()), stored(contacts[0], "phone") != before) == ({2: 7}, [], True)
    assert [read(each)[1] for each in contacts] == [f"1380000{n:04}" for n in range(7)]
    assert Contact.objects.reached_by("13800000003").get() == contacts[3]


def test_an_interrupted_rotation_goes_on_under_the_same_key(folder):
    Contact.objects.bulk_create([Contact(name=f"人{n}") for n in range(4)])

    def stop(done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keys.renew(stop, batch=2)
    assert keys.counted() == {1: 2, 2: 2}
    assert (keys.renew(lambda *_far: None).number, keys.counted()) == (2, {2: 4})


def test_a_row_that_does_not_open_is_named_and_left(folder):
    contact, broken = li(), li()
    put(broken, "name", b"\x01\x00\x01" + bytes(40))
    done = keys.renew(lambda *_far: None)
    assert (done.unreadable, keys.counted(), read(contact)) == ((broken.key_id,), {1: 1, 2: 1}, LI)


def test_a_value_opened_before_a_rotation_is_saved_under_the_new_key(folder):
    loaded = Contact.objects.get(pk=li().pk)
    assert loaded.phone == "13800005678"
    keys.renew(lambda *_far: None)
    loaded.phone = "13900000000"
    loaded.save()
    assert (read(loaded), list(keys.unreadable_rows())) == (("李四", "13900000000", "Li@example.test"), [])


def test_the_commands_tell_and_guard(folder):
    contact = li()
    out = StringIO()
    call_command("keys_rotate", stdout=out)
    assert "1 rows with 3 values sealed anew" in out.getvalue()
    with pytest.raises(CommandError, match="in use"):
        call_command("keys_drop", 2)
    call_command("keys_drop", 1, stdout=out)
    call_command("keys_show", "--verify", stdout=out)
    assert "master key 2  seals  1 keys and values" in out.getvalue()
    assert (list(keyring().keys), read(contact)) == ([2], LI)
    secrets = [path.read_text() for path in folder.glob("*.key")]
    assert not any(secret in out.getvalue() for secret in secrets)


def test_a_missing_master_key_is_told(folder):
    li()
    call_command("keys_rotate", stdout=StringIO())
    li()
    (folder / "master-2.key").unlink()
    with pytest.raises(CommandError, match="missing"):
        call_command("keys_show", stdout=StringIO())


def test_keys_of_the_environment_are_used(settings):
    settings.MASTER_KEYS = f"1:{'11' * 32}, 5:{'22' * 32}"
    li()
    assert keys.counted() == {5: 1}
    with pytest.raises(CommandError, match="HELI_MASTER_KEYS"):
        call_command("keys_rotate")


def test_key_files_are_for_their_owner_only(folder):
    keyring()
    assert [path.stat().st_mode & 0o777 for path in folder.glob("master-*.key")] == [0o600]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_person_is_not_found_by_a_key_nobody_has():
    keys.destroy_key(uuid.uuid4())
    assert read(li()) == LI
