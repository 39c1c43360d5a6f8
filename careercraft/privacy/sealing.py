"""AES-256-GCM sealing of values and files, bound to the place where they are stored.

A sealed value opens only with its key and only in its own district, table, column and row: moved
anywhere else it fails with `SealBroken`. A value that belongs to a student (or a file) is sealed
with the key of that owner, whose id stands in the head of the value; others with the district's.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from careercraft.privacy.keys import DistrictKeys, subkey

FORMAT = 1
OWNED = 2
"""Sealed with the key of an owner."""
HEADER = struct.Struct(">BI")
OWNED_HEADER = struct.Struct(">B16s")
OWNER_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16
MARK_BYTES = OWNED_HEADER.size + NONCE_BYTES
"""So many bytes of any sealed value are its own alone: they hold its random number."""
FILE = "file"
_TEXT_OF = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_VALUE_AT = json.JSONDecoder().raw_decode
SMALLEST = {one.size: one.size + NONCE_BYTES + TAG_BYTES for one in (HEADER, OWNED_HEADER)}


class SealBroken(Exception):  # noqa: N818
    """A sealed value was altered, moved, or sealed for somewhere else."""


class Place(NamedTuple):
    """Where a sealed value stands; part of what the seal protects.

    `owner`: the student (or the file) with whose key it is sealed. Who opens need not know it.
    """

    table: str
    column: str
    row: UUID
    owner: UUID | None = None

    def of(self, owner: UUID | None) -> Place:
        """The same place, for a value that belongs to a student or a file."""
        return Place(self.table, self.column, self.row, owner)

    def bound_to(self, district: str) -> bytes:
        """The associated data of the seal, in a district whose id is written out."""
        return f"{district}|{self.table}|{self.column}|{self.row}".encode()


def seal(keys: DistrictKeys, place: Place, plaintext: bytes) -> bytes:
    """Seal bytes for one place."""
    if place.owner is not None:
        key = keys.own_keys.to_seal(place.owner)
        return _encrypted(key, _owned(place.owner), keys, place, plaintext)
    version = keys.current_version
    return _encrypted(keys.record_key(version), _of_district(version), keys, place, plaintext)


def unseal(keys: DistrictKeys, place: Place, sealed: bytes) -> bytes:
    """Open a sealed value; raises `SealBroken` or `KeyDestroyed`."""
    owner = place.owner if _is_owned_by(place.owner, sealed) else owner_of(sealed)
    if owner is not None:
        return _decrypted(keys.own_keys.to_open(owner), OWNED_HEADER.size, keys, place, sealed)
    return _decrypted(keys.record_key(_version(sealed)), HEADER.size, keys, place, sealed)


def seal_json(keys: DistrictKeys, place: Place, value: Any) -> bytes:
    """Seal a JSON value for one place."""
    return seal(keys, place, _TEXT_OF(value).encode())


def unseal_json(keys: DistrictKeys, place: Place, sealed: bytes) -> Any:
    """Open a sealed JSON value; raises `SealBroken` or `KeyDestroyed`."""
    value, _ = _VALUE_AT(unseal(keys, place, sealed).decode())  # it is as `seal_json` wrote it
    return value


def seal_file(keys: DistrictKeys, place: Place, content: bytes) -> bytes:
    """Seal a whole file for one place."""
    if place.owner is not None:
        key = subkey(keys.own_keys.to_seal(place.owner), FILE)
        return _encrypted(key, _owned(place.owner), keys, place, content)
    version = keys.current_version
    return _encrypted(keys.file_key(version), _of_district(version), keys, place, content)


def unseal_file(keys: DistrictKeys, place: Place, sealed: bytes) -> bytes:
    """Open a sealed file; raises `SealBroken` or `KeyDestroyed`."""
    owner = owner_of(sealed)
    if owner is not None:
        key = subkey(keys.own_keys.to_open(owner), FILE)
        return _decrypted(key, OWNED_HEADER.size, keys, place, sealed)
    return _decrypted(keys.file_key(_version(sealed)), HEADER.size, keys, place, sealed)


def owner_of(sealed: bytes) -> UUID | None:
    """With whose key a value is sealed; None where it is the district's."""
    if len(sealed) < SMALLEST[OWNED_HEADER.size] or sealed[0] != OWNED:
        return None
    return UUID(bytes=OWNED_HEADER.unpack_from(sealed)[1])


def _is_owned_by(owner: UUID | None, sealed: bytes) -> bool:
    """Whether the head of a value names just this owner: told faster than whom it names."""
    long_enough = len(sealed) >= SMALLEST[OWNED_HEADER.size]
    return owner is not None and long_enough and sealed.startswith(_owned(owner))


def _owned(owner: UUID) -> bytes:
    return OWNED_HEADER.pack(OWNED, owner.int.to_bytes(OWNER_BYTES))


def _of_district(version: int) -> bytes:
    return HEADER.pack(FORMAT, version)


def _encrypted(
    key: bytes, head: bytes, keys: DistrictKeys, place: Place, plaintext: bytes
) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, plaintext, place.bound_to(keys.district))
    return head + nonce + body


def _decrypted(
    key: bytes, head_size: int, keys: DistrictKeys, place: Place, sealed: bytes
) -> bytes:
    nonce = sealed[head_size : head_size + NONCE_BYTES]
    body = sealed[head_size + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.bound_to(keys.district))
    except InvalidTag:
        raise SealBroken(f"A sealed value of {place.table}.{place.column} was altered.") from None


def _version(sealed: bytes) -> int:
    if len(sealed) < SMALLEST[HEADER.size] or sealed[0] != FORMAT:
        raise SealBroken("This is not a sealed value.")
    _, version = HEADER.unpack_from(sealed)
    return int(version)
