"""No student has a score, a certification or a graduation from before the birth."""

from __future__ import annotations

from datetime import date

import pytest

from careercraft.imports.births import roster_day_before_birth, without_facts_before_birth
from careercraft.imports.rows import EvidenceItem, LineResult, Person, StudentItem

BORN = date(2008, 9, 14)


def fact(name: str, day: str | None) -> EvidenceItem:
    return EvidenceItem("score", {"test": "SAT", name: day}, f"{name}|{day}", "SAT")


def row(*items: EvidenceItem) -> LineResult:
    return LineResult(7, Person(), items, file="sat.csv")


@pytest.mark.parametrize("name", ["date", "earned_on", "on", "began_on", "ended"])
@pytest.mark.parametrize("day", ["2008-09-13", "2008-09-14"])
def test_a_fact_dated_up_to_the_birth_is_left_out_with_row_column_value_and_what_to_do(
    name: str, day: str
) -> None:
    kept = without_facts_before_birth(row(fact(name, day)), BORN)
    assert kept.items == ()
    assert kept.refused
    (problem,) = kept.problems
    assert (problem.file, problem.line, problem.value) == ("sat.csv", 7, day)
    assert problem.column
    assert problem.expected == "A day after 2008-09-14, the date of birth on file."
    assert "upload the file again" in problem.next_step


@pytest.mark.parametrize("day", ["2008-09-15", "2025-10-04", None])
def test_a_fact_after_the_birth_or_without_a_date_stays(day: str | None) -> None:
    line = row(fact("date", day))
    assert without_facts_before_birth(line, BORN) is line


def test_where_the_birth_is_not_known_everything_stays() -> None:
    line = row(fact("date", "1908-09-14"))
    assert without_facts_before_birth(line, None) is line


def test_the_other_facts_of_the_row_stay() -> None:
    good = fact("date", "2025-10-04")
    kept = without_facts_before_birth(row(fact("date", "2005-10-04"), good), BORN)
    assert kept.items == (good,)
    assert not kept.refused


@pytest.mark.parametrize("name", ["grade_9_began_on", "graduated_on"])
def test_a_roster_day_before_the_birth_is_named(name: str) -> None:
    born = roster_day_before_birth(row(), StudentItem(**{name: BORN}), BORN)
    assert born is not None
    assert born.column == name
    later = StudentItem(**{name: date(2008, 9, 15)})
    assert roster_day_before_birth(row(), later, BORN) is None
    assert roster_day_before_birth(row(), StudentItem(**{name: BORN}), None) is None
