"""School Progress Part B: cut points go by the percent of economically disadvantaged students."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from careercraft.calc import NoValueInForce
from careercraft.calc.citations import Standing
from careercraft.calc.ratings import part_b_ccmr
from careercraft.calc.ratings.components import relative_cut_points
from careercraft.calc.ratings.rules import relative_bands

TABLE = "relative_performance_ccmr_2025"


@pytest.mark.parametrize(
    ("percent", "cuts"),
    [
        ("0", (94, 85, 79, 72)),
        ("4.9", (94, 85, 79, 72)),
        ("5", (94, 85, 79, 72)),
        ("5.1", (94, 85, 78, 71)),
        ("30", (92, 78, 66, 53)),
        ("30.1", (92, 78, 65, 52)),
        ("35", (92, 78, 65, 52)),
        ("35.1", (91, 77, 63, 50)),
        ("94.9", (87, 75, 57, 44)),
        ("95.1", (87, 75, 57, 44)),
        ("100", (87, 75, 57, 44)),
    ],
)
def test_a_percent_finds_its_row_below_at_and_above_a_limit(
    percent: str, cuts: tuple[int, ...]
) -> None:
    found = relative_cut_points(Decimal(percent), 2025, "standard")
    assert tuple(found.value) == cuts
    assert found.authority.standing is Standing.SECONDARY


@pytest.mark.parametrize(("percent", "a"), [("5.04", 85), ("5.05", 85)])
def test_a_finer_percent_is_rounded_first_and_that_is_assumed(percent: str, a: int) -> None:
    found = relative_cut_points(Decimal(percent), 2025, "standard")
    assert found.value.b == a
    assert found.value.c == (79 if percent == "5.04" else 78)
    assert found.authority.standing is Standing.ASSUMED


@pytest.mark.parametrize("percent", ["-0.1", "100.1"])
def test_a_percent_off_the_scale_is_refused(percent: str) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        relative_cut_points(Decimal(percent), 2025, "standard")


@pytest.mark.parametrize(("raw", "scaled"), [(89, 89), (90, 90), (75, 79), (76, 80), (46, 59)])
def test_the_rate_is_scaled_by_the_cut_points_of_its_row(raw: int, scaled: int) -> None:
    assert part_b_ccmr(raw, Decimal("62.3"), 2025).scaled == scaled


@pytest.mark.parametrize(("year", "kind"), [(2022, "standard"), (2028, "standard"), (2025, "aea")])
def test_where_no_table_is_known_there_is_no_score(year: int, kind: str) -> None:
    assert part_b_ccmr(80, 50, year, kind).scaled is None
    with pytest.raises(NoValueInForce):
        relative_cut_points(50, year, kind)


def test_the_table_covers_every_percent_and_its_cut_points_only_fall() -> None:
    bands = relative_bands(TABLE)
    assert len(bands) == 40
    assert bands[-1].through == 100
    for lower, higher in pairwise(bands):
        assert lower.through < higher.through
        assert all(after <= before for before, after in zip(lower.cuts, higher.cuts, strict=True))
    assert all(sorted(band.cuts, reverse=True) == list(band.cuts) for band in bands)
