"""The student roster template: groups, counselor, class and graduation."""

from __future__ import annotations

from collections.abc import Iterable

from careercraft.demo.records import Student
from careercraft.demo.schools import DemoDistrict
from careercraft.demo.writers import Row, csv_file, yes_no
from careercraft.imports.formats.templates import TEMPLATES

COLUMNS = TEMPLATES["careercraft_students"]
ECONOMIC_CODES = {True: "01", False: "00"}
"""Table C054: free meals, or not identified."""


def roster(rows: Iterable[Row]) -> bytes:
    """The template, filled by a registrar."""
    return csv_file(COLUMNS, rows)


def row(district: DemoDistrict, student: Student) -> dict[str, object]:
    """One student. Those who left school have no counselor any more."""
    counselor = "" if student.graduated else _counselor(district, student)
    return {
        "state_unique_id": student.state_unique_id,
        "local_id": student.local_id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "middle_name": student.middle_name,
        "birth_date": student.birth_date.isoformat(),
        "sex": student.sex,
        "hispanic_latino": yes_no(student.hispanic_latino),
        "race": ";".join(student.race),
        "campus_id": student.school.number,
        "grade": f"{student.grade:02d}",
        "class_of": student.class_of,
        "grade_9_began_on": student.grade_9_began_on.isoformat(),
        "counselor_email": counselor,
        "economically_disadvantaged": ECONOMIC_CODES[student.economically_disadvantaged],
        "special_education": yes_no(student.special_education),
        "emergent_bilingual": yes_no(student.emergent_bilingual),
        "at_risk": yes_no(student.at_risk),
        "section_504": yes_no(student.section_504),
        "program": student.school.program,
        "enrollment_status": _status(student),
        "graduated_on": student.graduated_on,
        "diploma_type": student.diploma_type,
        "endorsement": yes_no(student.endorsement),
        "distinguished": yes_no(student.distinguished),
        "home_language": student.home_language,
    }


def _counselor(district: DemoDistrict, student: Student) -> str:
    return district.counselor_of(student.school, student.last_name).email


def _status(student: Student) -> str:
    if student.withdrawn:
        return "withdrawn"
    return "graduated" if student.graduated else "enrolled"
