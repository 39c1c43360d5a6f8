"""The lists of an upload as files: its rows with their outcome, and whom a roster leaves out.

Rows that stay out can so be handed to whoever corrects them in the source.
"""

from __future__ import annotations

from uuid import UUID

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.exports.sheet import Cell
from careercraft.filters import number
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.imports import missing, pages
from careercraft.services.imports.pages import RowView
from careercraft.services.imports.words import OUTCOME_WORDS

ROW_COLUMNS = (
    Column("File"),
    Column("Line", Kind.NUMBER),
    Column("As the file writes it"),
    Column("Student"),
    Column("Found by"),
    Column("Outcome"),
    Column("What could not be used, and what to do"),
    Column("What the row brings"),
    Column("Worth knowing"),
)
MISSING_COLUMNS = (
    Column("Student"),
    Column("Local ID", Kind.ID),
    Column("Campus"),
    Column("Grade", Kind.NUMBER),
    Column("Class of"),
)


def rows(desk: Desk, batch_id: UUID, outcome: str | None, format_: str) -> Exported:
    """Every row of an upload, or those of one outcome; that they were taken is recorded."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    found = pages.find(desk, batch_id)
    if outcome is not None and outcome not in pages.LISTED:
        raise NotFound("outcome")
    query = pages.rows_of(batch_id, outcome)
    views = pages.row_views(desk, desk.session.scalars(query).all())
    names = ", ".join(pages.file_names(desk, found))
    what = f", {OUTCOME_WORDS[outcome].lower()}" if outcome else ""
    sheet = Sheet(
        "rows-of-a-file",
        "Rows of an uploaded file",
        lists.facts(desk, f"{names}{what}: {number(len(views))} rows"),
        ROW_COLUMNS,
        [_row(view) for view in views],
    )
    details = {"outcome": outcome}
    return lists.taken_away(
        desk,
        sheet,
        format_,
        object_type="import_batch",
        object_id=batch_id,
        details=details,
        students=[view.student_id for view in views if view.student_id],
        waiting=[view.id for view in views if not view.student_id],
    )


def _row(view: RowView) -> list[Cell]:
    return [
        view.file,
        view.line,
        view.person,
        view.student,
        view.rung,
        OUTCOME_WORDS[view.outcome],
        " ".join(view.problems),
        " ".join(view.effects),
        " ".join(view.notes),
    ]


def students_left_out(desk: Desk, batch_id: UUID, format_: str) -> Exported:
    """Every enrolled student whom a roster leaves out; that they were taken is recorded."""
    found = missing.everyone(desk, batch_id)
    names = ", ".join(found.file_names)
    sheet = Sheet(
        "not-in-the-roster",
        "Enrolled students who are not in a roster",
        lists.facts(desk, f"Enrolled and not in {names}: {number(found.total)} students"),
        MISSING_COLUMNS,
        [
            (each.name, each.local_id, each.campus, each.grade, str(each.class_of))
            for each in found.students
        ],
    )
    return lists.taken_away(
        desk,
        sheet,
        format_,
        object_type="import_batch",
        object_id=batch_id,
        students=[each.id for each in found.students],
    )
