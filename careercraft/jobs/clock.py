"""The clock: visits every district, puts what is due on the queue and hands over its mail.

`careercraft feeds run` does it once, for cron or a timer; with `--every` it stays and repeats.
"""

from __future__ import annotations

import logging
from uuid import UUID

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.jobs.queue import enqueue, open_queue
from careercraft.logs import described
from careercraft.privacy.keys import KeyDestroyed
from careercraft.runtime import Runtime
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys, worker_actor
from careercraft.services.feeds import clock

log = logging.getLogger("careercraft.clock")


def visit_all(runtime: Runtime) -> tuple[int, int]:
    """Visit each district; a failure in one does not keep the others waiting.

    Returns how many looks were put on the queue, and how many messages were handed over.
    """
    with runtime.sessions() as session:
        districts = clock.districts(session)
    looks = sent = 0
    for district_id in districts:
        try:
            visit = _visit(runtime, district_id)
        except KeyDestroyed:
            continue  # the district has left
        except Exception as failure:
            log.error("visit failed", extra={"district_id": district_id, **described(failure)})
            continue
        looks, sent = looks + len(visit.task_ids), sent + visit.sent
    return looks, sent


def _visit(runtime: Runtime, district_id: UUID) -> clock.Visit:
    with district_session(runtime.sessions, district_id) as session:
        keys = open_keys(session, runtime.master, district_id)
        desk = Desk(
            session,
            worker_actor(district_id, None),
            keys,
            runtime.files,
            now(),
            runtime.settings.outside,
        )
        visit = clock.visit(desk)
    for task_id in visit.task_ids:
        enqueue(open_queue(runtime.redis), district_id, task_id)
    return visit
