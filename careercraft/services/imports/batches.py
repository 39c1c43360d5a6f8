"""A district's files on their way in: uploaded, read, staged, applied, undone or thrown away.

What a person asks for is checked and noted here at once; the worker does it afterwards. Whatever
stops the worker leaves the batch where it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.imports import formats
from careercraft.imports.ahead import ended, expected_rows
from careercraft.imports.apply import Application
from careercraft.imports.formats.mapped import Meaning
from careercraft.imports.pinned import HELD_BY_CASE, students_held
from careercraft.imports.reader import refuse
from careercraft.imports.rows import FileRefused, RowProblem, SourceFile
from careercraft.imports.staging import Staged, stage
from careercraft.imports.undo import BuiltOn, later_batches
from careercraft.imports.undo import undo as take_back
from careercraft.models import Campus, ImportBatch, ImportRow, StudentVersion
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import WHOLE_FILE, Detail
from careercraft.privacy.events import Event
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.imports import file_columns
from careercraft.services.imports.alarms import with_alarms
from careercraft.services.imports.pages import (
    AFTER_STOPPED_WORK,
    DISCARDABLE,
    BatchSummary,
    find,
    held,
    settle,
    stored_files,
    summaries,
    warnings,
)
from careercraft.services.imports.recognition import Reader, can_be_mapped, recognised
from careercraft.services.knowledge import Knowledge, knowledge

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD_BYTES = 50 * MEGABYTE
LONGEST_REASON = 500
UPLOAD = "upload"
Progress = Callable[[int, int], None]


class Started(NamedTuple):
    """Work that was asked for; the caller puts the task on the queue."""

    batch_id: UUID
    task_id: UUID


class NotNow(Exception):  # noqa: N818 - an answer to the person, not a fault
    """The batch is not in a state in which this can be done; the text says so."""


class NeedsConfirmation(Exception):  # noqa: N818
    """Something is unusual about the batch; `sentences` say what, for the person to confirm."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("This import is unusual and needs to be confirmed.")


class CannotUndo(Exception):  # noqa: N818
    """Later batches build on this one. `sentence` names their files; the message does not."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__("A later import builds on this one.")


def upload(desk: Desk, files: Sequence[SourceFile]) -> Started:
    """Keep uploaded files, sealed, and start reading them; raises `FileRefused` at once."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    _refuse_size(files)
    batch_id = uuid4()
    stored = [{"file": str(uuid4()), "name": file.name} for file in files]
    names_place = Place("import_batches", "names_sealed", batch_id)
    found = ImportBatch(
        id=batch_id,
        district_id=desk.actor.district_id,
        state="waiting",
        names_sealed=seal_json(desk.keys, names_place, stored),
        content_sha256=fingerprint(desk, files),
        size=sum(len(file.content) for file in files),
        uploaded_by=desk.actor.user_id,
        uploaded_at=desk.now,
        counts={},
    )
    desk.session.add(found)
    desk.session.flush()
    for kept, file in zip(stored, files, strict=True):
        desk.files.put(desk.keys, UPLOAD, UUID(kept["file"]), file.content)
    details = {"files": len(files), "bytes": found.size}
    desk.record(Event.IMPORT_UPLOADED, "import_batch", batch_id, details=details)
    return _started(desk, found, "read_batch")


def _refuse_size(files: Sequence[SourceFile]) -> None:
    if not files:
        raise refuse("upload", "At least one file was expected.", "Choose a file.", "no_file")
    for file in files:
        if not file.content:
            raise refuse(file.name, "The file is empty.", "Export it again.", "empty_file")
    if sum(len(file.content) for file in files) > LARGEST_UPLOAD_BYTES:
        raise refuse(
            files[0].name,
            f"One upload may have {LARGEST_UPLOAD_BYTES // MEGABYTE} MB.",
            "Export fewer years or one campus at a time, or upload a .zip.",
            "file_too_large",
        )


def fingerprint(desk: Desk, files: Sequence[SourceFile]) -> str:
    """Tells the same upload again. Keyed: a plain hash would let a short file be guessed."""
    digests = sorted(sha256(file.content).hexdigest() for file in files)
    return id_lookup(desk.keys, UPLOAD, "|".join(digests)).hex()


def _started(desk: Desk, found: ImportBatch, kind: str) -> Started:
    task = tasks.start(desk, kind, found.id)
    found.task_id = task.id
    desk.session.commit()
    return Started(found.id, task.id)


def read_and_stage(
    desk: Desk, batch_id: UUID, progress: Progress, reader: Reader = formats
) -> None:
    """Read an uploaded batch and plan every row of it; nothing of it is applied yet.

    The batch ends staged, or refused with the reasons. A second run starts over.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"waiting", "reading"}))
    found.state = "reading"
    desk.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch_id))
    desk.session.commit()
    with _put_back(desk, batch_id):
        try:
            _read(desk, found, progress, reader)
        except FileRefused as refusal:
            desk.session.rollback()
            _note_refusal(desk, batch_id, refusal)
        desk.session.commit()


def read_with_meaning(desk: Desk, batch_id: UUID, meaning: Meaning, name: str) -> Started:
    """Read an upload of a layout never seen through what its columns mean; the meaning is kept."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"unmapped"}))
    found.mapping_id = file_columns.keep(desk, meaning, name)
    found.state = "waiting"
    found.refusal_sealed = None
    return _started(desk, found, "read_batch")


