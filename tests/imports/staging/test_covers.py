"""For which kinds of evidence a file speaks."""

from __future__ import annotations

import pytest

from careercraft.imports.rows import LineResult, Person
from careercraft.services.context import Desk
from tests.imports.staging.steps import (
    ROSA,
    STATE_ID,
    score,
    stage_lines,
)
from tests.seed import SmallDistrict, add_student

pytestmark = pytest.mark.database


def test_a_vendors_file_brings_every_kind_it_can_hold(desk: Desk, district: SmallDistrict) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(),)), format_id="accuplacer_tsia")
    assert counts["covers"] == ["TSIA1", "TSIA2"]


def test_a_template_brings_only_the_kinds_in_rows_that_found_their_student(
    desk: Desk, district: SmallDistrict
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    college_prep = score()._replace(covers="college_prep")
    onramps = score()._replace(covers="onramps")
    counts, _ = stage_lines(
        desk,
        LineResult(2, ROSA, (college_prep,)),
        LineResult(3, Person(local_id="9"), (onramps,)),
        format_id="careercraft_courses",
    )
    assert counts["covers"] == ["college_prep"]


def test_a_file_in_which_nobody_was_found_brings_nothing(desk: Desk) -> None:
    counts, _ = stage_lines(desk, LineResult(2, ROSA, (score(),)))
    assert (counts["covers"], counts["through"]) == ([], {})
