"""Who people said a row is about where the ladder is not certain; found again by a keyed hash."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.imports.rows import Person
from careercraft.models import MatchDecision
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.names import folded


class Decision(NamedTuple):
    """A decision in use. Without a student: nobody of this district."""

    id: UUID
    student_id: UUID | None


class Decisions:
    """The decisions in use of a district; read once, as there are few."""

    def __init__(self, session: Session, keys: DistrictKeys) -> None:
        self._keys = keys
        query = select(
            MatchDecision.person_lookup, MatchDecision.id, MatchDecision.student_id
        ).where(MatchDecision.withdrawn_at.is_(None))
        self._by_lookup = {
            row.person_lookup: Decision(row.id, row.student_id) for row in session.execute(query)
        }

    def of(self, person: Person) -> Decision | None:
        """What was decided of a person whom a file names just so."""
        if not self._by_lookup:
            return None
        return self._by_lookup.get(person_lookup(self._keys, person))

    def students_of(self, people: list[Person]) -> set[UUID]:
        """The students whom decisions about some people name."""
        found = {self.of(person) for person in people} if self._by_lookup else set()
        return {each.student_id for each in found if each and each.student_id}


def person_lookup(keys: DistrictKeys, person: Person) -> bytes:
    """The keyed hash of everything a row says of a person; capitals and accents do not matter."""
    said = [
        person.state_unique_id or "",
        (person.local_id or "").casefold(),
        folded(person.last_name or ""),
        folded(person.first_name or ""),
        person.birth_date.isoformat() if isinstance(person.birth_date, date) else "",
        sorted(person.other_ids),
    ]
    return id_lookup(keys, "person", json.dumps(said))
