"""The desk of one person on the first page: who changed and why, who is close, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from careercraft.calc import NoValueInForce
from careercraft.clock import TEXAS
from careercraft.models import Campus, OutcomeChange, PlanAction, SignIn, Student
from careercraft.models.plans import OPEN_STATES
from careercraft.privacy.access import permissions, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import rosters
from careercraft.services.bonus.graduates import CREDENTIAL, ENROLLMENT
from careercraft.services.bonus.steps import steps
from careercraft.services.context import Desk
from careercraft.services.outcome_causes import in_words
from careercraft.services.records.notices import Notice, unseen
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters.words import INDICATOR_NAMES, STATE_NAMES
from careercraft.services.testing import days as testing_days

CHANGES_SHOWN = 10
SITTINGS_SHOWN = 4
FIRST_LOOK = timedelta(days=14)
"""How far somebody looks back who was never here before."""
SOON = timedelta(days=14)


class Changed(NamedTuple):
    """A student whose judgement changed, in words."""

    student_id: UUID
    name: str
    campus_name: str
    state: str
    """The state after the change."""
    what: str
    because: str
    changed_at: datetime


class Count(NamedTuple):
    """A number of students and the roster that lists exactly them."""

    label: str
    students: int
    query: RosterQuery


class DueDay(NamedTuple):
    """A day by which something counts, and whom it concerns."""

    on: date
    label: str
    students: Count


class Sitting(NamedTuple):
    """A testing day that lies ahead, and how many students are on its list."""

    id: UUID
    on: date
    title: str
    campus_name: str
    on_list: int


class MyStudents(NamedTuple):
    """What a person finds on the first page about students of theirs."""

    own: bool
    """Whether these are the own caseload; otherwise all whom the person may see."""
    since: datetime
    first_visit: bool
    changes: tuple[Changed, ...]
    changed: int
    """How many students changed, also beyond those shown."""
    counts: tuple[Count, ...]
    days: tuple[DueDay, ...]
    due: int
    """Own planned actions that are due soon, and of them overdue."""
    overdue: int
    due_students: tuple[tuple[UUID, str, date], ...]
    amended: tuple[Notice, ...]
    """Records amended on request whose student the reader has not opened since."""
    sittings: tuple[Sitting, ...]
    """The next testing days of the reader's campuses, for whoever arranges them."""


def my_students(desk: Desk, class_of: int) -> MyStudents | None:
    """The desk of the reader; None for whoever may not open students. Names shown are recorded."""
    if Permission.CAMPUS_ROSTER_READ not in permissions(desk.actor):
        return None
    own = _has_caseload(desk)
    mine = (Student.counselor_id == desk.actor.user_id) if own else true()
    last = _last_visit(desk)
    since = last or desk.now - FIRST_LOOK
    changes = _changes(desk, mine, since)
    due = _due(desk)
    amended = unseen(desk, mine)
    shown = [row.id for row in (*changes[:CHANGES_SHOWN], *due[:CHANGES_SHOWN])]
    _record(desk, [*shown, *(one.student_id for one in amended)])
    counts, days = _counted(desk, class_of, mine=own)
    today = desk.now.astimezone(TEXAS).date()
    return MyStudents(
        own,
        since,
        last is None,
        tuple(_told(desk, row) for row in changes[:CHANGES_SHOWN]),
        len(changes),
        counts,
        days,
        len(due),
        sum(row.due_on < today for row in due),
        tuple((row.id, _name(desk, row), row.due_on) for row in due[:CHANGES_SHOWN]),
        amended,
        _sittings(desk),
    )


def _sittings(desk: Desk) -> tuple[Sitting, ...]:
    if Permission.CAMPUS_TESTING_ARRANGE not in permissions(desk.actor):
        return ()
    today = desk.now.astimezone(TEXAS).date()
    ahead = [
        Sitting(day.id, day.wanted.held_on, day.title, day.campus_name, day.on_list)
        for day in testing_days.days(desk)
        if not day.deleted and day.wanted.held_on >= today
    ]
    return tuple(sorted(ahead, key=lambda one: (one.on, one.campus_name))[:SITTINGS_SHOWN])


def _has_caseload(desk: Desk) -> bool:
    query = select(Student.id).where(
        visible_students(desk.actor),
        Student.counselor_id == desk.actor.user_id,
        Student.removed_at.is_(None),
    )
    return desk.session.scalars(query.limit(1)).first() is not None


def _last_visit(desk: Desk) -> datetime | None:
    """When the sign-in before the present one was last used."""
    query = (
        select(SignIn.last_seen_at)
        .where(SignIn.user_id == desk.actor.user_id)
        .order_by(SignIn.began_at.desc())
        .offset(1)
        .limit(1)
    )
    return desk.session.scalars(query).first()


