"""Students, their outcomes and their evidence as plain data, page by page.

Whatever is contested or was amended travels with each record (34 CFR 99.21(c)).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select

from careercraft.calc import GraduatingClass
from careercraft.models import (
    Campus,
    Correction,
    Evidence,
    ImportBatch,
    Outcome,
    Statement,
    Student,
    StudentVersion,
)
from careercraft.privacy.access import NotFound, visible_students
from careercraft.privacy.identity import identity_from, profile_from
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import sources
from careercraft.services.context import Desk
from careercraft.services.records import contested
from careercraft.services.records.contested import NO_MARKS, Marks

MOST_AT_ONCE = 200
Plain = dict[str, Any]


class Asked(NamedTuple):
    """Which records: after which, how many, of whom, changed since when."""

    after: UUID | None = None
    limit: int = 100
    updated_since: datetime | None = None
    class_of: int | None = None
    campus: str | None = None


class Page(NamedTuple):
    """Some records; `last` is where the next page begins, None at the end."""

    records: list[Plain]
    last: UUID | None

    @property
    def whose(self) -> list[UUID]:
        """The students whom the records are about."""
        return [UUID(one.get("student_id") or one["id"]) for one in self.records]


def students(desk: Desk, asked: Asked) -> Page:
    """Students on file, in the order of their ids."""
    return _students(desk, asked, None)


def student(desk: Desk, student_id: UUID) -> Plain:
    """One student; raises `NotFound`."""
    return _one(_students(desk, Asked(limit=1), student_id))


def outcomes(desk: Desk, asked: Asked) -> Page:
    """What the rules say of each student who was judged."""
    return _outcomes(desk, asked, None)


def outcome(desk: Desk, student_id: UUID) -> Plain:
    """What they say of one; raises `NotFound`."""
    return _one(_outcomes(desk, Asked(limit=1), student_id))


def evidence(desk: Desk, asked: Asked, student_id: UUID | None = None) -> Page:
    """The facts that count now, each with its source."""
    query = (
        select(Evidence, ImportBatch.applied_at)
        .join(Student, Student.id == Evidence.student_id)
        .join(ImportBatch, ImportBatch.id == Evidence.batch_id)
        .where(Evidence.active)
    )
    if student_id is not None:
        query = query.where(Evidence.student_id == student_id)
    if asked.updated_since is not None:
        query = query.where(Evidence.recorded_at >= asked.updated_since)
    rows = _page_of(desk, _narrowed(desk, query, asked), Evidence.id, asked)
    marks = contested.marks_for(desk, {fact.student_id for fact, _ in rows})
    found = [_fact(desk, fact, applied, marks) for fact, applied in rows]
    return _as_page(found, [fact.id for fact, _ in rows], asked)


def _students(desk: Desk, asked: Asked, student_id: UUID | None) -> Page:
    query = select(Student, Campus.number).join(Campus, Campus.id == Student.campus_id)
    if student_id is not None:
        query = query.where(Student.id == student_id)
    if asked.updated_since is not None:
        query = query.where(_student_changed(asked.updated_since))
    rows = _page_of(desk, _narrowed(desk, query, asked), Student.id, asked)
    marks = contested.marks_for(desk, [one.id for one, _ in rows])
    found = [_student(desk, one, campus, marks.get(one.id, NO_MARKS)) for one, campus in rows]
    return _as_page(found, [one.id for one, _ in rows], asked)


def _student_changed(since: datetime) -> ColumnElement[bool]:
    """Whether a student's row, or what goes with it, has changed."""
    return or_(
        Student.created_at >= since,
        exists().where(StudentVersion.student_id == Student.id, StudentVersion.changed_at >= since),
        exists().where(Correction.student_id == Student.id, Correction.corrected_at >= since),
        exists().where(Statement.student_id == Student.id, Statement.added_at >= since),
    )


def _student(desk: Desk, one: Student, campus: str, marks: Marks) -> Plain:
    identity = identity_from(desk.keys, one.id, one.identity_sealed)
    profile = profile_from(desk.keys, one.id, one.profile_sealed)
    return {
        "id": str(one.id),
        "state_unique_id": identity.state_unique_id,
        "local_id": identity.local_id,
        "last_name": identity.last_name,
        "first_name": identity.first_name,
        "middle_name": identity.middle_name,
        "birth_date": _day(identity.birth_date),
        "campus": campus,
        "class_of": one.class_of,
        "grade": one.grade,
        "status": one.status,
        "program": profile.program,
        "economically_disadvantaged": profile.economically_disadvantaged,
        "special_education": profile.special_education,
        "emergent_bilingual": profile.emergent_bilingual,
        "at_risk": profile.at_risk,
        "graduated_on": _day(profile.graduated_on),
        **_marked(marks),
    }


