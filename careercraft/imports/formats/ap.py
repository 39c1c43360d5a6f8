"""College Board AP student datafile: one row per student, up to thirty exams of all years."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row, needs
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

BLOCKS = tuple(f"{number:02d}" for number in range(1, 31))
LOWEST, HIGHEST = 1, 5
EXAM_MONTH, EXAM_DAY = 5, 15
"""The file gives the year of the administration only; AP exams are given in May."""

YOUNGEST_CANDIDATE = 8
"""Years between birth and exam below which a two-digit birth year must mean the century before."""


class Exam(NamedTuple):
    """An exam code of the datafile: its name, and whether it is an exam or only a subscore."""

    code: str
    name: str
    kind: str


@cache
def exams() -> dict[str, Exam]:
    """The exam codes by their two digits (layouts/ap_exam_codes.csv names the source)."""
    return {
        row["code"]: Exam(row["code"], row["name"], row["kind"])
        for row in _table("ap_exam_codes.csv")
    }


@cache
def _irregularities() -> dict[str, str]:
    return {row["code"]: row["effect"] for row in _table("ap_irregularity_codes.csv")}


def _table(name: str) -> Iterator[dict[str, str]]:
    layouts = resources.files("careercraft.imports") / "layouts"
    yield from csv.DictReader((layouts / name).read_text(encoding="utf-8").splitlines())


def _aliases() -> dict[str, tuple[str, ...]]:
    aliases: dict[str, tuple[str, ...]] = {
        "ap_id": ("AP Number / AP ID", "AP Number", "AP ID"),
        "last_name": ("Last Name",),
        "first_name": ("First Name",),
        "middle_name": ("Middle Initial",),
        "birth_date": ("Date of Birth",),
        "student_id": ("Student Identifier",),
        "state_id": ("Student Texas Unique ID", "Texas Unique Student ID"),
        "local_id": ("StudentLocalID", "Local ID"),
        "report_date": ("Date of this report",),
    }
    for block in BLOCKS:
        aliases |= {
            f"year {block}": (f"Admin Year {block}",),
            f"code {block}": (f"Exam Code {block}",),
            f"grade {block}": (f"Exam Grade {block}",),
            f"first {block}": (f"Irregularity Code #1 {block}",),
            f"second {block}": (f"Irregularity Code #2 {block}",),
        }
    return aliases


_ALIASES = _aliases()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, _ALIASES, _row)


def _row(row: Row) -> LineResult:
    items = tuple(item for block in BLOCKS for item in _exam(row, block))
    if not items and not row.problems and not row.notes:
        row.note(None, "An AP exam.", "no_scores", "The row carries no exam. Nothing to do.")
    return row.result(_person(row), items)


def _person(row: Row) -> Person:
    stated, local = row.either_id("student_id")
    ap_id = row.text("ap_id")
    return Person(
        state_unique_id=row.state_id("state_id") or stated,
        local_id=row.local_id("local_id") or local,
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=_birth_date(row),
        other_ids=(f"ap|{ap_id}",) if ap_id else (),
    )


def _birth_date(row: Row) -> date | None:
    """MMDDYY; the century follows from the latest exam of the row, not from today's date."""
    text = row.typed("birth_date")
    if text is None or not values.is_digits(text) or len(text) not in {5, 6}:
        return row.day("birth_date")
    digits = text.zfill(6)
    year = values.four_digit_year(int(digits[4:]), latest=_latest_year(row) - YOUNGEST_CANDIDATE)
    born = values.calendar_day(year, int(digits[:2]), int(digits[2:4]))
    if born is None:
        row.problem("birth_date", "A date of birth as MMDDYY.", "bad_date")
    return born


def _latest_year(row: Row) -> int:
    years = [_year(row.typed(f"year {block}")) for block in BLOCKS]
    reported = row.typed("report_date") or ""
    years.append(_year(reported[-2:]))
    return max((year for year in years if year), default=2020)


