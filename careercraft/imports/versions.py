"""A student's record as columns, and as it is kept for the day a batch is undone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from careercraft.imports.matching import Known
from careercraft.privacy.identity import (
    Identity,
    Profile,
    lookups_of,
    seal_identity,
    seal_profile,
)
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal_json, unseal_json

IDENTITY_DATES = ("birth_date",)
PROFILE_DATES = ("grade_9_began_on", "graduated_on")


def student_values(keys: DistrictKeys, known: Known) -> dict[str, Any]:
    """The columns of a student's row."""
    found_by = lookups_of(keys, known.identity)
    return {
        "id": known.id,
        "campus_id": known.campus_id,
        "counselor_id": known.counselor_id,
        "class_of": known.class_of,
        "grade": known.grade,
        "status": known.status,
        "state_id_lookup": found_by.state_id,
        "local_id_lookup": found_by.local_id,
        "name_birth_lookup": found_by.name_birth,
        "identity_sealed": seal_identity(keys, known.id, known.identity),
        "profile_sealed": seal_profile(keys, known.id, known.profile),
    }


def seal_before(keys: DistrictKeys, version_id: UUID, known: Known) -> bytes:
    """Seal a student's record for the version that keeps it."""
    plain = known._asdict() | {
        "id": str(known.id),
        "campus_id": str(known.campus_id),
        "counselor_id": str(known.counselor_id) if known.counselor_id else None,
        "identity": _plain(known.identity._asdict()),
        "profile": _plain(known.profile._asdict()),
    }
    return seal_json(keys, _before(version_id).of(known.id), plain)


def open_before(keys: DistrictKeys, version_id: UUID, sealed: bytes) -> Known:
    """The record that a version keeps."""
    plain = unseal_json(keys, _before(version_id), sealed)
    identity = _dated(plain["identity"], IDENTITY_DATES)
    return Known(
        **plain
        | {
            "id": UUID(plain["id"]),
            "campus_id": UUID(plain["campus_id"]),
            "counselor_id": UUID(plain["counselor_id"]) if plain["counselor_id"] else None,
            "identity": Identity(**identity | {"race": tuple(identity["race"])}),
            "profile": Profile(**_dated(plain["profile"], PROFILE_DATES)),
        }
    )


def _before(version_id: UUID) -> Place:
    return Place("student_versions", "before_sealed", version_id)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}


def _dated(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return values | {n: date.fromisoformat(values[n]) for n in names if values[n]}
