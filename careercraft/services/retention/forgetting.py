"""Forgetting one student: every row, file, line and mention, and the key that sealed them.

Which tables speak of a student is told by the retention schedule, so that a new table is reached as
soon as it is in the schedule, which a guard demands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, or_, select

from careercraft.db import Base
from careercraft.models import (
    BonusDecision,
    BonusListRow,
    ImportRow,
    MatchDecision,
    PrivacyRequest,
    RequestLetter,
    RequestStep,
    Student,
)
from careercraft.privacy.access import NotFound
from careercraft.privacy.identity import open_identity
from careercraft.privacy.retention import Table as Scheduled
from careercraft.privacy.retention import kind_of_table, tables
from careercraft.services.context import Desk
from careercraft.services.records import cases
from careercraft.services.retention import originals, traces
from careercraft.services.retention.mentions import MENTIONS
from careercraft.services.retention.rows import put

Progress = Callable[[int, int], None]
EMPTIED = frozenset({"privacy_requests", "request_steps", "request_letters"})
"""Tables whose rows stay without their words, to show that the request was answered."""
BY_KEYS = frozenset({"record_keys"})
EMPTY = b""


class OnHold(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A request about the record is open: nothing of it may be destroyed."""


def forget(
    desk: Desk, student_id: UUID, progress: Progress, *, besides: UUID | None = None
) -> Counter[str]:
    """Destroy everything about a student; how much, by kind of record. The caller commits.

    `besides`: the request that asked for it. Raises `NotFound` or `OnHold`.
    """
    student = desk.session.get(Student, student_id, with_for_update=True)
    if student is None:
        raise NotFound("student")
    if cases.is_held(desk, student_id, besides):
        raise OnHold("A request about this record is open.")
    found = traces.traces_of(open_identity(desk.keys, student))
    steps = _steps(desk, student_id, found)
    counts: Counter[str] = Counter()
    for done, step in enumerate(steps):
        progress(done, len(steps))
        counts.update(step())
    desk.session.expire_all()
    progress(len(steps), len(steps))
    return +counts


def _steps(
    desk: Desk, student_id: UUID, found: traces.Traces
) -> list[Callable[[], dict[str, int]]]:
    """In this order: what is found by the record comes before the record."""
    return [
        lambda: _originals_and_waiting_lines(desk, student_id, found),
        lambda: _mentions(desk, student_id),
        lambda: _empty_requests(desk, student_id),
        lambda: _rows(desk, student_id),
        lambda: {"words": traces.remove_from_words(desk, found)},
        lambda: {"keys": desk.keys.own_keys.destroy([student_id])},
    ]


def _mentions(desk: Desk, student_id: UUID) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for table, take_out in MENTIONS.items():
        counts[kind_of_table(table).id] += take_out(desk, student_id)
    return dict(counts)


def _originals_and_waiting_lines(
    desk: Desk, student_id: UUID, found: traces.Traces
) -> dict[str, int]:
    lines = traces.waiting_rows(desk, found, student_id)
    state_lines = traces.waiting_state_rows(desk, found)
    decisions = traces.decisions_about(desk, found)
    own = or_(ImportRow.student_id == student_id, ImportRow.id.in_(lines))
    batches = set(desk.session.scalars(select(ImportRow.batch_id).where(own)))
    listed = or_(BonusListRow.student_id == student_id, BonusListRow.id.in_(state_lines))
    lists = set(desk.session.scalars(select(BonusListRow.list_id).where(listed)))
    gone = originals.destroy_naming(desk, found, batches, lists)
    about = delete(BonusDecision).where(BonusDecision.about_id.in_(state_lines))
    desk.session.execute(about)
    for model, ids in (
        (ImportRow, lines),
        (BonusListRow, state_lines),
        (MatchDecision, decisions),
    ):
        desk.session.execute(delete(model).where(model.id.in_(ids)))
    return {"loaded_files": gone + len(lines) + len(decisions), "state_lists": len(state_lines)}


def _empty_requests(desk: Desk, student_id: UUID) -> dict[str, int]:
    """Requests about a destroyed record keep number, kind, dates and outcome."""
    ids = list(
        desk.session.scalars(
            select(PrivacyRequest.id).where(PrivacyRequest.student_id == student_id)
        )
    )
    letters = select(RequestLetter).where(RequestLetter.request_id.in_(ids))
    for letter in desk.session.scalars(letters).all():
        desk.files.remove(desk.keys, tables()["request_letters"].file, letter.id)
        letter.content_sealed = EMPTY
    steps = select(RequestStep.id).where(
        RequestStep.request_id.in_(ids), RequestStep.content_sealed.is_not(None)
    )
    for step_id in desk.session.scalars(steps).all():
        put(desk, Base.metadata.tables["request_steps"], step_id, "content_sealed", None)
    for request in desk.session.scalars(select(PrivacyRequest).where(PrivacyRequest.id.in_(ids))):
        request.details_sealed = EMPTY
        request.facts = dict(request.facts) | {cases.WORDS_DESTROYED: desk.now.isoformat()}
    desk.session.flush()
    return {"requests": len(ids)}


def _rows(desk: Desk, student_id: UUID) -> dict[str, int]:
    counts: Counter[str] = Counter()
    scheduled = tables()
    for table in reversed(Base.metadata.sorted_tables):
        how = scheduled[table.name]
        if how.about == "owner" and table.name not in EMPTIED | BY_KEYS:
            counts[kind_of_table(table.name).id] += _delete_rows(desk, table, how, [student_id])
    return dict(counts)


def _delete_rows(desk: Desk, table: Table, how: Scheduled, owners: Collection[UUID]) -> int:
    """Delete the rows of some owners, with the files that lie under the ids of the rows."""
    mine = _of_owners(table, how, owners)
    ids = list(desk.session.execute(select(table.c.id).where(mine)).scalars())
    for area in how.areas:
        for row_id in ids:
            desk.files.remove(desk.keys, area, row_id)
    desk.session.execute(delete(table).where(table.c.id.in_(ids)))
    return len(ids)


def _of_owners(table: Table, how: Scheduled, owners: Collection[UUID]) -> Any:
    column = table.c[how.column]
    if not how.through:
        return column.in_(list(owners))
    parent = Base.metadata.tables[how.through]
    above = _of_owners(parent, tables()[how.through], owners)
    return column.in_(select(parent.c.id).where(above))
