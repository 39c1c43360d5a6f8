from datetime import date

import pytest

from careercraft.imports.formats import SourceFile, read, recognise
from careercraft.imports.formats.base import latest_day
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

SAT = "college_board_sat"
DIGITAL = layout("sat_k12_digital_220")
LEGACY = layout("sat_k12_legacy_860")
ROSTER = layout("sat_portal_roster_84")
ROSTER_RW = "Reading and Writing/Evidence-Based Reading and Writing Section Score (200-800)"

ROSA = {
    "NAME_LAST": "Quintanilla",
    "NAME_FIRST": "Rosa",
    "BIRTH_DATE": "2008-03-02",
    "CB_ID": "77001",
    "STATE_STUDENT_ID": "1234567890",
    "DISTRICT_STUDENT_ID": "00417",
    "LATEST_SAT_DATE": "2025-10-04",
    "LATEST_SAT_TOTAL": "1010",
    "LATEST_SAT_EBRW": "490",
    "LATEST_SAT_MATH_SECTION": "520",
}


def sat(**changes):
    return only_row(csv_bytes(DIGITAL, ROSA | {"LATEST_RECORD_LOCATOR": "R1"} | changes), SAT)


def test_a_digital_row_gives_the_student_and_the_latest_test():
    result = sat()
    assert result.person.state_unique_id == "1234567890"
    assert result.person.local_id == "00417"
    assert result.person.birth_date == date(2008, 3, 2)
    assert result.person.other_ids == ("college_board|77001",)
    (item,) = result.items
    assert (item.kind, item.covers) == ("score", "SAT")
    assert item.payload == {
        "test": "SAT",
        "date": "2025-10-04",
        "parts": {"ebrw": 490, "math": 520},
    }
    assert item.natural_key == "SAT|2025-10-04|R1"
    assert not result.problems


def test_earlier_administrations_of_the_row_are_items_of_their_own():
    result = sat(
        ADMIN2_SAT_DATE="2025-05-03",
        ADMIN2_SAT_EBRW="450",
        ADMIN2_SAT_MATH_SECTION="430",
        ADMIN6_SAT_DATE="2024-08-24",
        ADMIN6_SAT_EBRW="400",
        ADMIN6_SAT_MATH_SECTION="410",
    )
    assert [item.payload["date"] for item in result.items] == [
        "2025-10-04",
        "2025-05-03",
        "2024-08-24",
    ]


def test_the_earlier_file_names_the_record_by_its_registration_number():
    row = ROSA | {"LATEST_REGISTRATION_NUM": "9A", "LATEST_SAT_DATE": "10/4/2025"}
    (item,) = only_row(csv_bytes(LEGACY, row), SAT).items
    assert item.natural_key == "SAT|2025-10-04|9A"


@pytest.mark.parametrize(
    ("ebrw", "read_"),
    [("190", False), ("200", True), ("210", True), ("790", True), ("800", True), ("810", False),
     ("495", False), ("49x", False)],
)  # fmt: skip
def test_a_section_score_is_from_200_to_800_in_tens(ebrw, read_):
    result = sat(LATEST_SAT_EBRW=ebrw, LATEST_SAT_TOTAL="")
    assert bool(result.items) is read_
    assert problem_codes(result) == ([] if read_ else ["out_of_range"])


def test_a_total_that_is_not_the_sum_means_shifted_columns():
    result = sat(LATEST_SAT_TOTAL="1020")
    assert result.refused
    (problem,) = result.problems
    assert problem.code == "total_differs"
    assert problem.column == "LATEST_SAT_TOTAL"
    assert problem.line == 2
    assert problem.value == "1020"


def test_one_bad_administration_leaves_the_others():
    result = sat(ADMIN2_SAT_DATE="", ADMIN2_SAT_EBRW="450", ADMIN2_SAT_MATH_SECTION="430")
    assert len(result.items) == 1
    assert problem_codes(result) == ["missing_value"]


def test_a_section_alone_is_read():
    (item,) = sat(LATEST_SAT_MATH_SECTION="", LATEST_SAT_TOTAL="").items
    assert item.payload["parts"] == {"ebrw": 490}


def test_a_test_on_the_old_scale_is_left_out_with_a_note():
    result = sat(ADMIN2_SAT_DATE="2015-05-02", ADMIN2_SAT_CRITICAL_READING="500")
    assert len(result.items) == 1
    assert "old_sat_scale" in note_codes(result)


def test_a_state_id_that_lost_its_zeros_is_repaired_and_said_so():
    result = sat(STATE_STUDENT_ID="34567890")
    assert result.person.state_unique_id == "0034567890"
    assert note_codes(result) == ["state_id_repadded"]


def test_a_row_that_names_nobody_is_refused():
    nameless = dict.fromkeys(("STATE_STUDENT_ID", "DISTRICT_STUDENT_ID", "CB_ID", "NAME_LAST"), "")
    result = sat(**nameless)
    assert result.refused
    assert problem_codes(result) == ["nobody_named"]


def test_the_portal_roster_is_read_and_its_psat_rows_refused():
    row = {
        "Student Name": "Quintanilla, Rosa M",
        "Student ID": "00417",
        "Date of Birth": "03/02/2008",
        "Assessment": "SAT School Day",
        "Test Date": "10/04/2025",
        "Registration #": "R1",
        "Total Score (400-1600)": "1010",
        ROSTER_RW: "490",
        "Math Section Score (200-800)": "520",
    }
    absent = row | {"Absent Indicator": "Y", ROSTER_RW: "", "Math Section Score (200-800)": ""}
    content = csv_bytes(ROSTER, row, row | {"Assessment": "PSAT 10"}, absent)
    tested, psat, missing = rows_of(content, SAT)
    assert tested.person[:5] == (None, "00417", "Quintanilla", "Rosa", "M")
    assert tested.items[0].natural_key == "SAT|2025-10-04|R1"
    assert problem_codes(psat) == ["not_an_sat"]
    assert note_codes(missing) == ["absent"]


def test_a_title_block_above_the_header_is_skipped():
    content = b"Roster View,SAT\r\n\r\n" + csv_bytes(DIGITAL, ROSA)
    (result,) = rows_of(content, SAT)
    assert result.line == 4
    assert result.items


def test_the_file_speaks_up_to_its_latest_test():
    assert max(filter(None, map(latest_day, sat().items))) == "2025-10-04"


def test_every_row_of_the_public_sample_is_read():
    file = sample(VENDOR_SAMPLES / "PSAT_SAT" / "sample_anonymized_file_sat.csv")
    assert recognise([file]).format_id == SAT
    results = list(read([file], SAT))
    assert [(result.line, len(result.items)) for result in results] == [
        (2, 1),
        (3, 2),
        (4, 4),
        (5, 1),
        (6, 2),
    ]
    assert not any(result.problems for result in results)


@pytest.mark.parametrize(
    "name", ["sat_k12_digital_220", "sat_k12_legacy_860", "sat_portal_roster_84"]
)
def test_every_known_header_row_is_recognised(name):
    assert recognise([sample(HEADER_SAMPLES / f"{name}.csv")]).format_id == SAT
    own = SourceFile("own.csv", csv_bytes(layout(name)))
    assert recognise([own]).format_id == SAT
