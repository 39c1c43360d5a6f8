"""What the college and the partner businesses say: core completion and work-based learning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

TEMPLATE_COLUMNS = (
    *TEMPLATE_IDENTITY,
    "milestone",
    "reached_on",
    "grade",
    "college",
    "activity",
    "hours",
)

ALIASES = IDENTITY | {
    "milestone": ("milestone", "program_milestone"),
    "reached_on": ("reached_on", "completed_on", "completion_date"),
    "grade": ("grade", "E0017", "grade_level"),
    "college": ("college", "institution"),
    "activity": ("activity", "placement"),
    "hours": ("hours", "placement_hours"),
}
MILESTONES = {
    "core_completion": "core_completion",
    "core completion": "core_completion",
    "core_complete": "core_completion",
    "core complete": "core_completion",
    "work_based_learning": "work_based_learning",
    "work-based learning": "work_based_learning",
    "work based learning": "work_based_learning",
    "wbl": "work_based_learning",
}
MOST_HOURS = 5000


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    named = [name for name in ("milestone", "programmilestone") if name in header]
    return (named[0],) if named else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    if row.typed("milestone") is None:
        known = ", ".join(sorted(set(MILESTONES.values())))
        row.problem("milestone", f"One of: {known}.", "missing_value")
    kind = row.choice("milestone", MILESTONES)
    reached = row.day("reached_on")
    said: dict[str, object] = {
        "grade": row.whole("grade", 6, 12),
        "college": row.text("college"),
        "activity": row.text("activity"),
        "hours": row.number("hours", 0, MOST_HOURS),
    }
    if row.problems or kind is None:
        return row.result(who)
    if reached is None:
        row.note(
            "reached_on",
            "The date.",
            "no_date",
            "Whether it was in time will be “unknown”. Add the date when you have it.",
        )
    return row.result(who, (_item(kind, reached, said),))


def _item(kind: str, reached: date | None, said: dict[str, object]) -> EvidenceItem:
    """Core completion is reached once; placements are told apart by their date."""
    dated = {"on": reached.isoformat()} if reached else {}
    known = {name: value for name, value in said.items() if value is not None}
    when = f"|{reached or '-'}" if kind == "work_based_learning" else ""
    return EvidenceItem("milestone", {"kind": kind} | dated | known, f"{kind}{when}", kind)


FORMAT = Format(
    id="careercraft_milestones",
    title="Core completion and work-based learning (CareerCraft template)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("core_completion", "work_based_learning"),
    cadence="at the end of each semester",
    description=(
        "One row per student and milestone: the Texas core completed at the college, or a "
        "work-based learning placement."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
