"""AES-256-GCM sealing of values and files, bound to the place where they are stored.

A sealed value opens only with its district's key and only in its own district, table, column and
row: moved anywhere else it fails with `SealBroken`.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from careercraft.privacy.keys import DistrictKeys

FORMAT = 1
HEADER = struct.Struct(">BI")
NONCE_BYTES = 12
_TEXT_OF = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
SMALLEST = HEADER.size + NONCE_BYTES + 16


class SealBroken(Exception):  # noqa: N818
    """A sealed value was altered, moved, or sealed for somewhere else."""


class Place(NamedTuple):
    """Where a sealed value stands; part of what the seal protects."""

    table: str
    column: str
    row: UUID

    def bound_to(self, district_id: UUID) -> bytes:
        """The associated data of the seal."""
        return f"{district_id}|{self.table}|{self.column}|{self.row}".encode()


def seal(keys: DistrictKeys, place: Place, plaintext: bytes) -> bytes:
    """Seal bytes for one place."""
    return _seal(keys.record_key(keys.current_version), keys, place, plaintext)


def unseal(keys: DistrictKeys, place: Place, sealed: bytes) -> bytes:
    """Open a sealed value; raises `SealBroken` or `KeyDestroyed`."""
    return _unseal(keys.record_key(_version(sealed)), keys, place, sealed)


def seal_json(keys: DistrictKeys, place: Place, value: Any) -> bytes:
    """Seal a JSON value for one place."""
    return seal(keys, place, _TEXT_OF(value).encode())


def unseal_json(keys: DistrictKeys, place: Place, sealed: bytes) -> Any:
    """Open a sealed JSON value; raises `SealBroken` or `KeyDestroyed`."""
    return json.loads(unseal(keys, place, sealed))


def seal_file(keys: DistrictKeys, place: Place, content: bytes) -> bytes:
    """Seal a whole file for one place."""
    return _seal(keys.file_key(keys.current_version), keys, place, content)


def unseal_file(keys: DistrictKeys, place: Place, sealed: bytes) -> bytes:
    """Open a sealed file; raises `SealBroken` or `KeyDestroyed`."""
    return _unseal(keys.file_key(_version(sealed)), keys, place, sealed)


def _seal(key: bytes, keys: DistrictKeys, place: Place, plaintext: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, plaintext, place.bound_to(keys.district_id))
    return HEADER.pack(FORMAT, keys.current_version) + nonce + body


def _unseal(key: bytes, keys: DistrictKeys, place: Place, sealed: bytes) -> bytes:
    nonce = sealed[HEADER.size : HEADER.size + NONCE_BYTES]
    body = sealed[HEADER.size + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.bound_to(keys.district_id))
    except InvalidTag:
        raise SealBroken(f"A sealed value of {place.table}.{place.column} was altered.") from None


def _version(sealed: bytes) -> int:
    if len(sealed) < SMALLEST or sealed[0] != FORMAT:
        raise SealBroken("This is not a sealed value.")
    _, version = HEADER.unpack_from(sealed)
    return int(version)
