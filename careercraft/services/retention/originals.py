"""Uploaded originals: which of them name a student, and how one is destroyed.

An original is destroyed whole, not rewritten: the lines of the other students were read from it
and stay, each with its file and line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from careercraft.filestore import FileMissing
from careercraft.imports.rows import SourceFile
from careercraft.models import BonusList, BonusListRow, ImportBatch, ImportRow
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.retention.traces import Traces, names_student, remove_from

STORE = "upload"
NAMELESS = "original destroyed"


def destroy_naming(
    desk: Desk, traces: Traces, batches: Collection[UUID], lists: Collection[UUID]
) -> int:
    """Destroy the originals of batches and lists that had lines about a student, and those that
    were never read into lines and name the student.
    """
    gone = 0
    for batch in desk.session.scalars(select(ImportBatch)).all():
        if batch.id in batches or (not _was_read(desk, batch) and _names(desk, traces, batch)):
            gone += destroy_of_batch(desk, batch)
            _tidy_words(desk, traces, batch)
            _tidy_lines(desk, traces, batch)
    for one in desk.session.scalars(select(BonusList)).all():
        if one.id in lists or (not _list_was_read(desk, one) and _list_names(desk, traces, one)):
            gone += destroy_of_list(desk, one)
    desk.session.flush()
    return gone


def destroy_of_batch(desk: Desk, batch: ImportBatch) -> int:
    """Destroy the originals of one upload; how many there were. Its entry and lines stay."""
    kept, gone = stored_of(desk, batch), 0
    for file in kept:
        if file["file"]:
            desk.files.remove(desk.keys, STORE, UUID(file["file"]))
            file["file"] = ""
            gone += 1
    if gone:
        batch.names_sealed = seal_json(desk.keys, _names_of_batch(batch.id), kept)
    if batch.state in {"waiting", "unmapped"}:
        batch.state = "discarded"
    return gone


def destroy_of_list(desk: Desk, one: BonusList) -> int:
    """Destroy the original of a state list; its rows stay."""
    file_id, _ = _stored_list(desk, one)
    if not _has(desk, file_id):
        return 0
    desk.files.remove(desk.keys, STORE, file_id)
    if one.state in {"uploaded", "mapped"}:
        one.state = "discarded"
    return 1


def stored_of(desk: Desk, batch: ImportBatch) -> list[dict[str, Any]]:
    """Name and id of each original of an upload."""
    opened: list[dict[str, Any]] = unseal_json(
        desk.keys, _names_of_batch(batch.id), batch.names_sealed
    )
    return opened


def _was_read(desk: Desk, batch: ImportBatch) -> bool:
    return bool(desk.session.scalar(select(exists().where(ImportRow.batch_id == batch.id))))


def _list_was_read(desk: Desk, one: BonusList) -> bool:
    return bool(desk.session.scalar(select(exists().where(BonusListRow.list_id == one.id))))


def _names(desk: Desk, traces: Traces, batch: ImportBatch) -> bool:
    return any(names_student(traces, file) for file in _contents(desk, batch))


def _contents(desk: Desk, batch: ImportBatch) -> Iterator[SourceFile]:
    for file in stored_of(desk, batch):
        if file["file"] and _has(desk, UUID(file["file"])):
            content = desk.files.get(desk.keys, STORE, UUID(file["file"]))
            yield SourceFile(file["name"], content)


def _list_names(desk: Desk, traces: Traces, one: BonusList) -> bool:
    file_id, name = _stored_list(desk, one)
    if not _has(desk, file_id):
        return False
    return names_student(traces, SourceFile(name, desk.files.get(desk.keys, STORE, file_id)))


def _has(desk: Desk, file_id: UUID) -> bool:
    try:
        desk.files.get(desk.keys, STORE, file_id)
    except FileMissing:
        return False
    return True


def _stored_list(desk: Desk, one: BonusList) -> tuple[UUID, str]:
    held = unseal_json(desk.keys, Place("bonus_lists", "names_sealed", one.id), one.names_sealed)
    return UUID(held["file"]), held["name"]


def _tidy_words(desk: Desk, traces: Traces, batch: ImportBatch) -> None:
    """What was remarked about the whole file may quote a cell that names the student."""
    if batch.refusal_sealed is None:
        return
    place = Place("import_batches", "refusal_sealed", batch.id)
    said = str(unseal_json(desk.keys, place, batch.refusal_sealed)).casefold()
    identity = traces.identity
    if any(name.casefold() in said for name in (identity.first_name, identity.last_name) if name):
        batch.refusal_sealed = None


def _tidy_lines(desk: Desk, traces: Traces, batch: ImportBatch) -> None:
    """Each line tells the name of its file, which may name the student; the lines are others'."""
    if not any(traces.are_in(file["name"]) for file in stored_of(desk, batch)):
        return
    rows = select(ImportRow.id, ImportRow.row_sealed).where(ImportRow.batch_id == batch.id)
    for row_id, value in desk.session.execute(rows).all():
        remove_from(desk, traces, Place("import_rows", "row_sealed", row_id), value)


def _names_of_batch(batch_id: UUID) -> Place:
    return Place("import_batches", "names_sealed", batch_id)