def files_to_map(desk: Desk, batch_id: UUID) -> list[SourceFile]:
    """The files of an upload whose columns nobody has explained yet; that they are shown is
    recorded. Raises `NotFound`.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = find(desk, batch_id)
    if found.state != "unmapped":
        raise NotFound("import")
    whole: dict[str, Detail] = {WHOLE_FILE: True}
    desk.record(Event.IMPORT_ROWS_VIEWED, "import_batch", batch_id, details=whole)
    desk.session.commit()
    return _files(desk, found)


def _read(desk: Desk, found: ImportBatch, progress: Progress, reader: Reader) -> None:
    files = _files(desk, found)
    total = expected_rows(files)
    format_, lines, notes = recognised(desk, found, files, reader)
    with ended(lines):
        staged = stage(
            desk.session,
            desk.keys,
            found.id,
            lines,
            format_,
            _today(desk),
            lambda done: progress(min(done, total), max(done, total)),
        )
    found.format_id = format_.id
    found.state = "staged"
    found.read_at = desk.now
    found.refusal_sealed = _sealed_remarks(desk, found.id, (), notes)
    _keep_counts(found, with_alarms(desk, found, staged))
    _record_counts(desk, Event.IMPORT_READ, found)


def _files(desk: Desk, found: ImportBatch) -> list[SourceFile]:
    return [
        SourceFile(kept["name"], desk.files.get(desk.keys, UPLOAD, UUID(kept["file"])))
        for kept in stored_files(desk, found)
    ]


def _note_refusal(desk: Desk, batch_id: UUID, refusal: FileRefused) -> None:
    found = find(desk, batch_id)
    found.state = "unmapped" if can_be_mapped(_files(desk, found), refusal) else "refused"
    found.read_at = desk.now
    found.refusal_sealed = _sealed_remarks(desk, batch_id, refusal.problems, ())
    problems = len(refusal.problems)
    desk.record(Event.IMPORT_READ, "import_batch", batch_id, details={"problems": problems})


def _sealed_remarks(
    desk: Desk, batch_id: UUID, problems: Sequence[RowProblem], notes: Sequence[RowProblem]
) -> bytes | None:
    if not problems and not notes:
        return None
    kept = {
        "problems": [each._asdict() for each in problems],
        "notes": [each._asdict() for each in notes],
    }
    return seal_json(desk.keys, Place("import_batches", "refusal_sealed", batch_id), kept)


def ask_to_apply(
    desk: Desk, batch_id: UUID, *, confirmed: bool = False, reason: str = ""
) -> Started:
    """Ask for a staged batch to be applied; raises `NeedsConfirmation` where it is unusual.

    An unusual batch needs the word of the person and the reason; both are kept with it.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"staged"}))
    unusual = warnings(desk, found)
    if unusual and not (confirmed and reason.strip()):
        desk.session.rollback()
        raise NeedsConfirmation(unusual)
    if unusual:
        found.confirmed_by = desk.actor.user_id
        found.confirmation_sealed = seal_json(
            desk.keys,
            Place("import_batches", "confirmation_sealed", batch_id),
            {"reason": reason.strip()[:LONGEST_REASON], "sentences": list(unusual)},
        )
        details = {"warnings": len(unusual)}
        desk.record(Event.IMPORT_CONFIRMED, "import_batch", batch_id, details=details)
    found.state = "applying"
    return _started(desk, found, "apply_batch")


def apply(desk: Desk, batch_id: UUID, progress: Progress) -> frozenset[UUID]:
    """Apply a batch, whole or not at all; returns the campuses whose outcomes must be recomputed.

    Where the batch brings a kind of evidence that was not known before of a campus and class, that
    campus is among them: a missing fact of that kind now means "none" there.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"applying"}))
    with _put_back(desk, batch_id):
        known_before = knowledge(desk.session)
        format_ = formats.format_by_id(found.format_id or "")
        total = _row_count(desk, batch_id)
        application = Application(desk.session, desk.keys, batch_id, format_, _today(desk))
        done = application.run(lambda rows_done: progress(rows_done, total))
        found.state = "applied"
        found.applied_at = desk.now
        found.applied_by = desk.actor.user_id
        _keep_counts(found, with_alarms(desk, found, done.staged))
        campus_ids = _to_recompute(desk, known_before, done.campus_ids)
        _record_counts(desk, Event.IMPORT_APPLIED, found)
        desk.session.commit()
    return campus_ids


def ask_to_undo(desk: Desk, batch_id: UUID) -> Started:
    """Ask for an applied batch to be undone; raises `CannotUndo` where later ones build on it."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"applied"}))
    later = later_batches(desk.session, batch_id)
    if later or students_held(desk.session, batch_id):
        sentence = _built_on(desk, later) if later else HELD_BY_CASE
        desk.session.rollback()
        raise CannotUndo(sentence)
    found.state = "undoing"
    return _started(desk, found, "undo_batch")


