"""The rows of a state list that found no certain student, and a person's decision on each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from careercraft.models import BonusList, BonusListRow, Campus, Student
from careercraft.privacy.access import NotFound, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services.bonus import state_lists
from careercraft.services.bonus.state_lists import BadList
from careercraft.services.context import Desk
from careercraft.services.students import name_order

WAITING = ("unmatched", "ambiguous")
SHOWN_AT_ONCE = 50
MOST_SUGGESTED = 5
REASONS = {
    "nobody_found": "No student of the district has this ID, or this name and date of birth.",
    "nobody_named": "The row says neither an ID nor a name with a date of birth.",
    "several_students": "More than one student fits.",
    "other_person": "The ID is that of a student with another name and another date of birth.",
    "other_state_id": "The student found has another Texas Unique ID.",
    "twice_in_list": "An earlier row of this list is about the same student.",
}


class Candidate(NamedTuple):
    """A student who might be meant."""

    id: UUID
    name: str
    campus_name: str
    class_of: int
    birth_date: date | None
    local_id: str | None


class WaitingRow(NamedTuple):
    """A row that waits: who the state names, what it says, and who might be meant."""

    id: UUID
    line: int
    fate: str
    name: str
    state_unique_id: str | None
    local_id: str | None
    birth_date: date | None
    met: bool | None
    reason: str
    candidates: tuple[Candidate, ...]


class RefusedRow(NamedTuple):
    """A row that could not be read, with what to do about it."""

    line: int
    sentences: tuple[str, ...]


class DecidedRow(NamedTuple):
    """A row on which a person decided: whom the state names, and whom it was said to be."""

    id: UUID
    line: int
    name: str
    student_name: str | None


class WaitingRows(NamedTuple):
    """The rows of a list that wait, the first ones of them, and those that cannot be used."""

    rows: tuple[WaitingRow, ...]
    total: int
    decided: tuple[DecidedRow, ...]
    refused: tuple[RefusedRow, ...]


def waiting(desk: Desk, list_id: UUID) -> WaitingRows:
    """The rows of a loaded list that wait for a decision; that they were seen is recorded."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    found = state_lists.find(desk, list_id)
    stored = _rows(desk, list_id, WAITING)
    decided = _decided_rows(desk, list_id)
    people = _people(desk) if stored or decided else []
    shown = tuple(_waiting_row(desk, row, people, found.class_of) for row in stored[:SHOWN_AT_ONCE])
    unread = _rows(desk, list_id, ("refused",))
    refused = tuple(_refused(desk, row) for row in unread)
    seen = [c.id for one in shown for c in one.candidates]
    desk.record(
        Event.BONUS_LIST_VIEWED,
        "bonus_list",
        list_id,
        details={"shown": len(shown) + len(refused)},
        students=seen + [row.student_id for row in decided if row.student_id],
        waiting=[row.id for row in (*stored[:SHOWN_AT_ONCE], *unread)],
    )
    desk.session.commit()
    names = {one.row.id: one.identity.listed_name for one in people}
    return WaitingRows(
        shown, len(stored), tuple(_decided(desk, row, names) for row in decided), refused
    )


def decide(desk: Desk, list_id: UUID, row_id: UUID, student_id: UUID | None) -> None:
    """Say whom a waiting row is about, or with None that it is nobody of ours.

    Raises `BadList` where another row of the list is about that student already.
    """
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _waiting(desk, list_id, row_id)
    if student_id is not None:
        _check_student(desk, list_id, student_id)
    row.student_id = student_id
    row.fate = "matched" if student_id else "set_aside"
    _note(desk, row)


