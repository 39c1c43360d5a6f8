"""Keyed hashes: find a row by an exact id without storing the id."""

from __future__ import annotations

import hmac

from careercraft.privacy.keys import DistrictKeys, MasterKey


def id_lookup(keys: DistrictKeys, kind: str, value: str) -> bytes:
    """The hash by which an id of one kind is found within a district."""
    return _hash(keys.ids, f"{keys.district}|{kind}|{value.strip().casefold()}")


def email_lookup(master: MasterKey, email: str) -> bytes:
    """The hash by which a sign-in finds its district."""
    return _hash(master.directory, email.strip().casefold())


def facts_fingerprint(keys: DistrictKeys, fingerprint: str) -> str:
    """A fingerprint that cannot be guessed back into the facts without the district's key."""
    return _hash(keys.fingerprints, fingerprint).hex()


def _hash(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
