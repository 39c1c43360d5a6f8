"""Background work as people see it: what, how far, and a way to stop it."""

from __future__ import annotations

import time
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.models import Task
from careercraft.privacy.access import NotFound, opening_students, reaches_whole_district
from careercraft.privacy.events import Event
from careercraft.services.context import Desk

SECONDS_BETWEEN_REPORTS = 0.4
SECONDS_BEFORE_JUDGING = 3
TITLES = {
    "read_batch": "Reading the file",
    "apply_batch": "Applying the file",
    "undo_batch": "Undoing the file",
    "recompute_campus": "Recomputing the campus",
    "preview_rules": "Judging by other rules",
    "what_if_set": "Supposing for many students",
    "print_plan": "Preparing the plan",
    "print_program_report": "Preparing the program report",
    "build_packet": "Putting the packet together",
    "print_run": "Printing for many students",
    "incident_letters": "Preparing the letters",
    "build_audit_room": "Putting the audit room together",
    "print_run_help": "Helping to print for many students",
    "verify_trail": "Verifying the audit trail",
    "export_district": "Exporting everything",
    "run_feed": "Looking for files",
    "load_bonus_list": "Loading the state's list",
    "forget_student": "Deleting the record",
    "destroy_expired": "Destroying what has reached its period",
}
OPEN_STATES = ("waiting", "running")
HELPERS = ("print_run_help",)
"""Kinds of work that take part in another task."""


class Cancelled(Exception):  # noqa: N818
    """The person asked for the work to stop; what it had done is rolled back."""


class TaskView(NamedTuple):
    """A task as a page shows it."""

    id: UUID
    kind: str
    title: str
    state: str
    done: int
    total: int
    cancel_asked: bool
    subject_id: UUID
    created_at: datetime
    began_at: datetime | None
    ended_at: datetime | None

    def seconds_left(self, at: datetime) -> float | None:
        """How long the rest takes at the pace so far; None while there is no pace to speak of."""
        if self.state != "running" or self.began_at is None or not 0 < self.done < self.total:
            return None
        so_far = (at - self.began_at).total_seconds()
        if so_far < SECONDS_BEFORE_JUDGING:
            return None
        return so_far / self.done * (self.total - self.done)

    @property
    def running(self) -> bool:
        """Whether the page should ask again."""
        return self.state in OPEN_STATES


def start(desk: Desk, kind: str, subject_id: UUID) -> Task:
    """Note a piece of work; the caller commits, then enqueues it."""
    task = Task(
        id=uuid4(),
        district_id=desk.actor.district_id,
        kind=kind,
        state="waiting",
        subject_id=subject_id,
        started_by=desk.actor.user_id,
    )
    desk.session.add(task)
    desk.session.flush()
    return task


def view(desk: Desk, task_id: UUID) -> TaskView:
    """A task that this person started, or any task for a district role that opens students.

    Raises `NotFound`.
    """
    return as_view(_visible(desk, task_id))


def latest_for(desk: Desk, subject_id: UUID) -> TaskView | None:
    """The most recent task about one subject, whoever helps with it aside."""
    query = (
        select(Task)
        .where(Task.subject_id == subject_id, Task.kind.not_in(HELPERS))
        .order_by(Task.created_at.desc(), Task.id)
        .limit(1)
    )
    task = desk.session.scalars(query).first()
    return as_view(task) if task else None


def ask_to_cancel(desk: Desk, task_id: UUID) -> TaskView:
    """Ask for a task to stop at its next step; one that has ended stays as it is."""
    task = _visible(desk, task_id)
    if task.state in OPEN_STATES and not task.cancel_asked:
        task.cancel_asked = True
        desk.record(Event.TASK_CANCELLED, "task", task.id)
        desk.session.commit()
    return as_view(task)


def as_view(task: Task) -> TaskView:
    """A task as a page shows it."""
    return TaskView(
        task.id,
        task.kind,
        TITLES[task.kind],
        task.state,
        task.done,
        task.total,
        task.cancel_asked,
        task.subject_id,
        task.created_at,
        task.began_at,
        task.ended_at,
    )


def _visible(desk: Desk, task_id: UUID) -> Task:
    task = desk.session.get(Task, task_id)
    own = task is not None and task.started_by == desk.actor.user_id
    if task is None or not (own or reaches_whole_district(opening_students(desk.actor))):
        raise NotFound("task")
    return task


class Progress:
    """Reports how far a task is, through its own connection, so that the page sees it at once.

    `step` raises `Cancelled` when the person has asked for the work to stop.
    """

    def __init__(self, factory: sessionmaker[Session], district_id: UUID, task_id: UUID) -> None:
        self._factory = factory
        self._district_id = district_id
        self._task_id = task_id
        self._reported = 0.0

    def step(self, done: int, total: int) -> None:
        """Note that `done` of `total` steps are done."""
        moment = time.monotonic()
        if done < total and moment - self._reported < SECONDS_BETWEEN_REPORTS:
            return
        self._reported = moment
        self._write(done=done, total=total)

    def begin(self) -> bool:
        """Mark the task as running; False if it was cancelled while it waited."""
        try:
            self._write(state="running", began_at=now())
        except Cancelled:
            self.end("cancelled")
            return False
        return True

    def end(self, state: str, failure: str | None = None) -> None:
        """Mark the task as done, failed or cancelled."""
        with district_session(self._factory, self._district_id) as session:
            change = update(Task).where(Task.id == self._task_id)
            session.execute(change.values(state=state, failure=failure, ended_at=now()))
            session.commit()

    def _write(self, **values: object) -> None:
        with district_session(self._factory, self._district_id) as session:
            change = update(Task).where(Task.id == self._task_id).values(**values)
            stop = session.execute(change.returning(Task.cancel_asked)).scalar_one()
            session.commit()
        if stop:
            raise Cancelled
