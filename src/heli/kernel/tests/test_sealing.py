import pytest

from heli.kernel.sealing import (
    Cipher,
    Key,
    Unreadable,
    blind_index,
    key_number,
    new_secret,
    normal_email,
    normal_identity,
    normal_phone,
    open_sealed,
    seal,
)

KEY = Key(7, bytes(range(32)))
PLACE = ("people_contact", "row-1", "phone")
PLAIN = "李四 13800005678".encode()


@pytest.mark.parametrize("cipher", Cipher)
def test_what_was_sealed_opens_in_its_place(cipher):
    sealed = seal(PLAIN, KEY, *PLACE, cipher=cipher)
    assert (open_sealed(sealed, KEY, *PLACE), key_number(sealed), PLAIN in sealed) == (PLAIN, 7, False)


@pytest.mark.parametrize("cipher", Cipher)
def test_every_flipped_bit_is_refused(cipher):
    sealed = seal(PLAIN, KEY, *PLACE, cipher=cipher)
    for at in range(len(sealed)):
        for bit in range(8):
            changed = sealed[:at] + bytes([sealed[at] ^ (1 << bit)]) + sealed[at + 1 :]
            with pytest.raises(Unreadable):
                open_sealed(changed, KEY, *PLACE)


@pytest.mark.parametrize("cipher", Cipher)
def test_every_cut_is_refused(cipher):
    sealed = seal(PLAIN, KEY, *PLACE, cipher=cipher)
    for length in range(len(sealed)):
        with pytest.raises(Unreadable):
            open_sealed(sealed[:length], KEY, *PLACE)


@pytest.mark.parametrize(
    "place",
    [
        ("people_user", "row-1", "phone"),
        ("people_contact", "row-2", "phone"),
        ("people_contact", "row-1", "email"),
        ("people_contact", "row-1"),
        ("people_contact", "row-1", "phone", ""),
    ],
)
def test_a_value_moved_to_another_place_is_refused(place):
    with pytest.raises(Unreadable):
        open_sealed(seal(PLAIN, KEY, *PLACE), KEY, *place)


def test_another_secret_or_number_is_refused():
    sealed = seal(PLAIN, KEY, *PLACE)
    for key in (Key(7, new_secret()), Key(8, KEY.secret)):
        with pytest.raises(Unreadable):
            open_sealed(sealed, key, *PLACE)


def test_equal_texts_are_sealed_differently():
    assert seal(PLAIN, KEY, *PLACE) != seal(PLAIN, KEY, *PLACE)


@pytest.mark.parametrize(
    "typed", ["13800005678", "138 0000 5678", "+86 138-0000-5678", "0086 13800005678", "１３８００００５６７８"]
)
def test_a_phone_number_has_one_form(typed):
    assert normal_phone(typed) == "13800005678"


def test_numbers_that_begin_with_86_stay_as_they_are():
    assert normal_phone("8612345") == "8612345"


def test_addresses_and_identity_numbers_have_one_form():
    assert normal_email(" Li@Example.TEST ") == "li@example.test"
    assert normal_identity("11010519491231002ｘ") == "11010519491231002X"


def test_an_index_tells_kinds_and_keys_apart_and_is_empty_for_nothing():
    secret = new_secret()
    of_phone, of_identity = (blind_index("13800005678", kind, secret) for kind in ("phone", "identity"))
    assert of_phone == blind_index("+86 13800005678", "phone", secret)
    assert len({of_phone, of_identity, blind_index("13800005678", "phone", new_secret())}) == 3
    assert blind_index(" – ", "phone", secret) == b""
