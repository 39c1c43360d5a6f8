"""The nightly look at what has reached its period: it proposes; a person confirms or dismisses.

Nothing is destroyed by the clock alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update

from careercraft.models import Campus, RetentionRun
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import Determination, Remains
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.retention import schedule
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.records.cases import today
from careercraft.services.retention import deidentifying, destructions, expired, periods
from careercraft.services.retention.forgetting import Progress
from careercraft.services.retention.resealing import reseal
from careercraft.services.tasks import Cancelled

STATES = {
    "proposed": "Waits for a decision",
    "replaced": "Replaced by a later look",
    "dismissed": "Dismissed",
    "confirmed": "Being carried out",
    "stopped": "Stopped; what was destroyed by then stays destroyed",
    "done": "Carried out",
}


class Found(NamedTuple):
    """One kind of record in a run: how many, and by which period."""

    title: str
    number: int
    period: str
    destroyed: int | None


class RunView(NamedTuple):
    """A run as a page shows it."""

    id: UUID
    state: str
    words: str
    as_of: date
    found_at: datetime
    found: tuple[Found, ...]
    total: int
    held: int
    decided_by: str
    decided_at: datetime | None
    ended_at: datetime | None
    task_id: UUID | None
    has_students: bool
    """Whether records of students are among them, of which rows could stay without a name."""
    stays: str
    """On which ground rows of them stay without a name; nothing where everything is destroyed."""


def propose(desk: Desk) -> UUID | None:
    """Look at everything; the run, or None where nothing has reached its period.

    A proposal that nobody has decided is replaced by the new one. Also seals anew what has since
    come to belong to a student.
    """
    reseal(desk)
    desk.session.commit()
    found = {name: number for name, number in _count(desk, today(desk)).items() if number}
    _replace_older(desk)
    if not found:
        desk.session.commit()
        return None
    run = RetentionRun(
        id=uuid4(),
        district_id=desk.actor.district_id,
        as_of=today(desk),
        state="proposed",
        found=found,
        held=len(expired.on_hold(desk)),
        found_at=desk.now,
        destroyed={},
    )
    desk.session.add(run)
    desk.session.flush()
    details = {"things": sum(found.values()), "held": run.held}
    desk.record(Event.RETENTION_RUN_PROPOSED, "retention_run", run.id, details=details)
    desk.session.commit()
    return run.id


def confirm(desk: Desk, run_id: UUID, determination: Determination | None = None) -> UUID:
    """Confirm a proposal, or go on with one that was stopped; the caller enqueues the task.

    `determination`: on what ground rows of the students' records may stay without a name; going on
    with what was stopped goes by what was decided before.
    """
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    run = _locked(desk, run_id, ("proposed", "stopped"))
    if run.state == "proposed":
        run.stays = deidentifying.kept_as(determination)
    run.state, run.decided_by, run.decided_at = "confirmed", desk.actor.user_id, desk.now
    task = tasks.start(desk, "destroy_expired", run.id)
    run.task_id = task.id
    _record_decision(desk, run, "confirmed")
    return task.id


def dismiss(desk: Desk, run_id: UUID) -> None:
    """Destroy nothing of a proposal; the next night proposes anew."""
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    run = _locked(desk, run_id, ("proposed",))
    run.state, run.decided_by, run.decided_at = "dismissed", desk.actor.user_id, desk.now
    _record_decision(desk, run, "dismissed")


def carry_out(desk: Desk, run_id: UUID, progress: Progress) -> frozenset[UUID]:
    """Worker: destroy what was confirmed, thing by thing, each whole or not at all.

    Returns the campuses whose figures must be computed again.

    A cancellation keeps what was destroyed by then. Only what had reached its period on the day of
    the proposal is touched, and no student with an open request.
    """
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    run = desk.session.get_one(RetentionRun, run_id)
    things = _things(desk, run.as_of, run.found)
    counts: Counter[str] = Counter(destructions.counted(run.destroyed))
    remains, gone = _remains(desk, run, things), list[Remains]()
    for done, (kind, expiry, thing_id) in enumerate(things):
        try:
            progress(done, len(things))
        except Cancelled:
            _keep(desk, run_id, gone)
            raise
        if thing_id not in expired.on_hold(desk):
            expiry.destroy(desk, thing_id)
            counts[kind] += 1
            gone += [remains[thing_id]] if thing_id in remains else []
        run = desk.session.get_one(RetentionRun, run_id)
        run.destroyed = dict(counts)
        desk.session.commit()
    _keep(desk, run_id, gone)
    _certify(desk, desk.session.get_one(RetentionRun, run_id), counts)
    desk.session.commit()
    progress(len(things), len(things))
    fewer = counts["student_record"] > 0
    return frozenset(desk.session.scalars(select(Campus.id))) if fewer else frozenset()


def note_stop(desk: Desk, run_id: UUID) -> None:
    """Mark a run that was cancelled or failed, so that it can be gone on with."""
    desk.session.get_one(RetentionRun, run_id).state = "stopped"


def listed(desk: Desk) -> list[RunView]:
    """Every look that found something, the latest first."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    rows = list(desk.session.scalars(select(RetentionRun).order_by(RetentionRun.found_at.desc())))
    return [_view(desk, one) for one in rows if one.state != "replaced"]


