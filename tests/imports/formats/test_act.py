"""ACT files in their three layouts: what a row gives, and where it is refused."""

from __future__ import annotations

import pytest

from careercraft.imports.formats import SourceFile, read, recognise
from tests.imports.support import csv_bytes, layout, note_codes, only_row, problem_codes

RECORDS, ROSTER = layout("act_student_records_301"), layout("act_success_roster_23")
ROW = {
    "ID_ACT": "123456789",
    "ID_StateAssign": "1234567890",
    "L_Name": "VELA",
    "F_Name": "IRIS",
    "DOB": "3022008",
    "Test_Dte": "092025",
    "Eng": "20",
    "Mth": "22",
    "Rdg": "21",
    "Sci": "19",
    "Composite": "21",
}


def record(**cells: str):
    return only_row(csv_bytes(RECORDS, ROW | cells), "act_scores")


def test_a_student_record_gives_the_sections_that_the_rules_ask_for() -> None:
    row = record()
    (item,) = row.items
    assert item.payload == {
        "test": "ACT",
        "date": "2025-09-01",
        "parts": {"english": 20, "math": 22, "reading": 21, "composite": 21},
    }
    assert (row.person.state_unique_id, str(row.person.birth_date)) == ("1234567890", "2008-03-02")
    assert row.person.other_ids == ("act|123456789",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("092025", "2025-09-01"),
        ("92025", "2025-09-01"),
        ("202509", "2025-09-01"),
        ("September 2025", "2025-09-01"),
        ("9/13/2025", "2025-09-13"),
    ],
)
def test_a_test_is_dated_as_far_as_the_file_knows(text: str, day: str) -> None:
    assert record(Test_Dte=text).items[0].payload["date"] == day


@pytest.mark.parametrize(
    ("score", "fits"), [("0", False), ("1", True), ("36", True), ("37", False)]
)
def test_a_section_is_a_number_from_1_to_36(score: str, fits: bool) -> None:
    row = record(Eng=score)
    assert bool(row.items) is fits
    assert problem_codes(row) == ([] if fits else ["out_of_range"])


@pytest.mark.parametrize("missing", ["-", "--", "---", ""])
def test_an_act_without_science_is_read(missing: str) -> None:
    assert record(Sci=missing).items[0].payload["parts"]["composite"] == 21


def test_a_row_without_scores_says_so() -> None:
    blank = dict.fromkeys(("Eng", "Mth", "Rdg", "Sci", "Composite"), "--")
    assert note_codes(record(**blank)) == ["no_scores"]


@pytest.mark.parametrize(("text", "code"), [("", "missing_value"), ("soon", "bad_date")])
def test_scores_without_a_month_are_refused(text: str, code: str) -> None:
    assert problem_codes(record(Test_Dte=text)) == [code]


def test_two_tests_of_one_month_at_two_places_are_two() -> None:
    keys = {record(Test_Loc=place).items[0].natural_key for place in ("ST", "")}
    assert len(keys) == 2


def test_the_score_roster_is_read_below_its_title() -> None:
    cells = {
        "ACT ID": "1",
        "Local ID": "77",
        "Last Name": "Vela",
        "First Name": "Iris",
        "Test Date": "October 2025",
        "DOB": "03/02/2008",
        "ACT math score": "22",
    }
    content = b"Roster View: The ACT,,\nNorth High School,,\n" + csv_bytes(ROSTER, cells)
    file = SourceFile("roster.csv", content)
    assert recognise([file]).format_id == "act_scores"
    (row,) = read([file], "act_scores")
    assert row.items[0].payload == {"test": "ACT", "date": "2025-10-01", "parts": {"math": 22}}


def fixed_width(**cells: tuple[int, str]) -> bytes:
    line = [" "] * 1050
    for first, text in cells.values():
        line[first - 1 : first - 1 + len(text)] = text
    return "".join(line).encode() + b"\r\n"


ACT_LINE = {
    "last": (3, "VELA"),
    "first": (28, "IRIS"),
    "born": (155, "20020302"),
    "state_id": (192, "1234567890"),
    "tested": (227, "201904"),
    "english": (261, "20222119"),
    "composite": (269, "21"),
}


def test_the_fixed_width_file_of_earlier_years_is_cut_by_its_positions() -> None:
    file = SourceFile("act.txt", fixed_width(**ACT_LINE) * 2)
    assert recognise([file]).format_id == "act_scores"
    first, second = read([file], "act_scores")
    assert (first.line, second.line) == (1, 2)
    assert first.items[0].payload["parts"]["reading"] == 21
    assert first.items[0].payload["date"] == "2019-04-01"
    assert first.person.last_name == "VELA"


def test_a_fixed_width_record_cut_short_is_refused() -> None:
    whole = fixed_width(**ACT_LINE)
    rows = list(read([SourceFile("act.txt", whole * 6 + whole[:240])], "act_scores"))
    assert [problem_codes(row) for row in rows][-1] == ["too_few_cells"]
    assert all(row.items for row in rows[:-1])
