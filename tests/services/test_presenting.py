"""Rows in a meeting: whoever counts them learns no more than the counts tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.clock import today
from careercraft.services.bonus_words import bonus_cell
from careercraft.services.presenting import presented, smallest_shown, without_order
from careercraft.services.rosters import Roster, RosterQuery, RosterRow
from careercraft.services.rosters.words import NOT_SHOWN, NOT_SHOWN_WORDS, Cell

CLASS = 2027
STATES = ("met", "not_met", "unknown")
COLUMNS: dict[str, Callable[[RosterRow], object]] = {
    "state": lambda row: row.state,
    "bonus": lambda row: row.bonus.state,
    "others": lambda row: row.others,
    "campus": lambda row: row.campus_name,
    "counselor": lambda row: row.counselor_name,
    "tsi.math": lambda row: row.cells["tsi.math"].state,
}
HIDDEN = {NOT_SHOWN, NOT_SHOWN_WORDS, (NOT_SHOWN_WORDS,)}


def row(number: int, state: str, *, indicator: str = "met", campus: str = "North") -> RosterRow:
    return RosterRow(
        id=UUID(int=10_000 - number),
        name=f"Name{number}, Of",
        state_unique_id=f"{number:010d}",
        local_id=f"{number:05d}",
        campus_name=campus,
        grade=12,
        status="enrolled",
        counselor_name=None,
        state=state,
        level=None,
        cells={"tsi.math": Cell(indicator, "7 points short", "SAT")},
        bonus=bonus_cell(None if state == "unknown" else state, None),
        others=(),
        only_by_sunsetting_ibc=True,
        standing="read",
        computed_at=None,
        contested=True,
        statements=("It was not my score.",),
    )


def roster(rows: list[RosterRow]) -> Roster:
    counted = Counter(one.state for one in rows)
    return Roster(
        query=RosterQuery(CLASS),
        ignored=(),
        rows=rows,
        total=len(rows),
        pages=1,
        counts={"all": len(rows), **{state: counted[state] for state in STATES}},
        bonus_counts={},
        campuses=[],
        counselors=[],
        classes=[CLASS],
        waiting=[],
        computed_at=None,
        data_through=None,
        rated_in=CLASS + 1,
        standings=frozenset(),
        list_name=None,
    )


def of(**states: int) -> list[RosterRow]:
    named = [state for state, number in states.items() for _ in range(number)]
    return [row(number, state) for number, state in enumerate(named)]


@pytest.mark.parametrize(("few", "told"), [(4, False), (5, True), (6, True)])
def test_a_state_stands_in_the_rows_from_as_many_on_as_a_count_shows(few: int, told: bool) -> None:
    assert smallest_shown(today()) == 5
    rows = presented(roster(of(met=few, not_met=20)), today()).rows
    assert ("met" in {one.state for one in rows}) is told
    assert len(rows) == 20 + few


def test_what_would_give_a_few_away_is_hidden_with_them() -> None:
    rows = presented(roster(of(met=3, not_met=8, unknown=12)), today()).rows
    assert Counter(one.state for one in rows) == {NOT_SHOWN: 11, "unknown": 12}


def test_how_sure_a_state_is_tells_no_few_apart_either() -> None:
    rows = [*of(met=20), *(one._replace(standing="secondary") for one in of(met=4, not_met=6))]
    shown = presented(roster(rows), today()).rows
    assert Counter((one.state, one.standing) for one in shown) == {
        ("met", "read"): 20,
        (NOT_SHOWN, None): 10,
    }


def test_no_row_says_whose_it_is_or_how_far_from_a_cut() -> None:
    rows = presented(roster(of(met=6, not_met=6)), today()).rows
    assert [one.name for one in rows] == [f"Student {number}" for number in range(1, 13)]
    assert {(one.state_unique_id, one.local_id, one.statements) for one in rows} == {
        (None, None, ())
    }
    assert {one.cells["tsi.math"] for one in rows} == {Cell("met")}
    assert {one.only_by_sunsetting_ibc for one in rows} == {False}


def test_the_order_of_the_rows_is_that_of_no_column_nor_of_names() -> None:
    asked = without_order(RosterQuery(CLASS, sort="state", descending=True))
    assert (asked.sort, asked.descending) == ("name", False)
    rows = presented(roster(of(met=6, not_met=6)), today()).rows
    assert [one.id for one in rows] == sorted(one.id for one in rows)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATES), st.sampled_from(STATES), st.sampled_from(["North", "South"])
        ),
        max_size=40,
    )
)
def test_nothing_that_few_share_can_be_counted_in_any_column(
    drawn: list[tuple[str, str, str]],
) -> None:
    rows = [
        row(number, state, indicator=indicator, campus=campus)
        for number, (state, indicator, campus) in enumerate(drawn)
    ]
    shown = presented(roster(rows), today()).rows
    assert len(shown) in (0, len(rows))
    before = {one.id: one for one in rows}
    for name, value in COLUMNS.items():
        counted = Counter(value(one) for one in shown)
        assert all(
            number >= smallest_shown(today())
            for said, number in counted.items()
            if said not in HIDDEN
        ), name
        hidden = {value(before[one.id]) for one in shown if value(one) in HIDDEN}
        assert len(hidden) != 1, f"{name}: what alone is hidden is told by what is not"
