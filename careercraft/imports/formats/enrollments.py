"""College enrollments after graduation, as a district collects them itself."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

TEMPLATE_COLUMNS = (*TEMPLATE_IDENTITY, "began_on", "by_tenth_day", "institution")

ALIASES = IDENTITY | {
    "began_on": ("began_on", "enrollment_began_on", "college_enrollment_began_on"),
    "by_tenth_day": ("by_tenth_day", "by_tenth_class_day", "enrolled_by_tenth_day"),
    "institution": ("institution", "college", "college_name"),
}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    named = ("bytenthday", "bytenthclassday", "enrolledbytenthday")
    return tuple(name for name in named if name in header)


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    began, by_tenth_day = row.day("began_on"), row.yes_no("by_tenth_day")
    if row.problems:
        return row.result(who)
    if began is None and by_tenth_day is None:
        row.problem("by_tenth_day", "Yes or no, or the day on which it began.", "missing_value")
        return row.result(who)
    if by_tenth_day is None:
        row.note(
            "by_tenth_day",
            "Yes or no.",
            "no_tenth_day",
            "Whether it was by the tenth class day will be “unknown”. Ask the college.",
        )
    said = {
        "began_on": began.isoformat() if began else None,
        "by_tenth_day": by_tenth_day,
        "institution": row.text("institution"),
    }
    payload: dict[str, object] = {name: value for name, value in said.items() if value is not None}
    key = f"enrollment|{(row.text('institution') or '-').casefold()}|{began or '-'}"
    return row.result(who, (EvidenceItem("enrollment", payload, key, "enrollment"),))


FORMAT = Format(
    id="careercraft_enrollments",
    title="College enrollments (CareerCraft template)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("enrollment",),
    cadence="in the fall after graduation, once the tenth class day has passed",
    description=(
        "One row per graduate and college: whether the student was enrolled by the tenth class day "
        "of the fall right after graduation, which the outcomes bonus hangs on."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
