"""What if, for a chosen set of students: who becomes met, by what, and how each campus would stand.

A set of at most `AT_ONCE` students is judged while the reader waits, and nothing of it is stored; a
larger one is worked out in the background (`runs`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import GraduatingClass
from careercraft.exports import Column, Exported, Sheet
from careercraft.models import Campus, Student
from careercraft.privacy.access import permissions, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.records.contested import statements_for
from careercraft.services.rosters.words import STATE_NAMES
from careercraft.services.supposing.codes import Supposed
from careercraft.services.supposing.words import in_words
from careercraft.services.supposing.working_out import Count, Line, WorkedOut, counted, work_out

AT_ONCE = 300
"""Judging so many twice takes about two seconds; more are worked out in the background."""
ROWS_PER_PAGE = 50


class SetRow(NamedTuple):
    """One student by name."""

    line: Line
    name: str
    campus_name: str
    statements: tuple[str, ...] = ()


class SetWhatIf(NamedTuple):
    """Everything that the page shows."""

    class_of: int
    on: date
    supposed: tuple[tuple[str, str], ...]
    """Each supposition: its code, and in words."""
    total: int
    rows: tuple[SetRow, ...]
    page: int
    pages: int
    whole: Count
    bonus: Count
    indicators: tuple[Count, ...]
    """Those whose number changes."""
    campuses: tuple[Count, ...]
    lacking: int
    """Chosen students without the score that points are supposed on top of."""
    standings: frozenset[str]
    may_export: bool


def what_if(
    desk: Desk, class_of: int, ids: Collection[UUID], supposed: Sequence[Supposed], page: int = 1
) -> SetWhatIf:
    """These students of a class as supposed, one page of them; that they were seen is recorded."""
    return shown(desk, work_out(desk, class_of, ids, supposed), supposed, page)


def shown(desk: Desk, found: WorkedOut, supposed: Sequence[Supposed], page: int = 1) -> SetWhatIf:
    """One page of what was worked out; that its students were seen is recorded."""
    pages = max(1, -(-len(found.lines) // ROWS_PER_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * ROWS_PER_PAGE
    rows = _named(desk, found.lines[first : first + ROWS_PER_PAGE])
    details = {"shown": len(rows), "what_if": True}
    seen = [row.line.id for row in rows]
    desk.record(Event.ROSTER_VIEWED, "class", details=details, students=seen)
    desk.session.commit()
    return _told(desk, found, supposed, rows)._replace(page=page, pages=pages)


def export(desk: Desk, found: WorkedOut, supposed: Sequence[Supposed], format_: str) -> Exported:
    """The whole set as a file of `csv` or `xlsx`; that it was taken is recorded."""
    require(desk.actor, Permission.CAMPUS_LISTS_EXPORT)
    whole = _told(desk, found, supposed, _named(desk, found.lines))
    return lists.taken_away(
        desk,
        _sheet(desk, whole),
        format_,
        object_type="class",
        details={"class_of": found.class_of},
        students=[row.line.id for row in whole.rows],
    )


def in_words_of(supposed: Sequence[Supposed], class_of: int) -> tuple[tuple[str, str], ...]:
    """Each supposition: its code, and in words."""
    return tuple((one.code, in_words(one, class_of)) for one in supposed)


def _told(
    desk: Desk, found: WorkedOut, supposed: Sequence[Supposed], rows: tuple[SetRow, ...]
) -> SetWhatIf:
    lines = found.lines
    return SetWhatIf(
        found.class_of,
        found.on,
        in_words_of(supposed, found.class_of),
        len(lines),
        rows,
        1,
        1,
        counted("CCMR met", ((one.before, one.after) for one in lines)),
        counted("Outcomes bonus met", ((one.bonus_before, one.bonus_after) for one in lines)),
        found.indicators,
        found.campuses,
        sum(one.lacks_score for one in lines),
        found.standings,
        Permission.CAMPUS_LISTS_EXPORT in permissions(desk.actor),
    )


def _named(desk: Desk, lines: Sequence[Line]) -> tuple[SetRow, ...]:
    """The lines with names and families' statements; who may not be seen any more is left out."""
    ids = [one.id for one in lines]
    query = (
        select(Student.id, Student.identity_sealed, Campus.name.label("campus_name"))
        .join(Campus, Campus.id == Student.campus_id)
        .where(visible_students(desk.actor), Student.removed_at.is_(None), Student.id.in_(ids))
    )
    who = {row.id: row for row in desk.session.execute(query)}
    said = statements_for(desk, ids)
    return tuple(
        SetRow(
            line,
            identity_from(desk.keys, line.id, who[line.id].identity_sealed).listed_name,
            who[line.id].campus_name,
            said.get(line.id, ()),
        )
        for line in lines
        if line.id in who
    )


# As a file


def _sheet(desk: Desk, found: SetWhatIf) -> Sheet:
    told = "; ".join(words for _, words in found.supposed) or "Nothing is supposed"
    facts = lists.facts(
        desk,
        f"What if, class of {found.class_of}: {told}. Supposed, not recorded.",
        rule_year=f"Accountability {GraduatingClass(found.class_of).rated_in()}",
        standings=found.standings,
        more=tuple(_facts(found)),
    )
    stem = f"what-if-class-of-{found.class_of}"
    title = f"What if, class of {found.class_of}"
    return Sheet(stem, title, facts, COLUMNS, [_cells(row) for row in found.rows])


def _facts(found: SetWhatIf) -> Iterator[tuple[str, str]]:
    for one in (found.whole, found.bonus, *found.indicators):
        yield f"Chosen students, {one.label}", _before_and_after(one)
    for one in found.campuses:
        yield f"{one.label}, CCMR met", _before_and_after(one)


def _before_and_after(one: Count) -> str:
    return f"{one.before} of {one.total} now, {one.after} of {one.total} supposed"


COLUMNS = (
    Column("Student"),
    Column("Campus"),
    Column("Status now"),
    Column("Level now"),
    Column("Status, supposed"),
    Column("Level, supposed"),
    Column("Becomes met"),
    Column("Indicators that become met"),
    Column("Outcomes bonus now"),
    Column("Outcomes bonus, supposed"),
    Column("No score on file to add points to"),
    Column("Contested by the family, with its statement"),
)


def _cells(row: SetRow) -> list[Any]:
    line = row.line
    return [
        row.name,
        row.campus_name,
        STATE_NAMES[line.before],
        line.before_level,
        STATE_NAMES[line.after],
        line.after_level,
        line.becomes_met,
        "; ".join(line.gained),
        STATE_NAMES[line.bonus_before],
        STATE_NAMES[line.bonus_after],
        line.lacks_score,
        "; ".join(row.statements),
    ]
