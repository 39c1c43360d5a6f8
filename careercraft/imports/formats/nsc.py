"""StudentTracker detail of the National Student Clearinghouse: enrollments, one row per term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row, needs
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

ALIASES: dict[str, tuple[str, ...]] = {
    "unique_id": ("Your Unique Identifier",),
    "return_field": ("Requester Return Field",),
    "last_name": ("Last Name",),
    "first_name": ("First Name",),
    "middle_name": ("Middle Name", "Middle Initial"),
    "found": ("Record Found Y/N",),
    "college": ("College Code/Branch",),
    "college_name": ("College Name",),
    "began": ("Enrollment Begin",),
    "status": ("Enrollment Status",),
    "graduated": ("Graduated", "Graduated?"),
}
_TRAILING = re.compile(r"[^0-9A-Za-z]+$")
WITHDRAWN = "W"


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = _person(row)
    if row.yes_no("found") is False:
        row.note("found", "A record at a college.", "not_found", "No enrollment was found.")
        return row.result(who)
    began = row.day("began")
    if began is None and row.typed("began") is None:
        row.note("began", "The begin of an enrollment.", "no_enrollment", _why(row))
    if began is None:
        return row.result(who)
    if (row.typed("status") or "").upper() == WITHDRAWN:
        row.note("status", "An enrollment that lasted.", "withdrew", "The student withdrew later.")
    college = row.text("college") or row.text("college_name") or "-"
    key = f"nsc|{college.upper()}|{began.isoformat()}"
    payload: dict[str, object] = {"began_on": began.isoformat()}
    return row.result(who, (EvidenceItem("enrollment", payload, key, "enrollment"),))


def _why(row: Row) -> str:
    if row.typed("graduated") and row.yes_no("graduated"):
        return "This row tells of a degree. Add it as a credential if it counts."
    return "The row names no enrollment. Nothing to do."


def _person(row: Row) -> Person:
    """The id that the school sent; the Clearinghouse returns it with a character at its end."""
    ids = [_TRAILING.sub("", row.text(field) or "") for field in ("unique_id", "return_field")]
    states = [each for each in ids if each.isdigit() and len(each) == 10]
    locals_ = [each for each in ids if each and len(each) <= 9]
    return Person(
        state_unique_id=states[0] if states else None,
        local_id=locals_[0] if locals_ else None,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
    )


FORMAT = Format(
    id="nsc_detail",
    title="StudentTracker detail (National Student Clearinghouse)",
    vendor="National Student Clearinghouse",
    kind="evidence",
    covers=("enrollment",),
    cadence="three times a year",
    description=(
        "The detail file of StudentTracker for High Schools: each enrollment with the day it "
        "began. The file does not say whether a student was there on the tenth class day; that "
        "stays open unless the enrollment began after that fall."
    ),
    matches=needs("youruniqueidentifier", "recordfoundyn", "enrollmentbegin"),
    read_tables=_read,
)
