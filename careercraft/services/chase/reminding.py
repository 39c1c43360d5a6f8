"""Reminders of the evidence chase: actions in the plans of students, with an owner and a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.models import PlanAction
from careercraft.models.plans import OPEN_STATES
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import people, plan_actions, students
from careercraft.services.chase.asks import ASKS, Ask
from careercraft.services.context import Desk
from careercraft.services.mail import outbox
from careercraft.services.mail.outbox import Letter
from careercraft.services.plan_actions import Wanted

MOST_AT_ONCE = 200
BY_COUNSELOR, BY_ME = "counselor", "me"


class CannotRemind(Exception):  # noqa: N818 - an answer to the person, not a fault
    """No reminder was set; the message says what to do."""


class Reminder(NamedTuple):
    """An open reminder: who sees to it, by when."""

    ask: str
    owner: str
    due_on: date | None
    overdue: bool


class Reminded(NamedTuple):
    """How many reminders were set, and for how many students one was there already."""

    made: int
    there_already: int


def remind(desk: Desk, ask_id: str, student_ids: list[UUID], owner: str, due_on: date) -> Reminded:
    """Plan to get a piece of evidence of some students; raises `CannotRemind` or `NotFound`.

    `owner`: each student's counselor (the person where there is none), or the person.
    """
    require(desk.actor, Permission.CAMPUS_PLAN_WRITE)
    ask = _checked(desk, ask_id, student_ids, due_on)
    for student_id in student_ids:
        students.visible_student(desk, student_id)
    open_ = open_reminders(desk, student_ids)
    wanted = [id_ for id_ in student_ids if ask.id not in {one.ask for one in open_.get(id_, ())}]
    owners = {student_id: _owner(desk, student_id, owner) for student_id in wanted}
    for student_id, owner_id in owners.items():
        plan_actions.add(
            desk, student_id, Wanted(f"{ask.action}.", "", owner_id, due_on, asks_for=ask.id)
        )
    _tell(desk, ask, Counter(owners.values()), due_on)
    return Reminded(len(wanted), len(student_ids) - len(wanted))


def _tell(desk: Desk, ask: Ask, owners: Mapping[UUID, int], due_on: date) -> None:
    """Tell the owners by e-mail how many reminders are theirs; never of whom."""
    for owner_id, number in owners.items():
        if owner_id == desk.actor.user_id:
            continue
        students_ = "1 student" if number == 1 else f"{number} students"
        letter = Letter(
            people.staff_identity(desk, owner_id).email,
            f"CareerCraft: evidence to get by {long_date(due_on)}",
            f"{ask.action}, for {students_}, by {long_date(due_on)}.\n\n"
            "Whom it is about stands on your first page in CareerCraft and in the evidence chase. "
            "This message holds nothing about any student. Do not send student data by e-mail.",
        )
        outbox.put(desk, "reminder", owner_id, [letter])
    desk.session.commit()


def _checked(desk: Desk, ask_id: str, student_ids: list[UUID], due_on: date) -> Ask:
    if ask_id not in ASKS:
        raise CannotRemind("Choose one kind of evidence first.")
    if not student_ids:
        raise CannotRemind("Tick at least one student.")
    if len(student_ids) > MOST_AT_ONCE:
        raise CannotRemind(f"Tick at most {MOST_AT_ONCE} students at once.")
    if due_on < desk.now.astimezone(TEXAS).date():
        raise CannotRemind("Choose a day that lies ahead.")
    return ASKS[ask_id]


def _owner(desk: Desk, student_id: UUID, owner: str) -> UUID:
    student, _ = students.visible_student(desk, student_id)
    me = desk.actor.user_id
    if owner not in (BY_COUNSELOR, BY_ME) or me is None:
        raise NotFound("owner")
    possible = dict(people.staff_for_campus(desk, student.campus_id))
    counselor = student.counselor_id
    return counselor if owner == BY_COUNSELOR and counselor in possible and counselor else me


def open_reminders(desk: Desk, student_ids: Iterable[UUID]) -> dict[UUID, tuple[Reminder, ...]]:
    """The open reminders of some students, with two questions."""
    query = select(PlanAction).where(
        PlanAction.student_id.in_(list(student_ids)),
        PlanAction.asks_for != "",
        PlanAction.state.in_(OPEN_STATES),
    )
    rows = list(desk.session.scalars(query.order_by(PlanAction.due_on)))
    names = people.names_of(desk, {row.owner_id for row in rows})
    today = desk.now.astimezone(TEXAS).date()
    found: dict[UUID, tuple[Reminder, ...]] = {}
    for row in rows:
        late = row.due_on is not None and row.due_on < today
        one = Reminder(row.asks_for, names.get(row.owner_id, "somebody"), row.due_on, late)
        found[row.student_id] = (*found.get(row.student_id, ()), one)
    return found


def brought(desk: Desk, student_id: UUID, paper_kind: str, state: str) -> None:
    """Move the reminders that a document answers: under_way when it came in, done when verified.

    The caller commits.
    """
    answered = [one.id for one in ASKS.values() if one.paper == paper_kind]
    query = select(PlanAction).where(
        PlanAction.student_id == student_id,
        PlanAction.asks_for.in_(answered),
        PlanAction.state.in_(OPEN_STATES),
        PlanAction.state != state,
    )
    for action in desk.session.scalars(query):
        changed = {"state_before": action.state, "state": state}
        action.state, action.changed_at = state, desk.now
        action.revision += 1
        desk.record(
            Event.PLAN_ACTION_CHANGED,
            "plan_action",
            action.id,
            details=changed | {"student_id": str(student_id)},
        )
