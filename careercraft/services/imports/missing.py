"""Students whom a roster does not name: still known at its campuses, and left as they are."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from careercraft.imports.formats import format_by_id
from careercraft.models import Campus, ImportBatch, ImportRow, Student
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.imports.pages import file_names, find

PER_PAGE = 50


class MissingStudent(NamedTuple):
    """One enrolled student of whom the roster says nothing."""

    id: UUID
    name: str
    local_id: str | None
    campus: str
    grade: int | None
    class_of: int


class MissingPage(NamedTuple):
    """One page of them; `total` are missing."""

    batch_id: UUID
    file_names: tuple[str, ...]
    students: tuple[MissingStudent, ...]
    page: int
    pages: int
    total: int


def count(desk: Desk, batch_id: UUID) -> int:
    """How many enrolled students of its campuses a roster leaves out; 0 for other files."""
    found = desk.session.get(ImportBatch, batch_id)
    if found is None or not _is_roster(found):
        return 0
    query = select(func.count()).select_from(Student).where(_missing(batch_id))
    return desk.session.execute(query).scalar_one()


def page(desk: Desk, batch_id: UUID, number: int = 1) -> MissingPage:
    """The students whom a roster leaves out; that they were seen is recorded. Raises `NotFound`."""
    found = _listed(desk, batch_id, number, PER_PAGE)
    shown = len(found.students)
    details: dict[str, Detail] = {"outcome": "missing", "page": found.page, "rows": shown}
    seen = [one.id for one in found.students]
    desk.record(Event.IMPORT_ROWS_VIEWED, "import_batch", batch_id, details=details, students=seen)
    desk.session.commit()
    return found


def everyone(desk: Desk, batch_id: UUID) -> MissingPage:
    """All of them on one page; whoever hands them out records it. Raises `NotFound`."""
    return _listed(desk, batch_id, 1, max(1, count(desk, batch_id)))


def _listed(desk: Desk, batch_id: UUID, number: int, per_page: int) -> MissingPage:
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    found = find(desk, batch_id)
    if not _is_roster(found):
        raise NotFound("roster")
    total = count(desk, batch_id)
    pages = max(1, -(-total // per_page))
    number = min(max(number, 1), pages)
    query = (
        select(
            Student.id,
            Student.identity_sealed,
            Student.grade,
            Student.class_of,
            Campus.name.label("campus"),
        )
        .join(Campus, Campus.id == Student.campus_id)
        .where(_missing(batch_id))
        .order_by(Campus.name, Student.class_of, Student.id)
        .limit(per_page)
        .offset((number - 1) * per_page)
    )
    shown = []
    for row in desk.session.execute(query):
        identity = identity_from(desk.keys, row.id, row.identity_sealed)
        shown.append(
            MissingStudent(
                row.id, identity.listed_name, identity.local_id, row.campus, row.grade, row.class_of
            )
        )
    names = file_names(desk, found)
    return MissingPage(batch_id, names, tuple(shown), number, pages, total)


def _is_roster(found: ImportBatch) -> bool:
    return bool(found.format_id) and format_by_id(found.format_id or "").kind == "roster"


def _missing(batch_id: UUID) -> ColumnElement[bool]:
    """Enrolled at a campus of whose students the file names some, and not named by any row."""
    named = select(ImportRow.student_id).where(
        ImportRow.batch_id == batch_id, ImportRow.student_id.is_not(None)
    )
    campuses = select(Student.campus_id).where(Student.id.in_(named))
    return (
        Student.removed_at.is_(None)
        & (Student.status == "enrolled")
        & Student.campus_id.in_(campuses)
        & Student.id.not_in(named)
    )
