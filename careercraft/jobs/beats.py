"""Signs of life of tasks at work: whoever gives none is noticed, and its task is ended for it.

A worker that is killed outright cannot say so. While a task runs, its ids stand in Redis with the
moment of the last sign; a task whose sign is too old belonged to a worker that is gone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from redis import Redis

AT_WORK = "careercraft:tasks_at_work"
SECONDS_BETWEEN_BEATS = 10.0
LOST_AFTER_SECONDS = 60.0


class AtWork(NamedTuple):
    """A task by its ids."""

    district_id: UUID
    task_id: UUID


@contextmanager
def beating(redis: Redis, one: AtWork) -> Iterator[None]:
    """Give signs of life for a task for as long as the block runs."""
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(redis, one, ended), daemon=True)
    _sign(redis, one)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join(SECONDS_BETWEEN_BEATS)
        claim(redis, one)


def lost(redis: Redis) -> list[AtWork]:
    """The tasks that have given no sign of life for too long."""
    oldest = time.time() - LOST_AFTER_SECONDS
    signs = redis.hgetall(AT_WORK)
    return [_read(field) for field, at in signs.items() if float(at) < oldest]


def claim(redis: Redis, one: AtWork) -> bool:
    """Take a task off those at work; True for the first who does."""
    return bool(redis.hdel(AT_WORK, _field(one)))


def _beat(redis: Redis, one: AtWork, ended: threading.Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_BEATS):
        _sign(redis, one)


def _sign(redis: Redis, one: AtWork) -> None:
    redis.hset(AT_WORK, _field(one), repr(time.time()))


def _field(one: AtWork) -> str:
    return f"{one.district_id}:{one.task_id}"


def _read(field: bytes | str) -> AtWork:
    text = field.decode() if isinstance(field, bytes) else field
    district_id, task_id = text.split(":")
    return AtWork(UUID(district_id), UUID(task_id))