def undo(desk: Desk, batch_id: UUID, progress: Progress) -> frozenset[UUID]:
    """Undo a batch, whole or not at all; returns the campuses whose outcomes must be recomputed.

    Raises `CannotUndo` if a later batch was applied in the meantime that builds on this one.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, frozenset({"undoing"}))
    with _put_back(desk, batch_id):
        known_before = knowledge(desk.session)
        total = max(1, _version_count(desk, batch_id))
        try:
            touched = take_back(
                desk.session, desk.keys, batch_id, desk.now, lambda done: progress(done, total)
            )
        except BuiltOn as reason:
            held = students_held(desk.session, batch_id)
            raise CannotUndo(HELD_BY_CASE if held else _built_on(desk, reason.batch_ids)) from None
        progress(total, total)
        found.state = "undone"
        found.undone_at = desk.now
        found.undone_by = desk.actor.user_id
        desk.session.flush()
        campus_ids = _to_recompute(desk, known_before, touched)
        _record_counts(desk, Event.IMPORT_UNDONE, found)
        desk.session.commit()
    return campus_ids


def discard(desk: Desk, batch_id: UUID) -> None:
    """Throw away a batch that was not applied: its rows and its files go, the entry stays."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = _locked(desk, batch_id, DISCARDABLE)
    found.state = "discarded"
    desk.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch_id))
    desk.record(Event.IMPORT_DISCARDED, "import_batch", batch_id)
    for kept in stored_files(desk, found):
        if kept["file"]:
            desk.files.remove(desk.keys, UPLOAD, UUID(kept["file"]))
    desk.session.commit()


def note_failure(desk: Desk, batch_id: UUID) -> None:
    """Put a batch back where it was before work that stopped; one at rest stays as it is."""
    found = find(desk, batch_id)
    found.state = AFTER_STOPPED_WORK.get(found.state, found.state)
    desk.session.commit()


@contextmanager
def _put_back(desk: Desk, batch_id: UUID) -> Iterator[None]:
    """Whatever stops the work, cancelling included: nothing of it stays, the batch is free."""
    try:
        yield
    except BaseException:
        desk.session.rollback()
        note_failure(desk, batch_id)
        raise


def _locked(desk: Desk, batch_id: UUID, states: frozenset[str]) -> ImportBatch:
    """The batch, held against a second click, if it is in one of these states."""
    found = held(desk, batch_id)
    if settle(desk, found):
        found = held(desk, batch_id)
    if found.state not in states:
        state = found.state
        desk.session.rollback()
        raise NotNow(f"This cannot be done while the import is {state}. Look at the page again.")
    return found


def _keep_counts(found: ImportBatch, staged: Staged) -> None:
    found.counts = staged.counts
    found.covers_through = staged.covers_through


def _record_counts(desk: Desk, event: Event, found: ImportBatch) -> None:
    numbers = {name: n for name, n in found.counts.items() if isinstance(n, int)}
    desk.record(event, "import_batch", found.id, details=numbers)


def _to_recompute(desk: Desk, known_before: Knowledge, touched: frozenset[UUID]) -> frozenset[UUID]:
    desk.session.flush()
    unlike = knowledge(desk.session).campuses_unlike(known_before)
    if unlike is None:
        return frozenset(desk.session.scalars(select(Campus.id)))
    return touched | unlike


def _built_on(desk: Desk, batch_ids: frozenset[UUID]) -> str:
    query = select(ImportBatch).where(ImportBatch.id.in_(batch_ids)).order_by(ImportBatch.id)
    named = [_named(summary) for summary in summaries(desk, desk.session.scalars(query))]
    if not named:
        return "An ID that would return now belongs to another student, so this cannot be undone."
    return (
        f"{' and '.join(named)} changed or built on what this file brought. "
        f"Undo {'that file' if len(named) == 1 else 'those files'} first."
    )


def _named(summary: BatchSummary) -> str:
    day = summary.applied_at.astimezone(TEXAS).date() if summary.applied_at else None
    return f"“{', '.join(summary.file_names)}”, applied on {long_date(day)},"


def _row_count(desk: Desk, batch_id: UUID) -> int:
    query = select(func.count()).where(ImportRow.batch_id == batch_id)
    return desk.session.execute(query).scalar_one()


def _version_count(desk: Desk, batch_id: UUID) -> int:
    query = select(func.count()).where(StudentVersion.batch_id == batch_id)
    return desk.session.execute(query).scalar_one()


def _today(desk: Desk) -> date:
    return desk.now.astimezone(TEXAS).date()
