"""The evidence chase as a file, one line per open question."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.calc import GraduatingClass, title
from careercraft.exports import Column, Exported, Sheet
from careercraft.exports.sheet import Kind
from careercraft.services import lists
from careercraft.services.chase import listing
from careercraft.services.chase.asks import ASKS
from careercraft.services.chase.listing import NOBODY, Chase, ChaseQuery, Row
from careercraft.services.context import Desk

BONUS = "bonus"


def sentence(found: Chase) -> str:
    """The filter in words with its count; it heads the page and the file."""
    query = found.query
    parts = [f"Class of {query.class_of}"]
    if query.campus_id:
        parts[0] += f" at {_name(found.campuses, str(query.campus_id))}"
    if query.counselor == NOBODY:
        parts.append("without a counselor")
    elif query.counselor:
        parts.append(f"students of {_name(found.counselors, query.counselor)}")
    parts.append(f"asked for: {ASKS[query.ask].title}" if query.ask else "evidence is missing")
    parts.append("met or not" if query.everyone else "not met everywhere yet")
    noun = "student" if found.total == 1 else "students"
    return f"{', '.join(parts)}: {found.total:,} {noun}"


def _name(counts: tuple[listing.Count, ...], id_: str) -> str:
    return next((one.name for one in counts if one.id == id_), "nobody here")


def export(desk: Desk, asked: ChaseQuery, format_: str) -> Exported:
    """The whole list as a file; that it was taken is recorded. Raises `NotFound`."""
    found = listing.everybody(desk, asked)
    columns = [
        Column("Student"),
        Column("Local ID", Kind.ID),
        Column("Campus"),
        Column("Counselor"),
        Column("Ask for"),
        Column("For"),
        Column("Question"),
        Column("Reminder"),
        Column("By"),
        Column("Statement of the family"),
    ]
    rows = [cells for row in found.rows for cells in _cells(row)]
    rated_in = GraduatingClass(found.query.class_of).rated_in()
    facts = lists.facts(desk, sentence(found), rule_year=f"Accountability {rated_in}")
    stem = f"evidence-chase-class-of-{found.query.class_of}"
    return lists.taken_away(
        desk,
        Sheet(stem, "Evidence chase", facts, columns, rows),
        format_,
        object_type="class",
        details={"class_of": found.query.class_of},
        students=[row.id for row in found.rows],
    )


def _cells(row: Row) -> Iterator[list[str | int | None]]:
    for question in row.questions:
        reminder = next((one for one in row.reminders if one.ask == question.ask), None)
        due = reminder.due_on.isoformat() if reminder and reminder.due_on else None
        yield [
            row.name,
            row.local_id,
            row.campus,
            row.counselor,
            ASKS[question.ask].title,
            "Outcomes Bonus" if question.indicator == BONUS else title(question.indicator),
            question.sentence,
            reminder.owner if reminder else None,
            due,
            "; ".join(row.statements) or None,
        ]
