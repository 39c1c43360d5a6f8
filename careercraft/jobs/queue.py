"""The queue: JSON only, ids only, one known function."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from careercraft.jobs import ALLOWED_FUNCTIONS, JOB_FUNCTION, QUEUE

LONGEST_RUN_SECONDS = 1800
FORGET_FAILURES_AFTER_SECONDS = 3600


class UnknownJob(Exception):  # noqa: N818
    """Somebody put a job on the queue that this program does not know."""


class KnownJob(Job):  # type: ignore[misc]
    """A job that refuses to be anything but a function of the closed list."""

    @property
    def func(self) -> Any:
        """The function to run; raises `UnknownJob`."""
        if self.func_name not in ALLOWED_FUNCTIONS:
            raise UnknownJob("A job on the queue names a function that is not on the list.")
        return super().func


def open_queue(connection: Redis) -> Queue:
    """The one queue of the application."""
    return Queue(
        QUEUE,
        connection=connection,
        serializer=JSONSerializer,
        job_class=KnownJob,
        default_timeout=LONGEST_RUN_SECONDS,
    )


def enqueue(queue: Queue, district_id: UUID, task_id: UUID) -> None:
    """Put a task on the queue. Raises TypeError for anything but ids: names never get here."""
    if not (isinstance(district_id, UUID) and isinstance(task_id, UUID)):
        raise TypeError("A job takes the ids of a district and a task, and nothing else.")
    queue.enqueue_call(
        JOB_FUNCTION,
        args=(str(district_id), str(task_id)),
        description="careercraft task",
        result_ttl=0,
        failure_ttl=FORGET_FAILURES_AFTER_SECONDS,
    )
