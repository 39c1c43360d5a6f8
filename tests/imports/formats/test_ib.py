"""IB results: exams count, the core does not, and sessions are dated."""

from __future__ import annotations

import pytest

from tests.imports.support import csv_bytes, layout, note_codes, only_row, problem_codes

HEADER = [*layout("ib_results_25"), "Student ID"]
ROW = {
    "YEAR": "2026",
    "MONTH": "MAY",
    "CANDIDATE": "abc001",
    "FIRST_NAME": "Iris",
    "LAST_NAME": "Vela",
    "DOB": "3/2/2008",
    "SUBJECT": "Math Analysis",
    "LEVEL": "HL",
    "SUBJECT_GRADE": "5",
}


def result(**cells: str):
    return only_row(csv_bytes(HEADER, ROW | cells), "ib_results")


def test_an_exam_is_named_with_its_level_and_dated_in_its_session() -> None:
    (item,) = result().items
    assert item.payload == {
        "test": "IB",
        "date": "2026-05-15",
        "exam": "MATH ANALYSIS HL",
        "parts": {"score": 5},
    }


def test_the_november_session_is_another_one() -> None:
    assert result(MONTH="NOVEMBER").items[0].payload["date"] == "2026-11-15"


@pytest.mark.parametrize(("grade", "fits"), [("0", False), ("1", True), ("7", True), ("8", False)])
def test_a_grade_is_a_number_from_1_to_7(grade: str, fits: bool) -> None:
    assert bool(result(SUBJECT_GRADE=grade).items) is fits


@pytest.mark.parametrize(("level", "grade"), [("TK", "B"), ("EE", "A"), ("HL", "C")])
def test_the_core_is_no_exam(level: str, grade: str) -> None:
    row = result(LEVEL=level, SUBJECT_GRADE=grade)
    assert (row.items, note_codes(row)) == ((), ["ib_core"])


@pytest.mark.parametrize("grade", ["N", "P", ""])
def test_a_pending_or_missing_grade_is_noted(grade: str) -> None:
    assert note_codes(result(SUBJECT_GRADE=grade)) == ["no_scores"]


@pytest.mark.parametrize(
    ("cells", "code"), [({"YEAR": ""}, "missing_value"), ({"MONTH": "June"}, "unknown_code")]
)
def test_a_session_that_cannot_be_is_a_problem(cells: dict[str, str], code: str) -> None:
    assert problem_codes(result(**cells)) == [code]


def test_an_added_student_id_is_used() -> None:
    assert result(**{"Student ID": "1234567890"}).person.state_unique_id == "1234567890"
    assert result(**{"Student ID": "777"}).person.local_id == "777"


def test_the_candidate_results_of_ibis_name_students_in_one_cell() -> None:
    content = (
        "Year,Month,Registration number,Name,Subject,Level,Grade\n"
        '2026,May,0001,"Vela, Iris Ana",Biology,SL,4\n'
    )
    row = only_row(content, "ib_results")
    assert (row.person.last_name, row.person.first_name) == ("Vela", "Iris")
    assert row.items[0].payload["exam"] == "BIOLOGY SL"
