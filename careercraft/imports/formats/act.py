"""ACT: the student records file (301 columns), the score roster of success.act.org, and the
fixed-width file of earlier years, which `fixed` turns into the columns of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.headers import keys
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

# ACT student record layout 2020-21: section and composite scores 1-36.
LOWEST, HIGHEST = 1, 36
PARTS = ("english", "math", "reading", "science", "composite")
JUDGED_PARTS = ("english", "math", "reading", "composite")
"""The rules ask for these; science is read to check the row and is not kept."""

ALIASES: dict[str, tuple[str, ...]] = {
    "act_id": ("ID_ACT", "ACT ID"),
    "state_id": (
        "ID_StateAssign",
        "State ID",
        "Student Texas Unique ID",
        "Texas Unique Student ID",
    ),
    "local_id": ("ID_Local", "Local ID", "StudentLocalID"),
    "last_name": ("L_Name", "Last Name"),
    "first_name": ("F_Name", "First Name"),
    "middle_name": ("M_Initial", "Middle Initial", "MI"),
    "birth_date": ("DOB", "Date of Birth"),
    "tested": ("Test_Dte", "Test Date"),
    "place": ("Test_Loc", "Test Location"),
    "english": ("Eng", "ACT English score", "English Score", "English"),
    "math": ("Mth", "ACT math score", "Math Score", "Math"),
    "reading": ("Rdg", "ACT reading score", "Reading Score", "Reading"),
    "science": ("Sci", "ACT science score", "Science Score", "Science"),
    "composite": ("Composite", "ACT composite score", "Composite Score"),
}
_COMPACT_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})")


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    ids = sorted(keys(ALIASES["act_id"]) & header)
    when = sorted(keys(ALIASES["tested"]) & header)
    scores = sorted(keys(ALIASES["english"]) & header)
    return (ids[0], when[0], scores[0]) if ids and when and scores else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = _person(row)
    scores = {part: row.whole(part, LOWEST, HIGHEST) for part in PARTS}
    parts = {part: scores[part] for part in JUDGED_PARTS if scores[part] is not None}
    if not parts and not row.problems:
        row.note(None, "An ACT score.", "no_scores", "The row carries no score. Nothing to do.")
    if not parts or row.problems:
        return row.result(who)
    tested = _tested(row)
    if tested is None:
        return row.result(who)
    payload: dict[str, object] = {"test": "ACT", "date": tested.isoformat(), "parts": parts}
    place = (row.typed("place") or "national").lower()
    return row.result(who, (EvidenceItem("score", payload, f"ACT|{tested:%Y-%m}|{place}", "ACT"),))


def _tested(row: Row) -> date | None:
    """The first of the month in which the test was: ACT names no day."""
    text = row.typed("tested")
    if text is None:
        row.problem("tested", "The month of the test.", "missing_value")
        return None
    month = values.month_of(text)
    day = None if month else values.day(text)
    if month is None and day is None:
        row.problem("tested", "A month such as 092024 or September 2024.", "bad_date")
    return month or day


def _person(row: Row) -> Person:
    state, local = row.state_id("state_id"), row.local_id("local_id")
    act_id = row.text("act_id")
    return Person(
        state_unique_id=state,
        local_id=local,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=_birth_date(row),
        other_ids=(f"act|{act_id}",) if act_id else (),
    )


def _birth_date(row: Row) -> date | None:
    """MMDDYYYY in the data file; a spreadsheet drops its leading zero."""
    text = row.typed("birth_date") or ""
    compact = _COMPACT_DAY.fullmatch(text.zfill(8)) if values.is_digits(text) else None
    if compact:
        month_first = values.calendar_day(int(compact[3]), int(compact[1]), int(compact[2]))
        if month_first:
            return month_first
    return row.day("birth_date")


FORMAT = Format(
    id="act_scores",
    title="ACT student records or score roster",
    vendor="ACT",
    kind="evidence",
    covers=("ACT",),
    cadence="after each ACT score release",
    description=(
        "The student records file of ACT (301 columns), the score roster of success.act.org with "
        "its title block, or the fixed-width file of earlier years. ACT names the month of a test "
        "only; each score is dated on the first of its month. Superscores are not read: the rules "
        "take the best sections by themselves."
    ),
    matches=_matches,
    read_tables=_read,
)
