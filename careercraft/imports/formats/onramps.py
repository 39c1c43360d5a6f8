"""OnRamps end-of-year extract of The University of Texas: who earned university credit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row, needs
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

MOST_HOURS = 20
ALIASES: dict[str, tuple[str, ...]] = {
    "state_id": ("State.ID",),
    "local_id": ("Local.ID",),
    "last_name": ("Last.Name",),
    "first_name": ("First.Name",),
    "birth_date": ("DOB",),
    "term": ("Term",),
    "status": ("Detailed.Student.Status",),
    "course": ("Course.Code",),
    "earned": ("College.Credit.Earned.Final",),
    "hours": ("College.Credit.Hours", "Credit.Hours", "Hours"),
}
_TERM = re.compile(r"(spr|sum|fal|fall|spring|summer)\w*?[\s_-]*(\d{2}|\d{4})(?!\d)", re.IGNORECASE)
_TERM_ENDS = {"spr": (5, 31), "sum": (8, 31), "fal": (12, 31)}
_NOT_EARNED = frozenset({"withdraw", "withdrawn", "w", "dropped", "drop"})


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = _person(row)
    course, ended = row.text("course"), _ended(row)
    if course is None:
        row.problem("course", "The code of the course.", "missing_value")
    qualified = _qualified(row)
    hours = row.number("hours", 0, MOST_HOURS)
    if row.problems or course is None:
        return row.result(who)
    said = {"qualified": qualified, "hours": hours, "ended": ended.isoformat() if ended else None}
    payload: dict[str, object] = {"kind": "onramps"}
    payload |= {name: value for name, value in said.items() if value is not None}
    if hours is None and qualified:
        row.note(
            "hours",
            "The hours of university credit.",
            "no_hours",
            "The rules need three hours. Add a column College.Credit.Hours if you have it.",
        )
    key = f"onramps|{course.upper()}|{(row.text('term') or '-').upper()}"
    return row.result(who, (EvidenceItem("course", payload, key, "onramps"),))


def _qualified(row: Row) -> bool | None:
    text = (row.typed("earned") or "").lower()
    return False if text in _NOT_EARNED else row.yes_no("earned")


def _ended(row: Row) -> date | None:
    """The end of the term that “Spr25_UT” names; None where the term is written otherwise."""
    found = _TERM.search(row.text("term") or "")
    if found is None:
        return None
    year = values.four_digit_year(int(found[2]))
    return values.calendar_day(year, *_TERM_ENDS[found[1].lower()[:3]])


def _person(row: Row) -> Person:
    return Person(
        state_unique_id=row.state_id("state_id"),
        local_id=row.local_id("local_id"),
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        birth_date=row.day("birth_date"),
    )


FORMAT = Format(
    id="onramps_extract",
    title="OnRamps end-of-year extract",
    vendor="The University of Texas at Austin",
    kind="evidence",
    covers=("onramps",),
    cadence="at the end of each school year",
    description=(
        "The extract with dotted column names. It says whether university credit was earned, not "
        "how many hours: add a column College.Credit.Hours if you have it. Courses are dated at "
        "the end of their term."
    ),
    matches=needs("collegecreditearnedfinal", "coursecode", any_of=("stateid", "localid")),
    read_tables=_read,
)
