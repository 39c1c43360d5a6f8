"""The sealed records of students and staff, and the ids by which they are found."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.models import Student, User
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.names import folded
from careercraft.privacy.sealing import Place, seal_json, unseal_json

EMPTIED = b""
"""What stands in the place of an identity that was destroyed."""
FORMER = "Former staff {number}"


class Identity(NamedTuple):
    """Who a student is. `race` holds american_indian, asian, black, pacific_islander, white."""

    first_name: str
    last_name: str
    middle_name: str | None = None
    birth_date: date | None = None
    state_unique_id: str | None = None
    local_id: str | None = None
    sex: str | None = None
    hispanic_latino: bool | None = None
    race: tuple[str, ...] = ()
    home_language: str | None = None

    @property
    def listed_name(self) -> str:
        """Last name first, as rosters sort it."""
        return f"{self.last_name}, {self.first_name}"

    @property
    def full_name(self) -> str:
        """First name first, as letters address it."""
        return f"{self.first_name} {self.last_name}"


class Profile(NamedTuple):
    """What student groups and graduation rules ask about a student; None = not known."""

    grade_9_began_on: date | None = None
    economically_disadvantaged: bool | None = None
    special_education: bool | None = None
    emergent_bilingual: bool | None = None
    at_risk: bool | None = None
    section_504: bool | None = None
    program: str | None = None
    graduated_on: date | None = None
    diploma_type: str | None = None
    endorsement: bool | None = None
    distinguished: bool | None = None


class StaffIdentity(NamedTuple):
    """Who a member of staff is."""

    name: str
    email: str


class Lookups(NamedTuple):
    """The keyed hashes under which a student is found again."""

    state_id: bytes | None
    local_id: bytes | None
    name_birth: bytes | None


def seal_identity(keys: DistrictKeys, student_id: UUID, identity: Identity) -> bytes:
    """Seal a student's identity for its row."""
    return seal_json(keys, _identity_of(student_id), _plain(identity))


def open_identity(keys: DistrictKeys, student: Student) -> Identity:
    """Open a student's identity."""
    return identity_from(keys, student.id, student.identity_sealed)


def identity_from(keys: DistrictKeys, student_id: UUID, sealed: bytes) -> Identity:
    """Open the sealed identity of one row."""
    held = unseal_json(keys, _identity_of(student_id), sealed)
    held["birth_date"] = _date(held["birth_date"])
    held["race"] = tuple(held["race"])
    return Identity(**held)


def seal_profile(keys: DistrictKeys, student_id: UUID, profile: Profile) -> bytes:
    """Seal a student's profile for its row."""
    return seal_json(keys, _profile_of(student_id), _plain(profile))


def open_profile(keys: DistrictKeys, student: Student) -> Profile:
    """Open a student's profile."""
    return profile_from(keys, student.id, student.profile_sealed)


def profile_from(keys: DistrictKeys, student_id: UUID, sealed: bytes) -> Profile:
    """Open the sealed profile of one row."""
    held = unseal_json(keys, _profile_of(student_id), sealed)
    for name in ("grade_9_began_on", "graduated_on"):
        held[name] = _date(held[name])
    return Profile(**held)


def seal_staff(keys: DistrictKeys, user_id: UUID, identity: StaffIdentity) -> bytes:
    """Seal the identity of a member of staff."""
    return seal_json(keys, Place("users", "identity_sealed", user_id), identity._asdict())


def open_staff(keys: DistrictKeys, user: User) -> StaffIdentity:
    """Open the identity of a member of staff; of one whose name was destroyed, the number."""
    return staff_from(keys, user.id, user.identity_sealed)


def staff_from(keys: DistrictKeys, user_id: UUID, sealed: bytes) -> StaffIdentity:
    """Open the sealed identity of one member of staff, as `open_staff` does."""
    if sealed == EMPTIED:
        return StaffIdentity(FORMER.format(number=str(user_id)[:8]), "")
    place = Place("users", "identity_sealed", user_id)
    return StaffIdentity(**unseal_json(keys, place, sealed))


def lookups_of(keys: DistrictKeys, identity: Identity) -> Lookups:
    """The hashes by which this student is found; None where the id is not known."""
    return Lookups(
        state_id=_optional_lookup(keys, "state", identity.state_unique_id),
        local_id=_optional_lookup(keys, "local", identity.local_id),
        name_birth=name_birth_lookup(
            keys, identity.last_name, identity.first_name, identity.birth_date
        ),
    )


def name_birth_lookup(
    keys: DistrictKeys, last_name: str | None, first_name: str | None, birth_date: date | None
) -> bytes | None:
    """The hash of name and date of birth together; neither is hashed alone."""
    if not (last_name and first_name and birth_date):
        return None
    text = f"{folded(last_name)}|{folded(first_name)}|{birth_date.isoformat()}"
    return id_lookup(keys, "name and birth", text)


def _optional_lookup(keys: DistrictKeys, kind: str, value: str | None) -> bytes | None:
    return id_lookup(keys, kind, value) if value else None


def _identity_of(student_id: UUID) -> Place:
    return Place("students", "identity_sealed", student_id, student_id)


def _profile_of(student_id: UUID) -> Place:
    return Place("students", "profile_sealed", student_id, student_id)


def _plain(record: Identity | Profile) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in record._asdict().items()
    }


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
