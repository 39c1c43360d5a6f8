"""What is unusual about a file."""

from __future__ import annotations

import pytest

from careercraft.imports.rows import LineResult, Person, RowProblem, StudentItem
from careercraft.services.context import Desk
from tests.imports.staging.steps import (
    ROSA,
    STATE_ID,
    codes,
    score,
    stage_lines,
    stage_roster,
)
from tests.seed import SmallDistrict, add_student

pytestmark = pytest.mark.database


def unknown_and_known(unknown: int, known: int) -> list[LineResult]:
    nobody = Person(state_unique_id="9999999999")
    rows = [nobody] * unknown + [ROSA] * known
    return [LineResult(n, who, (score(),)) for n, who in enumerate(rows, 2)]


@pytest.mark.parametrize(
    ("unknown", "known", "warned"),
    [(1, 3, []), (2, 2, []), (3, 2, ["many_unmatched"]), (2, 1, []), (3, 1, ["many_unmatched"])],
)
def test_more_than_half_of_at_least_four_rows_unmatched_is_a_warning(
    desk: Desk, district: SmallDistrict, unknown: int, known: int, warned: list[str]
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, _ = stage_lines(desk, *unknown_and_known(unknown, known))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(("refused", "warned"), [(2, []), (3, ["many_refused"])])
def test_more_than_half_of_the_rows_refused_is_a_warning(
    desk: Desk, district: SmallDistrict, refused: int, warned: list[str]
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    problem = RowProblem("f", 2, None, None, "e", "n", "c")
    bad = [LineResult(2, ROSA, problems=(problem,))] * refused
    counts, _ = stage_lines(desk, *bad, *unknown_and_known(0, 4 - refused))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(
    ("day", "warned"),
    [("2026-11-15", []), ("2026-11-16", []), ("2026-11-17", ["future_dates"])],
)
def test_a_date_after_today_is_a_warning(desk: Desk, day: str, warned: list[str]) -> None:
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(day),)))
    assert codes(counts["warnings"]) == warned


@pytest.mark.parametrize(("named", "warned"), [(3, []), (2, []), (1, ["students_missing"])])
def test_a_roster_without_more_than_half_of_a_campus_is_a_warning(
    desk: Desk, district: SmallDistrict, item: StudentItem, named: int, warned: list[str]
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.north, local_id=f"10{number}")
    lines = [
        LineResult(n, Person(local_id=f"10{n}", last_name="Ibarra"), student=item)
        for n in range(named)
    ]
    counts, _ = stage_roster(desk, *lines)
    assert codes(counts["warnings"]) == warned


def test_a_roster_of_one_campus_says_nothing_about_the_others(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.south, local_id=f"10{number}")
    counts, _ = stage_roster(desk, LineResult(2, ROSA, student=item))
    assert counts["warnings"] == []


def test_a_roster_of_several_campuses_that_leaves_one_out_is_a_warning(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for number in range(4):
        add_student(desk.session, desk.keys, district.south, local_id=f"10{number}")
    moved = Person(local_id="100", last_name="Ibarra")
    counts, _ = stage_roster(
        desk, LineResult(2, ROSA, student=item), LineResult(3, moved, student=item)
    )
    assert codes(counts["warnings"]) == ["students_missing"]
    assert (counts["warnings"][0]["number"], counts["warnings"][0]["total"]) == (3, 4)
