"""Programs and student groups, year by year: what the PEIMS fall snapshot of a year says.

PEIMS flags are annual and no file carries a cohort, so a program's cohorts are rebuilt from one
row per student and school year.
"""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.headers import key
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.formats.students import ECONOMIC_CODES, EMERGENT_CODES
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

PROGRAM_FIELDS = ("echs", "ptech")
GROUP_FIELDS = (
    "at_risk",
    "economically_disadvantaged",
    "emergent_bilingual",
    "special_education",
)
TEMPLATE_COLUMNS = (
    *TEMPLATE_IDENTITY,
    "school_year",
    "campus_id",
    "grade",
    *PROGRAM_FIELDS,
    "entered_on",
    "left_on",
    *GROUP_FIELDS,
)

ALIASES = IDENTITY | {
    "school_year": ("school_year", "data_year"),
    "campus_id": ("campus_id", "E0266", "E0782", "campus_id_of_enrollment", "campus"),
    "grade": ("grade", "E0017", "E1517", "grade_level", "grade_level_code"),
    "echs": ("echs", "E1560", "echs_indicator_code", "echs_indicator"),
    "ptech": ("ptech", "E1612", "p_tech_indicator_code", "p_tech_indicator", "tx_ptechindicator"),
    "entered_on": ("entered_on", "program_entry_date"),
    "left_on": ("left_on", "program_exit_date"),
    "at_risk": ("at_risk", "E0919", "at_risk_indicator_code"),
    "economically_disadvantaged": (
        "economically_disadvantaged",
        "E0785",
        "economic_disadvantage_code",
        "eco_dis",
    ),
    "emergent_bilingual": ("emergent_bilingual", "eb"),
    "emergent_bilingual_code": ("E0790", "emergent_bilingual_indicator_code"),
    "special_education": ("special_education", "E0794", "special_ed_indicator_code"),
}
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    """A school year beside programs or groups; a roster of today has no such column."""
    year = _present(header, "school_year")
    about = _present(header, *PROGRAM_FIELDS, *GROUP_FIELDS, "emergent_bilingual_code")
    return (year[0], about[0]) if year and about else ()


def _present(header: frozenset[str], *fields: str) -> tuple[str, ...]:
    names = (key(name) for field in fields for name in ALIASES[field])
    return tuple(name for name in names if name in header)


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    year = _school_year(row)
    if year is None:
        return row.result(who)
    place: dict[str, object] = {"campus": row.campus_id("campus_id"), "grade": _grade(row)}
    items = (*_programs(row, year, place), *_groups(row, year, place))
    if not items and not row.problems:
        row.note(None, "A program or a student group.", "nothing_said")
    return row.result(who, items)


def _school_year(row: Row) -> int | None:
    """The calendar year in which the school year ends: 2026, 2025-26 and 2025-2026 are one."""
    text = row.typed("school_year")
    if text is None:
        row.problem("school_year", "A school year such as 2025-26.", "missing_value")
        return None
    year = values.school_year(text)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        row.problem("school_year", "A school year such as 2025-26, or 2026.", "bad_school_year")
        return None
    return year


def _grade(row: Row) -> int | None:
    text = row.typed("grade")
    if text is None:
        return None
    level = values.grade_level(text)
    if level is None:
        row.problem("grade", "A grade such as 09, 10, 11 or 12.", "bad_grade")
    return level


def _programs(row: Row, year: int, place: dict[str, object]) -> Iterator[EvidenceItem]:
    """One fact per program that the row speaks of, “not in it” included."""
    dates = {name: day.isoformat() for name in ("entered_on", "left_on") if (day := row.day(name))}
    for program in PROGRAM_FIELDS:
        member = row.yes_no(program)
        if member is None:
            continue
        payload = {"program": program, "school_year": year, "member": member} | _known(place)
        yield EvidenceItem(
            "program_year" if member else "program_absence",
            payload | (dates if member else {}),
            f"program_year|{program}|{year}",
            "program_membership",
        )


def _groups(row: Row, year: int, place: dict[str, object]) -> Iterator[EvidenceItem]:
    """The groups that the file tells of. Files with other group columns stand beside each other,
    so that one of them never erases what the other said."""
    told = _known(
        {
            "at_risk": row.yes_no("at_risk"),
            "economically_disadvantaged": _economic(row),
            "emergent_bilingual": _emergent(row),
            "special_education": row.yes_no("special_education"),
        }
    )
    if told:
        columns = "+".join(name for name in GROUP_FIELDS if _has(row, name))
        payload = {"school_year": year} | _known(place) | told
        yield EvidenceItem("group_year", payload, f"group_year|{year}|{columns}", "student_groups")


def _has(row: Row, field: str) -> bool:
    return row.has(field) or row.has(f"{field}_code")


def _economic(row: Row) -> bool | None:
    code = row.typed("economically_disadvantaged")
    if code in ECONOMIC_CODES:
        return ECONOMIC_CODES[code]
    return row.yes_no("economically_disadvantaged")


def _emergent(row: Row) -> bool | None:
    code = row.typed("emergent_bilingual_code")
    if code is None:
        return row.yes_no("emergent_bilingual")
    if code.upper() not in EMERGENT_CODES:
        row.problem("emergent_bilingual_code", "A code of table C061.", "unknown_code")
    return EMERGENT_CODES.get(code.upper())


def _known(payload: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in payload.items() if value is not None}


FORMAT = Format(
    id="careercraft_student_years",
    title="Programs and student groups by school year (CareerCraft template or PEIMS names)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("program_membership", "student_groups"),
    cadence="once a year, after the PEIMS fall snapshot; past years once",
    description=(
        "One row per student and school year: whether the student was in the ECHS or P-TECH "
        "program, and at risk, economically disadvantaged, emergent bilingual or in special "
        "education that year."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
