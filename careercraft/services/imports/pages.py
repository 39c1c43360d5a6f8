"""What the pages about uploaded files show, opened only as far as one page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from careercraft.filters import grade
from careercraft.imports.formats import format_by_id
from careercraft.imports.planning import OUTCOMES
from careercraft.imports.rows import Person
from careercraft.imports.stored import Plain, open_row, person_from, problems_from
from careercraft.models import Campus, ImportBatch, ImportRow, Student, Task
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.imports.words import (
    RUNGS,
    effects,
    note_sentence,
    problem_sentence,
    reason_sentence,
    refusal_sentence,
    warning_sentence,
)
from careercraft.services.people import names_of
from careercraft.services.tasks import TaskView

BATCHES_PER_PAGE = 25
ROWS_PER_PAGE = 50
AFTER_STOPPED_WORK = {
    "waiting": "failed",
    "reading": "failed",
    "applying": "staged",
    "undoing": "applied",
}
"""Where a batch stands once the work on it stopped before its end; nothing half done remains."""

CONFLICT = "conflict"
"""What lists the rows that say otherwise than a corrected record, whatever becomes of the rest."""
LISTED = (*OUTCOMES, CONFLICT)
DISCARDABLE = frozenset({"waiting", "staged", "refused", "unmapped", "failed"})


class BatchSummary(NamedTuple):
    """One line of the history of uploads."""

    id: UUID
    file_names: tuple[str, ...]
    format_title: str | None
    uploaded_by: str
    uploaded_at: datetime
    state: str
    counts: Mapping[str, Any]
    applied_at: datetime | None
    undone_at: datetime | None
    covers_through: date | None


class BatchPage(NamedTuple):
    """One upload. `problems`: why the file was refused; `notes`: columns that were left out.

    `counts`: rows per outcome and facts created, changed and the same, see `imports.tally`.
    `warnings` must be confirmed before the batch is applied. `same_file` are the names and states
    of earlier uploads of the very same bytes.
    """

    id: UUID
    file_names: tuple[str, ...]
    format_title: str | None
    kind: str | None
    uploaded_by: str
    uploaded_at: datetime
    state: str
    counts: Mapping[str, Any]
    size: int
    read_at: datetime | None
    applied_by: str | None
    applied_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None
    covers_through: date | None
    warnings: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    same_file: tuple[BatchSummary, ...]
    task: TaskView | None
    confirmed_by: str | None = None
    confirmation: str | None = None
    """Why an unusual batch was applied all the same."""

    @property
    def can_apply(self) -> bool:
        """Whether asking to apply it makes sense now."""
        return self.state == "staged"

    @property
    def can_undo(self) -> bool:
        """Whether asking to undo it makes sense now."""
        return self.state == "applied"

    @property
    def can_discard(self) -> bool:
        """Whether it can be thrown away."""
        return self.state in DISCARDABLE


class RowView(NamedTuple):
    """One row of a file in words.

    `student` is the student found, with grade; `student_id` leads to their page. `person` is whom
    the file names. `rung` says by what the student was found. `problems` stopped something,
    `notes` nothing; `effects` is what the row creates, changes or leaves.
    """

    id: UUID
    line: int
    file: str
    outcome: str
    rung: str | None
    student_id: UUID | None
    student: str | None
    person: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    effects: tuple[str, ...]


class RowsPage(NamedTuple):
    """One page of a batch's rows; `counts` are rows per outcome over the whole batch."""

    batch_id: UUID
    outcome: str | None
    rows: tuple[RowView, ...]
    page: int
    pages: int
    total: int
    counts: Mapping[str, int]
    conflicts: int
    """How many rows say otherwise than a corrected record; they are counted by outcome as well."""


