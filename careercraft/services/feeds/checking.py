"""What becomes of a file that a feed has read: loaded, refused, or kept for a person to look at."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from careercraft.imports.formats import format_by_id
from careercraft.imports.stored import open_row
from careercraft.models import Campus, Feed, ImportBatch, ImportRow, Student
from careercraft.services.context import Desk
from careercraft.services.feeds.due import ROSTER
from careercraft.services.imports.pages import warnings

ROWS_AT_ONCE = 500
Fate = tuple[str, str | None]
"""An outcome of `words.OUTCOMES`, or "applies"; and the reason for it."""


def fate_of(desk: Desk, feed: Feed, batch: ImportBatch) -> Fate:
    """What is to be done with a batch that was read; an alarm always waits for a person."""
    if batch.state == "unmapped":
        return "columns", "columns"
    if batch.state != "staged":
        return "refused", "refused"
    stop = _stop(desk, feed, batch)
    return ("waits", stop) if stop else ("applies", None)


def _stop(desk: Desk, feed: Feed, batch: ImportBatch) -> str | None:
    if not _is_expected(feed, batch):
        return "other_format"
    if _speaks_of_others(desk, feed, batch):
        return "other_campus"
    if warnings(desk, batch):
        return "alarm"
    return None if feed.applies else "by_hand"


def _is_expected(feed: Feed, batch: ImportBatch) -> bool:
    if feed.mapping_id is not None:
        return batch.mapping_id == feed.mapping_id
    return feed.format_id in (None, batch.format_id)


def _speaks_of_others(desk: Desk, feed: Feed, batch: ImportBatch) -> bool:
    """Whether a row is about a student of a campus that is not this feed's, before or after it."""
    only = {UUID(one) for one in feed.campuses["only"]}
    if not only:
        return False
    elsewhere = (
        select(ImportRow.id)
        .join(Student, Student.id == ImportRow.student_id)
        .where(ImportRow.batch_id == batch.id, Student.campus_id.not_in(only))
        .limit(1)
    )
    if desk.session.scalars(elsewhere).first() is not None:
        return True
    return format_by_id(batch.format_id or "").kind == ROSTER and _enrolls_elsewhere(
        desk, only, batch.id
    )


def _enrolls_elsewhere(desk: Desk, only: set[UUID], batch_id: UUID) -> bool:
    """Whether a roster names another campus; that stands in its sealed rows alone."""
    numbers = set(desk.session.scalars(select(Campus.number).where(Campus.id.in_(only))))
    query = select(ImportRow.id, ImportRow.row_sealed).where(
        ImportRow.batch_id == batch_id, ImportRow.outcome.in_(("create", "change"))
    )
    for row in desk.session.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
        named = (open_row(desk.keys, row.id, row.row_sealed)["student"] or {}).get("campus_id")
        if named and named not in numbers:
            return True
    return False
