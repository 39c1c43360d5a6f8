"""Students whom a roster leaves out: counted, listed, left as they are."""

from __future__ import annotations

import pytest

from careercraft.privacy.access import NotFound
from careercraft.services.context import Desk
from careercraft.services.imports import missing
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import SITTING, roster, sat, staged


def named(district: SmallDistrict, local_id: str) -> dict[str, object]:
    return {"local_id": local_id, "grade": "12", "campus_id": district.north.number}


@pytest.fixture
def three(desk: Desk, district: SmallDistrict) -> SmallDistrict:
    """Two students at the north campus and one at the south."""
    for number, campus in (("1", district.north), ("2", district.north), ("3", district.south)):
        add_student(desk.session, desk.keys, campus, local_id=number, first_name=f"N{number}")
    desk.session.commit()
    return district


def test_who_is_not_named_at_a_named_campus_is_listed(desk: Desk, three: SmallDistrict) -> None:
    batch_id = staged(desk, roster([named(three, "1")]))
    page = missing.page(desk, batch_id)
    assert [each.local_id for each in page.students] == ["2"]
    assert (page.total, missing.count(desk, batch_id)) == (1, 1)


def test_a_roster_that_names_everybody_leaves_nobody_out(desk: Desk, three: SmallDistrict) -> None:
    batch_id = staged(desk, roster([named(three, "1"), named(three, "2")]))
    assert missing.page(desk, batch_id).students == ()


def test_who_left_already_is_not_missed(desk: Desk, three: SmallDistrict) -> None:
    gone = add_student(desk.session, desk.keys, three.north, local_id="4")
    gone.status = "withdrawn"
    desk.session.commit()
    batch_id = staged(desk, roster([named(three, "1"), named(three, "2")]))
    assert missing.count(desk, batch_id) == 0


def test_a_file_of_scores_misses_nobody(desk: Desk, three: SmallDistrict) -> None:
    batch_id = staged(desk, sat([SITTING]))
    assert missing.count(desk, batch_id) == 0
    with pytest.raises(NotFound):
        missing.page(desk, batch_id)
