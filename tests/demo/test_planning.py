"""The demonstration plans its actions once, each with somebody of the student's school."""

from __future__ import annotations

from careercraft.demo.planning import ACTIONS, agree
from careercraft.services import plan_actions
from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


def test_whoever_is_close_has_the_actions_once(desk: Desk, district: SmallDistrict) -> None:
    ids = seniors(desk, district)
    campuses = {district.north.number: district.north.id}
    assert list(agree(desk, campuses)) == [
        f"Planning {len(ACTIONS)} actions with students who are close."
    ]
    assert list(agree(desk, campuses)) == []
    planned = plan_actions.actions(desk, ids["Rosa"])
    assert {one.what for one in planned} == {what for what, *_ in ACTIONS}
    assert {one.owner for one in planned} == {"Campus Counselor"}
    assert plan_actions.actions(desk, ids["Abel"]) == ()
