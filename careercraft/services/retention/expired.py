"""What has reached its period: one finder and one destroyer for each kind of record.

A student with an open request is left out of all of them. A table of the schedule that none of them
reaches says here why.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update

from careercraft.models import (
    ConferenceNote,
    Document,
    ImportBatch,
    ImportRow,
    Mail,
    PlanAction,
    PrintRun,
    ProgramReport,
    SignIn,
    Student,
    Task,
    TimeEntry,
)
from careercraft.services import documents, print_runs
from careercraft.services.context import Desk
from careercraft.services.programs import reports as program_reports
from careercraft.services.records.cases import students_on_hold
from careercraft.services.retention import mentions, originals
from careercraft.services.retention.expired_cases import INCIDENTS, REQUESTS
from careercraft.services.retention.expired_lists import STATE_LISTS, WORKING_LISTS
from careercraft.services.retention.expired_staff import ACCOUNTS, REGISTERS, TOKENS
from careercraft.services.retention.expiring import (
    Expiry,
    cut_off,
    ids,
    last_class,
    midnight,
    row_of,
    since,
)
from careercraft.services.retention.forgetting import forget

__all__ = ["EXPIRIES", "NOT_BY_THEMSELVES", "Expiry", "cut_off", "on_hold"]

ENDED = ("done", "failed", "cancelled")
READ = ("staged", "applied", "undone")
SENT = ("sent", "given_up")
OVER = ("applied", "undone", "discarded")


def students_who_left(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Students whose class has graduated by then, and who are not enrolled any more."""
    query = select(Student.id).where(
        Student.class_of <= last_class(until), Student.status != "enrolled"
    )
    return ids(desk, query.where(Student.id.not_in(held)).order_by(Student.id))


def _forget(desk: Desk, student_id: UUID) -> None:
    forget(desk, student_id, _unwatched)


