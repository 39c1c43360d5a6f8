"""Handing noted work to the worker."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import current_app

from careercraft.jobs.queue import enqueue
from careercraft.web.desk import signed_in_person


def put_all_to_work(task_ids: Iterable[UUID]) -> None:
    """Queue tasks that belong together, for as many workers as there are."""
    for task_id in task_ids:
        put_to_work(task_id)


def put_to_work(task_id: UUID) -> None:
    """Queue a task that a service of this request has noted and committed."""
    enqueue(
        current_app.extensions["careercraft.queue"],
        signed_in_person().actor.district_id,
        task_id,
    )
