"""Judging campuses anew: asking for all of them, and how far those under way have come."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.models import Campus, Task
from careercraft.privacy.access import visible_campuses
from careercraft.services import districts, outcomes
from careercraft.services.context import Desk
from careercraft.services.tasks import OPEN_STATES


class Recomputing(NamedTuple):
    """A campus whose students are being judged: how many of them are done."""

    campus_id: UUID
    campus_name: str
    state: str
    done: int
    total: int


def ask(desk: Desk, campus_id: UUID | None) -> list[UUID]:
    """Ask for one campus, or every campus, to be judged anew; the caller enqueues the tasks."""
    if campus_id is not None:
        return [outcomes.ask_to_recompute(desk, campus_id)]
    return [outcomes.ask_to_recompute(desk, campus.id) for campus in districts.campuses(desk)]


def campuses_in_work(desk: Desk) -> tuple[Recomputing, ...]:
    """The campuses of the reader that are being judged or wait for it, each once, by name."""
    query = (
        select(Campus.id, Campus.name, Task.state, Task.done, Task.total)
        .join(Task, Task.subject_id == Campus.id)
        .where(
            visible_campuses(desk.actor),
            Task.kind == "recompute_campus",
            Task.state.in_(OPEN_STATES),
        )
        .order_by(Campus.name, Task.state, Task.created_at)
    )
    by_campus: dict[UUID, Recomputing] = {}
    for row in desk.session.execute(query):
        by_campus.setdefault(row.id, Recomputing(row.id, row.name, row.state, row.done, row.total))
    return tuple(by_campus.values())
