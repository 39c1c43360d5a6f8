"""The demonstration's campuses have scores entered, once."""

from __future__ import annotations

import pytest

from careercraft.demo import ratings
from careercraft.demo.data import read
from careercraft.services.context import Desk
from careercraft.services.ratings import scores
from tests.seed import SmallDistrict

pytestmark = pytest.mark.database


def test_scores_are_entered_once_and_are_what_the_data_say(
    desk: Desk, district: SmallDistrict
) -> None:
    told = read("ratings")
    places = (district.north.id, district.south.id, district.north.id)
    campus_ids = dict(zip(told["campuses"], places, strict=True))
    assert ratings.enter_scores(desk, campus_ids) == 2
    assert ratings.enter_scores(desk, campus_ids) == 0
    first = next(iter(told["campuses"].values()))
    entered = scores.entered(desk, district.north.id, told["year"])
    assert entered.scores["staar_raw"] == first["staar_raw"]
