"""What counselors have agreed with students who are close: actions with an owner and a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from careercraft.services import plan_actions, rosters
from careercraft.services.context import Desk
from careercraft.services.plan_actions import Wanted
from careercraft.services.rosters import RosterQuery, RosterRow

CLASS = 2027
STUDENTS = 3
ACTIONS = (
    ("Practice mathematics twice a week in tutorial", "tsi", date(2027, 2, 26), "under_way"),
    ("Retake the SAT on the school day in March", "tsi", date(2027, 3, 3), "planned"),
    ("Sign up for the college preparatory course in the spring", "tsi", None, "planned"),
)


def agree(desk: Desk, campus_ids: Mapping[str, UUID]) -> Iterator[str]:
    """Plan the actions, saying a line; a student who has some already is left alone."""
    planned = 0
    for campus_id in campus_ids.values():
        near = RosterQuery(CLASS, campus_id, state="not_met", near="tsi.math")
        for row in rosters.roster(desk, near).rows[:STUDENTS]:
            if not plan_actions.actions(desk, row.id):
                planned += _plan(desk, row)
    if planned:
        yield f"Planning {planned} actions with students who are close."


def _plan(desk: Desk, row: RosterRow) -> int:
    owners = {name: id_ for id_, name in plan_actions.possible_owners(desk, row.id)}
    owner = owners.get(row.counselor_name or "", desk.actor.user_id)
    assert owner is not None  # noqa: S101 - a person loads the demonstration
    for what, indicator, due_on, state in ACTIONS:
        plan_actions.add(desk, row.id, Wanted(what, indicator, owner, due_on, state))
    return len(ACTIONS)
