"""The lists of the bonus as files that people take away."""

from __future__ import annotations

from uuid import UUID

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.services import lists
from careercraft.services.bonus import comparing, student_lists
from careercraft.services.bonus.causes import Cause
from careercraft.services.bonus.graduates import GROUP_TITLES
from careercraft.services.bonus.student_lists import (
    ListedStudent,
    ListQuery,
    StudentList,
    sentence,
)
from careercraft.services.bonus_words import STATES as STATE_WORDS
from careercraft.services.context import Desk

SAID = {True: "Met", False: "Not met", None: "Not said"}


def student_file(desk: Desk, query: ListQuery, format_: str) -> Exported:
    """A list of students as a file, whole and in its order; that it was taken is recorded.

    Raises `NotFound` for a format that is not written.
    """
    found = student_lists.everyone(desk, query)
    worth = [Column("Adds now (dollars)", Kind.NUMBER)] if found.with_money else []
    columns = [
        Column("Student"),
        Column("Local ID", Kind.ID),
        Column("Campus"),
        Column("Bonus"),
        Column("Step"),
        Column("By"),
        Column("What to do"),
        Column("Groups"),
        *worth,
    ]
    rows = [_cells(row, found.with_money) for row in found.rows]
    facts = lists.facts(
        desk,
        sentence(found),
        rule_year=f"Outcomes bonus, class of {found.query.class_of}",
        more=_more(found),
    )
    stem = f"bonus-class-of-{found.query.class_of}"
    title = f"Outcomes bonus, class of {found.query.class_of}"
    return lists.taken_away(
        desk,
        Sheet(stem, title, facts, columns, rows),
        format_,
        object_type="class",
        details={"class_of": found.query.class_of},
        students=[row.id for row in found.rows],
    )


def _more(found: StudentList) -> tuple[tuple[str, str], ...]:
    if not found.with_money:
        return ()
    said = (
        "What one more met graduate of the student's groups adds: nothing until a group has "
        "reached its threshold."
    )
    return (("Adds now", said),)


def _cells(row: ListedStudent, with_money: bool) -> list[str | int | None]:
    step = row.step
    told: list[str | int | None] = [
        row.name,
        row.local_id,
        row.campus_name,
        STATE_WORDS[row.state],
        step.title if step else None,
        step.deadline if step else None,
        (step.action if step.feasible else step.settled_by) if step else None,
        "; ".join(GROUP_TITLES[group] for group in row.groups),
    ]
    return [*told, row.worth.dollars if row.worth else None] if with_money else told


def difference_file(desk: Desk, list_id: UUID, cause: Cause | None, format_: str) -> Exported:
    """The differences of a state list as a file; that it was taken is recorded."""
    found = comparing.compare(desk, list_id, cause, whole=True)
    summary = found.summary
    columns = [
        Column("Student"),
        Column("Campus"),
        Column("Line of the list", Kind.NUMBER),
        Column("Ours"),
        Column("State"),
        Column("Cause"),
        Column("What it means"),
        Column("Decision"),
        Column("Note"),
        Column("Decided by"),
    ]
    rows = [
        [
            one.name,
            one.campus_name,
            one.line,
            STATE_WORDS.get(one.ours or "", "Not in our records"),
            SAID[one.theirs] if one.line else "Not on the list",
            one.cause_title,
            one.cause_sentence,
            one.decision.title if one.decision else None,
            one.decision.note if one.decision else None,
            one.decision.decided_by if one.decision else None,
        ]
        for one in found.differences
    ]
    title = f"{summary.edition_title}, class of {summary.class_of}: differences"
    told = f"{title}: {len(rows):,} of {found.total_differences:,}"
    facts = lists.facts(desk, told, rule_year=f"Outcomes bonus, class of {summary.class_of}")
    stem = f"bonus-differences-class-of-{summary.class_of}"
    return lists.taken_away(
        desk,
        Sheet(stem, title, facts, columns, rows),
        format_,
        object_type="bonus_list",
        object_id=list_id,
        students=[one.student_id for one in found.differences if one.student_id],
        waiting=[one.about_id for one in found.differences if not one.student_id],
    )
