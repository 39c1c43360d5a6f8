"""The history of one student: two days side by side, what was on file, and the line of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.models import Campus, Outcome, OutcomeChange
from careercraft.privacy.events import Event as Audited
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.evidence_words import EvidenceLine, evidence_line
from careercraft.services.facts import student_facts
from careercraft.services.history.timeline import Event, events, of_kind
from careercraft.services.history.versions import Record, record
from careercraft.services.knowledge import knowledge
from careercraft.services.records.contested import Marks, marks_of
from careercraft.services.rosters.words import STATE_NAMES
from careercraft.services.supposing.compared import (
    Compared,
    Verdicts,
    changed_first,
    indicators,
    judged,
    judgements,
    paths,
)

EVENTS_PER_PAGE = 25
BOTH, SINCE, GONE = "both", "since", "gone"


class Asked(NamedTuple):
    """Which two days are compared, and which part of the line of time is shown."""

    as_of: date | None = None
    against: date | None = None
    kind: str = ""
    page: int = 1


class Fact(NamedTuple):
    """A piece of evidence: on file on both days, only since the earlier one, or gone since."""

    line: EvidenceLine
    when: str


class Then(NamedTuple):
    """The student on one day: the two answers, and what the roster showed then."""

    day: date
    on_file: bool
    roster: str | None


class History(NamedTuple):
    """Everything that the page shows."""

    student_id: UUID
    campus_id: UUID
    name: str
    class_of: int
    grade: int | None
    campus: str
    asked: Asked
    first: Then
    second: Then
    since: date
    """The first day on which anything was on file."""
    answers: tuple[Compared, Compared] | None
    """Accountability and bonus on both days; None where nothing was on file on the first."""
    changed: tuple[Compared, ...]
    same: tuple[Compared, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    total: int
    page: int
    pages: int
    marks: Marks


def history(desk: Desk, student_id: UUID, asked: Asked) -> History:
    """The history of a student; raises `NotFound`. The look is recorded with its reason."""
    student, why = students.visible_student(desk, student_id)
    kept, marks = record(desk, student), marks_of(desk, student_id)
    lines = _lines(desk, kept, student.class_of)
    every = events(desk, student_id, kept, lines, marks)
    today = desk.now.astimezone(TEXAS).date()
    since = _begins(kept, today)
    as_of, against = sorted((asked.as_of or _usual(every, since, today), asked.against or today))
    first, second = _verdicts(desk, kept, as_of), _verdicts(desk, kept, against)
    compared = _compared(first, second)
    changed, same = changed_first(compared.rows)
    listed = _listed(every, asked)
    shown = History(
        student_id,
        student.campus_id,
        kept.now.identity.full_name,
        student.class_of,
        student.grade,
        desk.session.get_one(Campus, student.campus_id).name,
        asked._replace(as_of=as_of, against=against),
        Then(as_of, first is not None, _roster(desk, student_id, as_of)),
        Then(against, second is not None, _roster(desk, student_id, against)),
        since,
        compared.answers,
        changed,
        same,
        _facts(kept, lines, as_of, against),
        listed.events,
        listed.total,
        listed.page,
        listed.pages,
        marks,
    )
    desk.record(Audited.STUDENT_VIEWED, "student", student_id, reason=why.value)
    desk.session.commit()
    return shown


class _Sides(NamedTuple):
    answers: tuple[Compared, Compared] | None
    rows: tuple[Compared, ...]


def _compared(first: Verdicts | None, second: Verdicts | None) -> _Sides:
    if first is None or second is None:
        return _Sides(None, ())
    rows = (*indicators(first.result, second.result), *paths(first.bonus, second.bonus))
    return _Sides(judgements(first, second), rows)


class _Listed(NamedTuple):
    events: tuple[Event, ...]
    total: int
    page: int
    pages: int


def _listed(every: Iterable[Event], asked: Asked) -> _Listed:
    """One page of the changes of the kind that is asked for."""
    wanted = tuple(filter(of_kind(asked.kind), every))
    pages = max(1, -(-len(wanted) // EVENTS_PER_PAGE))
    page = min(max(1, asked.page), pages)
    first = (page - 1) * EVENTS_PER_PAGE
    return _Listed(wanted[first : first + EVENTS_PER_PAGE], len(wanted), page, pages)


def _lines(desk: Desk, kept: Record, class_of: int) -> dict[str, EvidenceLine]:
    """Every version of every fact in words, by its id."""
    views = students.evidence_views(desk, [one.fact for one in kept.versions])
    return {ref: evidence_line(one, class_of) for ref, one in views.items()}


def end_of(day: date) -> datetime:
    """The moment in which a day ends in Texas."""
    return datetime.combine(day + timedelta(days=1), time(), TEXAS)


def _begins(kept: Record, today: date) -> date:
    """The day on which the first file brought the student."""
    days = [one.at for one in kept.rows] or [one.since for one in kept.versions]
    return min(days).astimezone(TEXAS).date() if days else today


def _usual(every: Iterable[Event], since: date, today: date) -> date:
    """The day before the latest change of the record: what it changed is the first question."""
    days = [one.at.date() for one in every if one.kind != "document"]
    return max(since, max(days, default=today) - timedelta(days=1))


def _verdicts(desk: Desk, kept: Record, day: date) -> Verdicts | None:
    """What today's text of the rules says of what was on file when a day ended."""
    at = end_of(day)
    known = kept.student_at(at)
    if known is None:
        return None
    kinds = knowledge(desk.session, at).of(known.campus_id, known.class_of)
    stored = kept.facts_at(at)
    return judged(student_facts(known.class_of, known.status, known.profile, stored, kinds))


def _roster(desk: Desk, student_id: UUID, day: date) -> str | None:
    """The state that the roster showed when a day ended; None where none was stored yet."""
    at = end_of(day)
    later = (
        select(OutcomeChange.state_before)
        .where(OutcomeChange.student_id == student_id, OutcomeChange.changed_at >= at)
        .order_by(OutcomeChange.changed_at)
        .limit(1)
    )
    found = desk.session.scalars(later).first()
    if found is None:
        present = select(Outcome.state).where(
            Outcome.student_id == student_id, Outcome.computed_at < at
        )
        found = desk.session.scalars(present).first()
    return STATE_NAMES[found] if found else None


def _facts(
    kept: Record, lines: dict[str, EvidenceLine], as_of: date, against: date
) -> tuple[Fact, ...]:
    then = {str(one.id) for one in kept.facts_at(end_of(as_of))}
    later = {str(one.id) for one in kept.facts_at(end_of(against))}
    found = [
        Fact(lines[ref], BOTH if ref in then & later else GONE if ref in then else SINCE)
        for ref in then | later
    ]
    order = {SINCE: 0, GONE: 1, BOTH: 2}
    return tuple(sorted(found, key=lambda one: (order[one.when], one.line.what, str(one.line.id))))
