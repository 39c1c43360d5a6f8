"""One student: found, seen for a reason, judged, explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from careercraft.calc import StudentResult
from careercraft.calc.bonus import BonusResult
from careercraft.clock import TEXAS, school_year
from careercraft.db import each_given, rows_of
from careercraft.imports.formats import format_by_id
from careercraft.models import (
    Campus,
    Document,
    ImportBatch,
    ImportRow,
    Outcome,
    RecordKey,
    Student,
    User,
)
from careercraft.privacy.access import NotFound, Reason, require, visible_students, why_can_see
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import (
    Identity,
    Profile,
    identity_from,
    open_identity,
    open_profile,
    staff_from,
)
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact, stored_facts
from careercraft.services.knowledge import known_now
from careercraft.services.outcomes import Judgement, judge
from careercraft.services.students.beside import Beside, beside

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
LOOKED_UP = (
    select(
        Student,
        Campus.name.label("campus_name"),
        User.id.label("counselor_id"),
        User.identity_sealed.label("counselor_sealed"),
        RecordKey.key_sealed,
    )
    .join(Campus, Campus.id == Student.campus_id)
    .outerjoin(User, User.id == Student.counselor_id)
    .outerjoin(RecordKey, RecordKey.id == Student.id)
    .where(Student.id == bindparam("student"))
)
ORIGINS = each_given(
    select(ImportRow.id, ImportRow.line, ImportRow.row_sealed, ImportBatch.applied_at).join(
        ImportBatch, ImportBatch.id == ImportRow.batch_id
    ),
    ImportRow.id,
)
"""Built once, as every student's page asks them."""
FINGERPRINT = select(Outcome.facts_fingerprint).where(Outcome.student_id == bindparam("student"))


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
    campus_id: UUID
    plans: tuple[PrintedPlan, ...]
    """The latest plans that are ready or on their way, newest first."""
    beside: Beside

    @property
    def stored_state(self) -> str | None:
        """What the roster says; differs from the result until the campus is recomputed."""
        return self.beside.stored.state if self.beside.stored else None

    @property
    def computed_at(self) -> datetime | None:
        """When what the roster says was computed."""
        return self.beside.stored.computed_at if self.beside.stored else None

    @property
    def up_to_date(self) -> bool:
        """Whether the roster says it of these very facts, by these very rules."""
        stored, now = self.beside.stored, self.judged
        return stored is not None and (stored.facts_fingerprint, stored.rules_fingerprint) == (
            now.facts_fingerprint,
            now.result.rules_fingerprint,
        )


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
    """The student page; that it was seen, by whom and why, is recorded. Raises `NotFound`."""
    shown = looked_at(desk, student_id)
    record_look(desk, shown)
    return shown


def looked_at(desk: Desk, student_id: UUID) -> StudentPage:
    """The student page; whoever shows it calls `record_look`. Raises `NotFound`."""
    looked_up = _look_up(desk, student_id)
    seen = _judged(desk, looked_up)
    return StudentPage(
        seen,
        looked_up.reason,
        looked_up.student.campus_id,
        _plans(desk, seen),
        beside(desk, student_id),
    )


def record_look(desk: Desk, shown: StudentPage) -> None:
    """Record that a student's page is seen, by whom and why; commits."""
    student_id, reason = shown.judged.student_id, shown.reason
    desk.record(Event.STUDENT_VIEWED, "student", student_id, reason=reason.value)
    desk.session.commit()


def judged(desk: Desk, student_id: UUID) -> Judged:
    """A student as the printed plan shows them; raises `NotFound`."""
    return _judged(desk, _look_up(desk, student_id))


def changed_since(desk: Desk, student_id: UUID, printed_fingerprint: str | None) -> bool:
    """Whether a student's facts differ from those a document was printed with."""
    stored = desk.session.execute(FINGERPRINT, {"student": student_id}).scalar()
    return printed_fingerprint is not None and stored not in (None, printed_fingerprint)


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


class _LookedUp(NamedTuple):
    """A student whom the person may see, and why; at which campus, and whose."""

    student: Student
    reason: Reason
    campus_name: str
    counselor_name: str | None


def _look_up(desk: Desk, student_id: UUID) -> _LookedUp:
    """Read a student with all that names them on a page, in one step; raises `NotFound`."""
    found = desk.session.execute(LOOKED_UP, {"student": student_id}).first()
    student, reason = visible_student(desk, student_id)
    if found is None:  # it came in between
        raise NotFound("student")
    desk.keys.own_keys.take([(student.id, found.key_sealed)])
    sealed = found.counselor_sealed
    counselor = staff_from(desk.keys, found.counselor_id, sealed) if sealed is not None else None
    return _LookedUp(student, reason, found.campus_name, counselor.name if counselor else None)


def _judged(desk: Desk, looked_up: _LookedUp) -> Judged:
    student = looked_up.student
    stored = stored_facts(desk, [student.id]).get(student.id, [])
    known = known_now(desk)
    judgement: Judgement = judge(desk, student, stored, known)
    today = desk.now.astimezone(TEXAS).date()
    return Judged(
        student_id=student.id,
        district_name=districts.current_district(desk).name,
        campus_name=looked_up.campus_name,
        identity=open_identity(desk.keys, student),
        profile=open_profile(desk.keys, student),
        grade=student.grade,
        class_of=student.class_of,
        status=student.status,
        counselor_name=looked_up.counselor_name,
        result=judgement.result,
        bonus=judgement.bonus,
        evidence=evidence_views(desk, stored),
        facts_fingerprint=judgement.facts_fingerprint,
        judged_on=today,
        school_year=school_year(today),
        data_through=known.through,
    )


def _plans(desk: Desk, seen: Judged) -> tuple[PrintedPlan, ...]:
    rows = rows_of(desk.session, PRINTED, {"student": seen.student_id})
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


def evidence_views(desk: Desk, stored: list[StoredFact]) -> dict[str, EvidenceView]:
    """Facts with where each was read, by the reference that findings carry."""
    rows = _rows(desk, {fact.row_id for fact in stored})
    return {str(fact.id): _view(fact, rows[fact.row_id]) for fact in stored}


class _Origin(NamedTuple):
    file_name: str
    line: int
    applied_at: datetime | None


def _rows(desk: Desk, row_ids: set[UUID]) -> dict[UUID, _Origin]:
    found = rows_of(desk.session, ORIGINS, {"ids": list(row_ids)})
    return {row.id: _Origin(_file_of(desk, row), row.line, row.applied_at) for row in found}


def _file_of(desk: Desk, row: Any) -> str:
    """From which file of its batch a row was read."""
    held = unseal_json(desk.keys, Place("import_rows", "row_sealed", row.id), row.row_sealed)
    return str(held.get("file", ""))


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
