"""College Board PSAT student data files, digital and earlier: kept on file, counted by no rule."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row, needs
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

# College Board: PSAT/NMSQT and PSAT 10 report sections of 160-760, PSAT 8/9 of 120-720.
SECTION_LOW, SECTION_HIGH, SECTION_STEP = 120, 760, 10
TOTAL_LOW, TOTAL_HIGH = 240, 1520
ADMINISTRATIONS = ("LATEST", "ADMIN2", "ADMIN3", "ADMIN4", "ADMIN5", "ADMIN6")


def _aliases() -> dict[str, tuple[str, ...]]:
    aliases: dict[str, tuple[str, ...]] = {
        "state_id": ("STATE_STUDENT_ID",),
        "district_id": ("DISTRICT_STUDENT_ID",),
        "secondary_id": ("SECONDARY_ID",),
        "last_name": ("NAME_LAST",),
        "first_name": ("NAME_FIRST",),
        "middle_name": ("NAME_MI",),
        "birth_date": ("BIRTH_DATE",),
    }
    for each in ADMINISTRATIONS:
        aliases |= {
            f"{each}.date": (f"{each}_PSAT_DATE",),
            f"{each}.total": (f"{each}_PSAT_TOTAL",),
            f"{each}.ebrw": (f"{each}_PSAT_EBRW",),
            f"{each}.math": (f"{each}_PSAT_MATH_SECTION",),
        }
    return aliases


ALIASES = _aliases()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    items = tuple(item for each in ADMINISTRATIONS for item in _sitting(row, f"{each}."))
    if not items and not row.problems:
        row.note(None, "A PSAT score.", "no_scores", "The row carries no score. Nothing to do.")
    return row.result(_person(row), items)


def _sitting(row: Row, prefix: str) -> Iterator[EvidenceItem]:
    before = len(row.problems)
    scores = {
        part: row.whole(prefix + part, SECTION_LOW, SECTION_HIGH, step=SECTION_STEP)
        for part in ("ebrw", "math")
    }
    total = row.whole(f"{prefix}total", TOTAL_LOW, TOTAL_HIGH, step=SECTION_STEP)
    parts = {part: score for part, score in scores.items() if score is not None}
    if not parts or len(row.problems) > before:
        return
    if total is not None and len(parts) == 2 and total != sum(parts.values()):
        row.problem(
            f"{prefix}total",
            f"The sum of the two sections ({sum(parts.values())}).",
            "total_differs",
            "Columns may have shifted. Download the file again and upload it unopened.",
        )
        return
    taken = row.day(f"{prefix}date")
    if taken is None:
        if row.typed(f"{prefix}date") is None:
            row.problem(f"{prefix}date", "The date of the test.", "missing_value")
        return
    payload: dict[str, object] = {"test": "PSAT", "date": taken.isoformat(), "parts": parts}
    yield EvidenceItem("on_file", payload, f"PSAT|{taken.isoformat()}", "PSAT")


def _person(row: Row) -> Person:
    state, local = row.state_id("state_id"), row.local_id("district_id")
    second_state, second_local = row.either_id("secondary_id")
    return Person(
        state_unique_id=state or second_state,
        local_id=local or second_local,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=row.day("birth_date"),
    )


FORMAT = Format(
    id="college_board_psat",
    title="College Board PSAT student data file",
    vendor="College Board",
    kind="evidence",
    covers=("PSAT",),
    cadence="after each PSAT score release",
    description=(
        "The student data file of PSAT 8/9, PSAT 10 or PSAT/NMSQT, digital or earlier. The scores "
        "are kept on the student's page. They do not count toward CCMR."
    ),
    matches=needs("latestpsatdate", "latestpsatebrw", "latestpsatmathsection"),
    read_tables=_read,
)
