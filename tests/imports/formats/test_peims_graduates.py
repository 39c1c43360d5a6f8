"""What a PEIMS file of graduates tells beside the roster: the associate degree."""

from __future__ import annotations

import pytest

from careercraft.imports.formats import SourceFile, recognise, students
from careercraft.imports.rows import LineResult
from tests.imports.support import only_row, problem_codes

HEADER = "E1523,E0705,E0703,E0806,E1596,E3123,E0031"


def graduate(indicator: str, day: str = "2026-08-31") -> LineResult:
    row = f"1000000011,Marsh,Ivy,34,{indicator},{day},6"
    return only_row(f"{HEADER}\n{row}\n", students.FORMAT.id)


@pytest.mark.parametrize("indicator", ["1", "01", "Y", "true"])
def test_an_associate_degree_comes_with_its_day_beside_the_student(indicator: str) -> None:
    found = graduate(indicator)
    (item,) = found.items
    assert item.payload == {"kind": "associate_degree", "earned_on": "2026-08-31"}
    assert (item.covers, found.student and found.student.diploma_type) == (
        "associate_degree",
        "34",
    )


def test_that_a_code_is_taken_as_yes_is_said() -> None:
    assert [note.code for note in graduate("1").notes] == ["associate_degree_code_taken_as_yes"]
    assert graduate("Y").notes == ()


@pytest.mark.parametrize("indicator", ["0", "00", "N", ""])
def test_without_a_degree_the_row_is_a_row_of_the_roster_alone(indicator: str) -> None:
    found = graduate(indicator)
    assert found.items == ()
    assert found.student is not None


def test_a_degree_without_its_day_is_kept_without_it() -> None:
    (item,) = graduate("Y", "").items
    assert item.payload == {"kind": "associate_degree"}


def test_an_indicator_that_is_neither_yes_nor_no_is_refused_and_the_student_stays() -> None:
    found = graduate("7")
    assert problem_codes(found) == ["bad_yes_no"]
    assert found.items == ()
    assert found.student is not None


def test_the_calculated_cte_indicator_is_left_out_and_says_what_to_load_instead() -> None:
    found = recognise([SourceFile("graduates.csv", f"{HEADER}\n".encode())])
    (note,) = found.notes
    assert note.column == "E0031"
    assert "Load the CTE courses instead" in note.next_step
