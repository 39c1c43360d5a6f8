"""No hidden figure can be worked out, whoever subtracts what from what."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.privacy.masking import (
    Audience,
    Masked,
    Percent,
    Policy,
    Shown,
    Sum,
    Tally,
    Why,
    changed_too_little,
    mask_counts,
    mask_tallies,
    policy_for,
)

TODAY = date(2026, 11, 25)
SMALLEST = 3
STRICT = Policy(SMALLEST, True, ((None, 10),))
PUBLIC = policy_for(Audience.PUBLIC, TODAY)
INSIDE = policy_for(Audience.INSIDE, TODAY)


def table_of(rows: list[list[int]]) -> tuple[dict[Hashable, int], list[Sum[Hashable]]]:
    """A table with its margins."""
    height, width = len(rows), len(rows[0])
    counts: dict[Hashable, int] = {
        (r, c): rows[r][c] for r, c in product(range(height), range(width))
    }
    counts |= {(r, "all"): sum(rows[r]) for r in range(height)}
    counts |= {("all", c): sum(row[c] for row in rows) for c in range(width)}
    counts["all", "all"] = sum(map(sum, rows))
    sums = [Sum((r, "all"), tuple((r, c) for c in range(width))) for r in range(height)]
    sums += [Sum(("all", c), tuple((r, c) for r in range(height))) for c in range(width)]
    sums.append(Sum(("all", "all"), tuple((r, "all") for r in range(height))))
    sums.append(Sum(("all", "all"), tuple(("all", c) for c in range(width))))
    return counts, sums


def fillings(rows: list[list[int]], shown: Mapping[Hashable, int | Masked]) -> Iterator[dict]:
    """Every table of whole numbers that agrees with what is shown. Small cells, hence brute force:
    a cell beyond `most` would only make an interval wider."""
    most = max(map(max, rows)) + SMALLEST
    cells = [(r, c) for r, c in product(range(len(rows)), range(len(rows[0])))]
    choices = [
        range(most + 1) if isinstance(shown[cell], Masked) else [shown[cell]] for cell in cells
    ]
    for values in product(*choices):
        guess = dict(zip(cells, values, strict=True))
        filled = [[guess[r, c] for c in range(len(rows[0]))] for r in range(len(rows))]
        counts, _ = table_of(filled)
        if all(isinstance(s, Masked) or counts[k] == s for k, s in shown.items()):
            yield counts


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=3), min_size=2, max_size=2))
def test_every_small_cell_of_a_table_with_margins_stays_open(rows: list[list[int]]) -> None:
    rows = [row[: min(map(len, rows))] for row in rows]
    counts, sums = table_of(rows)
    shown = mask_counts(counts, sums, STRICT)
    small = [key for key, value in counts.items() if 0 < value < SMALLEST]
    possible = list(fillings(rows, shown)) if small else []
    for key in small:
        values = {one[key] for one in possible}
        assert isinstance(shown[key], Masked)
        assert max(values) - min(values) >= SMALLEST - 1
    literally = [one for one in possible if _words_agree(one, shown)]
    for key in small:
        values = {one[key] for one in literally}
        assert values >= ({1, 2} if shown[key].why is Why.SMALL else {counts[key]})
        assert len(values) > 1


def _words_agree(counts: Mapping[Hashable, int], shown: Mapping[Hashable, int | Masked]) -> bool:
    return all(
        0 < counts[key] < SMALLEST
        for key, one in shown.items()
        if isinstance(one, Masked) and one.why is Why.SMALL
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=2))
def test_no_side_of_a_small_group_can_be_worked_out_from_the_groups_beside_it(
    groups: list[tuple[int, int]],
) -> None:
    tallies, sums = _with_total(groups)
    shown = mask_tallies(tallies, sums, STRICT)
    needed = [
        key
        for key, tally in tallies.items()
        if 0 < tally.number < SMALLEST or 0 < tally.of - tally.number < SMALLEST
    ]
    possible = list(_possible(groups, shown)) if needed else []
    for key in needed:
        values = {one[key].number for one in possible}
        assert len(values) >= SMALLEST, (key, shown)


def _with_total(groups: list[tuple[int, int]]) -> tuple[dict[Hashable, Tally], list[Sum[Hashable]]]:
    tallies: dict[Hashable, Tally] = {n: Tally(a, a + b) for n, (a, b) in enumerate(groups)}
    tallies["all"] = Tally(sum(a for a, _ in groups), sum(a + b for a, b in groups))
    return tallies, [Sum("all", tuple(range(len(groups))))]


def _possible(
    groups: list[tuple[int, int]], shown: Mapping[Hashable, Shown]
) -> Iterator[dict[Hashable, Tally]]:
    most = max(max(one) for one in groups) + SMALLEST
    sides = [
        [
            (a, b)
            for a, b in product(range(most + 1), repeat=2)
            if _agrees(Tally(a, a + b), shown[n])
        ]
        for n in range(len(groups))
    ]
    for guess in product(*sides):
        tallies, _ = _with_total(list(guess))
        if _agrees(tallies["all"], shown["all"]):
            yield tallies


def _agrees(tally: Tally, shown: Shown) -> bool:
    return (
        (isinstance(shown.of, Masked) or shown.of == tally.of)
        and (isinstance(shown.number, Masked) or shown.number == tally.number)
        and _percent_agrees(tally, shown.percent)
    )


def _percent_agrees(tally: Tally, percent: Percent | Masked | None) -> bool:
    if not isinstance(percent, Percent) or percent.end == 0:
        return True
    share = 100 * tally.number
    return (
        share >= percent.value * tally.of if percent.end > 0 else share <= percent.value * tally.of
    )


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=5))
def test_nothing_published_names_a_small_number_or_all_or_none(
    groups: list[tuple[int, int]],
) -> None:
    tallies, sums = _with_total(groups)
    for key, shown in mask_tallies(tallies, sums, PUBLIC).items():
        said = (shown.number, shown.of)
        assert all(isinstance(n, Masked) or n == 0 or n >= PUBLIC.smallest for n in said)
        if isinstance(shown.of, int) and shown.of and isinstance(shown.number, int):
            assert PUBLIC.smallest <= shown.number <= shown.of - PUBLIC.smallest
            assert isinstance(shown.percent, Percent)
            assert 0 < shown.percent.value < 100
        if isinstance(shown.percent, Percent) and shown.percent.end:
            assert _percent_agrees(tallies[key], shown.percent)


@pytest.mark.parametrize(("size", "hidden"), [(9, True), (10, False), (11, False)])
def test_a_published_group_needs_ten_students(size: int, hidden: bool) -> None:
    shown = mask_counts({"a": size}, [], PUBLIC)
    assert isinstance(shown["a"], Masked) is hidden


@pytest.mark.parametrize(("size", "hidden"), [(4, True), (5, False), (6, False)])
def test_inside_the_district_a_group_needs_five_students(size: int, hidden: bool) -> None:
    shown = mask_tallies({"a": Tally(1, size)}, [], INSIDE)
    assert isinstance(shown["a"].of, Masked) is hidden


def test_who_may_open_each_student_sees_every_number() -> None:
    policy = policy_for(Audience.NEED_TO_KNOW, TODAY)
    assert mask_tallies({"a": Tally(1, 2)}, [], policy)["a"].words() == "1 of 2 (50%)"


def test_a_district_can_raise_the_threshold_and_never_lower_it() -> None:
    assert policy_for(Audience.PUBLIC, TODAY, district_minimum=15).smallest == 15
    assert policy_for(Audience.PUBLIC, TODAY, district_minimum=2).smallest == PUBLIC.smallest


def test_a_group_that_nobody_is_in_is_said_to_be_empty() -> None:
    shown = mask_tallies({"a": Tally(0, 0)}, [], PUBLIC)["a"]
    assert shown == Shown(0, 0, None)
    assert shown.words() == "0 of 0"


def test_one_small_campus_takes_the_next_smallest_with_it() -> None:
    counts = {"A": 4, "B": 30, "C": 50, "district": 84}
    shown = mask_counts(counts, [Sum("district", ("A", "B", "C"))], PUBLIC)
    assert shown == {
        "A": Masked(Why.SMALL, 10),
        "B": Masked(Why.HELD, 10),
        "C": 50,
        "district": 84,
    }


def test_a_group_within_all_is_hidden_when_few_stand_outside_it() -> None:
    counts = {"all": 40, "economically disadvantaged": 38}
    within = [Sum("all", ("economically disadvantaged",), rest=True)]
    shown = mask_counts(counts, within, PUBLIC)
    assert isinstance(shown["economically disadvantaged"], Masked)


def test_a_tally_beside_its_whole_is_hidden_when_few_stand_outside_it() -> None:
    tallies = {"all": Tally(60, 120), "girls": Tally(57, 105)}
    shown = mask_tallies(tallies, [Sum("all", ("girls",), rest=True)], PUBLIC)
    assert isinstance(shown["girls"].number, Masked) or isinstance(shown["all"].number, Masked)


def test_all_of_a_large_group_is_told_as_or_more() -> None:
    shown = mask_tallies({"a": Tally(400, 400)}, [], PUBLIC)["a"]
    assert shown.percent == Percent(95, 1)
    assert shown.words() == "95% or more of 400"
    assert shown.words("es") == "95% o más de 400"


def test_none_of_a_large_group_is_told_as_or_less() -> None:
    assert mask_tallies({"a": Tally(0, 400)}, [], PUBLIC)["a"].words() == "5% or less of 400"


def test_the_end_of_the_scale_is_not_told_where_it_holds_too_few() -> None:
    shown = mask_tallies({"a": Tally(20, 20)}, [], PUBLIC)["a"]
    assert isinstance(shown.percent, Masked)
    assert shown.words() == "not shown of 20"


def test_a_hidden_figure_says_itself_in_both_languages() -> None:
    hidden = Masked(Why.SMALL, 10)
    assert str(hidden) == "fewer than 10"
    assert hidden.words("es") == "menos de 10"
    assert hidden.token == "*"
    assert "fewer than 10 students" in hidden.explained()


def test_two_releases_that_differ_by_a_few_students_are_named() -> None:
    before = {"a": 40, "b": 50, "c": Masked(Why.HELD, 10)}
    after = {"a": 41, "b": 50, "c": 30}
    assert changed_too_little(before, after, 10) == ["a"]


def test_figures_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        mask_counts({"a": 20, "all": 30}, [Sum("all", ("a",))], PUBLIC)


def test_a_tally_of_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="more than there are"):
        mask_tallies({"a": Tally(3, 2)}, [], PUBLIC)