def history(desk: Desk, page: int = 1) -> list[BatchSummary]:
    """The district's uploads, latest first, so many to a page (from 1)."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    query = (
        select(ImportBatch)
        .order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
        .limit(BATCHES_PER_PAGE)
        .offset((max(page, 1) - 1) * BATCHES_PER_PAGE)
    )
    return summaries(desk, desk.session.scalars(query).all())


def summaries(desk: Desk, batches: Iterable[ImportBatch]) -> list[BatchSummary]:
    """Some batches as the history shows them."""
    found = list(batches)
    names = names_of(desk, {each.uploaded_by for each in found})
    return [
        BatchSummary(
            each.id,
            file_names(desk, each),
            _format_title(each),
            names.get(each.uploaded_by, ""),
            each.uploaded_at,
            each.state,
            each.counts,
            each.applied_at,
            each.undone_at,
            each.covers_through,
        )
        for each in found
    ]


def batch(desk: Desk, batch_id: UUID) -> BatchPage:
    """One upload; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    found = find(desk, batch_id)
    settle(desk, found)
    people = {found.uploaded_by, found.applied_by, found.undone_by, found.confirmed_by} - {None}
    names = names_of(desk, {each for each in people if each})
    task = desk.session.get(Task, found.task_id) if found.task_id else None
    problems, notes = remarks(desk, found)
    return BatchPage(
        id=found.id,
        file_names=file_names(desk, found),
        format_title=_format_title(found),
        kind=format_by_id(found.format_id).kind if found.format_id else None,
        uploaded_by=names.get(found.uploaded_by, ""),
        uploaded_at=found.uploaded_at,
        state=found.state,
        counts=found.counts,
        size=found.size,
        read_at=found.read_at,
        applied_by=names.get(found.applied_by) if found.applied_by else None,
        applied_at=found.applied_at,
        undone_by=names.get(found.undone_by) if found.undone_by else None,
        undone_at=found.undone_at,
        covers_through=found.covers_through,
        warnings=warnings(desk, found),
        problems=problems,
        notes=notes,
        same_file=tuple(summaries(desk, _same_file(desk, found))),
        task=tasks.as_view(task) if task else None,
        confirmed_by=names.get(found.confirmed_by) if found.confirmed_by else None,
        confirmation=_confirmation(desk, found),
    )


def _confirmation(desk: Desk, found: ImportBatch) -> str | None:
    if found.confirmation_sealed is None:
        return None
    place = Place("import_batches", "confirmation_sealed", found.id)
    return str(unseal_json(desk.keys, place, found.confirmation_sealed)["reason"])


def rows(desk: Desk, batch_id: UUID, outcome: str | None, page: int = 1) -> RowsPage:
    """One page (from 1) of a batch's rows, of one outcome or of all; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    find(desk, batch_id)
    if outcome is not None and outcome not in LISTED:
        raise NotFound("outcome")
    counts = _row_counts(desk, batch_id)
    conflicts = _conflicts(desk, batch_id)
    every = counts | {CONFLICT: conflicts}
    total = sum(counts.values()) if outcome is None else every[outcome]
    pages = max(1, -(-total // ROWS_PER_PAGE))
    page = min(max(page, 1), pages)
    shown = desk.session.scalars(_page_of(batch_id, outcome, page)).all()
    views = row_views(desk, shown)
    desk.record(
        Event.IMPORT_ROWS_VIEWED,
        "import_batch",
        batch_id,
        details={"outcome": outcome, "page": page, "rows": len(views)},
        students=[one.student_id for one in views if one.student_id],
        waiting=[one.id for one in views if not one.student_id],
    )
    desk.session.commit()
    return RowsPage(batch_id, outcome, views, page, pages, total, counts, conflicts)


def find(desk: Desk, batch_id: UUID) -> ImportBatch:
    """A batch of this district; raises `NotFound`."""
    found = desk.session.get(ImportBatch, batch_id)
    if found is None:
        raise NotFound("import")
    return found


def held(desk: Desk, batch_id: UUID) -> ImportBatch:
    """A batch, which nobody else can change until the transaction ends; raises `NotFound`."""
    query = (
        select(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = desk.session.scalars(query).first()
    if found is None:
        raise NotFound("import")
    return found


def settle(desk: Desk, found: ImportBatch) -> bool:
    """Give a batch back whose task was stopped before the worker came to it; whether it was so."""
    if found.state not in AFTER_STOPPED_WORK or found.task_id is None:
        return False
    task = desk.session.get(Task, found.task_id)
    if task is None or task.state in tasks.OPEN_STATES:
        return False
    found.state = AFTER_STOPPED_WORK[found.state]
    desk.session.commit()
    return True


def file_names(desk: Desk, found: ImportBatch) -> tuple[str, ...]:
    """The names the files came with."""
    return tuple(each["name"] for each in stored_files(desk, found))


def stored_files(desk: Desk, found: ImportBatch) -> list[dict[str, str]]:
    """Name and id of each stored file of a batch."""
    place = Place("import_batches", "names_sealed", found.id)
    opened: list[dict[str, str]] = unseal_json(desk.keys, place, found.names_sealed)
    return opened


def warnings(desk: Desk, found: ImportBatch) -> tuple[str, ...]:
    """What is unusual about a batch, in sentences."""
    warned = found.counts.get("warnings", [])
    ids = [UUID(each["campus_id"]) for each in warned if each["campus_id"]]
    query = select(Campus.id, Campus.name).where(Campus.id.in_(ids))
    names = {str(row.id): row.name for row in desk.session.execute(query)} if ids else {}
    return tuple(warning_sentence(each, names.get(each["campus_id"])) for each in warned)


def remarks(desk: Desk, found: ImportBatch) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a whole file was refused, and what was noted of the whole file."""
    if found.refusal_sealed is None:
        return (), ()
    place = Place("import_batches", "refusal_sealed", found.id)
    kept = unseal_json(desk.keys, place, found.refusal_sealed)
    return (
        tuple(refusal_sentence(each) for each in problems_from(kept["problems"])),
        tuple(note_sentence(each) for each in problems_from(kept["notes"])),
    )


