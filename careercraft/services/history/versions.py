"""Every version of what is on file about a student: each with the time in which it stood.

What was amended on request is shown as amended at any time: its earlier value is sealed for the
records office (34 CFR 99.21), and looking back does not open it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from careercraft.imports.matching import Known
from careercraft.imports.pinned import with_field
from careercraft.imports.versions import open_before
from careercraft.models import Correction, Evidence, ImportBatch, Student, StudentVersion
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact
from careercraft.services.records.subjects import known_student

UNDONE = "undone"


class Version(NamedTuple):
    """One version of a fact. `until`: when its file was undone; None where it was not.

    `key` names the fact of which it is a version.
    """

    fact: StoredFact
    key: bytes
    since: datetime
    until: datetime | None
    batch_id: UUID
    loaded_by: UUID | None
    undone_by: UUID | None

    def stands_at(self, at: datetime) -> bool:
        """Whether this version was in the record at a moment, unless a later one took its place."""
        return self.since <= at and (self.until is None or self.until > at)


class Row(NamedTuple):
    """A change of a student's row by a file. `before` is None where it put the student on file."""

    at: datetime
    batch_id: UUID
    by: UUID | None
    before: Known | None
    after: Known


class Record(NamedTuple):
    """Everything that ever stood on file of one student."""

    versions: tuple[Version, ...]
    rows: tuple[Row, ...]
    """Oldest first."""
    now: Known
    amended: frozenset[tuple[str, str]]
    """The fields of the row, identity or profile that were amended on request."""

    def facts_at(self, at: datetime) -> list[StoredFact]:
        """The facts that stood at a moment: of each the latest version."""
        latest: dict[bytes, Version] = {}
        for one in sorted(self.versions, key=lambda version: version.since):
            if one.stands_at(at):
                latest[one.key] = one
        return [one.fact for one in latest.values()]

    def student_at(self, at: datetime) -> Known | None:
        """The student's row as it stood at a moment; None before it was on file."""
        later = next((row for row in self.rows if row.at > at), None)
        return later.before if later else self.now


def record(desk: Desk, student: Student) -> Record:
    """Everything that ever stood on file of a student whom the caller has made sure may be seen."""
    corrections = list(desk.session.scalars(_corrections(student.id)))
    now = known_student(desk, student)
    return Record(
        tuple(_versions(desk, student.id)),
        tuple(_rows(desk, student.id, now, corrections)),
        now,
        frozenset((one.subject, one.field) for one in corrections if one.natural_key is None),
    )


# Facts


def _versions(desk: Desk, student_id: UUID) -> Iterable[Version]:
    """The versions of every fact but those that a correction replaced or took out.

    What replaced one stands from the day of the one that it replaced.
    """
    rows = list(desk.session.execute(_evidence(student_id)))
    corrected = {row.correction_id for row in rows if row.correction_id}
    since = {row.superseded_by: row.applied_at for row in rows if row.superseded_by in corrected}
    taken_out = _corrections_of_facts(desk, student_id)
    for row in rows:
        if row.superseded_by not in taken_out:
            yield _version(desk, row, since.get(row.correction_id, row.applied_at))


def _corrections_of_facts(desk: Desk, student_id: UUID) -> frozenset[UUID]:
    query = select(Correction.id).where(
        Correction.student_id == student_id, Correction.natural_key.is_not(None)
    )
    return frozenset(desk.session.scalars(query))


def _evidence(student_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Evidence.id,
            Evidence.kind,
            Evidence.fact_sealed,
            Evidence.source,
            Evidence.row_id,
            Evidence.natural_key,
            Evidence.superseded_by,
            Evidence.correction_id,
            Evidence.batch_id,
            ImportBatch.state,
            ImportBatch.applied_at,
            ImportBatch.applied_by,
            ImportBatch.undone_at,
            ImportBatch.undone_by,
        )
        .join(ImportBatch, ImportBatch.id == Evidence.batch_id)
        .where(Evidence.student_id == student_id, ImportBatch.applied_at.is_not(None))
        .order_by(Evidence.recorded_at, Evidence.id)
    )


def _version(desk: Desk, row: Any, since: datetime) -> Version:
    place = Place("evidence", "fact_sealed", row.id)
    payload = unseal_json(desk.keys, place, row.fact_sealed)
    undone = row.state == UNDONE and row.correction_id is None
    return Version(
        StoredFact(row.id, row.kind, payload, row.source, row.row_id),
        row.natural_key,
        since,
        row.undone_at if undone else None,
        row.batch_id,
        row.applied_by,
        row.undone_by if undone else None,
    )


# The row


def _rows(desk: Desk, student_id: UUID, now: Known, corrections: list[Correction]) -> Iterable[Row]:
    found = list(desk.session.execute(_kept(student_id)))
    before = [_before(desk, row, corrections) for row in found]
    after = [*before, now][1:]
    for row, was, became in zip(found, before, after, strict=True):
        yield Row(row.applied_at, row.batch_id, row.applied_by, was, became or now)


def _kept(student_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            StudentVersion.id,
            StudentVersion.before_sealed,
            StudentVersion.batch_id,
            ImportBatch.applied_at,
            ImportBatch.applied_by,
        )
        .join(ImportBatch, ImportBatch.id == StudentVersion.batch_id)
        .where(
            StudentVersion.student_id == student_id,
            ImportBatch.state != UNDONE,
            ImportBatch.applied_at.is_not(None),
        )
        .order_by(StudentVersion.changed_at, StudentVersion.id)
    )


def _before(desk: Desk, row: Any, corrections: list[Correction]) -> Known | None:
    """The row before a change, with what was amended later as it was amended."""
    if row.before_sealed is None:
        return None
    known = open_before(desk.keys, row.id, row.before_sealed)
    for one in corrections:
        if one.natural_key is None and one.corrected_at >= row.applied_at:
            known = with_field(known, one.subject, one.field, _after(desk, one))
    return known


def _after(desk: Desk, one: Correction) -> Any:
    place = Place("corrections", "after_sealed", one.id)
    opened: Mapping[str, Any] = unseal_json(desk.keys, place, one.after_sealed)
    return opened["value"]


def _corrections(student_id: UUID) -> Select[Correction]:
    query = select(Correction).where(Correction.student_id == student_id)
    return query.order_by(Correction.corrected_at, Correction.id)
