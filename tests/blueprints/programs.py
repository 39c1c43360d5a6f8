"""A program in a small district, for the tests of its pages."""

from __future__ import annotations

from uuid import UUID

from careercraft.services import programs
from careercraft.services.context import Desk
from tests.seed import SmallDistrict

FIRST_YEAR = 2022


def an_echs(desk: Desk, district: SmallDistrict, model: str = "echs") -> UUID:
    """A program at the north campus whose year 1 was 2021-22."""
    return programs.found(desk, district.north.id, model, f"North {model.upper()}", FIRST_YEAR)