def _format_title(found: ImportBatch) -> str | None:
    return format_by_id(found.format_id).title if found.format_id else None


def _same_file(desk: Desk, found: ImportBatch) -> list[ImportBatch]:
    query = (
        select(ImportBatch)
        .where(
            ImportBatch.content_sha256 == found.content_sha256,
            ImportBatch.id != found.id,
            ImportBatch.uploaded_at <= found.uploaded_at,
        )
        .order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
        .limit(BATCHES_PER_PAGE)
    )
    return list(desk.session.scalars(query))


def _row_counts(desk: Desk, batch_id: UUID) -> dict[str, int]:
    query = (
        select(ImportRow.outcome, func.count().label("rows"))
        .where(ImportRow.batch_id == batch_id)
        .group_by(ImportRow.outcome)
    )
    found = {row.outcome: row.rows for row in desk.session.execute(query)}
    return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}


def _conflicts(desk: Desk, batch_id: UUID) -> int:
    query = select(func.count()).where(ImportRow.batch_id == batch_id, ImportRow.conflicts)
    return desk.session.execute(query).scalar_one()


def rows_of(batch_id: UUID, outcome: str | None) -> Select[ImportRow]:
    """The rows of a batch in file order: all, those of one outcome, or those in conflict."""
    query = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.id)
    if outcome == CONFLICT:
        return query.where(ImportRow.conflicts)
    return query if outcome is None else query.where(ImportRow.outcome == outcome)


def _page_of(batch_id: UUID, outcome: str | None, page: int) -> Select[ImportRow]:
    query = rows_of(batch_id, outcome)
    return query.limit(ROWS_PER_PAGE).offset((page - 1) * ROWS_PER_PAGE)


def row_views(desk: Desk, shown: Iterable[ImportRow]) -> tuple[RowView, ...]:
    """Some rows in words; whoever shows them records it."""
    found = list(shown)
    students = student_names(desk, {each.student_id for each in found if each.student_id})
    return tuple(_row_view(desk, each, students) for each in found)


def student_names(desk: Desk, ids: set[UUID]) -> dict[UUID, str]:
    """The names of some students, each with grade; who is no longer there is left out."""
    if not ids:
        return {}
    query = select(Student.id, Student.grade, Student.identity_sealed).where(
        Student.id.in_(ids), Student.removed_at.is_(None)
    )
    return {
        row.id: _with_grade(
            identity_from(desk.keys, row.id, row.identity_sealed).listed_name, row.grade
        )
        for row in desk.session.execute(query)
    }


def _with_grade(name: str, level: int | None) -> str:
    return name if level is None else f"{name}, {grade(level).lower()}"


def _row_view(desk: Desk, row: ImportRow, students: Mapping[UUID, str]) -> RowView:
    kept = open_row(desk.keys, row.id, row.row_sealed)
    student = students.get(row.student_id) if row.student_id else None
    return RowView(
        row.id,
        row.line,
        kept["file"],
        row.outcome,
        next((words for rung, words in RUNGS.items() if rung.value == row.rung), None),
        row.student_id if student else None,
        student,
        person_in_words(person_from(kept["person"])),
        _problems(kept, row.outcome),
        tuple(note_sentence(note) for note in problems_from(kept["notes"] + kept["remarks"])),
        tuple(effects(kept, row.outcome)),
    )


def _problems(kept: Plain, outcome: str) -> tuple[str, ...]:
    found = [problem_sentence(p) for p in problems_from(kept["problems"] + kept["reasons"])]
    reason = reason_sentence(kept["match"]) if outcome in {"unmatched", "ambiguous"} else None
    return (*found, *((f"Line {kept['line']}: {reason}",) if reason else ()))


def person_in_words(person: Person) -> str:
    """Whom the file names: the name, else the id it gives, so that the row can be found there."""
    names = ", ".join(filter(None, (person.last_name, person.first_name)))
    number = person.state_unique_id or person.local_id
    return " · ".join(filter(None, (names, number))) or "nobody named"
