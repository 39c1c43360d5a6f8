"""A custom report of the ACCUPLACER platform with TSIA2 scores: one row per session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careercraft.demo.records import Record, Tsia2
from careercraft.demo.schools import DemoDistrict
from careercraft.demo.writers import Row, csv_file, layout

COLUMNS = layout("tsia2_accuplacer_custom_20")
ELAR = "TSIA2 English Language Arts and Reading"
MATH = "TSIA2 Mathematics"
READY = "College and Career Readiness"


def report(rows: Iterable[Row]) -> bytes:
    """The report with its header."""
    return csv_file(COLUMNS, rows)


def rows(district: DemoDistrict, record: Record) -> Iterator[dict[str, object]]:
    """The sessions of one student."""
    for session in record.tsia2:
        yield row(district, record, session)


def row(district: DemoDistrict, record: Record, session: Tsia2) -> dict[str, object]:
    """One session. The state id stands in the column that the platform calls supplemental."""
    student = record.student
    return {
        "Test Start": f"{session.on:%m/%d/%Y} {session.hour:02d}:15",
        "Last Name": student.last_name,
        "First Name": student.first_name,
        "Middle Initial": student.middle_name[:1],
        "Supplemental Student ID": student.state_unique_id,
        "Birth Date": f"{student.birth_date:%m/%d/%Y}",
        "Site ID": student.school.ai_code,
        "Inst ID": district.number,
        "Site Name": student.school.name,
        f"{ELAR} {READY}": session.elar_crc,
        f"{ELAR} Diagnostic": session.elar_diagnostic,
        "TSIA2 WritePlacer": session.essay,
        f"{MATH} {READY}": session.math_crc,
        f"{MATH} Diagnostic": session.math_diagnostic,
    }
