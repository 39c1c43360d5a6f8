"""What a district settles is kept with who, when and why; the newest holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercraft.privacy.access import Actor, NotAllowed
from careercraft.services.bonus import assumptions
from careercraft.services.bonus.assumptions import (
    ENROLLMENT_RATE,
    ROUNDING,
    BadAssumption,
    settle,
    settled,
)
from careercraft.services.context import Desk
from tests.seed import SmallDistrict


def test_at_first_nothing_is_set(desk: Desk) -> None:
    now = settled(desk)
    assert (now.rounding, now.enrollment_rate, now.mode, now.rate) == (None, None, None, None)


def test_the_newest_of_a_name_holds_and_the_earlier_ones_are_kept(desk: Desk) -> None:
    settle(desk, ENROLLMENT_RATE, "55", "average of the classes of 2024 and 2025")
    settle(desk, ENROLLMENT_RATE, 60, "a corrected count")
    settle(desk, ROUNDING, "floor", "Final Annual Graduates CCMR OB, class of 2024")
    now = settled(desk)
    assert (now.rate, now.mode) == (60, "floor")
    assert now.rounding is not None
    assert now.rounding.reason == "Final Annual Graduates CCMR OB, class of 2024"
    assert now.rounding.set_by == "District Director"
    told = [(one.name, one.value) for one in assumptions.history(desk)]
    assert sorted(told, key=str) == sorted(
        [(ROUNDING, "floor"), (ENROLLMENT_RATE, 60), (ENROLLMENT_RATE, 55)], key=str
    )


def test_an_assumption_can_be_taken_back(desk: Desk) -> None:
    settle(desk, ROUNDING, "floor", "a document")
    settle(desk, ROUNDING, None, "the document was of another district")
    assert settled(desk).mode is None
    assert [one.value for one in assumptions.history(desk)] == [None, "floor"]


@pytest.mark.parametrize("rate", [0, 100])
def test_a_rate_may_stand_at_its_ends(desk: Desk, rate: int) -> None:
    settle(desk, ENROLLMENT_RATE, rate, "tried out")
    assert settled(desk).rate == rate


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (ENROLLMENT_RATE, "-1"),
        (ENROLLMENT_RATE, "101"),
        (ENROLLMENT_RATE, "55.5"),
        (ENROLLMENT_RATE, "half"),
        (ENROLLMENT_RATE, ""),
        (ROUNDING, "up"),
        ("amount", "9000"),
    ],
)
def test_a_value_that_cannot_be_is_refused(desk: Desk, name: str, value: str) -> None:
    with pytest.raises(BadAssumption):
        settle(desk, name, value, "no reason helps")
    assert assumptions.history(desk) == []


def test_without_a_reason_nothing_is_set(desk: Desk) -> None:
    with pytest.raises(BadAssumption, match="rests on"):
        settle(desk, ROUNDING, "floor", "  ")


def test_a_counselor_neither_sets_nor_sees_them(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    counselor = desk_of(district.counselor)
    with pytest.raises(NotAllowed):
        settled(counselor)
    with pytest.raises(NotAllowed):
        settle(counselor, ROUNDING, "floor", "because")


def test_one_district_does_not_move_another(
    desk: Desk, other_district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    settle(desk, ROUNDING, "floor", "a document")
    assert settled(desk_of(other_district.director)).mode is None
