"""PSAT, ASVAB, StudentTracker and OnRamps: what a row gives, and what it leaves open."""

from __future__ import annotations

import pytest

from tests.imports.support import csv_bytes, layout, note_codes, only_row, problem_codes

PSAT = layout("psat89_digital_65")
PSAT_ROW = {
    "NAME_LAST": "Vela",
    "NAME_FIRST": "Iris",
    "BIRTH_DATE": "2010-03-02",
    "STATE_STUDENT_ID": "1234567890",
    "LATEST_PSAT_DATE": "2025-10-15",
    "LATEST_PSAT_TOTAL": "1000",
    "LATEST_PSAT_EBRW": "510",
    "LATEST_PSAT_MATH_SECTION": "490",
}


def psat(**cells: str):
    return only_row(csv_bytes(PSAT, PSAT_ROW | cells), "college_board_psat")


def test_a_psat_is_kept_on_file_and_is_no_score_of_the_rules() -> None:
    (item,) = psat().items
    assert item.kind == "on_file"
    assert item.payload == {
        "test": "PSAT",
        "date": "2025-10-15",
        "parts": {"ebrw": 510, "math": 490},
    }


@pytest.mark.parametrize(
    ("section", "total", "fits"),
    [("110", "600", False), ("120", "610", True), ("760", "1250", True), ("770", "1260", False)],
)
def test_a_psat_section_stays_within_its_scale(section: str, total: str, fits: bool) -> None:
    row = psat(LATEST_PSAT_EBRW=section, LATEST_PSAT_TOTAL=total)
    assert bool(row.items) is fits


def test_a_psat_total_that_is_no_sum_means_shifted_columns() -> None:
    assert problem_codes(psat(LATEST_PSAT_TOTAL="990")) == ["total_differs"]


def test_a_psat_without_a_date_is_refused() -> None:
    assert problem_codes(psat(LATEST_PSAT_DATE="")) == ["missing_value"]


ASVAB_ROW = {
    "MEPS": "SAN ANTONIO",
    "Test Date": "11/21/2025",
    "Student Full Name": "Iris Ana Vela",
    "AFQT": "45",
}


def asvab(**cells: str):
    return only_row(csv_bytes(layout("asvab_results"), ASVAB_ROW | cells), "asvab_results")


def test_an_asvab_gives_its_percentile_and_a_name_in_one_cell() -> None:
    row = asvab()
    assert row.items[0].payload["parts"] == {"afqt": 45}
    assert (row.person.last_name, row.person.first_name) == ("Vela", "Iris")


@pytest.mark.parametrize(
    ("score", "fits"), [("0", False), ("1", True), ("99", True), ("100", False)]
)
def test_an_afqt_is_a_percentile(score: str, fits: bool) -> None:
    assert bool(asvab(AFQT=score).items) is fits


def test_an_asvab_without_score_or_date_says_so() -> None:
    assert note_codes(asvab(AFQT="")) == ["no_scores"]
    assert problem_codes(asvab(**{"Test Date": ""})) == ["missing_value"]


NSC_ROW = {
    "YOUR_UNIQUE_IDENTIFIER": "1234567890_",
    "FIRST_NAME": "IRIS",
    "LAST_NAME": "VELA",
    "RECORD_FOUND_Y/N": "Y",
    "COLLEGE_CODE/BRANCH": "003594-00",
    "ENROLLMENT_BEGIN": "20260824",
    "ENROLLMENT_STATUS": "F",
}


def nsc(**cells: str):
    return only_row(csv_bytes(layout("nsc_detail_hs_23"), NSC_ROW | cells), "nsc_detail")


def test_an_enrollment_gives_its_first_day_and_leaves_the_tenth_day_open() -> None:
    row = nsc()
    assert row.items[0].payload == {"began_on": "2026-08-24"}
    assert row.person.state_unique_id == "1234567890"


def test_the_returned_local_id_loses_the_character_at_its_end() -> None:
    row = nsc(YOUR_UNIQUE_IDENTIFIER="", REQUESTER_RETURN_FIELD="A7712X*")
    assert row.person.local_id == "A7712X"


def test_terms_at_two_colleges_are_two_facts() -> None:
    other = nsc(**{"COLLEGE_CODE/BRANCH": "003658-00"})
    assert nsc().items[0].natural_key != other.items[0].natural_key


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"RECORD_FOUND_Y/N": "N", "ENROLLMENT_BEGIN": ""}, "not_found"),
        ({"ENROLLMENT_BEGIN": "", "GRADUATED": "Y"}, "no_enrollment"),
    ],
)
def test_a_row_without_an_enrollment_brings_nothing(cells: dict[str, str], code: str) -> None:
    row = nsc(**cells)
    assert (row.items, note_codes(row)) == ((), [code])


def test_a_withdrawal_is_noted_beside_the_enrollment() -> None:
    row = nsc(ENROLLMENT_STATUS="W")
    assert row.items
    assert note_codes(row) == ["withdrew"]


ONRAMPS = [*layout("onramps_eoy_extract"), "College.Credit.Hours"]
ONRAMPS_ROW = {
    "Term": "Spr26_UT",
    "State.ID": "1234567890",
    "Course.Code": "STA 301",
    "College.Credit.Earned.Final": "Y",
    "College.Credit.Hours": "3",
}


def onramps(**cells: str):
    return only_row(csv_bytes(ONRAMPS, ONRAMPS_ROW | cells), "onramps_extract")


def test_an_onramps_course_says_whether_credit_was_earned() -> None:
    (item,) = onramps().items
    assert item.payload == {"kind": "onramps", "qualified": True, "hours": 3, "ended": "2026-05-31"}


@pytest.mark.parametrize("word", ["N", "Withdraw", "dropped"])
def test_credit_that_was_not_earned_is_said(word: str) -> None:
    (item,) = onramps(**{"College.Credit.Earned.Final": word}).items
    assert item.payload["qualified"] is False


def test_hours_that_nobody_gives_stay_open() -> None:
    row = onramps(**{"College.Credit.Hours": ""})
    assert "hours" not in row.items[0].payload
    assert note_codes(row) == ["no_hours"]


@pytest.mark.parametrize(
    ("term", "day"), [("Fall25_UT", "2025-12-31"), ("Sum25", "2025-08-31"), ("2025", None)]
)
def test_a_course_ends_with_its_term(term: str, day: str | None) -> None:
    assert onramps(Term=term).items[0].payload.get("ended") == day
