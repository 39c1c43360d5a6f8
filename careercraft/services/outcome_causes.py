"""Which facts made an outcome come out otherwise: new records, an amendment, a changed roster.

Kinds and yes or no alone are kept, never a value; the sentence is made when somebody reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.calc import EVIDENCE_KINDS
from careercraft.filters import listed
from careercraft.models import Correction, Evidence, ImportBatch, StudentVersion
from careercraft.services.imports.words import COVERS

NEW, GONE, AMENDED, ROSTER = "new", "gone", "amended", "roster"
RULE = "a changed rule"
LOADED = "what is loaded or declared"


def causes_since(session: Session, since: Mapping[UUID, datetime]) -> dict[UUID, dict[str, Any]]:
    """What changed of the facts of some students, each since they were last judged.

    `new` and `gone`: kinds of records; `amended`, `roster`: true where it was so.
    """
    found: defaultdict[UUID, dict[str, Any]] = defaultdict(dict)
    for student_id, name, kind in _found(session, since):
        if kind is None:
            found[student_id][name] = True
        elif kind not in found[student_id].setdefault(name, []):
            found[student_id][name].append(kind)
    return dict(found)


def in_words(because: str, causes: Mapping[str, Any]) -> str:
    """Why an outcome changed, to go on after "by".

    >>> in_words("facts", {"new": ["SAT", "AP"]})
    'new records: SAT and AP exams'
    >>> in_words("both", {"amended": True})
    'a record amended on request and a changed rule'
    """
    told = list(_facts(causes)) or ([] if because == "rules" else [LOADED])
    return listed([*told, RULE] if because in ("rules", "both") else told)


def _facts(causes: Mapping[str, Any]) -> Iterator[str]:
    if causes.get(AMENDED):
        yield "a record amended on request"
    if causes.get(NEW):
        yield f"new records: {listed([COVERS.get(kind, kind) for kind in causes[NEW]])}"
    if causes.get(GONE):
        yield f"records taken back: {listed([COVERS.get(kind, kind) for kind in causes[GONE]])}"
    if causes.get(ROSTER):
        yield "a changed roster"


def _found(
    session: Session, since: Mapping[UUID, datetime]
) -> Iterator[tuple[UUID, str, str | None]]:
    earliest, ids = min(since.values()), list(since)
    for row in session.execute(_records(ids, earliest)):
        if row.covers not in EVIDENCE_KINDS:
            continue
        if row.applied_at > since[row.student_id] and row.undone_at is None:
            yield row.student_id, NEW, row.covers
        elif row.undone_at and row.undone_at > since[row.student_id] >= row.applied_at:
            yield row.student_id, GONE, row.covers
    for name, query in ((AMENDED, _amended(ids)), (ROSTER, _rostered(ids))):
        for student_id, at in session.execute(query):
            if at is not None and at > since[student_id]:
                yield student_id, name, None


def _records(ids: list[UUID], earliest: datetime) -> Any:
    """Records of files, not what a correction put in their place."""
    batch = ImportBatch
    return (
        select(Evidence.student_id, Evidence.covers, batch.applied_at, batch.undone_at)
        .join(batch, batch.id == Evidence.batch_id)
        .where(
            Evidence.student_id.in_(ids),
            Evidence.correction_id.is_(None),
            (batch.applied_at > earliest) | (batch.undone_at > earliest),
        )
        .distinct()
        .order_by(Evidence.covers)
    )


def _amended(ids: list[UUID]) -> Any:
    return select(Correction.student_id, Correction.corrected_at).where(
        Correction.student_id.in_(ids)
    )


def _rostered(ids: list[UUID]) -> Any:
    """Changes of a student's row by files; the file that brought the student is none."""
    return (
        select(StudentVersion.student_id, ImportBatch.applied_at)
        .join(ImportBatch, ImportBatch.id == StudentVersion.batch_id)
        .where(StudentVersion.student_id.in_(ids), StudentVersion.before_sealed.is_not(None))
    )
