"""What a corrected record makes of a row of a file: the corrected value stays, and it is noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from careercraft.imports.matching import Known
from careercraft.imports.rows import LineResult, RowProblem
from careercraft.imports.versions import IDENTITY_DATES, PROFILE_DATES
from careercraft.models import Correction, Disagreement, Evidence, PrivacyRequest, StudentVersion
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.names import folded
from careercraft.privacy.pins import Held, Pins, as_text

DATES = {*IDENTITY_DATES, *PROFILE_DATES}
KEPT = "correction_kept"
HELD_BY_CASE = (
    "This file brought a student of whom the records office holds a request. The record must stay."
)


class Kept(NamedTuple):
    """A student as a file would leave them, with the corrected fields put back."""

    known: Known
    held: tuple[Held, ...]


def keep_fields(pins: Pins, line: LineResult, after: Known) -> Kept:
    """Put the corrected fields of a student back over what a row of a file says."""
    said = _said(line)
    held = tuple(
        Held(pin.correction_id, _agree(pin.value, said[field]))
        for (_, field), pin in pins.fields(after.id).items()
        if said.get(field) is not None
    )
    return Kept(put_back(pins, after), held)


def put_back(pins: Pins, known: Known) -> Known:
    """A student with the corrected fields as they were corrected."""
    for (subject, field), pin in pins.fields(known.id).items():
        known = with_field(known, subject, field, pin.value)
    return known


def _said(line: LineResult) -> dict[str, Any]:
    """What a roster row says, by the names of a student's fields; None where it is silent."""
    student = line.student._asdict() if line.student else {}
    said = {**line.person._asdict(), **student, "status": student.get("enrollment_status")}
    return {name: _plain(value) for name, value in said.items()}


def _agree(pinned: Any, said: Any) -> bool:
    """Equal, or a name that differs only because the file is written in capitals."""
    if isinstance(pinned, str) and isinstance(said, str) and said.isupper():
        return folded(pinned) == folded(said)
    return as_text(pinned) == as_text(said)


def with_field(known: Known, subject: str, field: str, value: Any) -> Known:
    """A student with one field set to a plain JSON value."""
    typed = _typed(field, value)
    if subject == "row":
        return known._replace(**{field: typed})
    record = getattr(known, subject)
    return known._replace(**{subject: record._replace(**{field: typed})})


def field_of(known: Known, subject: str, field: str) -> Any:
    """One field of a student, as a plain JSON value."""
    return _plain(_field(known, subject, field))


def _field(known: Known, subject: str, field: str) -> Any:
    return getattr(known if subject == "row" else getattr(known, subject), field)


def _typed(field: str, value: Any) -> Any:
    if field in DATES and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def kept_remark(line: LineResult) -> RowProblem:
    """What the preview says of a row that disagrees with a corrected record."""
    return RowProblem(
        line.file,
        line.line,
        None,
        None,
        "The record of this student was corrected on request; this row still says otherwise.",
        "The corrected value stays. Have it corrected in the source of this file.",
        KEPT,
    )


def note(
    session: Session,
    keys: DistrictKeys,
    batch_id: UUID,
    met: Sequence[tuple[UUID, Held]],
    moment: datetime,
) -> None:
    """Note which rows of a batch disagree with a correction; one that agrees ends the pin."""
    agreed = [held.correction_id for _, held in met if held.agrees]
    if agreed:
        ending = update(Correction).where(Correction.id.in_(agreed))
        session.execute(ending.values(agreed_batch_id=batch_id))
    said = {held.correction_id: row_id for row_id, held in met if not held.agrees}
    values = [
        {
            "id": uuid4(),
            "district_id": keys.district_id,
            "correction_id": correction_id,
            "batch_id": batch_id,
            "row_id": row_id,
            "noted_at": moment,
        }
        for correction_id, row_id in said.items()
    ]
    if values:
        adding = insert(Disagreement).on_conflict_do_nothing()
        session.execute(adding, values)


def forget(session: Session, batch_id: UUID) -> None:
    """An undone batch said nothing: pins that it ended hold again."""
    noted = delete(Disagreement).where(Disagreement.batch_id == batch_id)
    ended = update(Correction).where(Correction.agreed_batch_id == batch_id)
    session.execute(ended.values(agreed_batch_id=None).add_cte(noted.cte("noted")))


def is_correction() -> ColumnElement[bool]:
    """Evidence that a correction wrote; no batch takes it back."""
    return Evidence.correction_id.is_not(None)


def corrected_place() -> ColumnElement[bool]:
    """Evidence whose place a standing correction of the same fact holds."""
    return exists().where(
        Correction.student_id == Evidence.student_id,
        Correction.natural_key == Evidence.natural_key,
        Correction.agreed_batch_id.is_(None),
    )


def students_held(session: Session, batch_id: UUID) -> bool:
    """Whether the batch created a student of whom the records office holds a case."""
    created = (
        select(StudentVersion.student_id)
        .join(PrivacyRequest, PrivacyRequest.student_id == StudentVersion.student_id)
        .where(StudentVersion.batch_id == batch_id, StudentVersion.before_sealed.is_(None))
        .limit(1)
    )
    return session.execute(created).first() is not None
