"""Small files in real layouts, and the steps of an import in one call each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine, event, select

from careercraft.imports.evidence import canonical
from careercraft.imports.rows import SourceFile
from careercraft.models import Evidence, Student
from careercraft.privacy.identity import open_identity, open_profile
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import imports
from careercraft.services.context import Desk

ROSTER_COLUMNS = (
    "state_unique_id",
    "local_id",
    "last_name",
    "first_name",
    "birth_date",
    "campus_id",
    "grade",
    "counselor_email",
    "special_education",
    "enrollment_status",
)
COURSE_COLUMNS = (
    "state_unique_id",
    "course_kind",
    "subject",
    "hours",
    "grade",
    "passed",
    "approved_list",
    "ended_on",
)
SAT_COLUMNS = {
    "state_id": "STATE_STUDENT_ID",
    "local_id": "DISTRICT_STUDENT_ID",
    "last_name": "NAME_LAST",
    "first_name": "NAME_FIRST",
    "birth_date": "BIRTH_DATE",
    "locator": "LATEST_RECORD_LOCATOR",
    "date": "LATEST_SAT_DATE",
    "ebrw": "LATEST_SAT_EBRW",
    "math": "LATEST_SAT_MATH_SECTION",
    "date_2": "ADMIN2_SAT_DATE",
    "ebrw_2": "ADMIN2_SAT_EBRW",
    "math_2": "ADMIN2_SAT_MATH_SECTION",
}
Row = Mapping[str, object]
STATE_ID = "0123456789"
"""The state id of Rosa, the student of most tests; it begins with a zero."""
SITTING = {"state_id": STATE_ID, "date": "2025-10-04", "ebrw": 500, "math": 510, "locator": "a"}
STRANGER = {"state_id": "9999999999", "date": "2025-10-04", "ebrw": 500, "math": 510}


def roster(rows: Sequence[Row], name: str = "roster.csv") -> SourceFile:
    """A roster in our template."""
    return SourceFile(name, _csv(ROSTER_COLUMNS, rows))


def sat(rows: Sequence[Row], name: str = "sat.csv") -> SourceFile:
    """A student data file of the SAT, with the columns that are read."""
    named = [{SAT_COLUMNS[key]: value for key, value in row.items()} for row in rows]
    return SourceFile(name, _csv(tuple(SAT_COLUMNS.values()), named))


def courses(rows: Sequence[Row], name: str = "courses.csv") -> SourceFile:
    """Course completions in our template."""
    return SourceFile(name, _csv(COURSE_COLUMNS, rows))


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def staged(desk: Desk, *files: SourceFile) -> UUID:
    """Upload and read."""
    batch_id = imports.upload(desk, files).batch_id
    imports.read_and_stage(desk, batch_id, silent)
    return batch_id


def applied(desk: Desk, *files: SourceFile) -> UUID:
    """Upload, read and apply."""
    batch_id = staged(desk, *files)
    apply_staged(desk, batch_id)
    return batch_id


def apply_staged(desk: Desk, batch_id: UUID) -> frozenset[UUID]:
    """Ask for a staged batch to be applied, and apply it."""
    imports.ask_to_apply(desk, batch_id, confirmed=True, reason="Checked.")
    return imports.apply(desk, batch_id, silent)


def undone(desk: Desk, batch_id: UUID) -> frozenset[UUID]:
    """Ask for an applied batch to be undone, and undo it."""
    imports.ask_to_undo(desk, batch_id)
    return imports.undo(desk, batch_id, silent)


class Snapshot(NamedTuple):
    """Everything a batch may change: the students who are there, and the facts that count."""

    students: dict[UUID, tuple[object, ...]]
    facts: dict[tuple[UUID, bytes], str]


def snapshot(desk: Desk) -> Snapshot:
    """The district's records as they stand, opened."""
    desk.session.expire_all()
    return Snapshot(_students(desk), _facts(desk))


def _students(desk: Desk) -> dict[UUID, tuple[object, ...]]:
    query = select(Student).where(Student.removed_at.is_(None))
    return {
        student.id: (
            student.campus_id,
            student.counselor_id,
            student.class_of,
            student.grade,
            student.status,
            student.state_id_lookup,
            student.local_id_lookup,
            student.name_birth_lookup,
            open_identity(desk.keys, student),
            open_profile(desk.keys, student),
        )
        for student in desk.session.scalars(query)
    }


def _facts(desk: Desk) -> dict[tuple[UUID, bytes], str]:
    query = select(Evidence).where(Evidence.active)
    return {
        (fact.student_id, fact.natural_key): canonical(
            unseal_json(desk.keys, Place("evidence", "fact_sealed", fact.id), fact.fact_sealed)
        )
        for fact in desk.session.scalars(query)
    }


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile; one for many rows counts once."""
    statements: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
