"""The scores of campuses that do not follow from students, as the director would enter them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from careercraft.demo.data import read
from careercraft.services.context import Desk
from careercraft.services.ratings import scores


def enter_scores(desk: Desk, campus_ids: Mapping[str, UUID]) -> int:
    """Enter what is not entered yet; returns for how many campuses."""
    told = read("ratings")
    year, entered = told["year"], 0
    for number, given in told["campuses"].items():
        stands = scores.entered(desk, campus_ids[number], year)
        if stands.by is None:
            numbers = {name: Decimal(str(score)) for name, score in given.items()}
            scores.enter(desk, campus_ids[number], year, stands.campus_type, numbers)
            entered += 1
    return entered
