"""Who should sit on a testing day: nearest to the cut first, within seats and covered fees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.filters import long_date
from careercraft.models import SittingDay, SittingSeat
from careercraft.privacy.events import Event
from careercraft.services.context import Desk
from careercraft.services.records import contested
from careercraft.services.students import name_order
from careercraft.services.testing import days, fees, seats, standing
from careercraft.services.testing.days import NOT_MET, Day
from careercraft.services.testing.fees import Allowance, Fee
from careercraft.services.testing.standing import Standing


class Candidate(NamedTuple):
    """A student who could sit. `proposed`: ticked beforehand; `why_not` says why it is not so."""

    id: UUID
    name: str
    local_id: str | None
    class_of: int
    standing: Standing
    fee: Fee
    covered: bool
    """Whether a covered fee is proposed."""
    why_not: str
    statements: tuple[str, ...]

    @property
    def proposed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.why_not


class Proposal(NamedTuple):
    """The candidates of a day, the proposed first and the nearest first among them."""

    day: Day
    allowance: Allowance
    candidates: tuple[Candidate, ...]
    seats_left: int | None
    """Seats that the list has left; None where the day sets no limit."""
    fees_left: int | None

    @property
    def proposed(self) -> int:
        """How many are ticked beforehand."""
        return sum(one.proposed for one in self.candidates)


class _Around(NamedTuple):
    """What is known of the day and of everybody before anybody is placed."""

    day: Day
    per_student: int
    seats_left: int | None
    fees_left: int | None
    elsewhere: Mapping[UUID, int]
    listed_on: Mapping[UUID, str]
    statements: Mapping[UUID, tuple[str, ...]]


def propose(desk: Desk, day_id: UUID) -> Proposal:
    """Everybody of the day's classes who is not on its list and has a subject open.

    That the list was seen is recorded. Raises `NotFound`.
    """
    found = days.day(desk, day_id)
    allowance = fees.allowance(desk, found.wanted.held_on)
    on_list = seats.listed_ids(desk, day_id)
    open_to = [
        one for one in standing.of_campus(desk, found.wanted) if one.open and one.id not in on_list
    ]
    open_to.sort(key=lambda one: (one.distance, *name_order(one.identity), str(one.id)))
    ids = [one.id for one in open_to]
    seats_left = None if found.wanted.seats is None else max(0, found.wanted.seats - len(on_list))
    fees_left = seats.fees_left(desk, found, allowance)
    around = _Around(
        found,
        allowance.per_student,
        seats_left,
        fees_left,
        fees.covered_elsewhere(desk, ids, day_id),
        _listed_elsewhere(desk, day_id, found),
        contested.statements_for(desk, ids),
    )
    candidates = _placed(open_to, around)
    desk.record(
        Event.TESTING_LIST_VIEWED,
        "testing_day",
        day_id,
        details={"shown": len(candidates)},
        students=[one.id for one in candidates],
    )
    desk.session.commit()
    return Proposal(found, allowance, candidates, seats_left, fees_left)


def _placed(open_to: list[Standing], around: _Around) -> tuple[Candidate, ...]:
    """Give out the seats and the covered fees in order of distance."""
    held_on, seats_left, fees_left = around.day.wanted.held_on, around.seats_left, around.fees_left
    proposed: list[Candidate] = []
    others: list[Candidate] = []
    covered = 0
    for one in open_to:
        fee = fees.fee_of(one.class_of, held_on, around.elsewhere[one.id], around.per_student)
        why_not = _why_not(one, around)
        if not why_not and seats_left is not None and len(proposed) >= seats_left:
            why_not = "No seat left on the list"
        can_cover = fee.can and not why_not and (fees_left is None or covered < fees_left)
        covered += can_cover
        candidate = Candidate(
            one.id,
            one.identity.listed_name,
            one.identity.local_id,
            one.class_of,
            one,
            fee,
            can_cover,
            why_not,
            around.statements.get(one.id, ()),
        )
        (others if why_not else proposed).append(candidate)
    return (*proposed, *others)


def _why_not(one: Standing, around: _Around) -> str:
    if one.closed:
        return one.closed
    if one.id in around.listed_on:
        return around.listed_on[one.id]
    if around.day.wanted.whom == NOT_MET and one.settled:
        return "Has met CCMR another way"
    return ""


def _listed_elsewhere(desk: Desk, day_id: UUID, day: Day) -> dict[UUID, str]:
    """Who stands on the list of another day with the same test that is still to come."""
    query = (
        select(SittingSeat.student_id, SittingDay.held_on)
        .join(SittingDay, SittingDay.id == SittingSeat.day_id)
        .where(
            SittingDay.id != day_id,
            SittingDay.campus_id == day.wanted.campus_id,
            SittingDay.test == day.wanted.test,
            SittingDay.held_on >= days.today(desk),
            SittingDay.deleted_at.is_(None),
            SittingSeat.removed_at.is_(None),
        )
    )
    return {
        row.student_id: f"Sits on {long_date(row.held_on)} already"
        for row in desk.session.execute(query)
    }
