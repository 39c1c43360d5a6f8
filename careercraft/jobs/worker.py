"""The worker process: `python -m careercraft.jobs.worker`."""

from __future__ import annotations

import os
import sys

from rq import Worker
from rq.serializers import JSONSerializer

from careercraft.config import SettingProblem, read_settings
from careercraft.db import UnsafeDatabaseRole
from careercraft.jobs.queue import KnownJob, open_queue
from careercraft.jobs.run import this_process
from careercraft.logs import set_up_logs


def main() -> None:
    """Work until told to stop; jobs are described in no log."""
    set_up_logs()
    try:
        read_settings(os.environ)
        runtime = this_process()
    except (SettingProblem, UnsafeDatabaseRole) as problem:
        sys.exit(str(problem))
    runtime.engine.dispose()  # each job runs in a child process with connections of its own
    worker = Worker(
        [open_queue(runtime.redis)],
        connection=runtime.redis,
        serializer=JSONSerializer,
        job_class=KnownJob,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING")


if __name__ == "__main__":
    main()
