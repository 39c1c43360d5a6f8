"""Carrying out what a case of deletion instructed, and every destruction's certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.clock import TEXAS
from careercraft.models import Destruction, PrivacyRequest, Student
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases import steps as procedure
from careercraft.privacy.cases.facts import Act, State
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.cases.transitions import BY_ACTION, DEIDENTIFY
from careercraft.privacy.deidentifying import Determination, Remains
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import ROLE_TITLES, Permission
from careercraft.privacy.retention import schedule
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.records import cases
from careercraft.services.retention import deidentifying, periods
from careercraft.services.retention.forgetting import Progress, forget
from careercraft.services.retention.traces import traces_of

CONFIRM, CLOSE = "confirm_deletion", "close_fulfilled"
NUMBERS = 3
"""Which advisory lock of a district its certificates count under."""


class Plan(NamedTuple):
    """What is about to be destroyed for a case, and what stands in the way.

    `stays`: what would stay without a name, in words; None where the record is deleted whole.
    """

    request_id: UUID
    number: int
    student_id: UUID
    hindrances: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    stays: str | None


class Ordered(NamedTuple):
    """A destruction that was ordered; the caller puts the task on the queue."""

    destruction_id: UUID
    task_id: UUID


class Line(NamedTuple):
    """A destruction as the list of certificates shows it."""

    id: UUID
    number: int
    what: str
    case_number: int | None
    state: str
    done_at: datetime | None
    task_id: UUID | None


WHAT = {
    "student": "One student's record",
    "retention": "Records past their period",
    "agreement": "All records of the district",
}
WITHOUT_A_NAME = ", with de-identified rows kept"


def plan(desk: Desk, request_id: UUID) -> Plan:
    """What the case of a deletion is about to destroy; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    request = _instructed(desk, request_id)
    destroyed = [kind for kind in schedule() if any(one.about != "none" for one in kind.tables)]
    return Plan(
        request.id,
        request.number,
        request.student_id,
        tuple(_hindrances(desk, request)),
        tuple((kind.title["en"], kind.what["en"]) for kind in destroyed),
        tuple(kept_longer().items()),
        deidentifying.what_would_stay(desk, request.student_id, request.id)
        if _deidentifies(desk, request)
        else None,
    )


def order(
    desk: Desk, request_id: UUID, typed_number: str, determination: Determination | None = None
) -> Ordered:
    """Order the deletion of a case: it cannot be undone. Raises `NotFound` or `Refused`.

    `typed_number`: the number of the case as the person typed it, so that no click does it alone.
    `determination`: on what ground a row may stay, where the case instructs de-identification.
    """
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    request = cases.locked(desk, _instructed(desk, request_id).id)
    missing = _hindrances(desk, request)
    if typed_number.strip() != str(request.number):
        missing.append("Type the number of the case to confirm.")
    if _deidentifies(desk, request):
        missing += _unfit(desk, request, determination)
    elif determination is not None:
        missing.append("This case instructs to delete the record whole.")
    if missing:
        raise Refused(*missing)
    found = _ongoing(desk, request.id) or _new(desk, request)
    found.state, found.stays = "instructed", deidentifying.kept_as(determination)
    task = tasks.start(desk, "forget_student", found.id)
    found.task_id = task.id
    desk.record(Event.DESTRUCTION_ORDERED, "destruction", found.id, details={"kind": found.kind})
    desk.session.commit()
    return Ordered(found.id, task.id)


def carry_out(desk: Desk, destruction_id: UUID, progress: Progress) -> frozenset[UUID]:
    """Worker: destroy the record and close its case, whole or not at all.

    Returns the campus whose figures must be computed again.
    """
    require(desk.actor, Permission.DISTRICT_RECORDS_DESTROY)
    found = desk.session.get_one(Destruction, destruction_id)
    if found.state == "done" or found.request_id is None or found.subject_id is None:
        return frozenset()
    request = cases.locked(desk, found.request_id)
    procedure.check(_as_destroyed(desk, request), CONFIRM, _act(desk))
    campus_id = desk.session.get_one(Student, found.subject_id).campus_id
    stays = _remains(desk, found, request)
    counts = forget(desk, found.subject_id, progress, besides=request.id)
    _close(desk, desk.session.get_one(PrivacyRequest, found.request_id))
    finish(desk, desk.session.get_one(Destruction, destruction_id), counts, stays)
    desk.session.commit()
    return frozenset({campus_id})


def note_failure(desk: Desk, destruction_id: UUID) -> None:
    """Leave a destruction that stopped so that it can be ordered again: nothing was destroyed."""
    found = desk.session.get_one(Destruction, destruction_id)
    if found.state != "done":
        found.state = "failed"


