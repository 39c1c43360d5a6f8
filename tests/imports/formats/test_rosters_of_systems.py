"""Clever and Ascender rosters: the same students as in our own template."""

from __future__ import annotations

import pytest

from careercraft.imports.formats import SourceFile, read
from tests.imports.support import csv_bytes, layout, note_codes, only_row, problem_codes

STUDENTS, SCHOOLS = layout("clever_students"), layout("clever_schools")
STUDENT = {
    "School_id": "17",
    "Student_id": "u1",
    "Student_number": "00771",
    "State_id": "1234567890",
    "Last_name": "Vela",
    "First_name": "Iris",
    "Grade": "11",
    "Gender": "F",
    "Graduation_year": "2027",
    "DOB": "03/02/2009",
    "Race": "W",
    "Hispanic_Latino": "Y",
    "Frl_status": "F",
    "Ell_status": "N",
    "IEP_status": "Y",
}
SCHOOL = {"School_id": "17", "School_name": "North", "School_number": "001902001"}


def clever(**cells: str):
    files = [
        SourceFile("students.csv", csv_bytes(STUDENTS, STUDENT | cells)),
        SourceFile("schools.csv", csv_bytes(SCHOOLS, SCHOOL)),
    ]
    (row,) = read(files, "clever_roster")
    return row


def test_a_clever_student_stands_at_the_campus_of_the_school_list() -> None:
    row = clever()
    assert (row.person.state_unique_id, row.person.local_id) == ("1234567890", "00771")
    assert row.student.campus_id == "001902001"
    assert (row.student.grade, row.student.class_of, row.student.race) == (11, 2027, ("white",))
    assert row.student.special_education is True
    assert row.student.emergent_bilingual is False


@pytest.mark.parametrize(
    ("code", "known"), [("F", True), ("R", True), ("N", None), ("P", None), ("", None)]
)
def test_free_meals_prove_disadvantage_and_paid_meals_prove_nothing(code, known) -> None:
    assert clever(Frl_status=code).student.economically_disadvantaged is known


def test_a_school_that_nobody_knows_is_noted() -> None:
    row = clever(School_id="99")
    assert row.student.campus_id is None
    assert "unknown_school" in note_codes(row)


def test_a_school_id_that_is_a_campus_number_needs_no_school_list() -> None:
    content = csv_bytes(STUDENTS, STUDENT | {"School_id": "01902001"})
    assert only_row(content, "clever_roster").student.campus_id == "001902001"


def test_an_unknown_race_costs_that_cell_only() -> None:
    row = clever(Race="Z")
    assert row.student.race is None
    assert problem_codes(row) == ["unknown_code"]


ASCENDER = layout("ascender_dmac_class_roster_37")
ENROLLED = {
    "Campus ID": "92905001",
    "Student Unique ID": "1234567890",
    "Local ID": "771",
    "Student First Name": "Iris",
    "Student Last Name": "Vela",
    "Student Grade": "11",
    "Student Date of Birth": "03/02/2009",
    "ECD": "1",
    "LEP": "0",
    "Special Education": "0",
    "At Risk": "1",
    "White": "1",
    "Course Section": "01",
}


def test_a_student_of_several_classes_stands_once() -> None:
    content = csv_bytes(ASCENDER, ENROLLED, ENROLLED | {"Course Section": "02"})
    first, second = read([SourceFile("a.csv", content)], "ascender_class_roster")
    assert first.student.campus_id == "092905001"
    assert (first.student.at_risk, first.student.economically_disadvantaged) == (True, True)
    assert first.student.race == ("white",)
    assert second.student is None
    assert "another_class" in note_codes(second)