def counseled(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Students who left by then and of whom plans or notes are still kept."""
    kept = or_(
        *(exists().where(one.student_id == Student.id) for one in (PlanAction, ConferenceNote)),
        exists().where(TimeEntry.student_id == Student.id),
    )
    query = select(Student.id).where(
        Student.class_of <= last_class(until), Student.status != "enrolled", kept
    )
    return ids(desk, query.where(Student.id.not_in(held)).order_by(Student.id))


def _destroy_counseling(desk: Desk, student_id: UUID) -> None:
    """Plans and notes go; the counselor's minutes stay, without whom they were for."""
    desk.session.execute(delete(PlanAction).where(PlanAction.student_id == student_id))
    desk.session.execute(delete(ConferenceNote).where(ConferenceNote.student_id == student_id))
    mentions.time_entries(desk, student_id)


def prints(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Printed documents of single students."""
    query = select(Document.id).where(
        Document.asked_at < midnight(until), Document.student_id.not_in(held)
    )
    return ids(desk, query.order_by(Document.id))


def _destroy_print(desk: Desk, document_id: UUID) -> None:
    desk.files.remove(desk.keys, documents.STORE, document_id)
    desk.session.execute(delete(Document).where(Document.id == document_id))


def _destroy_bound(desk: Desk, run_id: UUID) -> None:
    """The file goes; documents of single students that are still kept stand by themselves."""
    desk.files.remove(desk.keys, print_runs.STORE, run_id)
    parts = update(Document).where(Document.run_id == run_id)
    desk.session.execute(parts.values(run_id=None, place=None))
    desk.session.execute(delete(PrintRun).where(PrintRun.id == run_id))


def _destroy_report(desk: Desk, report_id: UUID) -> None:
    desk.files.remove(desk.keys, program_reports.STORE, report_id)
    desk.session.execute(delete(ProgramReport).where(ProgramReport.id == report_id))


def uploads(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Uploads whose original is still there."""
    query = select(ImportBatch).where(
        ImportBatch.state.in_(READ), ImportBatch.read_at < midnight(until)
    )
    rows = desk.session.scalars(query.order_by(ImportBatch.id))
    return [one.id for one in rows if any(f["file"] for f in originals.stored_of(desk, one))]


def _destroy_upload(desk: Desk, batch_id: UUID) -> None:
    originals.destroy_of_batch(desk, desk.session.get_one(ImportBatch, batch_id))


def unmatched(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Uploads with lines in which nobody was found all that time: they belong to no record."""
    of_nobody = exists().where(ImportRow.batch_id == ImportBatch.id, ImportRow.student_id.is_(None))
    query = select(ImportBatch.id).where(
        ImportBatch.state.in_(OVER), ImportBatch.read_at < midnight(until), of_nobody
    )
    return ids(desk, query.order_by(ImportBatch.id))


def _destroy_unmatched(desk: Desk, batch_id: UUID) -> None:
    mine = delete(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.student_id.is_(None))
    desk.session.execute(mine)


def sign_ins(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Sign-ins that have ended, or have not been used since; the last one of a person stays."""
    latest = select(func.max(SignIn.last_seen_at)).group_by(SignIn.user_id)
    over = or_(SignIn.ended_at < midnight(until), SignIn.last_seen_at < midnight(until))
    query = select(SignIn.id).where(over, SignIn.last_seen_at.not_in(latest))
    return ids(desk, query.order_by(SignIn.id))


def work(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Notes of background work that has ended."""
    query = select(Task.id).where(Task.state.in_(ENDED), Task.ended_at < midnight(until))
    return ids(desk, query.order_by(Task.id))


def mails(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Messages to staff that went out, or were given up."""
    query = select(Mail.id).where(Mail.state.in_(SENT), Mail.created_at < midnight(until))
    return ids(desk, query.order_by(Mail.id))


EXPIRIES: dict[str, tuple[Expiry, ...]] = {
    "counseling": (
        Expiry(
            counseled,
            _destroy_counseling,
            ("plan_actions", "conference_notes", "time_entries"),
        ),
    ),
    "student_record": (
        Expiry(
            students_who_left,
            _forget,
            (
                *("students", "student_versions", "evidence", "outcomes", "outcome_changes"),
                *("corrections", "correction_disagreements", "contest_statements"),
                "student_restrictions",
            ),
        ),
    ),
    "prints": (
        Expiry(prints, _destroy_print, ("documents",)),
        Expiry(since(PrintRun.asked_at), _destroy_bound, ("print_runs",)),
        Expiry(since(ProgramReport.asked_at), _destroy_report, ("program_reports",)),
    ),
    "loaded_files": (
        Expiry(uploads, _destroy_upload, ("import_batches",)),
        Expiry(unmatched, _destroy_unmatched, ("import_rows",)),
    ),
    "working_lists": WORKING_LISTS,
    "state_lists": STATE_LISTS,
    "requests": (REQUESTS,),
    "incidents": (INCIDENTS,),
    "staff": (ACCOUNTS,),
    "registers": (REGISTERS,),
    "sign_ins": (Expiry(sign_ins, row_of(SignIn), ("sign_ins",)), TOKENS),
    "work": (
        Expiry(work, row_of(Task), ("tasks",)),
        Expiry(mails, row_of(Mail), ("mails",)),
    ),
}
"""By kind of record, in the order in which they are destroyed."""

NOT_BY_THEMSELVES = {
    "access_reviews": "a day and a closing; the lines that name staff go with their accounts",
    "bonus_mappings": "what the columns of a layout mean; it names nobody",
    "column_mappings": "what the columns of a layout mean; it names nobody",
    "district_exports": "the file of an export is destroyed after two weeks, by its own clock",
    "feed_files": "keyed hashes, by which a file that comes again is not loaded again",
    "feed_runs": "when a feed was looked at, and how many files there were; numbers only",
    "holidays": "days on which the offices are closed",
    "match_decisions": "goes with the student; so that the next file is matched as this one",
    "rights_passed": "goes with the student: who has turned 18 holds the rights from then on",
    "testing_fees": "how many sittings a district covers; it names nobody",
    "what_if_choices": "removed after two weeks, by the night itself",
    "what_if_runs": "removed after two weeks, by the night itself",
}
"""Tables of kinds with a period that no run proposes by themselves, each with the reason."""


def on_hold(desk: Desk) -> frozenset[UUID]:
    """Students whose records may not be touched now."""
    return students_on_hold(desk)


def _unwatched(_done: int, _total: int) -> None:
    """Progress is told by the run, thing by thing."""
