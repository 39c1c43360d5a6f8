"""A roster as a file: every student of the list, not only the page that is shown."""

from __future__ import annotations

from careercraft.clock import TEXAS
from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.exports.sheet import Cell as SheetCell
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.rosters import Roster, RosterQuery, RosterRow, marked
from careercraft.services.rosters.words import (
    INDICATOR_NAMES,
    STATE_NAMES,
    Cell,
    sentence,
    shown_indicators,
)

IDENTITY = (
    Column("Student"),
    Column("Texas Unique Student ID", Kind.ID),
    Column("Local ID", Kind.ID),
    Column("Campus"),
    Column("Grade", Kind.NUMBER),
    Column("Enrollment"),
    Column("Counselor"),
)
JUDGEMENT = (
    Column("Also met"),
    Column("Met only by a sunsetting IBC"),
    Column("Judged on", Kind.DATE),
    Column("Contested by the family, with its statement"),
)

ANOTHER_DAY = "Open the student in CareerCraft and choose the day beside “As of another day”"
BONUS = (Column("Outcomes bonus"), Column("Outcomes bonus, what is wanting"))


def export(desk: Desk, asked: RosterQuery, format_: str) -> Exported:
    """The roster that a reader asked for as `csv` or `xlsx`; that it was taken is recorded."""
    found = marked.whole_roster(desk, asked)
    query = found.query
    details = {
        "class_of": query.class_of,
        "campus_id": str(query.campus_id) if query.campus_id else None,
        "searched": bool(query.search),
    }
    return lists.taken_away(
        desk,
        _sheet(desk, found),
        format_,
        object_type="class",
        details=details,
        students=[row.id for row in found.rows],
    )


def _sheet(desk: Desk, found: Roster) -> Sheet:
    facts = lists.facts(
        desk,
        sentence(found),
        rule_year=f"Accountability {found.rated_in}",
        standings=found.standings,
        more=(("As of another day", ANOTHER_DAY),),
    )
    class_of = found.query.class_of
    return Sheet(
        f"roster-class-of-{class_of}",
        f"Roster, class of {class_of}",
        facts,
        _columns(found),
        [_row(row, tiered=found.tiered) for row in found.rows],
    )


def _columns(found: Roster) -> list[Column]:
    level = [Column("Level")] if found.tiered else []
    indicators = [
        column
        for id_ in shown_indicators(found.query.columns)
        for column in (
            Column(INDICATOR_NAMES[id_]),
            Column(f"{INDICATOR_NAMES[id_]}, what is missing"),
        )
    ]
    return [*IDENTITY, Column("Status"), *level, *BONUS, *indicators, *JUDGEMENT]


def _row(row: RosterRow, *, tiered: bool) -> list[SheetCell]:
    judged_on = row.computed_at.astimezone(TEXAS).date() if row.computed_at else None
    return [
        row.name,
        row.state_unique_id,
        row.local_id,
        row.campus_name,
        row.grade,
        row.status,
        row.counselor_name,
        STATE_NAMES[row.state],
        *([row.level_word] if tiered else []),
        row.bonus.label,
        row.bonus.more,
        *(text for cell in row.cells.values() for text in _indicator(cell)),
        "; ".join(row.others),
        row.only_by_sunsetting_ibc,
        judged_on,
        "; ".join(row.statements),
    ]


def _indicator(cell: Cell) -> tuple[str, str]:
    missing = f"{cell.short} on {cell.on}" if cell.short and cell.on else cell.short
    return STATE_NAMES[cell.state], missing or ""
