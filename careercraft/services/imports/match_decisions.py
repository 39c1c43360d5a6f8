"""What people decide about rows that wait: kept, taken back, and loaded where it comes too late.

A decision is found again by a keyed hash of all that the rows say of the person, so that the next
file needs none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, select

from careercraft.clock import TEXAS
from careercraft.imports.formats import format_by_id
from careercraft.imports.rows import LineResult, Person
from careercraft.imports.staging import stage
from careercraft.imports.stored import line_from, open_row, person_from
from careercraft.models import ImportBatch, ImportRow, MatchDecision, Student
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.imports import pages
from careercraft.services.imports.waiting import WAITING
from careercraft.services.people import names_of


class DecisionView(NamedTuple):
    """A decision in use."""

    id: UUID
    person: str
    student_id: UUID | None
    student: str | None
    decided_by: str
    decided_at: datetime
    to_load: int
    """Rows of applied files that it concerns and that were left out when they were applied."""


class NobodyFound(Exception):  # noqa: N818 - an answer to the person, not a fault
    """No student, or more than one, has the id that was typed."""


def waiting_row(desk: Desk, row_id: UUID) -> ImportRow:
    """A row that waits for a decision; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    row = desk.session.get(ImportRow, row_id)
    if row is None or row.person_lookup is None:
        raise NotFound("row")
    return row


def decide(desk: Desk, row_id: UUID, student_id: UUID | None) -> None:
    """Say who the person of a row is, or that it is nobody of the district. Raises `NotFound`."""
    row = waiting_row(desk, row_id)
    if student_id is not None:
        student = desk.session.get(Student, student_id)
        if student is None or student.removed_at is not None:
            raise NotFound("student")
    _end(desk, MatchDecision.person_lookup == row.person_lookup)
    kept = open_row(desk.keys, row.id, row.row_sealed)
    decision_id = uuid4()
    place = _place(decision_id).of(student_id)
    desk.session.add(
        MatchDecision(
            id=decision_id,
            district_id=desk.actor.district_id,
            person_lookup=row.person_lookup,
            person_sealed=seal_json(desk.keys, place, kept["person"]),
            student_id=student_id,
            decided_by=desk.actor.user_id,
            decided_at=desk.now,
        )
    )
    details = {"student_id": str(student_id) if student_id else None}
    desk.record(Event.MATCH_DECIDED, "match_decision", decision_id, details=details)
    desk.session.commit()


def student_with(desk: Desk, number: str) -> UUID:
    """The one student with this state or local id. Raises `NobodyFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    text = number.strip()
    query = select(Student.id).where(
        Student.removed_at.is_(None),
        or_(
            Student.state_id_lookup == id_lookup(desk.keys, "state", text),
            Student.local_id_lookup == id_lookup(desk.keys, "local", text),
        ),
    )
    found = desk.session.scalars(query.limit(2)).all()
    if len(found) != 1:
        raise NobodyFound("No student, or more than one, has this ID.")
    return found[0]


def withdraw(desk: Desk, decision_id: UUID) -> None:
    """Take a decision back; what was loaded by it stays until that file is undone."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = desk.session.get(MatchDecision, decision_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound("decision")
    _end(desk, MatchDecision.id == decision_id)
    desk.record(Event.MATCH_DECISION_WITHDRAWN, "match_decision", decision_id)
    desk.session.commit()


def _end(desk: Desk, which: ColumnElement[bool]) -> None:
    query = select(MatchDecision).where(which, MatchDecision.withdrawn_at.is_(None))
    for each in desk.session.scalars(query):
        each.withdrawn_by, each.withdrawn_at = desk.actor.user_id, desk.now
    desk.session.flush()


