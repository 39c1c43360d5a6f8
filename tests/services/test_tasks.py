"""Background work as people see it: how far, how long still, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from careercraft.models import Task
from careercraft.privacy.access import Actor, NotFound
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.tasks import Cancelled, Progress, TaskView
from tests.conftest import MOMENT
from tests.seed import SmallDistrict


@pytest.fixture
def task(desk: Desk) -> Task:
    started = tasks.start(desk, "recompute_campus", uuid4())
    desk.session.commit()
    return started


@pytest.fixture
def progress(desk: Desk, task: Task, factory: sessionmaker[Session]) -> Progress:
    return Progress(factory, desk.actor.district_id, task.id)


def now_seen(desk: Desk, task: Task) -> TaskView:
    desk.session.rollback()
    desk.session.expire_all()
    return tasks.view(desk, task.id)


def test_progress_is_seen_by_others_while_the_work_goes_on(
    desk: Desk, task: Task, progress: Progress
) -> None:
    assert progress.begin()
    progress.step(3, 7)
    seen = now_seen(desk, task)
    assert (seen.state, seen.done, seen.total) == ("running", 3, 7)
    progress.end("done")
    assert not now_seen(desk, task).running


def test_the_next_step_after_a_request_to_cancel_stops_the_work(
    desk: Desk, task: Task, progress: Progress
) -> None:
    progress.begin()
    tasks.ask_to_cancel(desk, task.id)
    with pytest.raises(Cancelled):
        progress.step(7, 7)


def test_a_task_cancelled_while_it_waits_never_begins(
    desk: Desk, task: Task, progress: Progress
) -> None:
    tasks.ask_to_cancel(desk, task.id)
    assert not progress.begin()
    assert now_seen(desk, task).state == "cancelled"


def test_a_task_that_has_ended_cannot_be_cancelled(
    desk: Desk, task: Task, progress: Progress
) -> None:
    progress.begin()
    progress.end("done")
    desk.session.expire_all()
    assert not tasks.ask_to_cancel(desk, task.id).cancel_asked


def test_a_counselor_sees_the_work_that_they_started_and_no_other(
    desk_of: Callable[[Actor], Desk], district: SmallDistrict, task: Task
) -> None:
    counselor = desk_of(district.counselor)
    own = tasks.start(counselor, "print_plan", uuid4())
    counselor.session.commit()
    assert tasks.view(counselor, own.id).id == own.id
    with pytest.raises(NotFound):
        tasks.view(counselor, task.id)


def seen_after(seconds: float, done: int, total: int, state: str = "running") -> float | None:
    view = TaskView(
        *(uuid4(), "read_batch", "Reading the file", state, done, total, False, uuid4()),
        *(MOMENT, MOMENT, None),
    )
    return view.seconds_left(MOMENT + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(2.9, None), (3.0, 9.0), (3.1, pytest.approx(9.3))],
    ids=["just below", "at", "just above"],
)
def test_the_rest_is_judged_by_the_pace_so_far_after_three_seconds(
    seconds: float, left: float | None
) -> None:
    assert seen_after(seconds, 25, 100) == left


def test_nothing_is_promised_before_the_first_step_or_after_the_last() -> None:
    assert seen_after(60, 0, 100) is None
    assert seen_after(60, 100, 100) is None
    assert seen_after(60, 50, 100, state="done") is None
