"""From stored evidence to the facts that the rules judge: ids in, no names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import EVIDENCE_KINDS, GraduatingClass, StudentFacts
from careercraft.calc.facts import CollegeEnrollment, Course, Credential, Enlistment, Score
from careercraft.db import among_given, rows_of
from careercraft.models import Evidence
from careercraft.privacy.identity import Profile
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services.context import Desk

DATES = frozenset({"date", "ended", "earned_on", "on", "began_on"})
ONLY_SHOWN = frozenset({"institution"})
"""What a fact tells people and no rule asks for."""
SHAPES: dict[str, Any] = {
    "score": Score,
    "course": Course,
    "credential": Credential,
    "enlistment": Enlistment,
    "enrollment": CollegeEnrollment,
}
"""The kinds of evidence that the rules of CCMR judge; the programs' kinds are not among them."""

ACTIVE = (
    select(
        Evidence.id,
        Evidence.student_id,
        Evidence.kind,
        Evidence.fact_sealed,
        Evidence.source,
        Evidence.row_id,
    )
    .where(among_given(Evidence.student_id, "students"), Evidence.active)
    .order_by(Evidence.id)
)
"""Built once, as every page of a student asks it."""


class StoredFact(NamedTuple):
    """One active row of evidence, opened."""

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    source: str
    row_id: UUID


def stored_facts(desk: Desk, student_ids: Iterable[UUID]) -> dict[UUID, list[StoredFact]]:
    """The active evidence of some students, opened; students without any are left out."""
    found: defaultdict[UUID, list[StoredFact]] = defaultdict(list)
    for row in rows_of(desk.session, ACTIVE, {"students": list(student_ids)}):
        place = Place("evidence", "fact_sealed", row.id)
        payload = unseal_json(desk.keys, place, row.fact_sealed)
        found[row.student_id].append(StoredFact(row.id, row.kind, payload, row.source, row.row_id))
    return dict(found)


def student_facts(
    class_of: int,
    status: str,
    profile: Profile,
    stored: Iterable[StoredFact],
    known: frozenset[str],
) -> StudentFacts:
    """What the rules may know of a student; `known` names the kinds of evidence fully loaded."""
    typed: defaultdict[str, list[Any]] = defaultdict(list)
    for fact in stored:
        if fact.kind in SHAPES:
            typed[fact.kind].append(_typed(SHAPES[fact.kind], fact.payload, str(fact.id)))
    return StudentFacts(
        class_of=GraduatingClass(class_of),
        grade_9_began_on=profile.grade_9_began_on,
        graduated=status == "graduated",
        graduated_on=profile.graduated_on,
        economically_disadvantaged=profile.economically_disadvantaged,
        special_education=profile.special_education,
        emergent_bilingual=profile.emergent_bilingual,
        diploma_type=profile.diploma_type,
        endorsement=profile.endorsement,
        distinguished=profile.distinguished,
        scores=tuple(typed["score"]),
        courses=tuple(typed["course"]),
        credentials=tuple(typed["credential"]),
        enlistments=tuple(typed["enlistment"]),
        enrollments=tuple(typed["enrollment"]),
        known=known & EVIDENCE_KINDS,
    )


def _typed(shape: Any, payload: Mapping[str, Any], ref: str) -> Any:
    judged = {n: _value(n, value) for n, value in payload.items() if n not in ONLY_SHOWN}
    return shape(**judged, ref=ref)


def _value(name: str, value: Any) -> Any:
    if name in DATES and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return tuple(value)
    return value
