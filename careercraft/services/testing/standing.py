"""How students stand before a test: per subject the state, the best result, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select

from careercraft.calc import (
    Finding,
    State,
    StudentResult,
    open_ways,
    rules_for_student,
    sentence,
)
from careercraft.calc.closing import closing
from careercraft.calc.explain import gap_amount
from careercraft.filters import long_date
from careercraft.models import Outcome, Student
from careercraft.privacy.access import visible_students
from careercraft.privacy.identity import Identity, identity_from
from careercraft.services.context import Desk
from careercraft.services.facts import StoredFact, stored_facts
from careercraft.services.knowledge import Knowledge, knowledge
from careercraft.services.outcomes import judge
from careercraft.services.testing.days import Wanted
from careercraft.services.testing.kinds import KINDS, SUBJECT_NAMES, subjects_of

NO_RESULT = Decimal(1)
"""How far off a subject counts without a result on the test: the whole scale."""


class Subject(NamedTuple):
    """One subject of TSI before the test; `best` and `missing` are empty without a result."""

    id: str
    title: str
    met: bool
    best: str
    missing: str
    share: Decimal
    """What is missing as a share of the scale; the whole where there is no result."""


class Standing(NamedTuple):
    """A student before the test. `closed` says why a result of the day would not count."""

    id: UUID
    identity: Identity
    class_of: int
    state: State
    settled: bool
    """Whether nothing more is needed for accountability."""
    subjects: tuple[Subject, ...]
    closed: str
    facts: tuple[StoredFact, ...]

    @property
    def open(self) -> tuple[Subject, ...]:
        """The subjects that the test could still open."""
        return tuple(one for one in self.subjects if not one.met)

    @property
    def distance(self) -> Decimal:
        """How far the student is, over the open subjects: the nearest come first."""
        return sum((one.share for one in self.open), Decimal(0))

    @property
    def missing(self) -> str:
        """What is missing per open subject, in words."""
        return "; ".join(
            f"{one.title} {one.missing or 'no result on this test yet'}" for one in self.open
        )


def of_campus(desk: Desk, wanted: Wanted) -> Iterator[Standing]:
    """Every student of the day's classes with a subject still open by the stored outcomes."""
    states = [f"tsi.{one}" for one in subjects_of(wanted.subject)]
    query = (
        _students(desk)
        .add_columns(Outcome.indicators)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            Student.campus_id == wanted.campus_id,
            Student.class_of.in_(wanted.classes),
            Student.status == "enrolled",
        )
    )
    rows = [
        row
        for row in desk.session.execute(query)
        if any((row.indicators or {}).get(one) != State.MET.value for one in states)
    ]
    yield from _standing(desk, wanted, rows)


def of_students(desk: Desk, wanted: Wanted, student_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """How some students stand, by id; those whom the reader may not see are left out."""
    query = _students(desk).where(Student.id.in_(list(student_ids)))
    rows = list(desk.session.execute(query))
    return {one.id: one for one in _standing(desk, wanted, rows)}


def _students(desk: Desk) -> Select[*tuple[Any, ...]]:
    return select(
        Student.id,
        Student.campus_id,
        Student.class_of,
        Student.status,
        Student.identity_sealed,
        Student.profile_sealed,
    ).where(visible_students(desk.actor), Student.removed_at.is_(None))


def _standing(desk: Desk, wanted: Wanted, rows: list[Row[Any]]) -> Iterator[Standing]:
    known = knowledge(desk.session)
    stored = stored_facts(desk, [row.id for row in rows])
    for row in rows:
        yield _one(desk, wanted, row, tuple(stored.get(row.id, ())), known)


def _one(
    desk: Desk, wanted: Wanted, row: Any, facts: tuple[StoredFact, ...], known: Knowledge
) -> Standing:
    result = judge(desk, row, facts, known).result
    subjects = tuple(_subject(result, wanted.test, one) for one in subjects_of(wanted.subject))
    return Standing(
        row.id,
        identity_from(desk.keys, row.id, row.identity_sealed),
        row.class_of,
        result.state,
        _settled(result, wanted.held_on),
        subjects,
        _closed(result, wanted.test, wanted.held_on),
        facts,
    )


def _settled(result: StudentResult, on: date) -> bool:
    """Met, and nothing that is left would lift it: not by a sunsetting certification alone."""
    return result.state is State.MET and not open_ways(result, rules_for_student(result.facts), on)


def _subject(result: StudentResult, test: str, subject: str) -> Subject:
    finding = next(part for part in result.indicators["tsi"].parts if part.id == subject)
    route = _route(finding, test)
    gap = route.gap if route else None
    return Subject(
        subject,
        SUBJECT_NAMES[subject],
        finding.state is State.MET,
        _best(route) if route else "",
        f"{gap_amount(gap)} short" if gap else "",
        gap.share if gap else NO_RESULT,
    )


def _route(subject: Finding, test: str) -> Finding | None:
    return next((part for part in subject.parts if part.id == KINDS[test].route), None)


def _best(route: Finding) -> str:
    """The best result on the test, and when it was reached."""
    fact = route.fact
    if fact is None or fact.value is None:
        return ""
    on = f" on {long_date(fact.date)}" if fact.date else ""
    return f"{fact.value}{on}"


def _closed(result: StudentResult, test: str, on: date) -> str:
    """Why a result of a day counts no more for this class, in words; empty while it does."""
    finding = result.indicators["tsi"]
    why = closing(result, rules_for_student(result.facts), on).of(KINDS[test].action, finding)
    return sentence(why.because) if why else ""