def _changes(desk: Desk, mine: ColumnElement[bool], since: datetime) -> list[Any]:
    """The latest change of each student since then, the newest first."""
    latest = (
        select(OutcomeChange, Campus.name.label("campus_name"), *_whose())
        .join(Student, Student.id == OutcomeChange.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .where(
            visible_students(desk.actor),
            mine,
            Student.removed_at.is_(None),
            OutcomeChange.changed_at > since,
        )
        .ext(distinct_on(OutcomeChange.student_id))
        .order_by(OutcomeChange.student_id, OutcomeChange.changed_at.desc())
    )
    rows = desk.session.execute(latest).all()
    return sorted(rows, key=lambda row: row.OutcomeChange.changed_at, reverse=True)


def _whose() -> tuple[Any, ...]:
    return Student.id, Student.identity_sealed


def _told(desk: Desk, row: Any) -> Changed:
    change = row.OutcomeChange
    return Changed(
        row.id,
        _name(desk, row),
        row.campus_name,
        change.state_after,
        what_changed(change),
        in_words(change.because, change.causes),
        change.changed_at,
    )


def what_changed(change: OutcomeChange) -> str:
    """The status before and after; where that stayed, the indicators that changed."""
    if change.state_before != change.state_after:
        before, after = STATE_NAMES[change.state_before], STATE_NAMES[change.state_after]
        return f"{before} before, now {after.lower()}"
    if change.level_before != change.level_after:
        return "another level"
    told = [
        f"{INDICATOR_NAMES[id_]} {STATE_NAMES[after].lower()}"
        for id_, (_, after) in change.indicators.items()
        if id_ in INDICATOR_NAMES
    ]
    return ", ".join(told)


def _name(desk: Desk, row: Any) -> str:
    return identity_from(desk.keys, row.id, row.identity_sealed).listed_name


def _counted(
    desk: Desk, class_of: int, *, mine: bool
) -> tuple[tuple[Count, ...], tuple[DueDay, ...]]:
    """The figures of a class and those beside its last days, counted in one go."""
    plain = RosterQuery(class_of, mine=mine)
    asked = [
        ("Not met, within 20 points of a TSI cut score", _near(plain)),
        ("Met only by a sunsetting certification", plain._replace(only_by="sunsetting_ibc")),
        ("No data to decide", plain._replace(state="unknown")),
    ]
    days = list(_days(desk, plain))
    queries = [query for _, query in asked] + [query for _, _, query in days]
    numbers = rosters.count_each(desk, queries)
    counts = tuple(
        Count(label, number, query)
        for (label, query), number in zip(asked, numbers[: len(asked)], strict=True)
    )
    dated = tuple(
        DueDay(on, label, Count(label, number, query))
        for (on, label, query), number in zip(days, numbers[len(asked) :], strict=True)
    )
    return counts, dated


def _near(plain: RosterQuery) -> RosterQuery:
    return plain._replace(near="either", state="not_met")


def _days(desk: Desk, plain: RosterQuery) -> Iterator[tuple[date, str, RosterQuery]]:
    """The last days that still lie ahead, of this class and of the one just graduated."""
    today = desk.now.astimezone(TEXAS).date()
    for class_of in (plain.class_of - 1, plain.class_of):
        try:
            found = steps(class_of, today)
        except NoValueInForce:
            continue
        query = plain._replace(class_of=class_of)
        if found[CREDENTIAL].feasible:
            label = f"Last day for a certification or certificate, class of {class_of}: not met"
            yield found[CREDENTIAL].on, label, query._replace(state="not_met")
        if found[ENROLLMENT].feasible:
            label = f"Tenth class day of fall {class_of} (assumed): waits for enrollment"
            yield found[ENROLLMENT].on, label, query._replace(bonus="waits_enrollment")


def _due(desk: Desk) -> list[Any]:
    """The reader's own open actions that are overdue or due soon, by their day."""
    if Permission.CAMPUS_PLAN_READ not in permissions(desk.actor):
        return []
    until = (desk.now.astimezone(TEXAS) + SOON).date()
    query: Select[Any] = (
        select(func.min(PlanAction.due_on).label("due_on"), *_whose())
        .join(Student, Student.id == PlanAction.student_id)
        .where(
            visible_students(desk.actor),
            Student.removed_at.is_(None),
            PlanAction.owner_id == desk.actor.user_id,
            PlanAction.state.in_(OPEN_STATES),
            PlanAction.due_on <= until,
        )
        .group_by(Student.id, Student.identity_sealed)
        .order_by(func.min(PlanAction.due_on), Student.id)
    )
    return list(desk.session.execute(query))


def _record(desk: Desk, shown: list[UUID]) -> None:
    if shown:
        details = {"shown": len(shown)}
        desk.record(Event.ROSTER_VIEWED, "first_page", details=details, students=shown)
        desk.session.commit()
