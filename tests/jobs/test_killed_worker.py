"""A killed worker leaves nothing running for ever, and nothing is printed twice."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from redis import Redis
from sqlalchemy import select

from careercraft.config import Settings
from careercraft.filestore import FileStore
from careercraft.jobs import beats
from careercraft.jobs.beats import AtWork
from careercraft.jobs.queue import enqueue, open_queue
from careercraft.jobs.run import end_lost, run
from careercraft.models import Document, Task
from careercraft.runtime import Runtime, open_runtime
from careercraft.services import print_runs
from careercraft.services.context import Desk
from careercraft.services.print_runs import Wanted
from tests.conftest import MASTER_KEY
from tests.seed import SmallDistrict, add_student

LONGEST_SECONDS = 90
STUDENTS = 14


@pytest.fixture
def runtime(settings: Settings, file_store: FileStore) -> Iterator[Runtime]:
    opened = open_runtime(settings)._replace(files=file_store)
    yield opened
    opened.engine.dispose()
    opened.redis.close()


@pytest.fixture
def worker(settings: Settings, tmp_path: Path) -> Iterator[psutil.Process]:
    environment = os.environ | {
        "CAREERCRAFT_ENV": "test",
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CAREERCRAFT_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
        "CAREERCRAFT_SECRET_KEY": settings.secret_key,
        "CAREERCRAFT_FILE_STORE": str(tmp_path / "files"),
    }
    started = subprocess.Popen([sys.executable, "-m", "careercraft.jobs.worker"], env=environment)
    yield psutil.Process(started.pid)
    if started.poll() is None:
        started.kill()
    started.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + LONGEST_SECONDS
    while not is_so():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.05)


def ready(desk: Desk) -> set[UUID]:
    desk.session.rollback()
    return set(desk.session.scalars(select(Document.id).where(Document.state == "ready")))


def state_of(desk: Desk, task_id: UUID) -> str:
    desk.session.rollback()
    return desk.session.scalars(select(Task.state).where(Task.id == task_id)).one()


def test_a_killed_worker_is_noticed_and_the_run_goes_on_where_it_stopped(
    desk: Desk,
    district: SmallDistrict,
    runtime: Runtime,
    worker: psutil.Process,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = (
        add_student(desk.session, desk.keys, district.north, first_name=f"N{n}", birth_date=None)
        for n in range(STUDENTS)
    )
    asked = print_runs.ask(desk, [one.id for one in made], Wanted(packed_as="zip"))
    assert asked.helper_id is not None
    queue = open_queue(runtime.redis)
    enqueue(queue, district.id, asked.task_id)
    wait_until(lambda: len(ready(desk)) > 0)
    for child in worker.children():
        child.send_signal(signal.SIGKILL)
    wait_until(lambda: state_of(desk, asked.task_id) == "failed")
    first = ready(desk)
    assert print_runs.view(desk, asked.document_id).state == "stopped"

    again = print_runs.resume(desk, asked.document_id)
    assert again is not None
    enqueue(queue, district.id, again.task_id)
    wait_until(lambda: len(ready(desk)) > len(first))
    for one in (worker, *worker.children()):
        one.send_signal(signal.SIGKILL)
    assert state_of(desk, again.task_id) == "running", "nobody was left to say so"
    monkeypatch.setattr(beats, "LOST_AFTER_SECONDS", -1)
    end_lost(runtime)
    assert state_of(desk, again.task_id) == "failed"
    second = ready(desk)
    assert first < second
    kept = {id_: desk.session.get_one(Document, id_).ready_at for id_ in second}

    last = print_runs.resume(desk, asked.document_id)
    assert last is not None
    for task_id in last.task_ids:
        run(runtime, district.id, task_id)
    assert len(ready(desk)) == STUDENTS
    assert {id_: desk.session.get_one(Document, id_).ready_at for id_ in second} == kept
    assert print_runs.view(desk, asked.document_id).state == "ready"


def test_a_task_is_ended_in_anothers_place_once_and_only_without_a_sign_of_life(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis: Redis = runtime.redis
    one = AtWork(UUID(int=1), UUID(int=2))
    with beats.beating(redis, one):
        assert one not in beats.lost(redis)
        monkeypatch.setattr(beats, "LOST_AFTER_SECONDS", -1)
        assert one in beats.lost(redis)
        assert beats.claim(redis, one)
        assert not beats.claim(redis, one)
    assert one not in beats.lost(redis)
