"""The demonstration keeps its watch lists once."""

from __future__ import annotations

from careercraft.blueprints.rosters.bulk import read_list
from careercraft.demo.watching import CLASS, WATCHED, keep
from careercraft.services import list_pages
from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


def test_each_list_is_kept_once_and_counts_the_students_of_its_school(
    desk: Desk, district: SmallDistrict
) -> None:
    seniors(desk, district)
    campuses = {district.north.number: district.north.id}
    assert len(list(keep(desk, campuses))) == 1
    assert list(keep(desk, campuses)) == []
    counted = list_pages.counted(desk, read_list)
    assert [one.list.name for one in counted] == sorted(name for name, _ in WATCHED)
    assert {one.list.class_of for one in counted} == {CLASS}
    assert {one.list.name: one.students for one in counted}[WATCHED[0][0]] == 1
