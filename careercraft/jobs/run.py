"""The one job: run a task of a district, report how far it is, end it in a known state."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from careercraft.clock import now
from careercraft.config import read_settings
from careercraft.db import district_session
from careercraft.jobs import beats
from careercraft.jobs.beats import AtWork
from careercraft.jobs.queue import enqueue, open_queue
from careercraft.logs import described
from careercraft.models import Task
from careercraft.runtime import Runtime, open_runtime
from careercraft.services import documents, imports, outcomes, previews, print_runs, tasks
from careercraft.services.bonus import state_lists
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys, worker_actor
from careercraft.services.feeds import running as feeds
from careercraft.services.incidents import letters as incident_letters
from careercraft.services.oversight import room, verifying
from careercraft.services.people import actor_of
from careercraft.services.programs import reports as program_reports
from careercraft.services.records import packets
from careercraft.services.retention import destructions, runs
from careercraft.services.supposing import runs as what_ifs
from careercraft.services.takeout import making as exports
from careercraft.services.tasks import Cancelled, Progress

log = logging.getLogger("careercraft.jobs")
Step = Callable[[int, int], None]
"""Told how many are done, of how many."""
Work = Callable[[Desk, UUID, Step], frozenset[UUID]]
WORKER_GONE = "WorkerGone"
NOTHING_MORE: frozenset[UUID] = frozenset()


def _alone(work: Callable[[Desk, UUID, Step], object]) -> Work:
    """Work that changes no outcome."""

    def done(desk: Desk, subject_id: UUID, step: Step) -> frozenset[UUID]:
        work(desk, subject_id, step)
        return NOTHING_MORE

    return done


WORK: dict[str, Work] = {
    "apply_batch": imports.apply,
    "build_audit_room": _alone(room.build),
    "build_packet": _alone(packets.build),
    "export_district": _alone(exports.make),
    "incident_letters": _alone(incident_letters.prepare),
    "destroy_expired": runs.carry_out,
    "forget_student": destructions.carry_out,
    "load_bonus_list": _alone(state_lists.load),
    "preview_rules": _alone(previews.work_out),
    "print_plan": _alone(documents.print_plan),
    "print_program_report": _alone(program_reports.print_report),
    "print_run": _alone(print_runs.work),
    "print_run_help": _alone(print_runs.help_out),
    "read_batch": _alone(imports.read_and_stage),
    "recompute_campus": _alone(outcomes.recompute_campus),
    "run_feed": feeds.run,
    "undo_batch": imports.undo,
    "verify_trail": _alone(verifying.work),
    "what_if_set": _alone(what_ifs.work),
}
"""Each kind of task; what it returns are the campuses whose outcomes must be computed again."""

AFTER_FAILURE: dict[str, Callable[[Desk, UUID], None]] = {
    "apply_batch": imports.note_failure,
    "build_audit_room": room.note_failure,
    "build_packet": packets.note_failure,
    "export_district": exports.note_failure,
    "destroy_expired": runs.note_stop,
    "forget_student": destructions.note_failure,
    "load_bonus_list": state_lists.note_failure,
    "print_plan": documents.note_failure,
    "print_program_report": program_reports.note_failure,
    "print_run": print_runs.note_stop,
    "read_batch": imports.note_failure,
    "run_feed": feeds.note_failure,
    "undo_batch": imports.note_failure,
}


@cache
def this_process() -> Runtime:
    """The long-lived parts of this worker process."""
    return open_runtime(read_settings(os.environ))


def run_task(district_id: str, task_id: str) -> None:
    """What the queue calls: ids in, nothing out."""
    run(this_process(), UUID(district_id), UUID(task_id))


def run(runtime: Runtime, district_id: UUID, task_id: UUID) -> None:
    """Run one task, giving signs of life; what workers left that are gone is ended first."""
    end_lost(runtime)
    with beats.beating(runtime.redis, AtWork(district_id, task_id)):
        _run(runtime, district_id, task_id)


def end_lost(runtime: Runtime) -> None:
    """End every task whose worker has given no sign of life for too long."""
    for one in beats.lost(runtime.redis):
        end_in_place(runtime, one)


def end_in_place(runtime: Runtime, one: AtWork) -> None:
    """End a task whose worker is gone, as if it had failed; done once, whoever asks."""
    if not beats.claim(runtime.redis, one):
        return
    with district_session(runtime.sessions, one.district_id) as session:
        task = session.get(Task, one.task_id)
        at_work = task is not None and task.state == "running"
    if at_work:
        log.error("worker gone", extra={"task_id": str(one.task_id)})
        _tidy(runtime, one.district_id, one.task_id)
        Progress(runtime.sessions, one.district_id, one.task_id).end("failed", WORKER_GONE)


def _run(runtime: Runtime, district_id: UUID, task_id: UUID) -> None:
    """Run one task, then put the recomputation of what it touched on the queue."""
    progress = Progress(runtime.sessions, district_id, task_id)
    if not progress.begin():
        return
    try:
        follow_up = _in_session(runtime, district_id, task_id, progress)
    except Cancelled:
        _tidy(runtime, district_id, task_id)
        progress.end("cancelled")
        return
    except Exception as failure:
        told = described(failure)
        log.error("task failed", extra={"task_id": task_id, **told})
        _tidy(runtime, district_id, task_id)
        progress.end("failed", str(told["failure"]))
        return
    progress.end("done")
    for follow_up_id in follow_up:
        enqueue(open_queue(runtime.redis), district_id, follow_up_id)


def _in_session(
    runtime: Runtime, district_id: UUID, task_id: UUID, progress: Progress
) -> list[UUID]:
    with district_session(runtime.sessions, district_id) as session:
        task = session.get_one(Task, task_id)
        desk = _desk_for(runtime, session, task)
        campuses = WORK[task.kind](desk, task.subject_id, progress.step)
        started = [tasks.start(desk, "recompute_campus", campus) for campus in sorted(campuses)]
        session.commit()
        return [one.id for one in started]


def _tidy(runtime: Runtime, district_id: UUID, task_id: UUID) -> None:
    """Leave what the task was about in a state from which a person can go on."""
    with district_session(runtime.sessions, district_id) as session:
        task = session.get_one(Task, task_id)
        tidy = AFTER_FAILURE.get(task.kind)
        if tidy is not None:
            tidy(_desk_for(runtime, session, task), task.subject_id)
            session.commit()


def _desk_for(runtime: Runtime, session: Session, task: Task) -> Desk:
    """The desk of whoever started the task: the worker may do what that person may."""
    keys = open_keys(session, runtime.master, task.district_id)
    if task.started_by is None:
        actor = worker_actor(task.district_id, None)
    else:
        actor = actor_of(session, task.started_by)
    return Desk(session, actor, keys, runtime.files, now(), runtime.settings.outside)
