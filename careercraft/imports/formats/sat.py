"""College Board SAT: the K-12 student data file (digital and earlier) and the portal's roster."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.headers import keys
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

# College Board, K-12 student data file layouts: section scores 200-800 in tens, total 400-1600.
SECTION_LOW, SECTION_HIGH, SECTION_STEP = 200, 800, 10
TOTAL_LOW, TOTAL_HIGH = 400, 1600

ADMINISTRATIONS = ("LATEST", "ADMIN2", "ADMIN3", "ADMIN4", "ADMIN5", "ADMIN6")

FILLED_WHERE_TAKEN = {
    prefix: tuple(prefix + part for part in ("ebrw", "math", "total", "old_reading"))
    for prefix in ("", *(f"{each}." for each in ADMINISTRATIONS))
}
"""Columns of a sitting of which one is filled, or there was none; most rows have one of six."""

_ROSTER_RW = "Reading and Writing/Evidence-Based Reading and Writing Section Score (200-800)"
_ROSTER = {
    "name": ("Student Name",),
    "id": ("Student ID",),
    "birth_date": ("Date of Birth",),
    "assessment": ("Assessment",),
    "absent": ("Absent Indicator",),
    "locator": ("Registration #", "Registration Number"),
    "date": ("Test Date",),
    "total": ("Total Score (400-1600)", "Total Score"),
    "ebrw": (
        _ROSTER_RW,
        "Reading and Writing Section Score (200-800)",
        "Evidence-Based Reading and Writing Section Score (200-800)",
    ),
    "math": ("Math Section Score (200-800)", "Math Section Score"),
}


def _data_file_aliases() -> dict[str, tuple[str, ...]]:
    aliases: dict[str, tuple[str, ...]] = {
        "state_id": ("STATE_STUDENT_ID",),
        "district_id": ("DISTRICT_STUDENT_ID",),
        "secondary_id": ("SECONDARY_ID",),
        "cb_id": ("CB_ID",),
        "last_name": ("NAME_LAST",),
        "first_name": ("NAME_FIRST",),
        "middle_name": ("NAME_MI",),
        "birth_date": ("BIRTH_DATE",),
    }
    for each in ADMINISTRATIONS:
        aliases |= {
            f"{each}.date": (f"{each}_SAT_DATE",),
            f"{each}.locator": (f"{each}_RECORD_LOCATOR", f"{each}_REGISTRATION_NUM"),
            f"{each}.total": (f"{each}_SAT_TOTAL",),
            f"{each}.ebrw": (f"{each}_SAT_EBRW",),
            f"{each}.math": (f"{each}_SAT_MATH_SECTION",),
            f"{each}.old_reading": (f"{each}_SAT_CRITICAL_READING",),
        }
    return aliases


_DATA_FILE = _data_file_aliases()


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    if {"latestsatdate", "latestsatebrw", "latestsatmathsection"} <= header:
        return ("LATEST_SAT_DATE", "LATEST_SAT_EBRW", "LATEST_SAT_MATH_SECTION")
    return _matches_roster(header)


def _matches_roster(header: frozenset[str]) -> tuple[str, ...]:
    wanted = {"studentname", "assessment", "testdate"}
    has_scores = bool(keys(_ROSTER["ebrw"]) & header and keys(_ROSTER["math"]) & header)
    return ("Student Name", "Assessment", "Test Date") if wanted <= header and has_scores else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    for table in tables:
        if _matches_roster(keys(table.header)):
            yield from each_row((table,), _ROSTER, _roster_row)
        else:
            yield from each_row((table,), _DATA_FILE, _data_file_row)


def _data_file_row(row: Row) -> LineResult:
    items = tuple(item for each in ADMINISTRATIONS for item in _sitting(row, f"{each}."))
    if not items and not row.problems:
        _no_scores(row)
    return row.result(_person(row), items)


def _person(row: Row) -> Person:
    state, local = row.state_id("state_id"), row.local_id("district_id")
    second_state, second_local = row.either_id("secondary_id")
    cb_id = row.text("cb_id")
    return Person(
        state_unique_id=state or second_state,
        local_id=local or second_local,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=row.day("birth_date"),
        other_ids=(f"college_board|{cb_id}",) if cb_id else (),
    )


def _no_scores(row: Row) -> None:
    row.note(None, "An SAT score.", "no_scores", "The row carries no score. Nothing to do.")


def _sitting(row: Row, prefix: str) -> Iterator[EvidenceItem]:
    """The one administration whose columns begin with `prefix`, when it can be used."""
    if not row.any_filled(FILLED_WHERE_TAKEN[prefix]):
        return
    date_field, total_field = f"{prefix}date", f"{prefix}total"
    if not any(row.typed(prefix + part) for part in ("ebrw", "math", "total")):
        _note_old_scale(row, prefix)
        return
    problems_before = len(row.problems)
    parts = _sections(row, prefix)
    taken = row.day(date_field)
    if taken is None and not row.typed(date_field):
        row.problem(date_field, "The date of the test.", "missing_value")
    total = row.whole(total_field, TOTAL_LOW, TOTAL_HIGH, step=SECTION_STEP)
    if len(row.problems) > problems_before or not _adds_up(row, total_field, total, parts):
        return
    if taken is None or not parts:
        row.problem(f"{prefix}ebrw", "A section score.", "missing_value")
        return
    payload: dict[str, object] = {"test": "SAT", "date": taken.isoformat(), "parts": parts}
    locator = row.text(f"{prefix}locator") or ""
    yield EvidenceItem("score", payload, f"SAT|{taken.isoformat()}|{locator}", "SAT")


def _sections(row: Row, prefix: str) -> dict[str, int]:
    scores = {
        part: row.whole(prefix + part, SECTION_LOW, SECTION_HIGH, step=SECTION_STEP)
        for part in ("ebrw", "math")
    }
    return {part: score for part, score in scores.items() if score is not None}


def _adds_up(row: Row, field: str, total: int | None, parts: dict[str, int]) -> bool:
    """A total that is not the sum of its sections means shifted or edited columns."""
    if total is None or len(parts) < 2 or total == sum(parts.values()):
        return True
    row.problem(
        field,
        f"The sum of the two sections ({sum(parts.values())}).",
        "total_differs",
        "Columns may have shifted. Download the file again and upload it unopened.",
    )
    return False


def _note_old_scale(row: Row, prefix: str) -> None:
    if row.typed(f"{prefix}old_reading"):
        row.note(
            f"{prefix}old_reading",
            "Evidence-Based Reading and Writing.",
            "old_sat_scale",
            "This test is from before March 2016, on another scale. It is not read.",
        )


def _roster_row(row: Row) -> LineResult:
    who = _roster_person(row)
    assessment = (row.text("assessment") or "").upper()
    if "PSAT" in assessment or "SAT" not in assessment:
        row.problem(
            "assessment",
            "SAT or SAT School Day.",
            "not_an_sat",
            "PSAT scores do not count toward CCMR. Leave this row out.",
        )
        return row.result(who)
    if row.typed("absent") and row.yes_no("absent"):
        row.note("absent", "A student who tested.", "absent", "The student was absent.")
        return row.result(who)
    items = tuple(_sitting(row, ""))
    if not items and not row.problems:
        _no_scores(row)
    return row.result(who, items)


def _roster_person(row: Row) -> Person:
    state, local = row.either_id("id")
    last, _, given = (row.text("name") or "").partition(",")
    first, _, middle = given.strip().partition(" ")
    return Person(
        state_unique_id=state,
        local_id=local,
        last_name=last.strip() or None,
        first_name=first or None,
        middle_name=middle.strip() or None,
        birth_date=row.day("birth_date"),
    )


FORMAT = Format(
    id="college_board_sat",
    title="College Board SAT student data file",
    vendor="College Board",
    kind="evidence",
    covers=("SAT",),
    cadence="after each SAT and SAT School Day score release",
    description=(
        "The student data file of the K-12 Reporting Portal, in the digital form (220 columns) or "
        "the earlier one (860), or the portal's roster. A row holds up to six tests of a student."
    ),
    matches=_matches,
    read_tables=_read,
)