def decisions(desk: Desk) -> tuple[DecisionView, ...]:
    """Every decision in use, newest first; whose they are is recorded."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    query = (
        select(MatchDecision)
        .where(MatchDecision.withdrawn_at.is_(None))
        .order_by(MatchDecision.decided_at.desc(), MatchDecision.id)
    )
    found = desk.session.scalars(query).all()
    names = names_of(desk, {each.decided_by for each in found})
    students = pages.student_names(desk, {d.student_id for d in found if d.student_id})
    to_load = _to_load(desk)
    desk.record(
        Event.MATCH_DECISIONS_VIEWED,
        "match_decision",
        details={"shown": len(found)},
        students=students,
    )
    desk.session.commit()
    return tuple(
        DecisionView(
            each.id,
            pages.person_in_words(_said(desk, each)),
            each.student_id,
            students.get(each.student_id) if each.student_id else None,
            names.get(each.decided_by, ""),
            each.decided_at,
            to_load.get(each.person_lookup, 0),
        )
        for each in found
    )


def _said(desk: Desk, found: MatchDecision) -> Person:
    plain: dict[str, Any] = unseal_json(desk.keys, _place(found.id), found.person_sealed)
    return person_from(plain)


def _place(decision_id: UUID) -> Place:
    return Place("match_decisions", "person_sealed", decision_id)


# Loading what was left out


def _left_out() -> ColumnElement[bool]:
    """Rows of applied files about somebody decided since; rows loaded afterwards are not among."""
    decided = select(MatchDecision.person_lookup).where(
        MatchDecision.withdrawn_at.is_(None), MatchDecision.student_id.is_not(None)
    )
    return (
        ImportRow.outcome.in_(WAITING)
        & ImportRow.person_lookup.in_(decided)
        & (ImportBatch.state == "applied")
    )


def _to_load(desk: Desk) -> dict[bytes | None, int]:
    query = (
        select(ImportRow.person_lookup, func.count().label("rows"))
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(_left_out())
        .group_by(ImportRow.person_lookup)
    )
    return {row.person_lookup: row.rows for row in desk.session.execute(query)}


def load_decided(desk: Desk) -> tuple[UUID, ...]:
    """Stage, per applied file, a batch of its rows whose person is decided now.

    Each is looked at, applied and undone like any file; rows loaded before change nothing.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    query = (
        select(ImportBatch)
        .where(ImportBatch.id.in_(select(ImportRow.batch_id).join(ImportBatch).where(_left_out())))
        .order_by(ImportBatch.id)
    )
    return tuple(_follow_up(desk, parent) for parent in desk.session.scalars(query).all())


def _follow_up(desk: Desk, parent: ImportBatch) -> UUID:
    batch_id = uuid4()
    names = [{"file": "", "name": name} for name in pages.file_names(desk, parent)]
    found = ImportBatch(
        id=batch_id,
        district_id=desk.actor.district_id,
        format_id=parent.format_id,
        state="staged",
        names_sealed=seal_json(desk.keys, Place("import_batches", "names_sealed", batch_id), names),
        content_sha256=parent.content_sha256,
        size=0,
        uploaded_by=desk.actor.user_id,
        uploaded_at=desk.now,
        read_at=desk.now,
        counts={},
        parent_id=parent.id,
        mapping_id=parent.mapping_id,
    )
    desk.session.add(found)
    desk.session.flush()
    staged = stage(
        desk.session,
        desk.keys,
        batch_id,
        _decided_lines(desk, parent.id),
        format_by_id(parent.format_id or ""),
        desk.now.astimezone(TEXAS).date(),
        lambda _done: None,
    )
    found.counts, found.covers_through = staged.counts, staged.covers_through
    numbers = {name: n for name, n in found.counts.items() if isinstance(n, int)}
    desk.record(Event.IMPORT_READ, "import_batch", batch_id, details=numbers)
    desk.session.commit()
    return batch_id


def _decided_lines(desk: Desk, parent_id: UUID) -> list[LineResult]:
    query = (
        select(ImportRow.id, ImportRow.row_sealed)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.batch_id == parent_id, _left_out())
        .order_by(ImportRow.id)
    )
    return [
        line_from(open_row(desk.keys, row.id, row.row_sealed))
        for row in desk.session.execute(query)
    ]
