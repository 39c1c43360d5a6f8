"""What is unusual about a file beside the files of its kind that were loaded before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from careercraft.clock import TEXAS
from careercraft.imports.staging import Staged
from careercraft.imports.tally import Warned
from careercraft.models import ImportBatch
from careercraft.services.context import Desk

FEWEST_ROWS_COMPARED = 10
"""Of shorter files no share is taken: a retest of three students is no alarm."""
LONG_AGO = timedelta(days=730)


def with_alarms(desk: Desk, found: ImportBatch, staged: Staged) -> Staged:
    """The counts of a batch with what is unusual beside its predecessors."""
    alarms = [alarm._asdict() for alarm in _alarms(desk, found, staged)]
    counts = staged.counts | {"warnings": [*staged.counts["warnings"], *alarms]}
    return staged._replace(counts=counts)


def _alarms(desk: Desk, found: ImportBatch, staged: Staged) -> Iterator[Warned]:
    if found.parent_id is not None:
        return
    before, rows = _predecessor(desk, found), staged.counts["rows"]
    if before is not None:
        yield from _fewer(before, rows)
        yield from _older(before, staged.covers_through, rows)
    yield from _long_ago(desk, staged.covers_through, rows)


def _predecessor(desk: Desk, found: ImportBatch) -> Row[Any] | None:
    """The last applied file of the same format, and of the same saved columns."""
    query = (
        select(ImportBatch.counts, ImportBatch.covers_through)
        .where(
            ImportBatch.state == "applied",
            ImportBatch.format_id == found.format_id,
            ImportBatch.mapping_id.is_not_distinct_from(found.mapping_id),
            ImportBatch.parent_id.is_(None),
            ImportBatch.id != found.id,
        )
        .order_by(ImportBatch.applied_at.desc())
        .limit(1)
    )
    return desk.session.execute(query).one_or_none()


def _fewer(before: Row[Any], rows: int) -> Iterator[Warned]:
    last = before.counts.get("rows", 0)
    if last >= FEWEST_ROWS_COMPARED and rows * 2 < last:
        yield Warned("fewer_rows", rows, last)


def _older(before: Row[Any], through: date | None, rows: int) -> Iterator[Warned]:
    if through and before.covers_through and through < before.covers_through:
        yield Warned("older_than_loaded", rows, rows, day=through.isoformat())


def _long_ago(desk: Desk, through: date | None, rows: int) -> Iterator[Warned]:
    today = desk.now.astimezone(TEXAS).date()
    if through and today - through > LONG_AGO:
        yield Warned("long_ago", rows, rows, day=through.isoformat())
