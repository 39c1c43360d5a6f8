from datetime import date

import pytest

from careercraft.imports.formats import read, recognise
from careercraft.imports.formats.ap import exams
from tests.imports.support import (
    HEADER_SAMPLES,
    VENDOR_SAMPLES,
    csv_bytes,
    layout,
    note_codes,
    only_row,
    problem_codes,
    sample,
)

AP = "college_board_ap"
DATAFILE = layout("ap_student_datafile_244")

OMAR = {
    "AP Number / AP ID": "K7700123",
    "Last Name": "Haddad",
    "First Name": "Omar",
    "Date of Birth": "040907",
    "Student Identifier": "1234567890",
    "Date of this report": "070125",
    "Admin Year 01": "25",
    "Exam Code 01": "07",
    "Exam Grade 01": "3",
}


def ap(**changes):
    named = {name.replace("_", " ").replace("No", "#"): text for name, text in changes.items()}
    return only_row(csv_bytes(DATAFILE, OMAR | named), AP)


def test_an_exam_is_dated_in_may_of_its_year():
    result = ap()
    (item,) = result.items
    assert item.payload == {
        "test": "AP",
        "date": "2025-05-15",
        "exam": "07",
        "parts": {"score": 3},
    }
    assert item.natural_key == "AP|2025|07"
    assert result.person.state_unique_id == "1234567890"
    assert result.person.other_ids == ("ap|K7700123",)
    assert not result.problems


def test_an_identifier_that_is_not_ten_digits_is_the_local_id():
    assert ap(Student_Identifier="00417").person.local_id == "00417"


def test_id_columns_that_a_district_added_in_front_are_used():
    header = ["StudentLocalID", "Student Texas Unique ID", *DATAFILE]
    added = {"StudentLocalID": "00417", "Student Texas Unique ID": "1000000009"}
    person = only_row(csv_bytes(header, OMAR | added | {"Student Identifier": ""}), AP).person
    assert (person.state_unique_id, person.local_id) == ("1000000009", "00417")


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("040907", date(2007, 4, 9)),
        ("40907", date(2007, 4, 9)),
        ("123199", date(1999, 12, 31)),
        ("010117", date(2017, 1, 1)),
        ("010118", date(1918, 1, 1)),
    ],
)
def test_the_century_of_birth_follows_from_the_year_of_the_exam(text, born):
    assert ap(Date_of_Birth=text).person.birth_date == born


@pytest.mark.parametrize(
    ("grade", "read_"), [("0", False), ("1", True), ("5", True), ("6", False), ("A", False)]
)
def test_a_score_is_from_1_to_5(grade, read_):
    result = ap(Exam_Grade_01=grade)
    assert bool(result.items) is read_
    assert problem_codes(result) == ([] if read_ else ["out_of_range"])


def test_a_code_that_lost_its_zero_is_the_same_exam():
    assert ap(Exam_Code_01="7").items == ap().items


@pytest.mark.parametrize("code", ["69", "76", "77"])
def test_subscores_are_not_exams(code):
    result = ap(Admin_Year_02="25", Exam_Code_02=code, Exam_Grade_02="4")
    assert [item.payload["exam"] for item in result.items] == ["07"]
    assert not result.problems


def test_an_unknown_exam_leaves_the_others_of_the_row():
    result = ap(Admin_Year_02="25", Exam_Code_02="100001", Exam_Grade_02="4")
    assert len(result.items) == 1
    (problem,) = result.problems
    assert (problem.code, problem.column, problem.value) == (
        "unknown_ap_exam",
        "Exam Code 02",
        "100001",
    )


def test_a_canceled_score_is_never_read():
    result = ap(Irregularity_Code_No1_01="92")
    assert result.refused
    assert problem_codes(result) == ["ap_score_void"]


def test_a_delayed_score_is_noted_and_comes_with_a_later_file():
    result = ap(Exam_Grade_01="", Irregularity_Code_No1_01="02")
    assert not result.items
    assert not result.problems
    assert note_codes(result) == ["ap_score_delayed"]


def test_an_annotated_score_counts_like_any_other():
    result = ap(Irregularity_Code_No1_01="39")
    assert len(result.items) == 1
    assert not result.notes


def test_a_score_without_its_year_or_its_exam_is_refused():
    assert problem_codes(ap(Admin_Year_01="")) == ["bad_year"]
    assert problem_codes(ap(Exam_Code_01="")) == ["missing_value"]


def test_the_code_table_tells_exams_from_subscores():
    table = exams()
    assert len(table) >= 50
    assert {code for code, exam in table.items() if exam.kind == "subscore"} == {"69", "76", "77"}
    assert all(len(code) == 2 and code.isdigit() for code in table)


def test_every_row_of_the_public_sample_is_read():
    file = sample(VENDOR_SAMPLES / "AP" / "SAMPLE_AP_2324.csv")
    assert recognise([file]).format_id == AP
    seen = [
        (result.line, [item.payload["exam"] for item in result.items], problem_codes(result))
        for result in read([file], AP)
    ]
    assert seen == [
        (2, ["93"], []),
        (3, ["71"], []),
        (4, ["07"], []),
        (5, ["20", "70", "23"], []),
        (6, ["36", "34"], ["unknown_ap_exam"]),
        (7, ["90", "25", "28"], []),
    ]


def test_the_official_header_row_is_recognised():
    assert recognise([sample(HEADER_SAMPLES / "ap_student_datafile_244.csv")]).format_id == AP