def _year(text: str | None) -> int | None:
    """The administration year of two digits (or four, after a spreadsheet)."""
    if not text or not values.is_digits(text) or len(text) not in {1, 2, 4}:
        return None
    year = values.four_digit_year(int(text))
    return year if 1956 <= year <= 2100 else None


def _exam(row: Row, block: str) -> Iterator[EvidenceItem]:
    code = row.typed(f"code {block}")
    if code is None:
        _complain_of_missing_code(row, block)
        return
    exam = exams().get(code.zfill(2))
    if exam is None:
        row.problem(
            f"code {block}",
            "A College Board exam code such as 07 or 93.",
            "unknown_ap_exam",
            "Check the code with College Board. The other exams of this row were read.",
        )
    elif exam.kind != "subscore":
        yield from _score(row, block, exam)


def _complain_of_missing_code(row: Row, block: str) -> None:
    if row.typed(f"grade {block}"):
        row.problem(f"code {block}", "The code of the exam.", "missing_value")


def _score(row: Row, block: str, exam: Exam) -> Iterator[EvidenceItem]:
    year = _year(row.typed(f"year {block}"))
    if year is None:
        row.problem(f"year {block}", "The year of the exam, two digits.", "bad_year")
        return
    effects = _effects(row, block)
    if row.typed(f"grade {block}") is None:
        _note_no_score(row, block, effects)
        return
    grade = row.whole(f"grade {block}", LOWEST, HIGHEST)
    if grade is None or _is_void(row, block, effects):
        return
    if effects & {"delayed", "pending"}:
        _note_delayed_with_grade(row, block)
    taken = date(year, EXAM_MONTH, EXAM_DAY).isoformat()
    payload: dict[str, object] = {
        "test": "AP",
        "date": taken,
        "exam": exam.code,
        "parts": {"score": grade},
    }
    yield EvidenceItem("score", payload, f"AP|{year}|{exam.code}", "AP")


def _effects(row: Row, block: str) -> frozenset[str]:
    """What the irregularity codes beside an exam do to its score."""
    found = set()
    for field in (f"first {block}", f"second {block}"):
        code = row.typed(field)
        if code is None:
            continue
        effect = _irregularities().get(code.zfill(2))
        if effect is None:
            row.note(field, "A known irregularity code.", "unknown_irregularity")
        found.add(effect or "unknown")
    return frozenset(found)


def _is_void(row: Row, block: str, effects: frozenset[str]) -> bool:
    if "no_score" not in effects:
        return False
    row.problem(
        f"grade {block}",
        "No score, because the irregularity code beside it says that there is none.",
        "ap_score_void",
        "Ask the AP coordinator which is right. The other exams of this row were read.",
    )
    return True


def _note_delayed_with_grade(row: Row, block: str) -> None:
    row.note(
        f"first {block}",
        "No irregularity code beside a final score.",
        "ap_score_was_delayed",
        "The score was read although it is marked as delayed. A later file may change it.",
    )


def _note_no_score(row: Row, block: str, effects: frozenset[str]) -> None:
    if effects & {"delayed", "pending"}:
        code, words = "ap_score_delayed", "The score is delayed. Upload the next file."
    else:
        code, words = "ap_no_score", "This exam has no score. Nothing to do."
    row.note(f"code {block}", "A score from 1 to 5.", code, words)


FORMAT = Format(
    id="college_board_ap",
    title="College Board AP student datafile",
    vendor="College Board",
    kind="evidence",
    covers=("AP",),
    cadence="each July, and again when delayed scores arrive",
    description=(
        "The AP student datafile (244 columns, up to thirty exams per student). The file names the "
        "year of an exam, not the day; each score is dated May 15 of its year, because AP exams "
        "are given in May."
    ),
    matches=needs("adminyear01", "examcode01", "examgrade01"),
    read_tables=_read,
)
