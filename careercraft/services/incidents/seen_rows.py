"""Rows of files and lists that somebody saw before it was known whose they are.

The trail names the rows. By now somebody may have been found in them; the others are counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from careercraft.models import AuditEvent, BonusListRow, ImportRow
from careercraft.privacy.audit import FIRST_ROWS, WHOLE_FILE, files_in, rows_in
from careercraft.services.context import Desk

LIST = "bonus_list"


class Seen(NamedTuple):
    """Whose the rows are as far as it is known now; how many are nobody's yet, and in which files.

    A row that is not there any more counts as nobody's; a file that was never read is one of the
    files, without rows.
    """

    students: frozenset[UUID]
    waiting: int
    files: frozenset[UUID]


def are_in(event: AuditEvent) -> bool:
    """Whether an entry of the trail shows rows in which nobody had been found."""
    details = event.details
    return bool(rows_in(details) or details.get(WHOLE_FILE) or details.get(FIRST_ROWS))


def of(desk: Desk, events: Iterable[AuditEvent]) -> Seen:
    """What is known of the rows that some entries of the trail show."""
    students: set[UUID] = set()
    nobodys: set[UUID] = set()
    files: set[UUID | None] = set()
    for event in events:
        if not are_in(event):
            continue
        found = _rows(desk, event)
        students |= {one.student for one in found if one.student}
        waiting = {one.id: one.file for one in found if not one.student}
        gone = rows_in(event.details) - {one.id for one in found}
        nobodys |= waiting.keys() | gone
        files |= set(waiting.values())
        if gone or not found:
            files |= files_in(event.details) or {event.object_id}
    return Seen(frozenset(students), len(nobodys), frozenset(one for one in files if one))


class _Row(NamedTuple):
    id: UUID
    student: UUID | None
    file: UUID


def _rows(desk: Desk, event: AuditEvent) -> list[_Row]:
    """The rows that an entry shows, each with the student found in it and its file."""
    model: Any = BonusListRow if event.object_type == LIST else ImportRow
    parent = model.list_id if event.object_type == LIST else model.batch_id
    query = select(model.id, model.student_id, parent)
    ids = rows_in(event.details)
    if ids:
        return _found(desk, query.where(model.id.in_(ids)))
    whole: ColumnElement[bool] = parent == event.object_id
    first = event.details.get(FIRST_ROWS)
    return _found(desk, query.where(whole).order_by(model.line).limit(first))


def _found(desk: Desk, query: Any) -> list[_Row]:
    return [_Row(*row) for row in desk.session.execute(query)]
