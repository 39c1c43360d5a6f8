"""A sealed value opens in its own place, with its own key, unaltered, or not at all."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from careercraft.privacy.keys import (
    DistrictKeys,
    KeyDestroyed,
    MasterKey,
    WrongMasterKey,
    new_data_key,
)
from careercraft.privacy.sealing import (
    Place,
    SealBroken,
    seal,
    seal_file,
    seal_json,
    unseal,
    unseal_file,
    unseal_json,
)

HERE = Place("students", "identity_sealed", UUID(int=1))


def keys(district: UUID | None = None, version: int = 1) -> DistrictKeys:
    return DistrictKeys(district or uuid4(), {version: new_data_key()}, new_data_key())


def test_a_sealed_value_does_not_show_what_it_holds_and_opens_again() -> None:
    own = keys()
    sealed = seal(own, HERE, b"Zebulon Quartermaine")
    assert b"Zebulon" not in sealed
    assert unseal(own, HERE, sealed) == b"Zebulon Quartermaine"


def test_the_same_value_sealed_twice_looks_different() -> None:
    own = keys()
    assert seal(own, HERE, b"same") != seal(own, HERE, b"same")


def test_json_keeps_accents_and_nothing() -> None:
    own = keys()
    value = {"name": "Núñez", "middle": None, "race": ["white"]}
    assert unseal_json(own, HERE, seal_json(own, HERE, value)) == value


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("users", "identity_sealed", UUID(int=1)),
        Place("students", "profile_sealed", UUID(int=1)),
        Place("students", "identity_sealed", UUID(int=2)),
    ],
    ids=["another table", "another column", "another row"],
)
def test_a_value_moved_elsewhere_does_not_open(elsewhere: Place) -> None:
    own = keys()
    with pytest.raises(SealBroken):
        unseal(own, elsewhere, seal(own, HERE, b"x"))


def test_a_value_does_not_open_in_another_district_even_with_the_same_key() -> None:
    data_key, lookup = new_data_key(), new_data_key()
    mine = DistrictKeys(uuid4(), {1: data_key}, lookup)
    theirs = DistrictKeys(uuid4(), {1: data_key}, lookup)
    with pytest.raises(SealBroken):
        unseal(theirs, HERE, seal(mine, HERE, b"x"))


def test_one_flipped_bit_anywhere_is_noticed() -> None:
    own = keys()
    sealed = seal(own, HERE, b"short")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises((SealBroken, KeyDestroyed)):
            unseal(own, HERE, bytes(altered))


@pytest.mark.parametrize("junk", [b"", b"\x01", b"plain text that was never sealed at all"])
def test_what_was_never_sealed_is_refused(junk: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(keys(), HERE, junk)


def test_a_new_key_version_seals_and_the_old_one_still_opens() -> None:
    district, first, second, lookup = uuid4(), new_data_key(), new_data_key(), new_data_key()
    old = seal(DistrictKeys(district, {1: first}, lookup), HERE, b"old")
    both = DistrictKeys(district, {1: first, 2: second}, lookup)
    new = seal(both, HERE, b"new")
    assert unseal(both, HERE, old) == b"old"
    with pytest.raises(KeyDestroyed):
        unseal(DistrictKeys(district, {1: first}, lookup), HERE, new)


def test_a_destroyed_key_takes_its_data_along() -> None:
    with pytest.raises(KeyDestroyed):
        DistrictKeys(uuid4(), {}, new_data_key())


def test_a_file_key_does_not_open_a_record_and_the_other_way_round() -> None:
    own = keys()
    with pytest.raises(SealBroken):
        unseal(own, HERE, seal_file(own, HERE, b"x"))
    with pytest.raises(SealBroken):
        unseal_file(own, HERE, seal(own, HERE, b"x"))


def test_data_keys_unwrap_with_their_own_master_key_only() -> None:
    master, stranger, data_key = MasterKey(bytes(32)), MasterKey(bytes(31) + b"x"), new_data_key()
    assert master.unwrap(master.wrap(data_key)) == data_key
    with pytest.raises(WrongMasterKey):
        stranger.unwrap(master.wrap(data_key))


def test_keys_do_not_show_themselves() -> None:
    assert "DistrictKeys" in repr(keys())
    assert "\\x" not in repr(keys())
