"""A district's money: whole students, whole dollars, each with its low and its high."""

from __future__ import annotations

import pytest

from careercraft.calc import NoValueInForce, State
from careercraft.calc.bonus import (
    GROUPS,
    CannotCount,
    Graduate,
    GroupBonus,
    GroupCounts,
    Range,
    Unplaced,
    district_bonus,
    group_counts,
)
from careercraft.calc.rounding import MODES

POOR, NOT_POOR, SPECIAL = GROUPS


def bonus_of(
    group: str, counts: GroupCounts, class_of: int = 2024, rounding: str | None = None
) -> GroupBonus:
    return district_bonus(class_of, {group: counts}, rounding=rounding).groups[group]


@pytest.mark.parametrize(
    ("group", "graduates", "by_ceil", "by_floor", "by_half_up"),
    [
        (POOR, 473, 53, 52, 52),
        (POOR, 100, 11, 11, 11),
        (POOR, 99, 11, 10, 11),
        (POOR, 101, 12, 11, 11),
        (POOR, 50, 6, 5, 6),
        (POOR, 1, 1, 0, 0),
        (POOR, 0, 0, 0, 0),
        (NOT_POOR, 26, 7, 6, 6),
        (NOT_POOR, 25, 6, 6, 6),
        (NOT_POOR, 24, 6, 5, 6),
        (NOT_POOR, 1, 1, 0, 0),
        (NOT_POOR, 0, 0, 0, 0),
        (SPECIAL, 40, 0, 0, 0),
        (SPECIAL, 0, 0, 0, 0),
    ],
)
def test_the_minimum_by_every_way_of_rounding(
    group: str, graduates: int, by_ceil: int, by_floor: int, by_half_up: int
) -> None:
    counts = GroupCounts(graduates, 0, 0)
    found = {mode: bonus_of(group, counts, rounding=mode).minimum for mode in MODES}
    assert found == {"ceil": by_ceil, "floor": by_floor, "half_up": by_half_up}


@pytest.mark.parametrize(
    ("met", "above", "dollars", "away", "next_graduate"),
    [
        (0, 0, 0, 53, 0),
        (52, 0, 0, 1, 0),
        (53, 0, 0, 0, 5000),
        (54, 1, 5000, 0, 5000),
        (120, 67, 335000, 0, 5000),
        (473, 420, 2100000, 0, 5000),
    ],
)
def test_below_at_and_above_the_threshold_of_economically_disadvantaged_graduates(
    met: int, above: int, dollars: int, away: int, next_graduate: int
) -> None:
    group = bonus_of(POOR, GroupCounts(473, met, 0))
    assert (group.threshold_percent, group.minimum, group.rate) == (11, 53, 5000)
    assert group.above == Range(above, above)
    assert group.dollars == Range(dollars, dollars)
    assert (group.students_to_threshold, group.next_graduate) == (away, next_graduate)


@pytest.mark.parametrize(("met", "dollars", "away"), [(6, 0, 1), (7, 0, 0), (8, 3000, 0)])
def test_below_at_and_above_the_threshold_of_the_other_graduates(
    met: int, dollars: int, away: int
) -> None:
    group = bonus_of(NOT_POOR, GroupCounts(26, met, 0))
    assert (group.dollars, group.students_to_threshold) == (Range(dollars, dollars), away)


def test_in_special_education_the_first_graduate_earns() -> None:
    group = bonus_of(SPECIAL, GroupCounts(1, 1, 0))
    assert (group.minimum, group.students_to_threshold) == (0, 0)
    assert group.dollars == Range(4000, 4000)


def test_a_group_of_one_has_to_be_met_before_anything_is_earned() -> None:
    group = bonus_of(POOR, GroupCounts(1, 1, 0))
    assert (group.minimum, group.dollars) == (1, Range(0, 0))


def test_the_high_counts_those_who_may_yet_be_met() -> None:
    group = bonus_of(POOR, GroupCounts(473, 40, 30))
    assert group.above == Range(0, 17)
    assert group.dollars == Range(0, 85000)
    assert group.students_to_threshold == 13


@pytest.mark.parametrize(
    ("class_of", "paid_in", "special", "standing"),
    [
        (2018, "2019-20", 2000, "read"),
        (2023, "2024-25", 2000, "read"),
        (2024, "2025-26", 4000, "secondary"),
        (2026, "2027-28", 4000, "secondary"),
        (2098, "2099-00", 4000, "secondary"),
    ],
)
def test_amounts_go_by_the_fiscal_year_of_payment(
    class_of: int, paid_in: str, special: int, standing: str
) -> None:
    counts = dict.fromkeys(GROUPS, GroupCounts(10, 5, 0))
    bonus = district_bonus(class_of, counts)
    assert bonus.paid_in == paid_in
    assert [group.rate for group in bonus.groups.values()] == [5000, 3000, special]
    assert bonus.groups[SPECIAL].pays.standing == standing
    assert bonus.groups[SPECIAL].threshold.standing == "read"


