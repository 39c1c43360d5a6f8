"""Moments are told in Texas time, also across midnight and the change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from careercraft.web.moments import day_of, moment


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 14, 5, 59, tzinfo=UTC), "Nov 13, 2026, 11:59 PM"),
        (datetime(2026, 11, 14, 6, 0, tzinfo=UTC), "Nov 14, 2026, 12:00 AM"),
        (datetime(2026, 7, 1, 17, 5, tzinfo=UTC), "Jul 1, 2026, 12:05 PM"),
        (None, "no date"),
    ],
)
def test_a_moment_is_a_day_with_its_time_in_texas(at: datetime | None, told: str) -> None:
    assert moment(at).replace("\u202f", " ") == told


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 14, 5, 59, tzinfo=UTC), "Nov 13, 2026"),
        (datetime(2026, 11, 14, 6, 0, tzinfo=UTC), "Nov 14, 2026"),
        (None, "no date"),
    ],
)
def test_the_day_of_a_moment_is_the_day_in_texas(at: datetime | None, told: str) -> None:
    assert day_of(at) == told
