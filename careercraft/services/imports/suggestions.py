"""Who a person of a file might be: students who come near, and what speaks for and against each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.filters import grade, long_date
from careercraft.imports.rows import Person
from careercraft.models import Campus, Student
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.names import folded
from careercraft.services.context import Desk

SUGGESTED = 4
ALIKE = 0.8
"""Share of letters in common from which two names might be one, misspelt."""
NEAR = 2
"""What must speak for a student in sum: two names, or an id."""


class Suggestion(NamedTuple):
    """A student who might be meant, and why."""

    student_id: UUID
    name: str
    about: str
    why: tuple[str, ...]


class Candidate(NamedTuple):
    """A student of the district, opened."""

    id: UUID
    identity: Identity
    campus: str
    grade: int | None
    class_of: int


def candidates(desk: Desk) -> list[Candidate]:
    """Everyone of the district, opened: names are compared in memory."""
    query = (
        select(Student.id, Student.identity_sealed, Campus.name, Student.grade, Student.class_of)
        .join(Campus, Campus.id == Student.campus_id)
        .where(Student.removed_at.is_(None))
    )
    return [
        Candidate(
            row.id,
            identity_from(desk.keys, row.id, row.identity_sealed),
            row.name,
            row.grade,
            row.class_of,
        )
        for row in desk.session.execute(query)
    ]


def suggestions(person: Person, students: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """The students whom a person of a file might be, likeliest first, each with the reasons."""
    weighed = [(_likeness(person, each.identity), each) for each in students]
    likely = sorted(
        ((found, each) for found, each in weighed if found[0] >= NEAR),
        key=lambda pair: (-pair[0][0], pair[1].identity.listed_name, pair[1].id),
    )
    return tuple(
        Suggestion(each.id, each.identity.listed_name, _shown(each), tuple(why))
        for (_, why), each in likely[:SUGGESTED]
    )


def _shown(student: Candidate) -> str:
    identity = student.identity
    level = grade(student.grade).lower() if student.grade is not None else None
    born = f"born {long_date(identity.birth_date)}" if identity.birth_date else None
    local = f"local ID {identity.local_id}" if identity.local_id else None
    return ", ".join(filter(None, (born, local, level, student.campus)))


def _likeness(person: Person, identity: Identity) -> tuple[float, list[str]]:
    """How much speaks for a student, and what it is in words."""
    told = [
        _ids_alike("state ID", person.state_unique_id, identity.state_unique_id),
        _ids_alike("local ID", person.local_id, identity.local_id),
        _names_alike("last name", person.last_name, identity.last_name),
        _names_alike("first name", person.first_name, identity.first_name),
        _births_alike(person.birth_date, identity.birth_date),
    ]
    found = [each for each in told if each is not None]
    return sum(weight for weight, _ in found), [words for weight, words in found if weight]


def _ids_alike(what: str, said: str | None, known: str | None) -> tuple[float, str] | None:
    """For or against: an id that is quite another speaks against somebody."""
    if not said or not known:
        return None
    said, known = said.casefold().lstrip("0"), known.casefold().lstrip("0")
    if said == known:
        return 2.0, f"same {what}"
    if len(said) == len(known) and sum(a != b for a, b in zip(said, known, strict=True)) == 1:
        return 1.5, f"{what} differs by one digit"
    swapped = sorted(said) == sorted(known) and len(said) > 3
    return (1.5, f"{what} with digits swapped") if swapped else (-0.5, f"other {what}")


def _names_alike(what: str, said: str | None, known: str) -> tuple[float, str] | None:
    if not said:
        return None
    one, other = folded(said), folded(known)
    if one == other or set(one.split()) & set(other.split()):
        return 1.0, f"same {what}"
    alike = SequenceMatcher(None, one, other).ratio() >= ALIKE
    begins = min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    return (0.75, f"{what} reads alike") if alike or begins else None


def _births_alike(said: date | None, known: date | None) -> tuple[float, str] | None:
    if said is None or known is None:
        return None
    if said == known:
        return 1.5, "same date of birth"
    parts = sum(a != b for a, b in zip(said.timetuple()[:3], known.timetuple()[:3], strict=True))
    swapped = (said.year, said.month, said.day) == (known.year, known.day, known.month)
    if swapped:
        return 1.0, "day and month of birth swapped"
    return (
        (0.75, "date of birth differs in one part") if parts == 1 else (-0.5, "other date of birth")
    )