def finish(
    desk: Desk, found: Destruction, counts: Mapping[str, int], remains: Sequence[Remains] = ()
) -> None:
    """Note what was destroyed, and keep what may stay without a name; the caller commits."""
    found.counts = dict(counts)
    found.kept = kept_longer()
    if found.stays is not None:
        rows = found.stays.get("rows", 0) + deidentifying.keep(desk, remains)
        found.stays = dict(found.stays) | {"rows": rows}
        found.kept = kept_longer() | {deidentifying.KIND: deidentifying.why_kept(desk, found.stays)}
    found.state, found.done_at = "done", desk.now
    days = periods.in_force(desk, "key_backup_days").value
    found.unreadable_on = cases.today(desk) + timedelta(days=days)
    desk.record(
        Event.RECORDS_DESTROYED,
        "destruction",
        found.id,
        details={"kind": found.kind, "entries": sum(counts.values())},
    )


def new_destruction(desk: Desk, kind: str, **more: Any) -> Destruction:
    """A destruction with the next number of the district; the caller commits."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(str(desk.actor.district_id), NUMBERS))
    desk.session.execute(select(lock))
    last = desk.session.execute(select(func.max(Destruction.number))).scalar_one()
    found = Destruction(
        id=uuid4(),
        district_id=desk.actor.district_id,
        number=(last or 0) + 1,
        kind=kind,
        state="instructed",
        instructed_by=desk.actor.user_id,
        instructed_at=desk.now,
        people={"instructed": roles_of(desk)},
        counts={},
        kept={},
        **more,
    )
    desk.session.add(found)
    desk.session.flush()
    return found


def roles_of(desk: Desk) -> str:
    """The roles of the person who acts, as a certificate names them."""
    return ", ".join(sorted({ROLE_TITLES[one.role] for one in desk.actor.held}))


def kept_longer() -> dict[str, str]:
    """What outlasts a deletion, each with the reason."""
    return {kind.title["en"]: kind.kept_longer for kind in schedule() if kind.kept_longer}


def listed(desk: Desk) -> list[Line]:
    """Every destruction, the latest first."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    rows = desk.session.scalars(select(Destruction).order_by(Destruction.number.desc()))
    return [
        Line(one.id, one.number, _what(one), one.case_number, one.state, one.done_at, one.task_id)
        for one in rows
    ]


def _what(one: Destruction) -> str:
    return WHAT[one.kind] + (WITHOUT_A_NAME if one.stays is not None else "")


def found(desk: Desk, destruction_id: UUID) -> Destruction:
    """One destruction; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    one = desk.session.get(Destruction, destruction_id)
    if one is None:
        raise NotFound("destruction")
    return one


def _instructed(desk: Desk, request_id: UUID) -> PrivacyRequest:
    request = cases.visible(desk, request_id)
    if request.state != State.DELETION_INSTRUCTED:
        raise NotFound("instructed deletion")
    return request


def _hindrances(desk: Desk, request: PrivacyRequest) -> list[str]:
    case = _as_destroyed(desk, request)
    return procedure.hindrances(case, BY_ACTION[CONFIRM], _act(desk))


def _as_destroyed(desk: Desk, request: PrivacyRequest) -> Any:
    """The case as it stands once the record is destroyed, to see what else is missing."""
    return cases.case_of(desk, request)._replace(destroyed=True)


def _deidentifies(desk: Desk, request: PrivacyRequest) -> bool:
    return DEIDENTIFY in cases.case_of(desk, request).steps


def _unfit(
    desk: Desk, request: PrivacyRequest, determination: Determination | None
) -> tuple[str, ...]:
    """What is missing before a row without a name may stay."""
    if determination is None:
        return ("Say on which ground a row may stay, and confirm the three sentences.",)
    student = desk.session.get_one(Student, request.student_id)
    if traces_of(open_identity(desk.keys, student)).are_in(determination.section):
        return ("Name the place in the agreement without naming the student.",)
    return ()


def _remains(desk: Desk, found: Destruction, request: PrivacyRequest) -> list[Remains]:
    """What may stay of the record, asked while it is there."""
    if found.stays is None or found.subject_id is None:
        return []
    return [*deidentifying.remains_of(desk, [found.subject_id], besides=request.id).values()]


def _act(desk: Desk) -> Act:
    return Act(desk.actor.user_id, cases.today(desk))


def _ongoing(desk: Desk, request_id: UUID) -> Destruction | None:
    query = select(Destruction).where(Destruction.request_id == request_id)
    return desk.session.scalars(query).first()


def _new(desk: Desk, request: PrivacyRequest) -> Destruction:
    return new_destruction(
        desk,
        "student",
        subject_id=request.student_id,
        request_id=request.id,
        case_number=request.number,
    )


def _close(desk: Desk, request: PrivacyRequest) -> None:
    """The last two steps of the case; no word is written with them."""
    cases.note_step(desk, request, CONFIRM, None, State.DELETED)
    cases.note_step(desk, request, CLOSE, None, State.CLOSED_FULFILLED)
    request.due_on = request.due_name = None
    desk.session.flush()


def day_of(moment: datetime) -> date:
    """The day in Texas."""
    return moment.astimezone(TEXAS).date()


def counted(counts: Mapping[str, Any]) -> Counter[str]:
    """Numbers by kind of record, as they are kept."""
    return Counter({name: int(number) for name, number in counts.items()})
