"""Which kinds of evidence are known completely, for which campus and which graduating class.

An applied file speaks for the campuses and classes of the students whom it names; the district may
say that what is loaded is all there is, everywhere or at one campus. Only there does a missing
fact mean "none". Undoing a file takes its word back by itself: only applied files are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from careercraft.calc.bonus import first_bonus_class, tenth_class_day_passed
from careercraft.clock import TEXAS
from careercraft.models import ImportBatch, SourceDeclaration, Student
from careercraft.services.class_notes import Memory, noted
from careercraft.services.context import Desk

STANDING = ("applied", "undoing")
"""States of a batch whose facts are in the records."""

ENROLLMENT = "enrollment"
NEVER_DECLARED = frozenset({ENROLLMENT})
"""Kinds of which no district can say that there are none: its graduates enroll, loaded or not."""

Place = tuple[UUID, int]
"""A campus and a graduating class."""

memory = Memory(16)
"""What is known of a few districts; it names no student."""


class Knowledge(NamedTuple):
    """The kinds of which a missing fact means "none".

    `everywhere`: by the district's word, or by files from before their reach was kept.
    """

    everywhere: frozenset[str]
    at_campus: Mapping[UUID, frozenset[str]]
    at_place: Mapping[Place, frozenset[str]]
    through: date | None = None
    """The day of the latest fact of any file that stands."""

    def of(self, campus_id: UUID, class_of: int) -> frozenset[str]:
        """The kinds known completely of the students of one class at one campus."""
        nothing: frozenset[str] = frozenset()
        return (
            self.everywhere
            | self.at_campus.get(campus_id, nothing)
            | self.at_place.get((campus_id, class_of), nothing)
        )

    def campuses_unlike(self, other: Knowledge) -> frozenset[UUID] | None:
        """The campuses of which more or less is known than in `other`; None for every campus."""
        if self.everywhere != other.everywhere:
            return None
        places = _unlike(self.at_place, other.at_place)
        return frozenset(
            {campus for campus, _ in places} | _unlike(self.at_campus, other.at_campus)
        )


def knowledge(session: Session, at: datetime | None = None) -> Knowledge:
    """What is known of the district in which the session stands, or was at a moment; asks two
    questions.
    """
    everywhere: set[str] = set()
    at_campus: defaultdict[UUID, set[str]] = defaultdict(set)
    at_place: defaultdict[Place, set[str]] = defaultdict(set)
    for declared in standing_declarations(session, at):
        into = everywhere if declared.campus_id is None else at_campus[declared.campus_id]
        into.add(declared.covers)
    batches = applied_batches(session, at)
    for batch in batches:
        reach = reach_of(batch.counts)
        if reach is None:
            everywhere.update(set(covers_of(batch.counts)) - {ENROLLMENT})
        for place in reach or ():
            at_place[place].update(_settled(batch, place))
    through = max((one.covers_through for one in batches if one.covers_through), default=None)
    return Knowledge(frozenset(everywhere), _frozen(at_campus), _frozen(at_place), through)


def known_now(desk: Desk) -> Knowledge:
    """What is known of the district now; kept until a file or a declaration changes it."""
    return noted(desk).kept(memory, ("known",), lambda: knowledge(desk.session))


def _settled(batch: Row[Any], place: Place) -> set[str]:
    """The kinds of which a batch says everything that there is of a campus and class.

    Of enrollments none does before the tenth class day of the class's fall has passed.
    """
    _, class_of = place
    covers = set(covers_of(batch.counts))
    loaded_on = batch.applied_at.astimezone(TEXAS).date()
    if class_of >= first_bonus_class() and loaded_on <= tenth_class_day_passed(class_of):
        covers.discard(ENROLLMENT)
    return covers


def places_with_students(session: Session) -> frozenset[Place]:
    """Every campus and class that has a student on file who has not withdrawn."""
    query = (
        select(Student.campus_id, Student.class_of)
        .where(Student.removed_at.is_(None), Student.status != "withdrawn")
        .distinct()
    )
    return frozenset((row.campus_id, row.class_of) for row in session.execute(query))


def standing_declarations(session: Session, at: datetime | None = None) -> list[SourceDeclaration]:
    """The declarations that nobody has taken back, or had at a moment."""
    declared = SourceDeclaration
    standing: ColumnElement[bool] = declared.withdrawn_at.is_(None)
    if at is not None:
        standing = (declared.declared_at <= at) & (standing | (declared.withdrawn_at > at))
    return list(session.scalars(select(declared).where(standing)))


def applied_batches(session: Session, at: datetime | None = None) -> list[Row[Any]]:
    """Id, format, counts, moment and day of the latest fact of every batch that is applied, or was
    at a moment; in the order of application.
    """
    batch = ImportBatch
    standing: ColumnElement[bool] = batch.state.in_(STANDING)
    if at is not None:
        standing = (batch.applied_at <= at) & (standing | (batch.undone_at > at))
    query = (
        select(batch.id, batch.format_id, batch.counts, batch.applied_at, batch.covers_through)
        .where(standing)
        .order_by(batch.applied_at, batch.id)
    )
    return list(session.execute(query))


def covers_of(counts: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of evidence that a batch brings."""
    return tuple(counts.get("covers", ()))


def reach_of(counts: Mapping[str, Any]) -> frozenset[Place] | None:
    """The campuses and classes for which a batch speaks; None for all of them."""
    reach = counts.get("reach")
    return None if reach is None else frozenset(_places(reach))


def _places(reach: Mapping[str, Iterable[int]]) -> Iterator[Place]:
    for campus_id, classes in reach.items():
        yield from ((UUID(campus_id), class_of) for class_of in classes)


def _unlike(one: Mapping[Any, frozenset[str]], other: Mapping[Any, frozenset[str]]) -> set[Any]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def _frozen(kinds: Mapping[Any, set[str]]) -> dict[Any, frozenset[str]]:
    return {key: frozenset(found) for key, found in kinds.items() if found}
