"""Keys: one master key from the settings wraps the data keys of each district.

The master key never touches data. A district's data keys are stored wrapped (AES Key Wrap,
RFC 3394); destroying them destroys everything that they sealed. From each data key a subkey is
derived per purpose (HKDF-SHA256), so that no key serves two ends. What belongs to one student, and
each stored file, is sealed with a key of its own, which the district's key seals in turn:
destroying that one forgets the student, or the file, in every copy.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

KEY_BYTES = 32


class KeyDestroyed(Exception):  # noqa: N818 - a state of the world, not a mistake
    """The key that sealed this was destroyed, and what it sealed with it."""


class WrongMasterKey(Exception):  # noqa: N818
    """A data key of this database was wrapped with another master key."""


class KeyPurpose(StrEnum):
    """What a stored data key is for; lookup keys never rotate, or no id would be found again."""

    LOOKUP = "lookup"
    SEAL = "seal"


def subkey(key: bytes, purpose: str) -> bytes:
    """Derive the 32-byte key of one purpose from a data key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"careercraft/" + purpose.encode()).derive(key)


class MasterKey:
    """The key-encryption key of an installation."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("A master key has 32 bytes.")
        self._wrapping = subkey(key, "wrap")
        self.directory = subkey(key, "directory")
        """Hashes the e-mail address of a sign-in, before its district is known."""

    def wrap(self, key: bytes) -> bytes:
        """Wrap a data key for storage."""
        return aes_key_wrap(self._wrapping, key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a stored data key; raises `WrongMasterKey`."""
        try:
            return aes_key_unwrap(self._wrapping, wrapped)
        except InvalidUnwrap:
            raise WrongMasterKey(
                "The data keys in this database were wrapped with another master key."
            ) from None


def new_data_key() -> bytes:
    """A fresh random data key."""
    return os.urandom(KEY_BYTES)


class OwnKeys(Protocol):
    """The keys of single students and files, each under the id of its owner."""

    def to_open(self, owner: UUID) -> bytes:
        """The key of an owner; raises `KeyDestroyed`."""

    def to_seal(self, owner: UUID) -> bytes:
        """The key of an owner, made now where there is none yet."""

    def hold(self, owners: Collection[UUID]) -> None:
        """Fetch the keys of some owners at once, for later."""

    def take(self, sealed: Iterable[tuple[UUID, bytes | None]]) -> None:
        """Keys that were read along with what they open; nothing for an owner without one."""

    def make(self, owners: Collection[UUID]) -> None:
        """Make keys for owners that have none, all at once."""

    def destroy(self, owners: Collection[UUID]) -> int:
        """Destroy the keys of some owners; how many there were."""


class DistrictKeys:
    """The unwrapped keys of one district, in memory only."""

    own: OwnKeys | None = None
    """The keys of its students and files; None where there is no database to keep them."""

    def __init__(self, district_id: UUID, seal_keys: Mapping[int, bytes], lookup: bytes) -> None:
        if not seal_keys:
            raise KeyDestroyed("This district's data keys were destroyed.")
        self.district_id = district_id
        self.district = str(district_id)
        self.current_version = max(seal_keys)
        self._lookup = lookup
        self._record_keys = {v: subkey(k, "record") for v, k in seal_keys.items()}
        self._file_keys = {v: subkey(k, "file") for v, k in seal_keys.items()}

    def __repr__(self) -> str:
        return f"DistrictKeys({self.district_id})"

    def record_key(self, version: int) -> bytes:
        """The key that seals database values; raises `KeyDestroyed`."""
        return _held(self._record_keys, version)

    def file_key(self, version: int) -> bytes:
        """The key that seals stored files; raises `KeyDestroyed`."""
        return _held(self._file_keys, version)

    @property
    def own_keys(self) -> OwnKeys:
        """The keys of students and files; raises `KeyDestroyed` where none can be had."""
        if self.own is None:
            raise KeyDestroyed("These keys were opened without the keys of single records.")
        return self.own

    @cached_property
    def ids(self) -> bytes:
        """The key of the hashes by which ids are found."""
        return subkey(self._lookup, "ids")

    @cached_property
    def fingerprints(self) -> bytes:
        """The key of the fingerprints of a student's facts."""
        return subkey(self._lookup, "fingerprints")

    @cached_property
    def audit(self) -> bytes:
        """The key of the audit chain."""
        return subkey(self._lookup, "audit")


def _held(keys: Mapping[int, bytes], version: int) -> bytes:
    try:
        return keys[version]
    except KeyError:
        raise KeyDestroyed("The key that sealed this was destroyed.") from None
