"""STAAR end-of-course results: Algebra I, English I and II, Biology, U.S. History."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

LEVEL_FLAGS = ("masters", "meets", "approaches")
"""The columns of reports that give a yes or no per level, highest first."""
TEMPLATE_COLUMNS = (
    *TEMPLATE_IDENTITY,
    "eoc_course",
    "tested_on",
    "scale_score",
    "performance_level",
    "approaches",
    "meets",
    "masters",
)

ALIASES = IDENTITY | {
    "eoc_course": ("eoc_course", "eoc_subject", "end_of_course", "staar_eoc_course"),
    "tested_on": ("tested_on", "test_date", "administration_date", "date"),
    "scale_score": ("scale_score", "scaled_score", "ss"),
    "performance_level": ("performance_level", "achievement_level", "level"),
    "approaches": ("approaches", "approaches_grade_level", "approaches_or_higher"),
    "meets": ("meets", "meets_grade_level", "meets_or_higher"),
    "masters": ("masters", "masters_grade_level"),
}

COURSES = {
    "A1": ("a1", "algebra i", "algebra 1", "alg i", "alg1", "algebra"),
    "E1": ("e1", "english i", "english 1", "eng i", "eng1"),
    "E2": ("e2", "english ii", "english 2", "eng ii", "eng2"),
    "BI": ("bi", "biology", "bio"),
    "US": ("us", "us history", "u.s. history", "ush"),
}
COURSE_OF = {name: code for code, names in COURSES.items() for name in names}
LEVELS = {
    "did not meet": "did_not_meet",
    "did not meet grade level": "did_not_meet",
    "did_not_meet": "did_not_meet",
    "approaches": "approaches",
    "approaches grade level": "approaches",
    "meets": "meets",
    "meets grade level": "meets",
    "masters": "masters",
    "masters grade level": "masters",
}
LOWEST_SCALE, HIGHEST_SCALE = 1000, 8000  # wider than any scale; beyond it is another column


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    course = [
        n for n in ("eoccourse", "eocsubject", "endofcourse", "staareoccourse") if n in header
    ]
    return (course[0],) if course else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    course = _needed_course(row)
    tested = row.day("tested_on")
    parts: dict[str, object] = {}
    scale = row.whole("scale_score", LOWEST_SCALE, HIGHEST_SCALE)
    if scale is not None:
        parts["scale"] = scale
    level = _level(row)
    if level is not None:
        parts["level"] = level
    if row.problems or course is None:
        return row.result(who)
    if not parts:
        row.note(None, "A scale score or a performance level.", "no_score", "Nothing was taken in.")
        return row.result(who)
    _say_what_is_missing(row, tested is None, level is None)
    payload: dict[str, object] = {"test": "STAAR", "exam": course, "parts": parts}
    if tested:
        payload["date"] = tested.isoformat()
    when = tested.isoformat() if tested else "-"
    return row.result(who, (EvidenceItem("score", payload, f"STAAR|{course}|{when}", "STAAR"),))


def _say_what_is_missing(row: Row, no_date: bool, no_level: bool) -> None:
    if no_date:
        row.note(
            "tested_on",
            "The date.",
            "no_date",
            "Whether it was in time will be “unknown”. Add the date when you have it.",
        )
    if no_level:
        row.note(
            "performance_level",
            "A performance level.",
            "no_level",
            "Cut scores of the state are not in the product: add the level that was reported.",
        )


def _needed_course(row: Row) -> str | None:
    if row.typed("eoc_course") is None:
        row.problem("eoc_course", "One of: A1, BI, E1, E2, US.", "missing_value")
        return None
    return row.choice("eoc_course", COURSE_OF)


def _level(row: Row) -> str | None:
    """The named level, or the highest of the levels that the row says were reached."""
    if row.typed("performance_level"):
        return row.choice("performance_level", LEVELS)
    reached = {name: row.yes_no(name) for name in LEVEL_FLAGS}
    for name in LEVEL_FLAGS:
        if reached[name]:
            return name
    return "did_not_meet" if reached["approaches"] is False else None


FORMAT = Format(
    id="careercraft_staar_eoc",
    title="STAAR end-of-course results (CareerCraft template)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("STAAR",),
    cadence="after each administration: spring, summer and December",
    description=(
        "One row per student and end-of-course test: Algebra I, English I and II, Biology, U.S. "
        "History, with the performance level and the scale score."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
