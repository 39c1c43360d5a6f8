"""ACCUPLACER exports of TSIA2 and the earlier TSI Assessment: the user picks columns and order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.headers import Columns, key
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

_ELAR = "English Language Arts and Reading"
_READY = "College and Career Readiness"

# College Board and THECB: TSIA2 scores 910-990, diagnostics 1-6, essays 0-8;
# TSI Assessment (until January 2021) scores 310-390.
RANGES = {
    "elar_crc": (910, 990),
    "elar_diagnostic": (1, 6),
    "math_crc": (910, 990),
    "math_diagnostic": (1, 6),
    "essay": (0, 8),
    "reading": (310, 390),
    "math": (310, 390),
}
TSIA2_PARTS = ("elar_crc", "elar_diagnostic", "essay", "math_crc", "math_diagnostic")
TSIA1_PARTS = ("reading", "math", "essay")

_TSIA2 = {
    "elar_crc": (f"TSIA2 {_ELAR} {_READY}", f"TISA2 {_ELAR} {_READY}", "TSIA2 ELAR CRC"),
    "elar_diagnostic": (f"TSIA2 {_ELAR} Diagnostic", f"TISA2 {_ELAR} Diagnostic"),
    "essay": ("TSIA2 WritePlacer", "TISA2 WritePlacer", "TSIA2 Essay"),
    "math_crc": (f"TSIA2 Mathematics {_READY}", f"TISA2 Mathematics {_READY}", "TSIA2 Math CRC"),
    "math_diagnostic": ("TSIA2 Mathematics Diagnostic", "TISA2 Mathematics Diagnostic"),
}
_TSIA1 = {
    "reading": ("TSI Reading Placement",),
    "math": ("TSI Mathematics Placement",),
    "essay": (
        "TSI WritePlacer 2017",
        "TSI WritePlacer 2017 w/Word Count On",
        "TSI WritePlacer 2014",
        "TSI WritePlacer 2014 w/Word Count On",
        "TSI WritePlacer",
        "WritePlacer",
    ),
}
_NEXT_GENERATION = (
    "Next-Generation Reading",
    "Next-Generation Writing",
    "Next-Generation Arithmetic",
    "Next-Generation Quantitative Reasoning, Algebra, and Statistics",
    "Next-Generation Advanced Algebra and Functions",
)
_ALIASES: dict[str, tuple[str, ...]] = {
    "state_id": ("Supplemental Student ID", "Texas Unique Student ID", "Student Texas Unique ID"),
    "student_id": ("Student ID", "Student Local ID"),
    "last_name": ("Last Name",),
    "first_name": ("First Name",),
    "middle_name": ("Middle Initial", "Middle Name"),
    "birth_date": ("Birth Date", "Date of Birth"),
    "start": ("Test Start", "Test Date"),
    "end": ("Test End",),
    "exnum": ("Exnum",),
    **{f"tsia2 {part}": names for part, names in _TSIA2.items()},
    **{f"tsia1 {part}": names for part, names in _TSIA1.items()},
    **{f"next {index}": (name,) for index, name in enumerate(_NEXT_GENERATION)},
}
_CLOCK = re.compile(r"\d{1,2}:\d{2}.*")
_SCORE_FIELDS = tuple(name for name in _ALIASES if name.startswith(("tsia2", "tsia1", "next")))


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    when = {"teststart", "testdate", "testend"} & header
    names = [name for field in _SCORE_FIELDS for name in _ALIASES[field] if key(name) in header]
    return (names[0], min(when)) if when and names else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    for table in tables:
        yield from _read_table(table)


def _read_table(table: Table) -> Iterator[LineResult]:
    day_first = _day_first(table)

    def read_row(row: Row) -> LineResult:
        return _row(row, day_first)

    return each_row((table,), _ALIASES, read_row)


def _day_first(table: Table) -> bool | None:
    """Whether 03-04-2025 means April: the portal offers both, so the whole column is looked at."""
    columns = Columns(table.header, _ALIASES)
    where = [columns.where(field) for field in ("start", "end", "birth_date")]
    wanted = [index for index in where if index is not None]
    return values.day_month_order(
        [
            values.clean(record.cells[index])
            for record in table.records()
            for index in wanted
            if index < len(record.cells)
        ]
    )


def _row(row: Row, day_first: bool | None) -> LineResult:
    who = _person(row, day_first)
    taken = row.day("start", day_first=day_first) or row.day("end", day_first=day_first)
    items = [
        *_item(row, "TSIA2", "tsia2 ", TSIA2_PARTS, taken),
        *_item(row, "TSIA1", "tsia1 ", TSIA1_PARTS, taken),
    ]
    if not items and not row.problems:
        _say_why_nothing(row)
    return row.result(who, tuple(items))


def _person(row: Row, day_first: bool | None) -> Person:
    state = row.state_id("state_id")
    second_state, local = row.either_id("student_id")
    return Person(
        state_unique_id=state or second_state,
        local_id=local,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=row.day("birth_date", day_first=day_first),
    )


def _item(
    row: Row, test: str, prefix: str, names: tuple[str, ...], taken: date | None
) -> Iterator[EvidenceItem]:
    scores = {name: row.whole(prefix + name, *RANGES[name]) for name in names}
    parts = {name: score for name, score in scores.items() if score is not None}
    if not parts:
        return
    if taken is None:
        if not row.typed("start") and not row.typed("end"):
            row.problem("start", "The date of the test.", "missing_value")
        return
    payload: dict[str, object] = {"test": test, "date": taken.isoformat(), "parts": parts}
    yield EvidenceItem("score", payload, f"{test}|{_session(row, taken, parts)}", test)


def _session(row: Row, taken: date, parts: dict[str, int]) -> str:
    """The exam number where the export has it, else the start and what was tested.

    Reading, essay and mathematics of one day often stand on rows of their own.
    """
    number = row.text("exnum")
    if number:
        return f"exnum|{number}"
    clock = _CLOCK.search(row.typed("start") or "")
    start = clock.group() if clock else "-"
    areas = sorted({part.partition("_")[0] for part in parts})
    return f"{taken.isoformat()}|{start}|{'+'.join(areas)}"


def _say_why_nothing(row: Row) -> None:
    if any(row.typed(f"next {index}") for index in range(len(_NEXT_GENERATION))):
        row.problem(
            None,
            "A TSIA2 or TSI Assessment score.",
            "not_a_tsi_score",
            "Next-Generation ACCUPLACER scores do not count for TSI. Leave this row out.",
        )
    else:
        row.note(None, "A TSIA2 score.", "no_scores", "The row carries no score. Nothing to do.")


FORMAT = Format(
    id="accuplacer_tsia",
    title="TSIA2 and TSI Assessment scores (ACCUPLACER report)",
    vendor="College Board",
    kind="evidence",
    covers=("TSIA1", "TSIA2"),
    cadence="weekly during testing windows",
    description=(
        "A custom report of the ACCUPLACER platform with any choice and order of columns. The "
        "Texas Unique Student ID is read from Supplemental Student ID."
    ),
    matches=_matches,
    read_tables=_read,
)
