"""Test scores in our own template: one row per sitting, for tests whose file nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

RANGES: dict[str, dict[str, tuple[int, int]]] = {
    "SAT": {"ebrw": (200, 800), "math": (200, 800)},
    "ACT": {"english": (1, 36), "reading": (1, 36), "math": (1, 36), "composite": (1, 36)},
    "TSIA2": {
        "elar_crc": (910, 990),
        "elar_diagnostic": (1, 6),
        "essay": (0, 8),
        "math_crc": (910, 990),
        "math_diagnostic": (1, 6),
    },
    "TSIA1": {"reading": (310, 390), "math": (310, 390), "essay": (0, 8)},
    "AP": {"score": (1, 5)},
    "IB": {"score": (1, 7)},
    "ASVAB": {"afqt": (1, 99)},
}
"""What each test reports, from the vendors' score scales (see the adapters of their files)."""

STEPS = {"SAT": 10}
WITH_EXAM = ("AP", "IB")
PARTS = tuple(dict.fromkeys(part for parts in RANGES.values() for part in parts))
TEMPLATE_COLUMNS = (*TEMPLATE_IDENTITY, "test", "test_date", "exam", *PARTS)
ALIASES = IDENTITY | {
    "test": ("test", "test_name", "assessment"),
    "test_date": ("test_date", "date_tested", "tested_on", "date_of_test", "administration_date"),
    "exam": ("exam", "exam_code"),
    "ebrw": ("ebrw", "sat_ebrw", "reading_writing", "evidence_based_reading_and_writing"),
    "math": ("math", "math_score", "sat_math", "act_math", "mathematics"),
    "english": ("english", "act_english", "english_score"),
    "reading": ("reading", "act_reading", "reading_score"),
    "composite": ("composite", "act_composite", "composite_score"),
    "elar_crc": ("elar_crc", "tsia2_elar", "elar_score"),
    "elar_diagnostic": ("elar_diagnostic", "tsia2_elar_diagnostic"),
    "essay": ("essay", "essay_score", "writeplacer"),
    "math_crc": ("math_crc", "tsia2_math"),
    "math_diagnostic": ("math_diagnostic", "tsia2_math_diagnostic"),
    "score": ("score", "exam_score", "exam_grade"),
    "afqt": ("afqt", "afqt_score"),
}
TESTS = {name.lower(): name for name in RANGES} | {
    "tsi2": "TSIA2",
    "tsia 2.0": "TSIA2",
    "tsia": "TSIA1",
    "tsi": "TSIA1",
}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    return ("test", "test_date") if {"test", "testdate"} <= header else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    test, taken = row.choice("test", TESTS), row.day("test_date")
    for field, what in (("test", "The name of the test."), ("test_date", "The date of the test.")):
        if row.typed(field) is None:
            row.problem(field, what, "missing_value")
    if test is None or taken is None:
        return row.result(who)
    exam = row.text("exam") if test in WITH_EXAM else None
    if test in WITH_EXAM and exam is None:
        row.problem("exam", f"The {test} exam.", "missing_value")
    parts = _parts(row, test)
    if row.problems or not parts:
        return row.result(who)
    payload: dict[str, object] = {"test": test, "date": taken.isoformat(), "parts": parts}
    if exam:
        payload["exam"] = exam.zfill(2) if test == "AP" and exam.isdigit() else exam.upper()
    key = "|".join(filter(None, (test, taken.isoformat(), str(payload.get("exam", "")))))
    return row.result(who, (EvidenceItem("score", payload, f"typed|{key}", test),))


def _parts(row: Row, test: str) -> dict[str, int]:
    scores = {
        part: row.whole(part, low, high, step=STEPS.get(test, 1))
        for part, (low, high) in RANGES[test].items()
    }
    parts = {part: score for part, score in scores.items() if score is not None}
    if not parts and not row.problems:
        known = ", ".join(RANGES[test])
        row.problem(None, f"A {test} score in one of: {known}.", "missing_value")
    return parts


FORMAT = Format(
    id="careercraft_scores",
    title="Test scores (CareerCraft template)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB", "ASVAB"),
    cadence="whenever scores come in another way than the vendor's file",
    description=(
        "One row per student and sitting: the test, its date and its scores. Use the vendor's own "
        "file where there is one."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
