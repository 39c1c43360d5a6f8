"""A typed list of a program's members: made into a file of our template, so that it is looked at,
applied and undone like every other file.
"""

from __future__ import annotations

import csv
import io
from uuid import UUID

from careercraft.imports.formats import values
from careercraft.imports.rows import SourceFile
from careercraft.services import imports, programs
from careercraft.services.context import Desk

STATE_ID_DIGITS = 10
MOST_MEMBERS = 2000


class CannotType(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A list is not taken; the message says what was expected."""


def type_members(
    desk: Desk, program_id: UUID, school_year: str, grade: str, ids: str, *, member: bool = True
) -> imports.Started:
    """Take members by their state or local ids, one per line; the caller enqueues the reading."""
    program = programs.program(desk, program_id)
    listed = [line.strip() for line in ids.splitlines() if line.strip()]
    if values.school_year(school_year.strip()) is None:
        raise CannotType("The school year is written like 2025-26.")
    if not listed or len(listed) > MOST_MEMBERS:
        raise CannotType("Write one student ID per line: the state ID or the local ID.")
    rows = [_row(one, school_year, grade, program, member) for one in listed]
    name = f"typed-{program.model}-{school_year.strip()}.csv"
    return imports.upload(desk, [SourceFile(name, _csv(rows))])


def _row(
    one: str, school_year: str, grade: str, program: programs.ProgramView, member: bool
) -> dict[str, str]:
    is_state_id = values.is_digits(one) and len(one) == STATE_ID_DIGITS
    return {
        "state_unique_id": one if is_state_id else "",
        "local_id": "" if is_state_id else one,
        "school_year": school_year.strip(),
        "campus_id": program.campus_number,
        "grade": grade.strip(),
        program.model: "yes" if member else "no",
    }


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
