"""One student: found, seen for a reason, judged, explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from careercraft.calc import StudentResult
from careercraft.calc.bonus import BonusResult
from careercraft.clock import TEXAS, school_year
from careercraft.imports.formats import format_by_id
from careercraft.models import Campus, Document, ImportBatch, ImportRow, Outcome, Student, User
from careercraft.privacy.access import NotFound, Reason, require, visible_students, why_can_see
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import (
    Identity,
    Profile,
    identity_from,
    open_identity,
    open_profile,
    open_staff,
)
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact, stored_facts
from careercraft.services.knowledge import known_now
from careercraft.services.outcomes import Judgement, judge

MOST_FOUND = 50
PLANS_SHOWN = 10


PRINTED = (
    select(
        Document.id,
        Document.kind,
        Document.language,
        Document.state,
        Document.pages,
        Document.size,
        Document.asked_at,
        Document.superseded_at,
        Document.facts_fingerprint,
        Document.rules_fingerprint,
    )
    .where(Document.student_id == bindparam("student"), Document.state != "failed")
    .order_by(Document.asked_at.desc(), Document.id)
    .limit(PLANS_SHOWN)
)
WHERE = (
    select(Campus.name, User)
    .outerjoin(User, User.id == bindparam("counselor"))
    .where(Campus.id == bindparam("campus"))
)
STORED = select(
    Outcome.state, Outcome.facts_fingerprint, Outcome.rules_fingerprint, Outcome.computed_at
).where(Outcome.student_id == bindparam("student"))
"""Built once, as every student's page asks them."""


class EvidenceView(NamedTuple):
    """One piece of evidence with where it was read."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    source_title: str
    file_name: str
    line: int
    applied_at: datetime | None


class Judged(NamedTuple):
    """A student with what the rules say today and why; for the page and the printed plan alike."""

    student_id: UUID
    district_name: str
    campus_name: str
    identity: Identity
    profile: Profile
    grade: int | None
    class_of: int
    status: str
    counselor_name: str | None
    result: StudentResult
    bonus: BonusResult
    evidence: dict[str, EvidenceView]
    """By the reference that findings carry."""
    facts_fingerprint: str
    judged_on: date
    school_year: str
    data_through: date | None
    """The last day up to which any source is loaded."""


class PrintedPlan(NamedTuple):
    """A printed plan or letter. `superseded`: the record or the rules have changed since."""

    id: UUID
    kind: str
    language: str
    state: str
    pages: int | None
    size: int | None
    asked_at: datetime
    superseded: bool


class StudentPage(NamedTuple):
    """What the student page shows."""

    judged: Judged
    reason: Reason
    stored_state: str | None
    """What the roster says; differs from the result until the campus is recomputed."""
    up_to_date: bool
    computed_at: datetime | None
    campus_id: UUID
    plans: tuple[PrintedPlan, ...]
    """The latest plans that are ready or on their way, newest first."""


class Found(NamedTuple):
    """One student whom a search found."""

    id: UUID
    name: str
    campus_name: str
    class_of: int
    grade: int | None
    status: str
    local_id: str | None


def visible_student(desk: Desk, student_id: UUID) -> tuple[Student, Reason]:
    """A student whom the person may see, and why; raises `NotFound` otherwise."""
    require(desk.actor, Permission.CAMPUS_STUDENT_READ)
    student = desk.session.get(Student, student_id)
    if student is None or student.removed_at is not None:
        raise NotFound("student")
    reason = why_can_see(desk.actor, student)
    if reason is None:
        raise NotFound("student")
    return student, reason


def named(desk: Desk, student_id: UUID, form: str) -> Student:
    """A student whose name a form shows; that it was shown is recorded. Raises `NotFound`."""
    student, reason = visible_student(desk, student_id)
    shown: dict[str, Detail] = {"form": form}
    desk.record(Event.STUDENT_VIEWED, "student", student.id, reason=reason.value, details=shown)
    desk.session.commit()
    return student


def page(desk: Desk, student_id: UUID) -> StudentPage:
    """The student page; that it was seen, by whom and why, is recorded."""
    student, reason = visible_student(desk, student_id)
    seen = _judged(desk, student)
    outcome = _outcome(desk, student_id)
    desk.record(Event.STUDENT_VIEWED, "student", student_id, reason=reason.value)
    desk.session.commit()
    return StudentPage(
        seen,
        reason,
        outcome.state if outcome else None,
        outcome is not None
        and outcome.facts_fingerprint == seen.facts_fingerprint
        and outcome.rules_fingerprint == seen.result.rules_fingerprint,
        outcome.computed_at if outcome else None,
        student.campus_id,
        _plans(desk, seen),
    )


def judged(desk: Desk, student_id: UUID) -> Judged:
    """A student as the printed plan shows them; raises `NotFound`."""
    return _judged(desk, visible_student(desk, student_id)[0])


def changed_since(desk: Desk, student_id: UUID, printed_fingerprint: str | None) -> bool:
    """Whether a student's facts differ from those a document was printed with."""
    outcome = _outcome(desk, student_id)
    return (
        printed_fingerprint is not None
        and outcome is not None
        and outcome.facts_fingerprint != printed_fingerprint
    )


