"""The worker process: `python -m careercraft.jobs.worker`."""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import UUID

from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from careercraft.config import SettingProblem, read_settings
from careercraft.db import UnsafeDatabaseRole
from careercraft.jobs.beats import AtWork
from careercraft.jobs.queue import KnownJob, open_queue
from careercraft.jobs.run import end_in_place, end_lost, this_process
from careercraft.logs import set_up_logs
from careercraft.runtime import Runtime

SECONDS_BETWEEN_LOOKS = 30
SECONDS_TO_LIVE = 60


class KeepingWorker(Worker):  # type: ignore[misc]  # the package has no types
    """A worker that also ends the tasks of workers that are gone."""

    runtime: Runtime

    def run_maintenance_tasks(self) -> None:
        """Look for tasks without a sign of life, besides what every worker looks after."""
        super().run_maintenance_tasks()
        end_lost(self.runtime)
        self.runtime.engine.dispose()

    def note_killed(self, job: Job, *_how: Any) -> None:
        """End the task of a child process that was killed, at once."""
        district_id, task_id = job.args
        end_in_place(self.runtime, AtWork(UUID(district_id), UUID(task_id)))
        self.runtime.engine.dispose()


def main() -> None:
    """Work until told to stop; jobs are described in no log."""
    set_up_logs()
    try:
        read_settings(os.environ)
        runtime = this_process()
    except (SettingProblem, UnsafeDatabaseRole) as problem:
        sys.exit(str(problem))
    runtime.engine.dispose()  # each job runs in a child process with connections of its own
    worker = KeepingWorker(
        [open_queue(runtime.redis)],
        connection=runtime.redis,
        serializer=JSONSerializer,
        job_class=KnownJob,
        log_job_description=False,
        worker_ttl=SECONDS_TO_LIVE,
        maintenance_interval=SECONDS_BETWEEN_LOOKS,
    )
    worker.runtime = runtime
    worker._work_horse_killed_handler = worker.note_killed
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main()
