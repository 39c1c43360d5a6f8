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
    tests = record.sat[:-1] if number % LATE_ONE_IN == 0 else record.sat
    reading = any(test.ebrw >= EBRW for test in tests)
    math = any(test.math >= MATH for test in tests)
    crosses = tuple("X" if met else "" for met in (reading, math))
    student = record.student
    yield (
        student.state_unique_id,
        student.last_name,
        student.first_name,
        str(student.class_of),
        *crosses,
        "Y" if reading and math else "N",
    )
