"""The state's CCMR Tracker as it might come: a workbook whose columns nobody has explained yet.

It is uploaded and left there, so that whoever looks at the demonstration can say what the columns
mean, load it, and see where state and district differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from careercraft.clock import TEXAS
from careercraft.demo.district import everyone
from careercraft.demo.records import DATA_AS_OF, Record
from careercraft.exports import Column, Facts, Kind, Sheet, export

NAME = "CCMR_Tracker_2026.xlsx"
CLASS_OF = 2026
EBRW, MATH = 480, 530
LATE_ONE_IN = 23
"""The state lags: of so many students it does not know of the last test yet."""
COLUMNS = (
    Column("TSDS #", Kind.ID),
    Column("Stu Last Nm"),
    Column("Stu First Nm"),
    Column("Cohort Yr"),
    Column("TSI RDG"),
    Column("TSI Math"),
    Column("AP/IB"),
    Column("Dual Credit 9hr"),
    Column("CCMR Met"),
)


def tracker() -> bytes:
    """The workbook; its sheet of notes comes second, as in our own files."""
    rows = [row for number, one in enumerate(_graduates()) for row in _rows(number, one)]
    made_at = datetime.combine(DATA_AS_OF, time(8), TEXAS)
    sheet = Sheet("tracker", "CCMR Tracker", Facts("Class of 2026", made_at), COLUMNS, rows)
    return export(sheet, "xlsx").content


def _graduates() -> Iterator[Record]:
    return (one for one in everyone() if one.student.class_of == CLASS_OF)


def _rows(number: int, record: Record) -> Iterator[tuple[str, ...]]:
    """What the state would say: simple rules of its own, and some tests it has not seen yet."""
    late = number % LATE_ONE_IN == 0
    tests = record.sat[:-1] if late else record.sat
    reading = any(test.ebrw >= EBRW for test in tests) or _by_tsia2(record, late=late)[0]
    math = any(test.math >= MATH for test in tests) or _by_tsia2(record, late=late)[1]
    exams = any((exam.score or 0) >= 3 for exam in record.ap)
    dual = _dual_credit_hours(record) >= 9
    earned = bool(record.credentials) and not late
    met = (reading and math) or exams or dual or earned
    student = record.student
    yield (
        student.state_unique_id,
        student.last_name,
        student.first_name,
        str(student.class_of),
        *("X" if said else "" for said in (reading, math, exams, dual)),
        "Y" if met else "N",
    )


def _dual_credit_hours(record: Record) -> int:
    passed = (one for one in record.courses if one.kind == "dual_credit" and one.passed)
    return sum(one.hours or 0 for one in passed)


def _by_tsia2(record: Record, *, late: bool) -> tuple[bool, bool]:
    tests = record.tsia2[:-1] if late else record.tsia2
    return (
        any((test.elar_crc or 0) >= 945 for test in tests),
        any((test.math_crc or 0) >= 950 for test in tests),
    )
