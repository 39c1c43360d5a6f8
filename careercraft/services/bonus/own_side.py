"""Our side of a comparison: students judged anew, so that each cause can look at every part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import Finding, State
from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import visible_students
from careercraft.privacy.identity import Identity, identity_from
from careercraft.services import outcomes
from careercraft.services.bonus.causes import Ours
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts
from careercraft.services.knowledge import knowledge

TOO_LATE = ("_late", "_after_fall")


class OurStudent(NamedTuple):
    """A student with what the records say, as a comparison shows and judges it."""

    id: UUID
    identity: Identity
    campus_name: str
    class_of: int
    says: Ours


class Brief(NamedTuple):
    """What is stored of a student, enough to tell whether the sides agree."""

    id: UUID
    class_of: int
    status: str
    bonus: str | None
    economically_disadvantaged: bool | None
    special_education: bool | None

    def says(self, class_of: int) -> Ours:
        """The same as a side of a comparison of a class."""
        return Ours(
            self.bonus,
            in_class=self.class_of == class_of,
            status=self.status,
            economically_disadvantaged=self.economically_disadvantaged,
            special_education=self.special_education,
        )


def briefly(desk: Desk, class_of: int, ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """Everyone of a class who did not withdraw, and the named students of any class."""
    wanted = list(ids)
    query = (
        select(
            Student.id,
            Student.class_of,
            Student.status,
            Outcome.bonus_state,
            Outcome.economically_disadvantaged,
            Outcome.special_education,
        )
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor),
            Student.removed_at.is_(None),
            ((Student.class_of == class_of) & (Student.status != "withdrawn"))
            | Student.id.in_(wanted),
        )
    )
    return {row.id: Brief(*row) for row in desk.session.execute(query)}


def in_full(desk: Desk, class_of: int, ids: Iterable[UUID]) -> dict[UUID, OurStudent]:
    """Some students judged anew by the rules of their class, with the parts of the bonus."""
    wanted = list(ids)
    rows = desk.session.execute(_full_query(wanted)).all() if wanted else []
    evidence = stored_facts(desk, wanted) if wanted else {}
    known = knowledge(desk.session)
    found = {}
    for row in rows:
        judgement = outcomes.judge(desk, row, evidence.get(row.id, ()), known)
        says = _says(row, judgement, class_of)
        identity = identity_from(desk.keys, row.id, row.identity_sealed)
        found[row.id] = OurStudent(row.id, identity, row.campus_name, row.class_of, says)
    return found


def _full_query(ids: list[UUID]) -> Any:
    return (
        select(
            Student.id,
            Student.campus_id,
            Student.class_of,
            Student.status,
            Student.identity_sealed,
            Student.profile_sealed,
            Campus.name.label("campus_name"),
            Outcome.bonus_state,
            Outcome.economically_disadvantaged,
            Outcome.special_education,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(Student.id.in_(ids))
    )


def _says(row: Any, judgement: outcomes.Judgement, class_of: int) -> Ours:
    parts = judgement.bonus.parts
    return Ours(
        row.bonus_state,
        tsi=parts.tsi.state.value,
        enrollment=parts.enrollment.state.value,
        degree=parts.associate_degree.state.value,
        credential=parts.credential.state.value,
        military=parts.military.state.value,
        late=any(_late(part) for part in parts if part.state is not State.MET),
        not_loaded=any(part.missing for part in parts if part.state is State.UNKNOWN),
        in_class=row.class_of == class_of,
        status=row.status,
        economically_disadvantaged=row.economically_disadvantaged,
        special_education=row.special_education,
    )


def _late(finding: Finding) -> bool:
    return any(one.because.key.endswith(TOO_LATE) for one in _tree(finding))


def _tree(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from _tree(part)
