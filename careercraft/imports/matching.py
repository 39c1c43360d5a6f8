"""Whom a row is about: the first step of the ladder that finds exactly one student, never a guess.

State unique id, then local id, then name with date of birth. Students are found by keyed hashes,
many rows at a time; students that the same file creates or changes are found as it leaves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from careercraft.imports.arrays import each_of
from careercraft.imports.rows import Person
from careercraft.models import Student
from careercraft.privacy.identity import (
    Identity,
    Lookups,
    Profile,
    identity_from,
    lookups_of,
    name_birth_lookup,
    profile_from,
)
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.names import folded

STATE_ID_DIGITS = 10  # E1523 TX-UNIQUE-STUDENT-ID
LOCAL_ID_CHARACTERS = 9  # E0923 LOCAL-STUDENT-ID
PADDED_STATE_ID = "000"
"""So many leading zeros tell a shorter, local number in the column of the state id."""


class Rung(StrEnum):
    """A step of the ladder, best first."""

    STATE_ID = "state_id"
    LOCAL_ID = "local_id"
    NAME_BIRTH = "name_birth"
    DECISION = "decision"
    """No step of the ladder: somebody said who it is, and it is remembered."""
    TYPED = "typed"
    """No step either: the fact was typed on the page of the student."""


class Reason(StrEnum):
    """Why a row found no student, or none that is certain."""

    NOBODY_FOUND = "nobody_found"
    NOBODY_NAMED = "nobody_named"
    SEVERAL_STUDENTS = "several_students"
    OTHER_PERSON = "other_person"
    OTHER_STATE_ID = "other_state_id"
    NOT_OURS = "not_ours"
    """Somebody said that it is no student of the district."""


OUR_ID = "careercraft|"
NOBODY: frozenset[UUID] = frozenset()
UNMATCHED = frozenset({Reason.NOBODY_FOUND, Reason.NOBODY_NAMED})


class Known(NamedTuple):
    """A student as the district knows them now, or as the file being read leaves them."""

    id: UUID
    campus_id: UUID
    counselor_id: UUID | None
    class_of: int
    grade: int | None
    status: str
    identity: Identity
    profile: Profile


class Clues(NamedTuple):
    """The hashes under which a person of a file may be found, per step of the ladder.

    `local_guesses` are the local id with leading zeros put back or taken away: a spreadsheet
    drops them. What such a guess finds counts only if the last name or the birth date agrees.
    """

    state: bytes | None
    local: tuple[bytes, ...]
    local_guesses: tuple[bytes, ...]
    name_birth: bytes | None

    @property
    def empty(self) -> bool:
        """True when the row does not say who it is about."""
        return not (self.state or self.local or self.name_birth)


class Match(NamedTuple):
    """Who was found on which step, or the reason why nobody is certain."""

    student: Known | None
    rung: Rung | None
    reason: Reason | None


def student_named(person: Person) -> UUID | None:
    """The student whom an entry of ours names by our own id; no file can know one."""
    named = [text for text in person.other_ids if text.startswith(OUR_ID)]
    return UUID(named[0].removeprefix(OUR_ID)) if named else None


def clues_of(keys: DistrictKeys, person: Person) -> Clues:
    """The hashes of one person of a file."""
    state = valid_state_id(person.state_unique_id)
    local = _local_ids(person)
    return Clues(
        id_lookup(keys, "state", state) if state else None,
        tuple(id_lookup(keys, "local", text) for text in local),
        tuple(id_lookup(keys, "local", text) for text in _guesses(person, local)),
        name_birth_lookup(keys, person.last_name, person.first_name, person.birth_date),
    )


def state_clue(keys: DistrictKeys, person: Person) -> bytes | None:
    """The hash of the first step alone: where it finds a student, no other is needed."""
    state = valid_state_id(person.state_unique_id)
    return id_lookup(keys, "state", state) if state else None


def valid_state_id(text: str | None) -> str | None:
    """The text if it can be a Texas Unique Student ID."""
    return text if text and len(text) == STATE_ID_DIGITS and _is_digits(text) else None


def _local_ids(person: Person) -> tuple[str, ...]:
    """The local id, and what stands in the column of the state id but cannot be one."""
    state = person.state_unique_id
    stray = state if state and valid_state_id(state) is None else None
    return tuple(dict.fromkeys(text for text in (person.local_id, stray) if text))


def _guesses(person: Person, local: tuple[str, ...]) -> tuple[str, ...]:
    """Other spellings of the local id that differ in leading zeros only."""
    state = person.state_unique_id or ""
    padded = (state,) if state.startswith(PADDED_STATE_ID) else ()
    numbers = {text.lstrip("0") for text in (*local, *padded) if _is_digits(text)} - {""}
    spelt = {
        number.zfill(width)
        for number in numbers
        for width in range(len(number), LOCAL_ID_CHARACTERS + 1)
    }
    return tuple(sorted(spelt - set(local)))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


class Directory:
    """Finds the students of a district by hash; `load` asks the database once per chunk of rows."""

    def __init__(self, session: Session, keys: DistrictKeys) -> None:
        self._session = session
        self._keys = keys
        self._stored: dict[UUID, Known] = {}
        self._changed: dict[UUID, Known] = {}
        self._found_by: dict[bytes, set[UUID]] = {}
        self._changed_by: dict[bytes, set[UUID]] = {}
        self.created: set[UUID] = set()
        """Students that this file creates: they are not in the database yet."""

    def load_states(self, states: Iterable[bytes]) -> None:
        """Forget the rows before, and fetch the students whom state ids name."""
        self._stored.clear()
        self._found_by.clear()
        self._fetch({Student.state_id_lookup: set(states)})

    def load(self, clues: Iterable[Clues], also: Iterable[UUID] = ()) -> None:
        """Fetch as well whomever one of these clues may name, and some students by their ids."""
        wanted = list(clues)
        self._fetch(
            {
                Student.state_id_lookup: {c.state for c in wanted if c.state},
                Student.local_id_lookup: {
                    local for c in wanted for local in (*c.local, *c.local_guesses)
                },
                Student.name_birth_lookup: {c.name_birth for c in wanted if c.name_birth},
                Student.id: set(also),
            }
        )

    def _fetch(self, wanted: Mapping[InstrumentedAttribute[Any], set[Any]]) -> None:
        there = students_query().where(Student.removed_at.is_(None))
        queries = [each_of(there, {column: of}) for column, of in wanted.items() if of]
        if not queries:
            return
        for row in self._session.execute(union_all(*queries)):
            if row.id not in self._changed and row.id not in self._stored:
                known = opened(self._keys, row)
                self._stored[known.id] = known
                _index(self._found_by, Lookups(*row[-len(Lookups._fields) :]), known.id)

    def put(self, known: Known, *, created: bool) -> None:
        """Note how the file leaves a student; later rows of it find the student so."""
        self._forget(known.id)
        self._changed[known.id] = known
        _index(self._changed_by, lookups_of(self._keys, known.identity), known.id)
        if created:
            self.created.add(known.id)

    def changed_in_file(self, student_id: UUID) -> bool:
        """Whether an earlier row of the file created or changed this student."""
        return student_id in self._changed

    def by_id(self, student_id: UUID) -> Known | None:
        """A student who was fetched, as the file leaves them."""
        return self._changed.get(student_id) or self._stored.get(student_id)

    def has(self, lookup: bytes | None) -> bool:
        """Whether a hash finds anybody."""
        return lookup is not None and bool(
            self._found_by.get(lookup) or self._changed_by.get(lookup)
        )

    def find(self, lookups: Iterable[bytes]) -> list[Known]:
        """The distinct students behind some hashes; a hash of one step finds nobody by another."""
        ids: set[UUID] = set()
        for lookup in lookups:
            ids |= self._found_by.get(lookup, NOBODY)
            if self._changed_by:
                ids |= self._changed_by.get(lookup, NOBODY)
        if not self._changed:
            return [self._stored[one] for one in sorted(ids)]
        return [self._changed.get(one) or self._stored[one] for one in sorted(ids)]

    def _forget(self, student_id: UUID) -> None:
        for index, before in (
            (self._found_by, self._stored.pop(student_id, None)),
            (self._changed_by, self._changed.pop(student_id, None)),
        ):
            for lookup in filter(None, lookups_of(self._keys, before.identity) if before else ()):
                index.get(lookup, set()).discard(student_id)


def _index(index: dict[bytes, set[UUID]], lookups: Lookups, student_id: UUID) -> None:
    for lookup in filter(None, lookups):
        index.setdefault(lookup, set()).add(student_id)


def students_query() -> Select[*tuple[Any, ...]]:
    """What is read of a student: first to open a `Known`, last the `Lookups`."""
    return select(
        Student.id,
        Student.campus_id,
        Student.counselor_id,
        Student.class_of,
        Student.grade,
        Student.status,
        Student.identity_sealed,
        Student.profile_sealed,
        Student.state_id_lookup,
        Student.local_id_lookup,
        Student.name_birth_lookup,
    )


def opened(keys: DistrictKeys, row: Row[Any]) -> Known:
    """A row of `students_query`, opened."""
    return Known(
        row.id,
        row.campus_id,
        row.counselor_id,
        row.class_of,
        row.grade,
        row.status,
        identity_from(keys, row.id, row.identity_sealed),
        profile_from(keys, row.id, row.profile_sealed),
    )


def match(person: Person, clues: Clues, directory: Directory) -> Match:
    """Climb the ladder for one person of a file."""
    if clues.empty:
        return Match(None, None, Reason.NOBODY_NAMED)
    for rung, lookups in (
        (Rung.STATE_ID, (clues.state,) if clues.state else ()),
        (Rung.LOCAL_ID, clues.local),
        (Rung.NAME_BIRTH, (clues.name_birth,) if clues.name_birth else ()),
    ):
        found = _candidates(person, rung, lookups, directory)
        if not found and rung is Rung.LOCAL_ID:
            found = _guessed(person, clues, directory)
        if len(found) > 1:
            return Match(None, rung, Reason.SEVERAL_STUDENTS)
        if found:
            return _judged(person, rung, found[0])
    return Match(None, None, Reason.NOBODY_FOUND)


def _candidates(
    person: Person, rung: Rung, lookups: Iterable[bytes], directory: Directory
) -> list[Known]:
    found = directory.find(lookups)
    return [known for known in found if rung is Rung.STATE_ID or not _namesake(person, known)]


def _guessed(person: Person, clues: Clues, directory: Directory) -> list[Known]:
    found = _candidates(person, Rung.LOCAL_ID, clues.local_guesses, directory)
    return [
        known
        for known in found
        if _names_agree(person, known.identity) or _births_agree(person, known.identity)
    ]


def _judged(person: Person, rung: Rung, known: Known) -> Match:
    """The candidate, unless what else the row says contradicts the step that found it."""
    names = _names_agree(person, known.identity)
    births = _births_agree(person, known.identity)
    if names is False and births is False:
        return Match(None, rung, Reason.OTHER_PERSON)
    if rung is not Rung.STATE_ID and _state_ids_differ(person, known.identity):
        vouched = rung is Rung.LOCAL_ID and names and births
        if not vouched:
            return Match(None, rung, Reason.OTHER_STATE_ID)
    return Match(known, rung, None)


def _names_agree(person: Person, identity: Identity) -> bool | None:
    """Whether a part of the last names is the same; None when the row gives no last name."""
    if not person.last_name:
        return None
    if person.last_name == identity.last_name:
        return bool(folded(person.last_name))
    return bool(set(folded(person.last_name).split()) & set(folded(identity.last_name).split()))


def _births_agree(person: Person, identity: Identity) -> bool | None:
    if person.birth_date is None or identity.birth_date is None:
        return None
    return person.birth_date == identity.birth_date


def _state_ids_differ(person: Person, identity: Identity) -> bool:
    stated = valid_state_id(person.state_unique_id)
    if stated is None or stated.startswith(PADDED_STATE_ID) or not identity.state_unique_id:
        return False
    return stated != identity.state_unique_id


def _namesake(person: Person, known: Known) -> bool:
    """Somebody else of the same name and birthday: both ids are other ones."""
    identity = known.identity
    if not (person.local_id and identity.local_id):
        return False
    other_local = person.local_id.casefold() != identity.local_id.casefold()
    return other_local and _state_ids_differ(person, identity)
