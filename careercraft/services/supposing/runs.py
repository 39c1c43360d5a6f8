"""A what-if of so many students that it is worked out in the background, and kept for some days.

A run belongs to whoever asked. The same question, which is the same students and the same
suppositions, finds its run again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from careercraft.models import Outcome, WhatIfRun
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.supposing.choices import DAYS_KEPT
from careercraft.services.supposing.codes import Supposed, read_all
from careercraft.services.supposing.working_out import Count, Line, WorkedOut, work_out
from careercraft.services.tasks import TaskView

KIND = "what_if_set"


class Run(NamedTuple):
    """A run as a page shows it."""

    id: UUID
    ready_at: datetime | None
    task: TaskView | None
    result: WorkedOut | None
    outdated: bool
    """Whether some of the students have been judged anew since."""

    @property
    def at_work(self) -> bool:
        """Whether the worker has it, or will."""
        return self.result is None and self.task is not None and self.task.running


def ask(
    desk: Desk,
    class_of: int,
    ids: Collection[UUID],
    supposed: Sequence[Supposed],
    address: Mapping[str, Any],
) -> tuple[UUID, UUID]:
    """Ask for these students to be worked out; returns the run and its task, which the caller
    enqueues. `address`: what leads back to the page; it holds opaque ids only."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    assert desk.actor.user_id is not None  # noqa: S101 - only people suppose
    run_id = uuid4()
    asked = {
        "students": sorted(map(str, ids)),
        "supposed": [one.code for one in supposed],
        "address": dict(address),
    }
    run = WhatIfRun(
        id=run_id,
        district_id=desk.actor.district_id,
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
        class_of=class_of,
        asked_for=_question(ids, supposed),
        asked_sealed=seal_json(desk.keys, _asked(run_id), asked),
    )
    desk.session.add(run)
    desk.session.flush()
    task = tasks.start(desk, KIND, run_id)
    run.task_id = task.id
    desk.record(Event.WHAT_IF_ASKED, "what_if", run_id, details={"shown": len(ids)})
    desk.session.commit()
    return run_id, task.id


def work(desk: Desk, run_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: judge the students of a run twice and keep what follows, without names."""
    run = desk.session.get_one(WhatIfRun, run_id)
    asked = unseal_json(desk.keys, _asked(run.id), run.asked_sealed)
    supposed, _ = read_all(asked["supposed"])
    ids = [UUID(one) for one in asked["students"]]
    found = work_out(desk, run.class_of, ids, supposed, progress)
    run.result_sealed = seal_json(desk.keys, _result(run.id), _written(found))
    run.ready_at = desk.now
    desk.session.commit()


def latest(desk: Desk, ids: Collection[UUID], supposed: Sequence[Supposed]) -> Run | None:
    """The reader's last run of this very question; None where there is none."""
    query = (
        select(WhatIfRun)
        .where(
            WhatIfRun.asked_by == desk.actor.user_id,
            WhatIfRun.asked_for == _question(ids, supposed),
        )
        .order_by(WhatIfRun.asked_at.desc(), WhatIfRun.id)
        .limit(1)
    )
    row = desk.session.scalars(query).first()
    return _view(desk, row, ids) if row else None


def address_of(desk: Desk, run_id: UUID) -> tuple[int, dict[str, Any]]:
    """The class of a run, and what leads back to its page; raises `NotFound`."""
    row = desk.session.get(WhatIfRun, run_id)
    if row is None or row.asked_by != desk.actor.user_id:
        raise NotFound("what-if")
    asked = unseal_json(desk.keys, _asked(row.id), row.asked_sealed)
    return row.class_of, asked["address"]


def remove_old(desk: Desk) -> int:
    """Remove runs so old that nobody works with them; how many."""
    old = delete(WhatIfRun).where(WhatIfRun.asked_at < desk.now - timedelta(days=DAYS_KEPT))
    return len(desk.session.scalars(old.returning(WhatIfRun.id)).all())


def _view(desk: Desk, row: WhatIfRun, ids: Collection[UUID]) -> Run:
    if row.result_sealed is None:
        return Run(row.id, None, tasks.latest_for(desk, row.id), None, False)
    newest = select(func.max(Outcome.computed_at)).where(Outcome.student_id.in_(list(ids)))
    judged_at = desk.session.scalars(newest).one()
    outdated = bool(judged_at and row.ready_at and judged_at > row.ready_at)
    result = _read(unseal_json(desk.keys, _result(row.id), row.result_sealed))
    return Run(row.id, row.ready_at, None, result, outdated)


def _question(ids: Collection[UUID], supposed: Sequence[Supposed]) -> str:
    asked = [sorted(map(str, ids)), [one.code for one in supposed]]
    return sha256(json.dumps(asked).encode()).hexdigest()


def _written(found: WorkedOut) -> dict[str, Any]:
    return {
        "class_of": found.class_of,
        "on": found.on.isoformat(),
        "lines": [[str(one.id), *one[1:]] for one in found.lines],
        "indicators": found.indicators,
        "campuses": found.campuses,
        "standings": sorted(found.standings),
    }


def _read(written: Mapping[str, Any]) -> WorkedOut:
    return WorkedOut(
        written["class_of"],
        date.fromisoformat(written["on"]),
        tuple(_line(*one) for one in written["lines"]),
        tuple(Count(*one) for one in written["indicators"]),
        tuple(Count(*one) for one in written["campuses"]),
        frozenset(written["standings"]),
    )


def _line(id_: str, *rest: Any) -> Line:
    line = Line(UUID(id_), *rest)
    return line._replace(gained=tuple(line.gained))


def _asked(run_id: UUID) -> Place:
    return Place("what_if_runs", "asked_sealed", run_id)


def _result(run_id: UUID) -> Place:
    return Place("what_if_runs", "result_sealed", run_id)
