"""What is planned for a student: actions with an owner, a day and a state."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select, update

from careercraft.clock import TEXAS
from careercraft.models import Document, PlanAction
from careercraft.models.plans import OPEN_STATES
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import people, students
from careercraft.services.context import Desk

STATES = {"planned": "Planned", "under_way": "Under way", "done": "Done", "dropped": "Dropped"}
LONGEST_ACTION = 300
PRINTED_PLAN = "student_plan"


class ChangedMeanwhile(Exception):  # noqa: N818 - shown to the person, who decides
    """Somebody else changed the action after this page was opened."""


class Wanted(NamedTuple):
    """An action as a person enters it."""

    what: str
    indicator: str
    owner_id: UUID
    due_on: date | None
    state: str = "planned"
    asks_for: str = ""
    """The piece of evidence that it is to bring, if it is a reminder of the evidence chase."""


class Action(NamedTuple):
    """An action as a page shows it."""

    id: UUID
    what: str
    indicator: str
    owner_id: UUID
    owner: str
    due_on: date | None
    state: str
    revision: int
    overdue: bool

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN_STATES


class Body(NamedTuple):
    """The sealed words of an action, with what they were before."""

    what: str
    earlier: list[dict[str, str]]


def actions(desk: Desk, student_id: UUID) -> tuple[Action, ...]:
    """A student's actions: open ones by their day, then the ended ones; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PLAN_READ)
    students.visible_student(desk, student_id)
    rows = desk.session.scalars(select(PlanAction).where(PlanAction.student_id == student_id)).all()
    names = people.names_of(desk, {row.owner_id for row in rows})
    shown = [_shown(desk, row, names) for row in rows]
    return tuple(sorted(shown, key=_open_first))


def add(desk: Desk, student_id: UUID, wanted: Wanted) -> UUID:
    """Plan an action; raises `NotFound` for a student or an owner who is not there."""
    require(desk.actor, Permission.CAMPUS_PLAN_WRITE)
    student, reason = students.visible_student(desk, student_id)
    _check_owner(desk, student.campus_id, wanted.owner_id)
    assert desk.actor.user_id is not None  # noqa: S101 - only people write plans
    action_id = uuid4()
    desk.session.add(
        PlanAction(
            id=action_id,
            district_id=desk.actor.district_id,
            student_id=student_id,
            indicator=wanted.indicator,
            asks_for=wanted.asks_for,
            body_sealed=_sealed(desk, _place(action_id).of(student_id), wanted.what, []),
            owner_id=wanted.owner_id,
            due_on=wanted.due_on,
            state=wanted.state,
            created_by=desk.actor.user_id,
            created_at=desk.now,
            changed_at=desk.now,
        )
    )
    desk.record(
        Event.PLAN_ACTION_ADDED,
        "plan_action",
        action_id,
        reason=reason.value,
        details={"student_id": str(student_id)},
    )
    _outdate_prints(desk, student_id)
    desk.session.commit()
    return action_id


def change(desk: Desk, action_id: UUID, wanted: Wanted, revision: int) -> UUID:
    """Change an action as somebody saw it at a revision; returns its student.

    An earlier wording is kept, sealed. Raises `NotFound`, or `ChangedMeanwhile` where the action
    is no longer as it was seen.
    """
    require(desk.actor, Permission.CAMPUS_PLAN_WRITE)
    action = desk.session.get(PlanAction, action_id, with_for_update=True)
    if action is None:
        raise NotFound("plan action")
    student, reason = students.visible_student(desk, action.student_id)
    if wanted.owner_id != action.owner_id:
        _check_owner(desk, student.campus_id, wanted.owner_id)
    if action.revision != revision:
        raise ChangedMeanwhile
    body = _body(desk, action)
    if wanted.what != body.what:
        earlier = [*body.earlier, {"what": body.what, "until": desk.now.isoformat()}]
        place = _place(action.id).of(student.id)
        action.body_sealed = _sealed(desk, place, wanted.what, earlier)
    changed = {"state_before": action.state, "state": wanted.state}
    action.indicator, action.owner_id = wanted.indicator, wanted.owner_id
    action.due_on, action.state = wanted.due_on, wanted.state
    action.revision += 1
    action.changed_at = desk.now
    desk.record(
        Event.PLAN_ACTION_CHANGED,
        "plan_action",
        action.id,
        reason=reason.value,
        details=changed | {"student_id": str(student.id)},
    )
    _outdate_prints(desk, student.id)
    desk.session.commit()
    return student.id


def student_of(desk: Desk, action_id: UUID) -> UUID:
    """The student of an action; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PLAN_READ)
    action = desk.session.get(PlanAction, action_id)
    if action is None:
        raise NotFound("plan action")
    return students.visible_student(desk, action.student_id)[0].id


def possible_owners(desk: Desk, student_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who may own an action for a student: staff of the campus and of the district, by name."""
    student, _ = students.visible_student(desk, student_id)
    return people.staff_for_campus(desk, student.campus_id)


def _outdate_prints(desk: Desk, student_id: UUID) -> None:
    """A printed plan lists the actions: one printed before is no longer the plan."""
    prints = update(Document).where(
        Document.student_id == student_id,
        Document.kind == PRINTED_PLAN,
        Document.superseded_at.is_(None),
    )
    desk.session.execute(prints.values(superseded_at=desk.now))


def _check_owner(desk: Desk, campus_id: UUID, owner_id: UUID) -> None:
    if owner_id not in dict(people.staff_for_campus(desk, campus_id)):
        raise NotFound("owner")


def _shown(desk: Desk, row: PlanAction, names: dict[UUID, str]) -> Action:
    overdue = row.state in OPEN_STATES and row.due_on is not None and row.due_on < _today(desk)
    return Action(
        row.id,
        _body(desk, row).what,
        row.indicator,
        row.owner_id,
        names.get(row.owner_id, "somebody who left"),
        row.due_on,
        row.state,
        row.revision,
        overdue,
    )


def _open_first(action: Action) -> tuple[bool, date, str]:
    return not action.is_open, action.due_on or date.max, str(action.id)


def _sealed(desk: Desk, place: Place, what: str, earlier: list[dict[str, str]]) -> bytes:
    return seal_json(desk.keys, place, {"what": what, "earlier": earlier})


def _body(desk: Desk, row: PlanAction) -> Body:
    return Body(**unseal_json(desk.keys, _place(row.id), row.body_sealed))


def _place(action_id: UUID) -> Place:
    return Place("plan_actions", "body_sealed", action_id)


def _today(desk: Desk) -> date:
    return desk.now.astimezone(TEXAS).date()