def find(desk: Desk, text: str, campus_id: UUID | None = None) -> list[Found]:
    """Students whose name or id holds the words of a search, among those the person may see, or
    those of one campus.

    That somebody searched, and how many were shown, is recorded; the words are not.
    """
    require(desk.actor, Permission.CAMPUS_STUDENT_READ)
    words = folded(text.replace(",", " ")).split()
    if not words:
        return []
    query = (
        select(
            Student.id,
            Student.identity_sealed,
            Student.class_of,
            Student.grade,
            Student.status,
            Campus.name,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .where(visible_students(desk.actor), Student.removed_at.is_(None))
    )
    if campus_id is not None:
        query = query.where(Student.campus_id == campus_id)
    opened = (
        (identity_from(desk.keys, row.id, row.identity_sealed), row)
        for row in desk.session.execute(query)
    )
    fitting = [(identity, row) for identity, row in opened if matches(identity, words)]
    fitting.sort(key=lambda one: (*name_order(one[0]), str(one[1].id)))
    shown = [_found(identity, row) for identity, row in fitting[:MOST_FOUND]]
    desk.record(
        Event.ROSTER_VIEWED,
        "search",
        details={"shown": len(shown), "searched": True},
        students=[one.id for one in shown],
    )
    desk.session.commit()
    return shown


def _found(identity: Identity, row: Any) -> Found:
    return Found(
        row.id,
        identity.listed_name,
        row.name,
        row.class_of,
        row.grade,
        row.status,
        identity.local_id,
    )


def name_order(identity: Identity) -> tuple[str, str]:
    """How names are sorted: by last name, then by first name, accents aside."""
    return folded(identity.last_name), folded(identity.first_name)


def matches(identity: Identity, words: list[str]) -> bool:
    """Whether each word begins a part of the name, or is one of the student's ids."""
    parts = folded(f"{identity.first_name} {identity.middle_name or ''} {identity.last_name}")
    ids = {i for i in (identity.state_unique_id, identity.local_id) if i}
    return all(
        word in ids or any(part.startswith(word) for part in parts.split()) for word in words
    )


def _judged(desk: Desk, student: Student) -> Judged:
    stored = stored_facts(desk, [student.id]).get(student.id, [])
    known = known_now(desk)
    judgement: Judgement = judge(desk, student, stored, known)
    where = _where(desk, student)
    today = desk.now.astimezone(TEXAS).date()
    return Judged(
        student_id=student.id,
        district_name=districts.current_district(desk).name,
        campus_name=where.campus_name,
        identity=open_identity(desk.keys, student),
        profile=open_profile(desk.keys, student),
        grade=student.grade,
        class_of=student.class_of,
        status=student.status,
        counselor_name=where.counselor_name,
        result=judgement.result,
        bonus=judgement.bonus,
        evidence=evidence_views(desk, stored),
        facts_fingerprint=judgement.facts_fingerprint,
        judged_on=today,
        school_year=school_year(today),
        data_through=known.through,
    )


def _plans(desk: Desk, seen: Judged) -> tuple[PrintedPlan, ...]:
    rows = desk.session.execute(PRINTED, {"student": seen.student_id})
    return tuple(_plan(one, seen) for one in rows)


def _plan(found: Any, seen: Judged) -> PrintedPlan:
    printed_with = (found.facts_fingerprint, found.rules_fingerprint)
    return PrintedPlan(
        found.id,
        found.kind,
        found.language,
        found.state,
        found.pages,
        found.size,
        found.asked_at,
        found.state == "ready"
        and (
            found.superseded_at is not None
            or printed_with != (seen.facts_fingerprint, seen.result.rules_fingerprint)
        ),
    )


class _Where(NamedTuple):
    """At which campus a student is, and whose."""

    campus_name: str
    counselor_name: str | None


def _where(desk: Desk, student: Student) -> _Where:
    asked = {"campus": student.campus_id, "counselor": student.counselor_id}
    name, counselor = desk.session.execute(WHERE, asked).one()
    return _Where(name, open_staff(desk.keys, counselor).name if counselor else None)


class _Stored(NamedTuple):
    """What the roster says of a student, and of which facts and rules it was made."""

    state: str
    facts_fingerprint: str
    rules_fingerprint: str
    computed_at: datetime


def _outcome(desk: Desk, student_id: UUID) -> _Stored | None:
    found = desk.session.execute(STORED, {"student": student_id}).first()
    return _Stored(*found) if found else None


def evidence_views(desk: Desk, stored: list[StoredFact]) -> dict[str, EvidenceView]:
    """Facts with where each was read, by the reference that findings carry."""
    rows = _rows(desk, {fact.row_id for fact in stored})
    return {str(fact.id): _view(fact, rows[fact.row_id]) for fact in stored}


class _Origin(NamedTuple):
    file_name: str
    line: int
    applied_at: datetime | None


def _rows(desk: Desk, row_ids: set[UUID]) -> dict[UUID, _Origin]:
    query = (
        select(ImportRow.id, ImportRow.line, ImportRow.row_sealed, ImportBatch.applied_at)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.id.in_(row_ids))
    )
    return {
        row.id: _Origin(
            unseal_json(desk.keys, Place("import_rows", "row_sealed", row.id), row.row_sealed).get(
                "file", ""
            ),
            row.line,
            row.applied_at,
        )
        for row in desk.session.execute(query)
    }


def _view(fact: StoredFact, origin: _Origin) -> EvidenceView:
    return EvidenceView(
        fact.id,
        fact.kind,
        dict(fact.payload),
        format_by_id(fact.source).title,
        origin.file_name,
        origin.line,
        origin.applied_at,
    )
