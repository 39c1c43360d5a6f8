"""What the operator runs by hand: sealing records anew, the end of an agreement."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rq.registry import FailedJobRegistry, StartedJobRegistry

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.documents.certificate import render
from careercraft.installation import Problem, opened_runtime
from careercraft.jobs.queue import open_queue
from careercraft.models import District
from careercraft.privacy.keys import KeyDestroyed
from careercraft.runtime import Runtime
from careercraft.services.context import Desk
from careercraft.services.districts import district_id_of, open_keys, worker_actor
from careercraft.services.retention import agreement, certificates, resealing


def reseal(environ: Mapping[str, str], number: str) -> str:
    """Seal anew, with each student's own key, what is still sealed with the district's."""
    with _desk(environ, number) as (_, desk):
        return f"{resealing.reseal(desk)} values were sealed anew."


def end_agreement(environ: Mapping[str, str], number: str, certificate: str) -> str:
    """Destroy everything of a district whose end is confirmed and due; writes the certificate."""
    target = Path(certificate)
    if target.exists() or not target.parent.is_dir():
        raise Problem("The certificate needs a file name that is free, in a folder that is there.")
    with _desk(environ, number) as (runtime, desk):
        try:
            done = agreement.carry_out(desk)
        except agreement.NotReady as reason:
            desk.session.rollback()
            raise Problem(str(reason)) from None
        paper = render(certificates.certificate(desk, done)).content
        agreement.destroy_keys(desk)
        desk.session.commit()
        runtime.files.remove_district(desk.actor.district_id)
        jobs = _empty_queue(runtime, number)
    _write(target, paper)
    return f"The district is destroyed; {jobs} waiting jobs were removed. Certificate: {target}"


def _write(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as half:
        half.write(content)
    Path(name).replace(target)


def _empty_queue(runtime: Runtime, number: str) -> int:
    """Take the district's jobs off the queue, and out of what it remembers of failed ones."""
    queue, own = open_queue(runtime.redis), str(district_id_of(number))
    jobs = [*queue.get_jobs()]
    for registry in (FailedJobRegistry(queue=queue), StartedJobRegistry(queue=queue)):
        jobs += [queue.fetch_job(one) for one in registry.get_job_ids()]
    mine = [job for job in jobs if job is not None and job.args and job.args[0] == own]
    for job in mine:
        job.delete()
    return len(mine)


@contextmanager
def _desk(environ: Mapping[str, str], number: str) -> Iterator[tuple[Runtime, Desk]]:
    district_id = district_id_of(number)
    with opened_runtime(environ) as runtime, district_session(runtime.sessions, district_id) as own:
        if own.get(District, district_id) is None:
            raise Problem(f"There is no district {number}.")
        try:
            keys = open_keys(own, runtime.master, district_id)
        except KeyDestroyed:
            raise Problem("The keys of this district were destroyed; nothing is left.") from None
        yield runtime, Desk(own, worker_actor(district_id, None), keys, runtime.files, now())
