"""What gets onto the queue: one known function, ids, JSON. Nothing else runs."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from careercraft.jobs import JOB_FUNCTION
from careercraft.jobs.queue import KnownJob, UnknownJob, enqueue, open_queue


@pytest.fixture
def queue(redis_url: str) -> Iterator[Queue]:
    connection = Redis.from_url(redis_url)
    queue = open_queue(connection)
    queue.empty()  # tests that ran before in this process may leave work that nobody does
    yield queue
    queue.delete(delete_jobs=True)
    connection.close()


def test_a_task_goes_onto_the_queue_as_two_ids(queue: Queue) -> None:
    district_id, task_id = uuid4(), uuid4()
    enqueue(queue, district_id, task_id)
    (job,) = queue.get_jobs()
    assert job.func_name == JOB_FUNCTION
    assert job.args == [str(district_id), str(task_id)]
    assert job.description == "careercraft task"


@pytest.mark.parametrize("name", ["Zebulon Quartermaine", "", None, 7])
def test_anything_but_an_id_is_refused_before_it_gets_there(queue: Queue, name: object) -> None:
    with pytest.raises(TypeError, match="ids"):
        enqueue(queue, uuid4(), name)  # type: ignore[arg-type]
    assert queue.count == 0


def test_a_forged_job_is_not_run(queue: Queue) -> None:
    forged = Job.create(
        "os.system", args=["true"], connection=queue.connection, serializer=JSONSerializer
    )
    forged.save()
    job = KnownJob.fetch(forged.id, connection=queue.connection, serializer=JSONSerializer)
    with pytest.raises(UnknownJob):
        _ = job.func


def test_the_job_that_is_put_on_the_queue_can_be_run(queue: Queue) -> None:
    enqueue(queue, uuid4(), uuid4())
    (job,) = queue.get_jobs()
    assert job.func.__name__ == "run_task"
