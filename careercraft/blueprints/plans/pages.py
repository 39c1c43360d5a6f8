"""A student's plan as its template reads it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.plans.forms import ActionForm, ConferenceForm, form_of
from careercraft.filters import class_label, grade
from careercraft.services.plan_actions import STATES, Action
from careercraft.services.plan_pages import PlanPage


class PlanView(NamedTuple):
    """Everything that `plans/page.html` shows. `changing`: the action whose form stands open."""

    plan: PlanPage
    facts: list[str]
    trail: list[tuple[str, str]]
    indicators: dict[str, str]
    states: dict[str, str]
    changing: Action | None
    form: ActionForm
    form_href: str
    conference: ConferenceForm
    conference_href: str
    conflict: bool


def plan_view(
    plan: PlanPage,
    *,
    form: ActionForm | None = None,
    indicator: str = "",
    what: str = "",
    changing: UUID | None = None,
    conference: ConferenceForm | None = None,
) -> PlanView:
    """The page, with a form that a person sent and has to correct in its place."""
    indicators = {one.id: one.title for one in plan.indicators}
    action = next((one for one in plan.actions if one.id == changing), None)
    student_id = plan.student_id
    return PlanView(
        plan,
        _facts(plan),
        _trail(plan),
        indicators,
        STATES,
        action,
        (form or _form(plan, Begun(indicator, what), action)).offer(
            _owners(plan, action), indicators
        ),
        url_for("plans.change", action_id=action.id)
        if action
        else url_for("plans.add", student_id=student_id),
        conference or ConferenceForm(plan.today, own_log=plan.may_log_time),
        url_for("plans.confer", student_id=student_id),
        conflict=False,
    )


class Begun(NamedTuple):
    """An action as an address begins it."""

    indicator: str
    what: str


def _form(plan: PlanPage, begun: Begun, action: Action | None) -> ActionForm:
    if action is not None:
        return form_of(action)
    data = begun._asdict() | {"owner": str(plan.reader_id)}
    return ActionForm(formdata=None, data=data)


def _owners(plan: PlanPage, action: Action | None) -> tuple[tuple[UUID, str], ...]:
    """Who may be chosen; whoever owns the action now stays a choice."""
    if action is None or action.owner_id in dict(plan.owners):
        return plan.owners
    return (*plan.owners, (action.owner_id, action.owner))


def _facts(plan: PlanPage) -> list[str]:
    return [
        grade(plan.grade) if plan.grade is not None else "",
        class_label(plan.class_of, plan.school_year),
        plan.campus,
    ]


def _trail(plan: PlanPage) -> list[tuple[str, str]]:
    roster = url_for("rosters.show", class_of=plan.class_of, campus=str(plan.campus_id))
    return [
        ("Rosters", url_for("rosters.choose")),
        (f"Class of {plan.class_of} at {plan.campus}", roster),
        ("Student", url_for("students.show", student_id=plan.student_id)),
    ]
