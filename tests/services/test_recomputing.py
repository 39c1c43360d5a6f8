"""Judging every campus anew, and how far that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from careercraft.models import Task
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.services.context import Desk
from careercraft.services.recomputing import ask, campuses_in_work
from tests.seed import SmallDistrict

Desks = Callable[[Actor], Desk]


def test_asking_everywhere_makes_one_task_for_each_campus(
    desk: Desk, district: SmallDistrict
) -> None:
    task_ids = ask(desk, None)
    tasks = desk.session.scalars(select(Task).where(Task.id.in_(task_ids))).all()
    assert {task.subject_id for task in tasks} == {district.north.id, district.south.id}
    assert {task.kind for task in tasks} == {"recompute_campus"}


def test_a_counselor_cannot_ask_for_it(desk_of: Desks, district: SmallDistrict) -> None:
    with pytest.raises(NotAllowed):
        ask(desk_of(district.counselor), None)


@pytest.mark.parametrize(
    ("state", "listed"),
    [("waiting", 2), ("running", 2), ("done", 0), ("failed", 0), ("cancelled", 0)],
)
def test_only_campuses_with_work_to_come_are_listed(desk: Desk, state: str, listed: int) -> None:
    for task in desk.session.scalars(select(Task).where(Task.id.in_(ask(desk, None)))):
        task.state = state
    desk.session.commit()
    assert len(campuses_in_work(desk)) == listed


def test_a_campus_asked_for_twice_is_listed_once_by_the_work_that_goes_on(desk: Desk) -> None:
    first, *_ = ask(desk, None)
    ask(desk, None)
    running = desk.session.get_one(Task, first)
    running.state, running.done, running.total = "running", 5, 9
    desk.session.commit()
    north, south = campuses_in_work(desk)
    assert (north.state, north.done, north.total) == ("running", 5, 9)
    assert south.state == "waiting"


def test_a_counselor_is_told_of_their_campus_only(
    desk: Desk, desk_of: Desks, district: SmallDistrict
) -> None:
    ask(desk, None)
    listed = campuses_in_work(desk_of(district.counselor))
    assert [campus.campus_name for campus in listed] == ["North High School"]
