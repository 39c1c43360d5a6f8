"""The list of documents as a file: which there are, never what is in them."""

from __future__ import annotations

from careercraft.clock import TEXAS
from careercraft.exports import Column, Exported, Sheet
from careercraft.exports.sheet import Kind
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.papers import reading
from careercraft.services.papers.kinds import KINDS, STATES
from careercraft.services.papers.reading import Listed, PaperList, PaperQuery


def sentence(found: PaperList) -> str:
    """The filter in words with its count; it heads the page and the file."""
    query = found.query
    parts = [KINDS[query.kind].title if query.kind else "Documents"]
    if query.campus_id:
        parts.append(next(one.label for one in found.campuses if one.id == str(query.campus_id)))
    if query.class_of:
        parts.append(f"class of {query.class_of}")
    if query.state:
        parts.append(STATES[query.state].lower())
    if query.search:
        parts.append(f"name or ID “{query.search}”")
    noun = "document" if found.total == 1 else "documents"
    return f"{', '.join(parts)}: {found.total:,} {noun}"


def export(desk: Desk, asked: PaperQuery, format_: str) -> Exported:
    """The whole list as a file; that it was taken is recorded. Raises `NotFound`."""
    found = reading.everything(desk, asked)
    columns = [
        Column("Student"),
        Column("Local ID", Kind.ID),
        Column("Campus"),
        Column("Class of", Kind.NUMBER),
        Column("Document"),
        Column("Standing"),
        Column("Handed in on"),
        Column("By"),
        Column("Verified by"),
    ]
    rows = [_cells(row) for row in found.rows]
    sheet = Sheet("documents", "Documents", lists.facts(desk, sentence(found)), columns, rows)
    students = {row.paper.student_id for row in found.rows}
    return lists.taken_away(desk, sheet, format_, students=sorted(students))


def _cells(row: Listed) -> list[str | int | None]:
    paper = row.paper
    return [
        row.student_name,
        row.local_id,
        row.campus,
        row.class_of,
        paper.kind.title,
        paper.standing,
        paper.kept_at.astimezone(TEXAS).date().isoformat(),
        paper.kept_by,
        paper.decided_by or None,
    ]
