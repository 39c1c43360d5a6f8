"""What has reached its period: one finder and one destroyer for each kind of record.

A student with an open request is left out of both. What a kind keeps by law or as long as something
else has no entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, update

from careercraft.clock import TEXAS
from careercraft.models import (
    BonusScenario,
    Document,
    ImportBatch,
    PrintRun,
    ProgramReport,
    ProgramScenario,
    SignIn,
    Student,
    Task,
    WatchList,
    WatchListStudent,
)
from careercraft.services import documents, print_runs, program_reports
from careercraft.services.context import Desk
from careercraft.services.records.cases import students_on_hold
from careercraft.services.retention import originals
from careercraft.services.retention.forgetting import forget
from careercraft.services.retention.periods import Period

MONTH_OF_GRADUATION = 6
ENDED = ("done", "failed", "cancelled")
READ = ("staged", "applied", "undone")


class Expiry(NamedTuple):
    """How a kind of record is found and destroyed once its period is over."""

    find: Callable[[Desk, date, Collection[UUID]], list[UUID]]
    destroy: Callable[[Desk, UUID], None]


def cut_off(period: Period, as_of: date) -> date:
    """The day up to which a clock must have begun to be over by `as_of`."""
    if period.unit == "years":
        return date(as_of.year - period.value, as_of.month, min(as_of.day, 28))
    return as_of - timedelta(days=period.value)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TEXAS)


def students_who_left(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Students whose class has graduated by then, and who are not enrolled any more."""
    last_class = until.year if until.month >= MONTH_OF_GRADUATION else until.year - 1
    query = select(Student.id).where(Student.class_of <= last_class, Student.status != "enrolled")
    return _ids(desk, query.where(Student.id.not_in(held)).order_by(Student.id))


def _forget(desk: Desk, student_id: UUID) -> None:
    forget(desk, student_id, _unwatched)


def prints(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Printed documents of single students."""
    query = select(Document.id).where(
        Document.asked_at < _midnight(until), Document.student_id.not_in(held)
    )
    return _ids(desk, query.order_by(Document.id))


def _destroy_print(desk: Desk, document_id: UUID) -> None:
    desk.files.remove(desk.keys, documents.STORE, document_id)
    desk.session.execute(delete(Document).where(Document.id == document_id))


def bound_prints(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Documents of many students that were handed over as one file."""
    query = select(PrintRun.id).where(PrintRun.asked_at < _midnight(until))
    return _ids(desk, query.order_by(PrintRun.id))


def _destroy_bound(desk: Desk, run_id: UUID) -> None:
    """The file goes; documents of single students that are still kept stand by themselves."""
    desk.files.remove(desk.keys, print_runs.STORE, run_id)
    parts = update(Document).where(Document.run_id == run_id)
    desk.session.execute(parts.values(run_id=None, place=None))
    desk.session.execute(delete(PrintRun).where(PrintRun.id == run_id))


def reports(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Printed reports of programs."""
    query = select(ProgramReport.id).where(ProgramReport.asked_at < _midnight(until))
    return _ids(desk, query.order_by(ProgramReport.id))


def _destroy_report(desk: Desk, report_id: UUID) -> None:
    desk.files.remove(desk.keys, program_reports.STORE, report_id)
    desk.session.execute(delete(ProgramReport).where(ProgramReport.id == report_id))


def uploads(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Uploads whose original is still there."""
    query = select(ImportBatch).where(
        ImportBatch.state.in_(READ), ImportBatch.read_at < _midnight(until)
    )
    rows = desk.session.scalars(query.order_by(ImportBatch.id))
    return [one.id for one in rows if any(f["file"] for f in originals.stored_of(desk, one))]


def _destroy_upload(desk: Desk, batch_id: UUID) -> None:
    originals.destroy_of_batch(desk, desk.session.get_one(ImportBatch, batch_id))


def lists(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Watch lists, by their making; who still works with one makes it anew."""
    query = select(WatchList.id).where(WatchList.created_at < _midnight(until))
    return _ids(desk, query.order_by(WatchList.id))


def _destroy_list(desk: Desk, list_id: UUID) -> None:
    desk.session.execute(delete(WatchListStudent).where(WatchListStudent.list_id == list_id))
    desk.session.execute(delete(WatchList).where(WatchList.id == list_id))


def what_ifs(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """What-ifs of the bonus."""
    query = select(BonusScenario.id).where(BonusScenario.changed_at < _midnight(until))
    return _ids(desk, query.order_by(BonusScenario.id))


def program_what_ifs(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """What-ifs of programs."""
    query = select(ProgramScenario.id).where(ProgramScenario.created_at < _midnight(until))
    return _ids(desk, query.order_by(ProgramScenario.id))


def sign_ins(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Sign-ins that have ended, or have not been used since; the last one of a person stays."""
    latest = select(func.max(SignIn.last_seen_at)).group_by(SignIn.user_id)
    over = or_(SignIn.ended_at < _midnight(until), SignIn.last_seen_at < _midnight(until))
    query = select(SignIn.id).where(over, SignIn.last_seen_at.not_in(latest))
    return _ids(desk, query.order_by(SignIn.id))


def work(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Notes of background work that has ended."""
    query = select(Task.id).where(Task.state.in_(ENDED), Task.ended_at < _midnight(until))
    return _ids(desk, query.order_by(Task.id))


def _row_of(model: Any) -> Callable[[Desk, UUID], None]:
    """Destroys a row that nothing else hangs on."""

    def destroy(desk: Desk, row_id: UUID) -> None:
        desk.session.execute(delete(model).where(model.id == row_id))

    return destroy


EXPIRIES: dict[str, tuple[Expiry, ...]] = {
    "student_record": (Expiry(students_who_left, _forget),),
    "prints": (
        Expiry(prints, _destroy_print),
        Expiry(bound_prints, _destroy_bound),
        Expiry(reports, _destroy_report),
    ),
    "loaded_files": (Expiry(uploads, _destroy_upload),),
    "working_lists": (
        Expiry(lists, _destroy_list),
        Expiry(what_ifs, _row_of(BonusScenario)),
        Expiry(program_what_ifs, _row_of(ProgramScenario)),
    ),
    "sign_ins": (Expiry(sign_ins, _row_of(SignIn)),),
    "work": (Expiry(work, _row_of(Task)),),
}
"""By kind of record. What is not here goes with the student's record, or is kept."""


def on_hold(desk: Desk) -> frozenset[UUID]:
    """Students whose records may not be touched now."""
    return students_on_hold(desk)


def _ids(desk: Desk, query: Select[Any]) -> list[UUID]:
    return list(desk.session.scalars(query))


def _unwatched(_done: int, _total: int) -> None:
    """Progress is told by the run, thing by thing."""
