"""Taking back an applied batch: what it brought goes, what it replaced returns, exactly.

Nothing here commits: a batch is undone whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, exists, select, union, update
from sqlalchemy.orm import Session, aliased

from careercraft.imports import pinned
from careercraft.imports.apply import one_at_a_time
from careercraft.imports.staging import Report, chunks
from careercraft.imports.versions import open_before, student_values
from careercraft.models import Evidence, ImportBatch, Outcome, Student, StudentVersion
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.pins import Pins

NO_LOOKUPS = {"state_id_lookup": None, "local_id_lookup": None, "name_birth_lookup": None}


class BuiltOn(Exception):  # noqa: N818 - an answer to the person, not a fault
    """Later batches stand on this one; the message names none of them, `batch_ids` does."""

    def __init__(self, batch_ids: frozenset[UUID]) -> None:
        self.batch_ids = batch_ids
        super().__init__("A later import builds on this one.")


class _Version(NamedTuple):
    id: UUID
    student_id: UUID
    before_sealed: bytes | None


def later_batches(session: Session, batch_id: UUID) -> frozenset[UUID]:
    """The applied batches that changed, replaced or added to what this one brought."""
    found = union(_replaced_by(batch_id), _changed_by(batch_id), _added_to_by(batch_id)).subquery()
    query = select(ImportBatch.id).where(
        ImportBatch.id.in_(select(found.c.batch_id)),
        ImportBatch.id != batch_id,
        ImportBatch.state.in_(("applied", "undoing")),
    )
    return frozenset(session.scalars(query))


def _replaced_by(batch_id: UUID) -> Any:
    return select(Evidence.superseded_by.label("batch_id")).where(
        Evidence.batch_id == batch_id, Evidence.superseded_by.is_not(None)
    )


def _changed_by(batch_id: UUID) -> Any:
    later, own = aliased(StudentVersion), aliased(StudentVersion)
    return (
        select(later.batch_id)
        .join(own, and_(own.student_id == later.student_id, later.changed_at > own.changed_at))
        .where(own.batch_id == batch_id)
    )


def _added_to_by(batch_id: UUID) -> Any:
    created = exists().where(
        StudentVersion.batch_id == batch_id,
        StudentVersion.student_id == Evidence.student_id,
        StudentVersion.before_sealed.is_(None),
    )
    return select(Evidence.batch_id).where(created)


def undo(
    session: Session, keys: DistrictKeys, batch_id: UUID, now: datetime, report: Report
) -> frozenset[UUID]:
    """Undo a batch and return the campuses that changed. The caller commits.

    Raises `BuiltOn`, which names no batch where the records office holds a request about a student
    whom the batch created. What was corrected on request stays corrected.
    """
    one_at_a_time(session, keys.district_id)
    later = later_batches(session, batch_id)
    if later:
        raise BuiltOn(later)
    if pinned.students_held(session, batch_id):
        raise BuiltOn(frozenset())
    campus_ids = _campuses_touched(session, batch_id)
    _take_back_evidence(session, batch_id)
    _free_lookups(session, batch_id)
    pinned.forget(session, batch_id)
    pins = Pins(session, keys)
    done = 0
    for versions in chunks(_versions(session, batch_id)):
        campus_ids |= _restore(session, keys, pins, [v for v in versions if v.before_sealed])
        _remove(session, [v.student_id for v in versions if not v.before_sealed], now)
        done += len(versions)
        report(done)
    return frozenset(campus_ids)


def _campuses_touched(session: Session, batch_id: UUID) -> set[UUID]:
    """Where the students stand whom the batch touched, before anything is put back."""
    touched = union(
        select(Evidence.student_id).where(Evidence.batch_id == batch_id),
        select(StudentVersion.student_id).where(StudentVersion.batch_id == batch_id),
    ).subquery()
    query = select(Student.campus_id).where(Student.id.in_(select(touched))).distinct()
    return set(session.scalars(query))


def _take_back_evidence(session: Session, batch_id: UUID) -> None:
    """The batch's rows go first: only one row of a fact may be active."""
    brought = update(Evidence).where(Evidence.batch_id == batch_id, ~pinned.is_correction())
    session.execute(brought.values(active=False))
    session.execute(
        update(Evidence)
        .where(
            Evidence.superseded_by == batch_id,
            Evidence.batch_id != batch_id,
            ~pinned.corrected_place(),
        )
        .values(active=True, superseded_by=None)
    )


def _free_lookups(session: Session, batch_id: UUID) -> None:
    """Let go of every id of the batch's students at first: two of them may trade ids."""
    touched = select(StudentVersion.student_id).where(StudentVersion.batch_id == batch_id)
    session.execute(update(Student).where(Student.id.in_(touched)).values(**NO_LOOKUPS))


def _versions(session: Session, batch_id: UUID) -> Iterator[_Version]:
    query = (
        select(StudentVersion.id, StudentVersion.student_id, StudentVersion.before_sealed)
        .where(StudentVersion.batch_id == batch_id)
        .order_by(StudentVersion.id)
    )
    return (_Version(*row) for row in session.execute(query).all())


def _restore(
    session: Session, keys: DistrictKeys, pins: Pins, versions: Iterable[_Version]
) -> set[UUID]:
    kept = [open_before(keys, v.id, v.before_sealed) for v in versions if v.before_sealed]
    before = [pinned.put_back(pins, known) for known in kept]
    values = [student_values(keys, known) for known in before]
    if values:
        _refuse_taken_ids(session, values)
        session.execute(update(Student), values)
    return {known.campus_id for known in before}


def _refuse_taken_ids(session: Session, values: list[dict[str, Any]]) -> None:
    """Raise `BuiltOn` if a state id that returns was since given to another student.

    The students whose records return hold no id at this moment: see `_free_lookups`.
    """
    wanted = {each["state_id_lookup"] for each in values} - {None}
    holders = set(session.scalars(select(Student.id).where(Student.state_id_lookup.in_(wanted))))
    if holders - {each["id"] for each in values}:
        given_by = select(StudentVersion.batch_id).where(StudentVersion.student_id.in_(holders))
        raise BuiltOn(frozenset(session.scalars(given_by)))


def _remove(session: Session, student_ids: list[UUID], now: datetime) -> None:
    """Students whom the batch created vanish, with what the rules had said of them."""
    if not student_ids:
        return
    session.execute(update(Student).where(Student.id.in_(student_ids)).values(removed_at=now))
    session.execute(delete(Outcome).where(Outcome.student_id.in_(student_ids)))