def run(desk: Desk, run_id: UUID) -> RunView:
    """One run; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    found = desk.session.get(RetentionRun, run_id)
    if found is None:
        raise NotFound("retention run")
    return _view(desk, found)


def _count(desk: Desk, as_of: date) -> Counter[str]:
    known, held = _periods(desk), expired.on_hold(desk)
    counts: Counter[str] = Counter()
    for kind, expiries in expired.EXPIRIES.items():
        until = expired.cut_off(known[kind], as_of)
        counts[kind] = sum(len(one.find(desk, until, held)) for one in expiries)
    return counts


def _things(
    desk: Desk, as_of: date, confirmed: Mapping[str, int]
) -> list[tuple[str, expired.Expiry, UUID]]:
    known, held = _periods(desk), expired.on_hold(desk)
    return [
        (kind, expiry, thing_id)
        for kind, expiries in expired.EXPIRIES.items()
        if kind in confirmed
        for expiry in expiries
        for thing_id in expiry.find(desk, expired.cut_off(known[kind], as_of), held)
    ]


def _remains(
    desk: Desk, run: RetentionRun, things: list[tuple[str, expired.Expiry, UUID]]
) -> dict[UUID, Remains]:
    """What may stay of the records of students that a run destroys, by student."""
    if run.stays is None:
        return {}
    students = [thing_id for kind, _, thing_id in things if kind == "student_record"]
    return deidentifying.remains_of(desk, students)


def _keep(desk: Desk, run_id: UUID, gone: list[Remains]) -> None:
    """Keep the rows of what was destroyed by now; a run that goes on later adds to their number.

    What a fault interrupts before this is kept nowhere.
    """
    run = desk.session.get_one(RetentionRun, run_id)
    if run.stays is not None:
        rows = deidentifying.keep(desk, gone)
        run.stays = dict(run.stays) | {"rows": run.stays.get("rows", 0) + rows}
        desk.session.commit()


def _periods(desk: Desk) -> dict[str, periods.Period]:
    by_name = {one.name: one for one in periods.every(desk)}
    return {kind.id: by_name[kind.period] for kind in schedule() if kind.period in by_name}


def _certify(desk: Desk, run: RetentionRun, counts: Counter[str]) -> None:
    run.state, run.ended_at = "done", desk.now
    certificate = destructions.new_destruction(desk, "retention", subject_id=run.id)
    certificate.confirmed_by, certificate.stays = run.decided_by, run.stays
    destructions.finish(desk, certificate, counts)


def _replace_older(desk: Desk) -> None:
    older = update(RetentionRun).where(RetentionRun.state == "proposed")
    desk.session.execute(older.values(state="replaced"))


def _locked(desk: Desk, run_id: UUID, states: tuple[str, ...]) -> RetentionRun:
    found = desk.session.get(RetentionRun, run_id, with_for_update=True)
    if found is None:
        raise NotFound("retention run")
    if found.state not in states:
        raise Refused("This proposal was decided already, or a later one took its place.")
    return found


def _record_decision(desk: Desk, run: RetentionRun, decision: str) -> None:
    details = {"decision": decision, "things": sum(run.found.values())}
    desk.record(Event.RETENTION_RUN_DECIDED, "retention_run", run.id, details=details)
    desk.session.commit()


def _view(desk: Desk, one: RetentionRun) -> RunView:
    names = names_of(desk, {one.decided_by} if one.decided_by else set())
    known = _periods(desk)
    over = one.state in {"done", "stopped"}
    found = tuple(
        Found(
            kind.title["en"],
            one.found[kind.id],
            f"{known[kind.id].value} {known[kind.id].unit}",
            one.destroyed.get(kind.id, 0) if over else None,
        )
        for kind in schedule()
        if kind.id in one.found
    )
    return RunView(
        one.id,
        one.state,
        STATES[one.state],
        one.as_of,
        one.found_at,
        found,
        sum(one.found.values()),
        one.held,
        names.get(one.decided_by, "") if one.decided_by else "",
        one.decided_at,
        one.ended_at,
        one.task_id,
        "student_record" in one.found,
        _stays(desk, one),
    )


def _stays(desk: Desk, one: RetentionRun) -> str:
    if one.stays is None:
        return ""
    return deidentifying.determination_of(one.stays).words(today(desk))