def reopen(desk: Desk, list_id: UUID, row_id: UUID) -> None:
    """Take a person's decision on a row back; the row waits again."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _row_of(desk, list_id, row_id)
    if row.decided_by is None:
        raise BadList("This row was matched by its ID; there is no decision to take back.")
    row.fate, row.student_id = "unmatched", None
    _note(desk, row)
    row.decided_by = row.decided_at = None
    desk.session.commit()


def _note(desk: Desk, row: BonusListRow) -> None:
    row.decided_by = desk.actor.user_id
    row.decided_at = desk.now
    desk.session.flush()
    _count_anew(desk, row.list_id)
    details = {"row_id": str(row.id), "fate": row.fate}
    desk.record(Event.BONUS_LIST_ROW_DECIDED, "bonus_list", row.list_id, details=details)
    desk.session.commit()


def _count_anew(desk: Desk, list_id: UUID) -> None:
    query = (
        select(BonusListRow.fate, func.count())
        .where(BonusListRow.list_id == list_id)
        .group_by(BonusListRow.fate)
    )
    counts = {row[0]: row[1] for row in desk.session.execute(query)}
    found = desk.session.get_one(BonusList, list_id)
    found.counts = {"rows": sum(counts.values()), **counts}


def _waiting(desk: Desk, list_id: UUID, row_id: UUID) -> BonusListRow:
    row = _row_of(desk, list_id, row_id)
    if row.fate not in WAITING:
        raise BadList("This row was decided meanwhile. Look at the list again.")
    return row


def _row_of(desk: Desk, list_id: UUID, row_id: UUID) -> BonusListRow:
    state_lists.find(desk, list_id)
    row = desk.session.get(BonusListRow, row_id)
    if row is None or row.list_id != list_id:
        raise NotFound("row")
    return row


def _check_student(desk: Desk, list_id: UUID, student_id: UUID) -> None:
    there = select(Student.id).where(
        Student.id == student_id, Student.removed_at.is_(None), visible_students(desk.actor)
    )
    if desk.session.execute(there).first() is None:
        raise NotFound("student")
    taken = select(BonusListRow.line).where(
        BonusListRow.list_id == list_id, BonusListRow.student_id == student_id
    )
    line = desk.session.execute(taken).scalar()
    if line is not None:
        raise BadList(f"Line {line} of this list is about that student already.")


def _rows(desk: Desk, list_id: UUID, fates: tuple[str, ...]) -> list[BonusListRow]:
    query = (
        select(BonusListRow)
        .where(BonusListRow.list_id == list_id, BonusListRow.fate.in_(fates))
        .order_by(BonusListRow.line)
    )
    return list(desk.session.scalars(query))


def _decided_rows(desk: Desk, list_id: UUID) -> list[BonusListRow]:
    query = (
        select(BonusListRow)
        .where(BonusListRow.list_id == list_id, BonusListRow.decided_by.is_not(None))
        .order_by(BonusListRow.line)
    )
    return list(desk.session.scalars(query))


def _decided(desk: Desk, row: BonusListRow, names: Mapping[UUID, str]) -> DecidedRow:
    told = name_of(opened(desk, row)["person"])
    return DecidedRow(row.id, row.line, told, names.get(row.student_id) if row.student_id else None)


class _Known(NamedTuple):
    row: Any
    identity: Identity
    parts: frozenset[str]


def _people(desk: Desk) -> list[_Known]:
    query = (
        select(
            Student.id,
            Student.identity_sealed,
            Student.class_of,
            Campus.name.label("campus_name"),
        )
        .join(Campus, Campus.id == Student.campus_id)
        .where(visible_students(desk.actor), Student.removed_at.is_(None))
    )
    return [
        _Known(row, identity, frozenset(folded(identity.last_name).split()))
        for row in desk.session.execute(query)
        for identity in [identity_from(desk.keys, row.id, row.identity_sealed)]
    ]


def _waiting_row(desk: Desk, row: BonusListRow, people: list[_Known], class_of: int) -> WaitingRow:
    held = opened(desk, row)
    person = held["person"]
    born = person["birth_date"]
    return WaitingRow(
        row.id,
        row.line,
        row.fate,
        name_of(person),
        person["state_unique_id"],
        person["local_id"],
        date.fromisoformat(born) if born else None,
        held["says"].get("met"),
        REASONS.get(held["reason"] or "", ""),
        _candidates(person, people, class_of),
    )


def _candidates(
    person: Mapping[str, Any], people: list[_Known], class_of: int
) -> tuple[Candidate, ...]:
    """Students with a part of the last name, or the very date of birth and first name."""
    likely = [(score, one) for one in people if (score := _likeness(person, one)) > 0]
    likely.sort(
        key=lambda pair: (
            -pair[0],
            pair[1].row.class_of != class_of,
            *name_order(pair[1].identity),
            str(pair[1].row.id),
        )
    )
    return tuple(_candidate(one) for _, one in likely[:MOST_SUGGESTED])


def _likeness(person: Mapping[str, Any], known: _Known) -> int:
    """How much of a name and a birthday is the same; 0 where it is too little to suggest."""
    last = bool(known.parts & set(folded(person["last_name"] or "").split()))
    first_name = folded(person["first_name"] or "")
    first = bool(first_name) and first_name == folded(known.identity.first_name)
    born = known.identity.birth_date
    birth = born is not None and born.isoformat() == person["birth_date"]
    agreed = last + first + birth
    return agreed if agreed >= 2 else 0


def _candidate(known: _Known) -> Candidate:
    identity = known.identity
    return Candidate(
        known.row.id,
        identity.listed_name,
        known.row.campus_name,
        known.row.class_of,
        identity.birth_date,
        identity.local_id,
    )


def _refused(desk: Desk, row: BonusListRow) -> RefusedRow:
    problems = opened(desk, row)["problems"]
    return RefusedRow(row.line, tuple(_in_words(one) for one in problems))


def _in_words(problem: Mapping[str, Any]) -> str:
    where = f"{problem['column']}: " if problem["column"] else ""
    value = f"“{problem['value']}” stands there. " if problem["value"] else ""
    return f"{where}{value}{problem['expected']} {problem['next_step']}"


def name_of(person: Mapping[str, Any]) -> str:
    """The name in a state's row, as far as it gives one."""
    names = (person["last_name"], person["first_name"])
    return ", ".join(name for name in names if name)


def opened(desk: Desk, row: BonusListRow) -> dict[str, Any]:
    """What the state's row holds: person, says, reason, problems."""
    place = Place("bonus_list_rows", "row_sealed", row.id)
    held: dict[str, Any] = unseal_json(desk.keys, place, row.row_sealed)
    return held
