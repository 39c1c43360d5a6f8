"""A granted correction: the record is changed, its history sealed, the field pinned, all that rests
on it judged anew, older prints marked, and those who received the wrong value listed.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update

from careercraft.imports.apply import one_at_a_time
from careercraft.imports.pinned import field_of, with_field
from careercraft.imports.versions import student_values
from careercraft.models import (
    AuditEvent,
    Correction,
    Document,
    Evidence,
    PrivacyRequest,
    RequestItem,
    Student,
)
from careercraft.privacy.access import NotFound
from careercraft.privacy.events import Event
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import people, tasks
from careercraft.services.context import Desk
from careercraft.services.records import cases, subjects

READS = (Event.STUDENT_VIEWED.value, Event.DOCUMENT_DOWNLOADED.value)


class Made(NamedTuple):
    """One correction: what it was of, and since when it holds."""

    id: UUID
    subject: str
    field: str
    natural_key: bytes | None
    before: Any
    after: Any
    corrected_at: Any
    pinned: bool
    number: int


def carry_out(desk: Desk, request: PrivacyRequest) -> tuple[UUID, ...]:
    """Make every granted correction of a case that is not made yet; the caller commits.

    Returns the tasks that judge the campus anew, which the caller enqueues.
    """
    one_at_a_time(desk.session, desk.actor.district_id)
    student = desk.session.get_one(Student, request.student_id)
    for item in cases.items_of(desk, request.id):
        granted = item.decision == "grant" or item.hearing_outcome == "upheld"
        if granted and item.result_id is None:
            _correct(desk, request, student, item)
    prints = update(Document).where(Document.student_id == student.id)
    desk.session.execute(
        prints.where(Document.superseded_at.is_(None)).values(superseded_at=desk.now)
    )
    return (tasks.start(desk, "recompute_campus", student.campus_id).id,)


def _correct(desk: Desk, request: PrivacyRequest, student: Student, item: RequestItem) -> None:
    place = Place("request_items", "values_sealed", item.id)
    asked = unseal_json(desk.keys, place, item.values_sealed)["asked"]
    correction_id = uuid4()
    if item.subject == subjects.EVIDENCE:
        before, after = _correct_fact(desk, student, item, asked, correction_id)
    else:
        before, after = _correct_field(desk, student, item, asked)
    _end_older_pins(desk, student.id, item, correction_id)
    before_place = Place("corrections", "before_sealed", correction_id, student.id)
    after_place = Place("corrections", "after_sealed", correction_id, student.id)
    desk.session.add(
        Correction(
            id=correction_id,
            district_id=desk.actor.district_id,
            student_id=student.id,
            request_id=request.id,
            subject=item.subject,
            field=item.field,
            natural_key=item.natural_key,
            before_sealed=seal_json(desk.keys, before_place, {"value": before}),
            after_sealed=seal_json(desk.keys, after_place, {"value": after}),
            corrected_by=desk.actor.user_id,
            corrected_at=desk.now,
        )
    )
    item.result_id = correction_id
    desk.session.flush()
    desk.record(
        Event.RECORD_CORRECTED,
        "student",
        student.id,
        details={"correction_id": str(correction_id), "field": item.field or "whole fact"},
    )


def _correct_field(desk: Desk, student: Student, item: RequestItem, asked: Any) -> tuple[Any, Any]:
    known = subjects.known_student(desk, student)
    before = field_of(known, item.subject, item.field)
    changed = with_field(known, item.subject, item.field, asked)
    values = student_values(desk.keys, changed)
    desk.session.execute(update(Student).where(Student.id == values.pop("id")).values(**values))
    desk.session.refresh(student)
    return before, asked


def _correct_fact(
    desk: Desk, student: Student, item: RequestItem, asked: Any, correction_id: UUID
) -> tuple[Any, Any]:
    """The row that counts today, not the one of the day on which the request was entered."""
    query = select(Evidence).where(
        Evidence.student_id == student.id,
        Evidence.natural_key == item.natural_key,
        Evidence.active,
    )
    old = desk.session.scalars(query).first()
    if old is None:
        raise NotFound("evidence")
    payload = unseal_json(desk.keys, Place("evidence", "fact_sealed", old.id), old.fact_sealed)
    old.active, old.superseded_by = False, correction_id
    desk.session.flush()
    if item.field == subjects.WHOLE:
        return payload, None
    changed = _with_value(payload, item.field, asked)
    new_id = uuid4()
    place = Place("evidence", "fact_sealed", new_id, student.id)
    desk.session.add(
        Evidence(
            id=new_id,
            district_id=old.district_id,
            student_id=old.student_id,
            kind=old.kind,
            covers=old.covers,
            natural_key=old.natural_key,
            fact_sealed=seal_json(desk.keys, place, changed),
            source=old.source,
            batch_id=old.batch_id,
            row_id=old.row_id,
            active=True,
            correction_id=correction_id,
        )
    )
    desk.session.flush()
    return payload, changed


def _with_value(payload: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    outer, _, inner = field.partition(".")
    if inner:
        return payload | {outer: payload[outer] | {inner: value}}
    return payload | {outer: value}


def _end_older_pins(desk: Desk, student_id: UUID, item: RequestItem, correction_id: UUID) -> None:
    """A later correction of the same part takes the place of an earlier one."""
    older = update(Correction).where(
        Correction.student_id == student_id, Correction.agreed_batch_id.is_(None)
    )
    if item.natural_key is not None:
        older = older.where(Correction.natural_key == item.natural_key)
    else:
        older = older.where(Correction.subject == item.subject, Correction.field == item.field)
    desk.session.execute(older.values(agreed_batch_id=correction_id))


def corrections_of(desk: Desk, student_id: UUID) -> list[Correction]:
    """The corrections of a student's record, in order; their old values stay sealed."""
    query = select(Correction).where(Correction.student_id == student_id)
    return list(desk.session.scalars(query.order_by(Correction.corrected_at, Correction.id)))


class Reader(NamedTuple):
    """Somebody who saw or took the record before it was corrected."""

    who: str
    action: str
    at: Any


def earlier_readers(desk: Desk, student_id: UUID, before: Any) -> list[Reader]:
    """Who of the staff saw or printed the record before a moment, by the audit trail."""
    query = (
        select(AuditEvent.actor_id, AuditEvent.action, AuditEvent.at)
        .where(
            AuditEvent.action.in_(READS),
            AuditEvent.at <= before,
            (AuditEvent.object_id == student_id)
            | (AuditEvent.details["student_id"].as_string() == str(student_id)),
        )
        .order_by(AuditEvent.at.desc())
    )
    latest: dict[tuple[UUID | None, str], Any] = {}
    for row in desk.session.execute(query):
        latest.setdefault((row.actor_id, row.action), row.at)
    names = people.names_of(desk, {who for who, _ in latest if who})
    return [
        Reader(names.get(who, "the system") if who else "the system", action, at)
        for (who, action), at in latest.items()
    ]