@pytest.mark.parametrize(
    ("class_of", "standing"),
    [(2018, "secondary"), (2019, "read"), (2023, "secondary"), (2024, "read"), (2025, "assumed")],
)
def test_how_sure_the_year_of_payment_is(class_of: int, standing: str) -> None:
    assert district_bonus(class_of, {}).payment.standing == standing


def test_a_class_before_the_first_bonus_is_refused() -> None:
    with pytest.raises(NoValueInForce, match="2017"):
        district_bonus(2017, {})


def test_a_graduate_in_special_education_earns_in_two_groups() -> None:
    graduates = [Graduate(State.MET, True, True)] * 2 + [Graduate(State.NOT_MET, False, True)]
    counts = group_counts(graduates)
    assert counts == {
        POOR: GroupCounts(2, 2, 0),
        NOT_POOR: GroupCounts(1, 0, 0),
        SPECIAL: GroupCounts(3, 2, 0),
    }
    assert district_bonus(2024, counts).total == Range(5000 + 8000, 5000 + 8000)


def test_an_empty_class_earns_nothing() -> None:
    bonus = district_bonus(2024, group_counts([]))
    assert bonus.total == Range(0, 0)
    assert [group.next_graduate for group in bonus.groups.values()] == [5000, 3000, 4000]
    assert bonus.rounding.hangs_on == ()


def test_a_graduate_without_a_flag_makes_the_bounds_wider_and_never_undefined() -> None:
    sure = [Graduate(State.MET, True, False)] * 20 + [Graduate(State.NOT_MET, True, False)] * 80
    known = group_counts(sure)
    one_more = group_counts([*sure, Graduate(State.MET, None, None)])
    assert known[POOR] == GroupCounts(100, 20, 0)
    assert one_more[POOR] == GroupCounts(100, 20, 0, Unplaced(1, 1, 0))
    assert bonus_of(POOR, one_more[POOR]).above == Range(9, 9)
    assert bonus_of(NOT_POOR, one_more[NOT_POOR]).above == Range(0, 0)
    assert bonus_of(SPECIAL, one_more[SPECIAL]).dollars == Range(0, 4000)


def test_unplaced_graduates_who_are_not_met_raise_the_minimum_of_the_low_only() -> None:
    counts = GroupCounts(100, 20, 0, Unplaced(10, 0, 0))
    assert bonus_of(POOR, counts).above == Range(20 - 13, 20 - 11)


def test_unplaced_graduates_who_may_be_met_are_in_both_bounds() -> None:
    counts = GroupCounts(100, 20, 5, Unplaced(10, 4, 3))
    assert bonus_of(POOR, counts).above == Range(20 - 12, 32 - 12)


def test_rounding_says_its_band_and_what_hangs_on_it() -> None:
    counts = {
        POOR: GroupCounts(473, 120, 0),
        NOT_POOR: GroupCounts(25, 9, 0),
        SPECIAL: GroupCounts(50, 3, 0),
    }
    bonus = district_bonus(2024, counts)
    assert (bonus.rounding.mode, bonus.rounding.chosen) == ("ceil", False)
    assert bonus.rounding.authority.standing == "assumed"
    assert bonus.total == Range(335000 + 9000 + 12000, 335000 + 9000 + 12000)
    assert bonus.rounding.other_modes_total == {
        "floor": Range(361000, 361000),
        "half_up": Range(361000, 361000),
    }
    assert bonus.rounding.band == Range(356000, 361000)
    assert bonus.rounding.hangs_on == (POOR,)


def test_another_way_of_rounding_can_be_chosen() -> None:
    bonus = district_bonus(2024, {POOR: GroupCounts(473, 120, 0)}, rounding="floor")
    assert (bonus.rounding.mode, bonus.rounding.chosen) == ("floor", True)
    assert bonus.groups[POOR].minimum == 52
    assert set(bonus.rounding.other_modes_total) == {"ceil", "half_up"}


def test_at_least_55_percent_is_to_be_spent_on_readiness() -> None:
    bonus = district_bonus(2024, {POOR: GroupCounts(473, 120, 30)})
    assert bonus.spending_percent == 55
    assert bonus.spend_on_readiness == Range(184250, 266750)
    assert bonus.spending.standing == "secondary"


@pytest.mark.parametrize(
    ("group", "counts", "complaint"),
    [
        (POOR, GroupCounts(10, 11, 0), "11 met"),
        (POOR, GroupCounts(10, 6, 5), "6 met and 5 unknown"),
        (POOR, GroupCounts(-1, 0, 0), "-1 graduates"),
        (POOR, GroupCounts(10, 5, 0, Unplaced(1, 1, 1)), "among 1 graduates"),
        ("everybody", GroupCounts(10, 5, 0), "everybody"),
    ],
)
def test_counts_that_cannot_be_are_refused(group: str, counts: GroupCounts, complaint: str) -> None:
    with pytest.raises(CannotCount, match=complaint):
        district_bonus(2024, {group: counts})


def test_an_unheard_of_way_of_rounding_is_refused() -> None:
    with pytest.raises(CannotCount, match="not bankers"):
        district_bonus(2024, {}, rounding="bankers")
