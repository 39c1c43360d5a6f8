"""What a roster row makes of a student: who is created, which fields change, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.clock import senior_class
from careercraft.imports.births import roster_day_before_birth
from careercraft.imports.matching import Known, valid_state_id
from careercraft.imports.rows import LineResult, Person, RowProblem, StudentItem
from careercraft.models import Campus, User
from careercraft.privacy.identity import Identity, Profile, open_staff
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.names import folded

LOWEST_GRADE, HIGHEST_GRADE = 9, 12
"""Younger students are left out: no rule asks about them, so their records are not kept."""

DISTRICT_DIGITS = 6  # E0212: county 3, district 3; a campus number begins with them
YEARS_OF_HIGH_SCHOOL = 4
ROW_FIELDS = ("campus_id", "counselor_id", "class_of", "grade", "status")
FROM_ITEM = ("sex", "hispanic_latino", "race", "home_language")

R = TypeVar("R", Identity, Profile)


class Change(NamedTuple):
    """One field of a student's record, as it was and as it becomes, in plain JSON values."""

    field: str
    old: Any
    new: Any


class RosterPlan(NamedTuple):
    """What becomes of the student. `before` is None for a student to create."""

    before: Known | None
    after: Known
    changes: tuple[Change, ...]

    @property
    def outcome(self) -> str:
        """create, change or same."""
        if self.before is None:
            return "create"
        return "same" if self.before == self.after else "change"


class Surroundings:
    """The campuses and staff of the district, each asked for once."""

    def __init__(self, session: Session, keys: DistrictKeys, today: date) -> None:
        self._session = session
        self._keys = keys
        self._staff: dict[str, UUID] | None = None
        self._staff_names: dict[UUID, str] = {}
        self.today = today
        campuses = session.execute(select(Campus.id, Campus.number, Campus.name)).all()
        self.campus_by_number = {campus.number: campus.id for campus in campuses}
        self.campus_names = {campus.id: campus.name for campus in campuses}

    def counselor(self, email: str) -> UUID | None:
        """The member of staff with this e-mail."""
        if self._staff is None:
            self._staff = self._read_staff()
        return self._staff.get(email.strip().casefold())

    def staff_name(self, user_id: UUID | None) -> str | None:
        """The name of a member of staff."""
        if user_id is None:
            return None
        if self._staff is None:
            self._staff = self._read_staff()
        return self._staff_names.get(user_id)

    def _read_staff(self) -> dict[str, UUID]:
        by_email = {}
        for user in self._session.scalars(select(User)):
            identity = open_staff(self._keys, user)
            by_email[identity.email.strip().casefold()] = user.id
            self._staff_names[user.id] = identity.name
        return by_email


def left_out(line: LineResult, known: Known | None) -> RowProblem | None:
    """The reason for which a new student of this row is not kept at all."""
    grade = line.student.grade if line.student else None
    if known is not None or grade is None or grade >= LOWEST_GRADE:
        return None
    return _remark(
        line,
        "grade",
        str(grade),
        f"Students are kept from grade {LOWEST_GRADE} on.",
        "Nothing to do.",
        "below_high_school",
    )


def plan_student(
    line: LineResult, item: StudentItem, known: Known | None, around: Surroundings
) -> tuple[RosterPlan | None, tuple[RowProblem, ...], tuple[RowProblem, ...]]:
    """The plan for one roster row, with what refuses it and what is only worth knowing."""
    refusals = tuple(_refusals(line, item, known, around))
    if refusals:
        return None, refusals, ()
    counselor_id, notes = _counselor(line, item, around)
    if known is None:
        after = _created(line.person, item, counselor_id, around)
        return RosterPlan(None, after, ()), (), notes
    after = _changed(line.person, item, known, counselor_id, around)
    return RosterPlan(known, after, changes_between(known, after, around)), (), notes


def _refusals(
    line: LineResult, item: StudentItem, known: Known | None, around: Surroundings
) -> list[RowProblem]:
    born = line.person.birth_date or (known and known.identity.birth_date)
    found = [
        _campus_problem(line, item, known, around),
        roster_day_before_birth(line, item, born),
    ]
    if known is None:
        found += [_name_problem(line), _class_problem(line, item, around)]
    return [problem for problem in found if problem]


def _campus_problem(
    line: LineResult, item: StudentItem, known: Known | None, around: Surroundings
) -> RowProblem | None:
    if item.campus_id in around.campus_by_number or (item.campus_id is None and known):
        return None
    if item.campus_id is None:
        return _remark(
            line,
            "campus",
            None,
            "A campus number of nine digits.",
            "Add the campus to this row and upload the file again.",
            "campus_missing",
        )
    own = {number[:DISTRICT_DIGITS] for number in around.campus_by_number}
    ours = item.campus_id[:DISTRICT_DIGITS] in own
    return _remark(
        line,
        "campus",
        item.campus_id,
        "The number of a campus of this district.",
        "If the number is right, add the campus to the district, then upload the file again."
        if ours
        else "It begins with the number of another district. Check whose file this is, correct it, "
        "then upload the file again.",
        "unknown_campus" if ours else "campus_of_another_district",
    )


