"""From read rows to staged rows: each is planned, kept sealed and counted; nothing is applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from careercraft.imports.behind import WritingBehind
from careercraft.imports.bulk import ids_in_order, program_set_aside, set_aside
from careercraft.imports.formats.base import Format
from careercraft.imports.planning import PlannedRow, Planner
from careercraft.imports.rows import LineResult
from careercraft.imports.stored import seal_row
from careercraft.imports.tally import Tally
from careercraft.models import ImportRow, Student
from careercraft.privacy.keys import DistrictKeys

ROWS_AT_A_TIME = 1000
ROWS_TABLE = cast(Table, ImportRow.__table__)
T = TypeVar("T")
Report = Callable[[int], None]
"""Told how many rows are done; may raise to stop the work."""


class Staged(NamedTuple):
    """What staging gives the batch."""

    counts: dict[str, Any]
    covers_through: date | None


@program_set_aside()
def stage(  # noqa: PLR0917 - where, under which keys, into what, which rows, on which day
    session: Session,
    keys: DistrictKeys,
    batch_id: UUID,
    lines: Iterable[LineResult],
    format_: Format,
    today: date,
    report: Report,
) -> Staged:
    """Plan and keep every row of a batch; the caller commits."""
    planner, tally = Planner(session, keys, today), Tally(format_, today)
    ids = ids_in_order()
    with WritingBehind(session) as writing:
        for chunk in chunks(lines):
            rows = planner.plan(chunk)
            values = [
                row_values(keys, row_id, row, planner) | {"batch_id": batch_id}
                for row_id, row in zip(ids, rows, strict=False)
            ]
            writing.insert_rows(ROWS_TABLE, values)
            for row in rows:
                tally.add(row)
            set_aside()
            report(tally.rows)
    counts = tally.counts(enrolled_per_campus(session), class_sizes(session))
    return Staged(counts, tally.covers_through)


def chunks(things: Iterable[T]) -> Iterator[list[T]]:
    """So many at a time that the database is asked seldom and memory stays small."""
    rest = iter(things)
    while chunk := list(islice(rest, ROWS_AT_A_TIME)):
        yield chunk


def row_values(
    keys: DistrictKeys, row_id: UUID, row: PlannedRow, planner: Planner, *, named: bool = False
) -> dict[str, Any]:
    """The columns of a kept row. A student still to be created is not named, unless `named`."""
    there = named or row.student_id not in planner.directory.created
    student_id = row.student_id if there else None
    return {
        "id": row_id,
        "district_id": keys.district_id,
        "line": row.line.line,
        "outcome": row.outcome,
        "rung": row.rung,
        "student_id": student_id,
        "problem_count": row.problem_count,
        "conflicts": row.conflicts,
        "person_lookup": planner.waiting_lookup(row),
        "row_sealed": seal_row(keys, row_id, row.line, row.plan(), student_id),
    }


def enrolled_per_campus(session: Session) -> dict[UUID, int]:
    """How many students each campus is known to have."""
    query = (
        select(Student.campus_id, func.count().label("students"))
        .where(Student.removed_at.is_(None), Student.status == "enrolled")
        .group_by(Student.campus_id)
    )
    return {row.campus_id: row.students for row in session.execute(query)}


def class_sizes(session: Session) -> dict[tuple[UUID, int], int]:
    """How many students each class of each campus is known to have."""
    query = (
        select(Student.campus_id, Student.class_of, func.count().label("students"))
        .where(Student.removed_at.is_(None), Student.status != "withdrawn")
        .group_by(Student.campus_id, Student.class_of)
    )
    return {(row.campus_id, row.class_of): row.students for row in session.execute(query)}