def _outcomes(desk: Desk, asked: Asked, student_id: UUID | None) -> Page:
    query = select(Outcome, Campus.number).join(Student, Student.id == Outcome.student_id)
    query = query.join(Campus, Campus.id == Student.campus_id)
    if student_id is not None:
        query = query.where(Outcome.student_id == student_id)
    if asked.updated_since is not None:
        query = query.where(Outcome.computed_at >= asked.updated_since)
    rows = _page_of(desk, _narrowed(desk, query, asked), Outcome.id, asked)
    marks = contested.marks_for(desk, [one.student_id for one, _ in rows])
    through = _day(sources.data_through(desk.session))
    found = [
        _outcome(one, campus, marks.get(one.student_id, NO_MARKS)) | {"data_through": through}
        for one, campus in rows
    ]
    return _as_page(found, [one.id for one, _ in rows], asked)


def _outcome(one: Outcome, campus: str, marks: Marks) -> Plain:
    return {
        "student_id": str(one.student_id),
        "campus": campus,
        "class_of": one.class_of,
        "rule_year": int(GraduatingClass(one.class_of).rated_in()),
        "edition": one.edition,
        "rules_fingerprint": one.rules_fingerprint,
        "standing": one.standing,
        "judged_on": one.as_of.isoformat(),
        "ccmr": one.state,
        "level": one.level,
        "only_by_sunsetting_ibc": one.only_by_sunsetting_ibc,
        "indicators": one.indicators,
        "points_missing": one.gaps,
        "bonus": {
            "state": one.bonus_state,
            "standing": one.bonus_standing,
            "paths": one.bonus_paths,
            "waits_for": one.bonus_waits_for,
        },
        **_marked(marks),
    }


def _fact(
    desk: Desk, fact: Evidence, applied: datetime | None, marks: Mapping[UUID, Marks]
) -> Plain:
    place = Place("evidence", "fact_sealed", fact.id)
    return {
        "id": str(fact.id),
        "student_id": str(fact.student_id),
        "kind": fact.kind,
        "covers": fact.covers,
        "fact": unseal_json(desk.keys, place, fact.fact_sealed),
        "source": fact.source,
        "file_id": str(fact.batch_id),
        "loaded_at": applied.isoformat() if applied else None,
        "recorded_at": fact.recorded_at.isoformat(),
        "corrected_on_request": fact.correction_id is not None,
        **_marked(marks.get(fact.student_id, NO_MARKS)),
    }


def _marked(marks: Marks) -> Plain:
    """What is contested, with the family's words, and what was amended."""
    return {
        "statements": [
            {"part": one.label, "since": one.since.isoformat(), "statement": one.text}
            for one in marks.contests
        ],
        "amendments": [
            {"part": one.label, "since": one.since.isoformat()} for one in marks.amendments
        ],
    }


def _narrowed(
    desk: Desk, query: Select[*tuple[Any, ...]], asked: Asked
) -> Select[*tuple[Any, ...]]:
    """Only whom the token's maker may see, and whom the address asks for."""
    query = query.where(visible_students(desk.actor), Student.removed_at.is_(None))
    if asked.class_of is not None:
        query = query.where(Student.class_of == asked.class_of)
    if asked.campus is not None:
        query = query.where(
            Student.campus_id.in_(select(Campus.id).where(Campus.number == asked.campus))
        )
    return query


def _page_of(desk: Desk, query: Select[*tuple[Any, ...]], by: Any, asked: Asked) -> Sequence[Any]:
    if asked.after is not None:
        query = query.where(by > asked.after)
    return desk.session.execute(query.order_by(by).limit(asked.limit)).all()


def _as_page(found: list[Plain], ids: list[UUID], asked: Asked) -> Page:
    return Page(found, ids[-1] if len(ids) == asked.limit else None)


def _one(page: Page) -> Plain:
    if not page.records:
        raise NotFound("student")
    return page.records[0]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