def _name_problem(line: LineResult) -> RowProblem | None:
    if line.person.last_name and line.person.first_name:
        return None
    return _remark(
        line,
        "name",
        None,
        "A last name and a first name: the district does not know this student yet.",
        "Add the name to this row and upload the file again.",
        "name_missing",
    )


def _class_problem(line: LineResult, item: StudentItem, around: Surroundings) -> RowProblem | None:
    if class_of(item, around.today) is not None:
        return None
    return _remark(
        line,
        "class",
        None,
        "The graduating class, the date grade 9 began, or a grade from 9 to 12.",
        "Add one of them to this row and upload the file again.",
        "class_missing",
    )


def _counselor(
    line: LineResult, item: StudentItem, around: Surroundings
) -> tuple[UUID | None, tuple[RowProblem, ...]]:
    if not item.counselor_email:
        return None, ()
    found = around.counselor(item.counselor_email)
    if found:
        return found, ()
    note = _remark(
        line,
        "counselor",
        item.counselor_email,
        "The e-mail address of a member of staff.",
        "The counselor was left as it is. Add this person to the staff, then upload again.",
        "unknown_counselor",
    )
    return None, (note,)


def class_of(item: StudentItem, today: date) -> int | None:
    """The graduating class: as the file says, four years after grade 9 began, or by grade."""
    if item.class_of is not None:
        return item.class_of
    if item.grade_9_began_on is not None:
        return item.grade_9_began_on.year + YEARS_OF_HIGH_SCHOOL
    if item.grade is not None and LOWEST_GRADE <= item.grade <= HIGHEST_GRADE:
        return senior_class(today) + HIGHEST_GRADE - item.grade
    return None


def _status(item: StudentItem) -> str | None:
    if item.enrollment_status is None and item.graduated_on is not None:
        return "graduated"
    return item.enrollment_status


def _created(
    person: Person, item: StudentItem, counselor_id: UUID | None, around: Surroundings
) -> Known:
    klass = class_of(item, around.today)
    if item.campus_id is None or klass is None:
        raise ValueError("A student cannot be created without a campus and a class.")
    return Known(
        uuid4(),
        around.campus_by_number[item.campus_id],
        counselor_id,
        klass,
        item.grade,
        _status(item) or "enrolled",
        merged(Identity("", ""), _said_of_identity(person, item)),
        merged(Profile(), _said_of_profile(item)),
    )


def _changed(
    person: Person, item: StudentItem, known: Known, counselor_id: UUID | None, around: Surroundings
) -> Known:
    campus_id = around.campus_by_number[item.campus_id] if item.campus_id else None
    return Known(
        known.id,
        campus_id or known.campus_id,
        counselor_id or known.counselor_id,
        _class_said(item) or known.class_of,
        known.grade if item.grade is None else item.grade,
        _status(item) or known.status,
        merged(known.identity, _said_of_identity(person, item)),
        merged(known.profile, _said_of_profile(item)),
    )


def _class_said(item: StudentItem) -> int | None:
    """The class by the file's own word; a grade alone does not move a known student's class."""
    if item.class_of is None and item.grade_9_began_on is not None:
        return item.grade_9_began_on.year + YEARS_OF_HIGH_SCHOOL
    return item.class_of


def _said_of_identity(person: Person, item: StudentItem) -> dict[str, Any]:
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "middle_name": person.middle_name,
        "birth_date": person.birth_date,
        "state_unique_id": valid_state_id(person.state_unique_id),
        "local_id": person.local_id,
    } | {name: getattr(item, name) for name in FROM_ITEM}


def _said_of_profile(item: StudentItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Profile._fields}


def merged(record: R, said: Mapping[str, Any]) -> R:
    """A record with what a file says of it; where the file says nothing, the known value stays."""
    news = {
        name: value
        for name, value in said.items()
        if value is not None and not _same(getattr(record, name), value)
    }
    return record._replace(**news)


def _same(known: Any, said: Any) -> bool:
    """Equal, or a name that differs only because the file is written in capitals."""
    if isinstance(known, str) and isinstance(said, str) and said.isupper():
        return known == said or (len(said) > 1 and folded(known) == folded(said))
    return bool(known == said)


def changes_between(before: Known, after: Known, around: Surroundings) -> tuple[Change, ...]:
    """The fields that differ, with campuses and staff by their names."""
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in ROW_FIELDS]
    for old_record, new_record in (
        (before.identity, after.identity),
        (before.profile, after.profile),
    ):
        pairs += [
            (name, old, new)
            for name, old, new in zip(old_record._fields, old_record, new_record, strict=True)
        ]
    return tuple(
        Change(name, _plain(name, old, around), _plain(name, new, around))
        for name, old, new in pairs
        if old != new
    )


def _plain(field: str, value: Any, around: Surroundings) -> Any:
    if field == "campus_id":
        return around.campus_names.get(value)
    if field == "counselor_id":
        return around.staff_name(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _remark(line: LineResult, column: str, value: str | None, *said: str) -> RowProblem:
    """A remark on a row; `said` is what was expected, the next step and the code."""
    return RowProblem(line.file, line.line, column, value, *said)
