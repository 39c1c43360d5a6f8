from datetime import date

import pytest

from careercraft.imports.formats import SourceFile, read, recognise
from tests.imports.support import (
    HEADER_SAMPLES,
    VENDOR_SAMPLES,
    csv_bytes,
    layout,
    note_codes,
    only_row,
    problem_codes,
    rows_of,
    sample,
)

TSIA = "accuplacer_tsia"
TSIA2 = layout("tsia2_accuplacer_custom_20")
TSIA1 = layout("tsia1_accuplacer_25")
ELAR = "TSIA2 English Language Arts and Reading College and Career Readiness"
ELAR_DIAGNOSTIC = "TSIA2 English Language Arts and Reading Diagnostic"
MATH = "TSIA2 Mathematics College and Career Readiness"
MATH_DIAGNOSTIC = "TSIA2 Mathematics Diagnostic"
ESSAY = "TSIA2 WritePlacer"

WREN = {
    "Test Start": "02/01/2025 09:15",
    "Last Name": "Okafor",
    "First Name": "Wren",
    "Birth Date": "11/30/2007",
    "Supplemental Student ID": "1234567890",
    ELAR: "944",
    ELAR_DIAGNOSTIC: "5",
    ESSAY: "5",
    MATH: "949",
    MATH_DIAGNOSTIC: "6",
}


def tsia2(**changes):
    return only_row(csv_bytes(TSIA2, WREN | changes), TSIA)


def test_a_session_gives_one_score_with_all_its_parts():
    result = tsia2()
    (item,) = result.items
    assert item.covers == "TSIA2"
    assert item.payload == {
        "test": "TSIA2",
        "date": "2025-02-01",
        "parts": {
            "elar_crc": 944,
            "elar_diagnostic": 5,
            "essay": 5,
            "math_crc": 949,
            "math_diagnostic": 6,
        },
    }
    assert item.natural_key == "TSIA2|2025-02-01|09:15|elar+essay+math"
    assert result.person.state_unique_id == "1234567890"


def test_reading_and_mathematics_of_one_day_are_two_facts():
    reading = tsia2(**{MATH: "", MATH_DIAGNOSTIC: "", "Test Start": "02/01/2025"})
    math = tsia2(**{ELAR: "", ELAR_DIAGNOSTIC: "", ESSAY: "", "Test Start": "02/01/2025"})
    assert reading.items[0].natural_key != math.items[0].natural_key


def test_two_sessions_of_one_day_are_told_apart_by_the_clock_in_any_shape():
    keys = [
        tsia2(**{"Test Start": text}).items[0].natural_key
        for text in ("2025-02-01T09:15", "02/01/2025 13:40", "02/01/2025")
    ]
    assert keys == [
        "TSIA2|2025-02-01|09:15|elar+essay+math",
        "TSIA2|2025-02-01|13:40|elar+essay+math",
        "TSIA2|2025-02-01|-|elar+essay+math",
    ]


def test_the_exam_number_is_the_best_key():
    header = [*TSIA2, "Exnum"]
    (item,) = only_row(csv_bytes(header, WREN | {"Exnum": "88112"}), TSIA).items
    assert item.natural_key == "TSIA2|exnum|88112"


@pytest.mark.parametrize(
    ("column", "text", "read_"),
    [
        (MATH, "909", False), (MATH, "910", True), (MATH, "990", True), (MATH, "991", False),
        (ELAR, "909", False), (ELAR, "910", True), (ELAR, "990", True), (ELAR, "991", False),
        (MATH_DIAGNOSTIC, "0", False), (MATH_DIAGNOSTIC, "1", True),
        (MATH_DIAGNOSTIC, "6", True), (MATH_DIAGNOSTIC, "7", False),
        (ESSAY, "-1", False), (ESSAY, "0", True), (ESSAY, "8", True), (ESSAY, "9", False),
    ],
)  # fmt: skip
def test_each_part_keeps_to_its_scale_and_a_bad_one_leaves_the_rest(column, text, read_):
    result = tsia2(**{column: text})
    (item,) = result.items
    assert len(item.payload["parts"]) == (5 if read_ else 4)
    assert problem_codes(result) == ([] if read_ else ["out_of_range"])


@pytest.mark.parametrize(
    "header",
    ["TSIA2MathematicsCollegeandCareerReadiness", f"{MATH} ", MATH.replace("TSIA2", "TISA2")],
)
def test_the_column_is_known_by_every_name_it_goes_by(header):
    content = csv_bytes(
        [header, "Test Start", "Student ID"],
        {header: "950", "Test Start": "20250201", "Student ID": "417"},
        delimiter="\t",
    )
    (item,) = only_row(content, TSIA).items
    assert item.payload["parts"] == {"math_crc": 950}


@pytest.mark.parametrize(
    ("reading", "read_"), [("309", False), ("310", True), ("390", True), ("391", False)]
)
def test_the_earlier_assessment_has_a_scale_of_its_own(reading, read_):
    row = {
        "Student ID": "417",
        "Test Start": "10/01/2020",
        "TSI Reading Placement": reading,
        "TSI Mathematics Placement": "350",
        "TSI WritePlacer 2017": "4",
    }
    (item,) = only_row(csv_bytes(TSIA1, row), TSIA).items
    parts = {"math": 350, "essay": 4} | ({"reading": int(reading)} if read_ else {})
    assert item.payload == {"test": "TSIA1", "date": "2020-10-01", "parts": parts}


def test_day_first_dates_are_understood_from_the_whole_column():
    rows = [WREN | {"Test Start": text} for text in ("03-02-2025", "25-02-2025")]
    first, _ = rows_of(csv_bytes(TSIA2, *rows), TSIA)
    assert first.items[0].payload["date"] == "2025-02-03"


def test_a_date_that_may_be_two_days_is_not_guessed():
    result = tsia2(**{"Test Start": "03-02-2025"})
    assert result.refused
    assert problem_codes(result) == ["bad_date"]


def test_a_row_without_scores_says_so():
    blank = dict.fromkeys((ELAR, ELAR_DIAGNOSTIC, ESSAY, MATH, MATH_DIAGNOSTIC), "")
    result = tsia2(**blank)
    assert not result.items
    assert note_codes(result) == ["no_scores"]


def test_a_score_without_a_date_is_refused():
    result = tsia2(**{"Test Start": ""})
    assert problem_codes(result) == ["missing_value"]


def test_the_date_of_birth_is_read():
    assert tsia2().person.birth_date == date(2007, 11, 30)


def test_the_public_sample_holds_no_tsi_score_and_every_row_says_so():
    file = sample(VENDOR_SAMPLES / "ACCUPLACER" / "sample_anonymized_file.csv")
    results = list(read([file], recognise([file]).format_id))
    assert [result.line for result in results] == [2, 3, 4, 5, 6]
    assert {code for result in results for code in problem_codes(result)} == {"not_a_tsi_score"}
    assert all(result.refused for result in results)


@pytest.mark.parametrize("name", ["tsia1_accuplacer_25", "tsia2_accuplacer_custom_20"])
def test_every_known_header_row_is_recognised(name):
    assert recognise([sample(HEADER_SAMPLES / f"{name}.csv")]).format_id == TSIA
    assert recognise([SourceFile("own.csv", csv_bytes(layout(name)))]).format_id == TSIA
