"""College Board's SAT student data file in its digital form: one row per student, six tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careercraft.demo.records import DATA_AS_OF, Record, Sat, Student, made_number
from careercraft.demo.schools import DemoDistrict
from careercraft.demo.writers import Row, csv_file, layout

COLUMNS = layout("sat_k12_digital_220")
ADMINISTRATIONS = ("LATEST", "ADMIN2", "ADMIN3", "ADMIN4", "ADMIN5", "ADMIN6")
GRADE_CODES = {9: "4", 10: "5", 11: "6", 12: "7"}


def data_file(rows: Iterable[Row]) -> bytes:
    """The file, with the empty row that the vendor leaves at its end."""
    return csv_file(COLUMNS, [*rows, {}])


def row(district: DemoDistrict, record: Record) -> dict[str, object]:
    """One student: the latest administration first, then the earlier ones."""
    student = record.student
    cells: dict[str, object] = {
        "AI_CODE": student.school.ai_code,
        "AI_NAME": student.school.name.upper(),
        "COHORT_YEAR": student.class_of,
        "DISTRICT_NAME": district.name.upper(),
        "NAME_LAST": student.last_name,
        "NAME_FIRST": student.first_name,
        "NAME_MI": student.middle_name[:1],
        "GENDER": student.sex,
        "BIRTH_DATE": student.birth_date.isoformat(),
        "CB_ID": made_number(9, "college board", student.state_unique_id),
        "DISTRICT_STUDENT_ID": student.local_id,
        "STATE_STUDENT_ID": student.state_unique_id,
        "ADDRESS_STATE": "TX",
        "GRAD_DATE": f"{student.class_of}-05",
        "COLLEGE_REPORTABLE": "Y",
        "RECORD_NUM": made_number(6, "record", student.state_unique_id),
        "REPORT_DATE": DATA_AS_OF.isoformat(),
    }
    latest_first = sorted(record.sat, reverse=True)
    for name, sitting in zip(ADMINISTRATIONS, latest_first, strict=False):
        cells |= _administration(name, student, sitting)
    return cells


def _administration(name: str, student: Student, sitting: Sat) -> dict[str, object]:
    return {
        f"{name}_RECORD_LOCATOR": made_number(12, "sat", student.state_unique_id, sitting.on),
        f"{name}_SAT_DATE": sitting.on.isoformat(),
        f"{name}_SAT_GRADE": GRADE_CODES[_grade_on(student, sitting.on)],
        f"{name}_SAT_TOTAL": sitting.ebrw + sitting.math,
        f"{name}_SAT_EBRW": sitting.ebrw,
        f"{name}_SAT_MATH_SECTION": sitting.math,
    }


def _grade_on(student: Student, day: date) -> int:
    years_left = student.class_of - (day.year + 1 if day.month >= 8 else day.year)
    return max(9, 12 - years_left)
