"""What a class is worth to the district: earned so far, projected, still on the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from careercraft.calc import Authority
from careercraft.calc.bonus import DistrictBonus, GroupBonus, district_bonus
from careercraft.calc.citations import jointly
from careercraft.clock import TEXAS
from careercraft.privacy.access import require
from careercraft.privacy.permissions import Permission
from careercraft.services import sources
from careercraft.services.bonus import assumptions
from careercraft.services.bonus.assumptions import Assumption, Settled
from careercraft.services.bonus.graduates import (
    GROUP_TITLES,
    Enrolled,
    Graduate,
    as_of,
    check_class,
    counts,
    graduates,
    own_average,
)
from careercraft.services.bonus.steps import Step, steps, still_open
from careercraft.services.bonus.supposing import expected, suppose, waiting
from careercraft.services.context import Desk


class Rate(NamedTuple):
    """The enrolment rate that holds, in percent, and where it comes from.

    `average` is what the district's own records say; `settled` what the district set instead.
    """

    percent: int | None
    average: Enrolled | None
    settled: Assumption | None


class GroupLine(NamedTuple):
    """One group: what is so (`bonus`), and how many are expected to be met with the rate.

    `hanging` hang on enrolment, `one_step` on any one step; `stepped_dollars` is what the group
    comes to if all of them take it.
    """

    bonus: GroupBonus
    expected_met: int
    expected_dollars: int
    stepped_dollars: int
    hanging: int
    one_step: int

    @property
    def title(self) -> str:
        """The group's name."""
        return GROUP_TITLES[self.bonus.group]

    @property
    def authority(self) -> Authority:
        """What the threshold and the amount rest on, the least sure of both."""
        return jointly(self.bonus.threshold, self.bonus.pays)


class StepCount(NamedTuple):
    """A step with how many students it separates from the bonus."""

    step: Step
    students: int


class Money(NamedTuple):
    """A class's bonus as its page tells it; every amount in whole dollars.

    `earned` counts who is met by the records; `highest` also everyone of whom it is not known;
    `projected` adds as many of those who hang on enrolment as the rate brings. `on_the_table` is
    what comes on top of the projection if everyone who is one step away takes it.
    """

    class_of: int
    bonus: DistrictBonus
    groups: tuple[GroupLine, ...]
    earned: int
    projected: int
    highest: int
    on_the_table: int
    steps: tuple[StepCount, ...]
    rate: Rate
    settled: Settled
    graduates: int
    graduated: int
    met: int
    unknown: int
    unplaced: int
    not_judged: int
    judged_at: datetime | None
    data_through: date | None

    @property
    def one_step(self) -> int:
        """How many students are one step away."""
        return sum(one.students for one in self.steps)

    @property
    def still_to_come(self) -> bool:
        """Whether the last day of any step is still to come."""
        return any(one.step.feasible for one in self.steps)

    @property
    def is_estimate(self) -> bool:
        """Whether the class has not graduated yet, so that even its size is expected only."""
        return self.graduated < self.graduates


def money(desk: Desk, class_of: int) -> Money:
    """What a class is worth; raises `NotFound` for a class that earns no bonus."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    check_class(class_of)
    return of_people(desk, class_of, graduates(desk, class_of))


def of_people(desk: Desk, class_of: int, people: list[Graduate]) -> Money:
    """The same of graduates who were read already."""
    settled = assumptions.settled(desk)
    rate = rate_of(desk, class_of, settled)
    stepping_days = steps(class_of, desk.now.astimezone(TEXAS).date())
    people = still_open(people, stepping_days)
    now, hanging = counts(people), waiting(people)
    bonus = district_bonus(class_of, now, rounding=settled.mode)
    likely = district_bonus(class_of, expected(now, hanging, rate.percent), rounding=settled.mode)
    stepping = [one for one in people if one.waits_for]
    ready = counts(suppose(people, {one.id for one in stepping}))
    stepped = district_bonus(class_of, ready, rounding=settled.mode)
    fresh = as_of(people)
    return Money(
        class_of=class_of,
        bonus=bonus,
        groups=tuple(_lines(bonus, likely, stepped, stepping)),
        earned=bonus.total.low,
        projected=likely.total.low,
        highest=bonus.total.high,
        on_the_table=max(0, stepped.total.low - likely.total.low),
        steps=tuple(
            StepCount(step, sum(one.waits_for == id_ for one in stepping))
            for id_, step in stepping_days.items()
        ),
        rate=rate,
        settled=settled,
        graduates=len(people),
        graduated=sum(one.status == "graduated" for one in people),
        met=sum(one.state == "met" for one in people),
        unknown=sum(one.state == "unknown" for one in people),
        unplaced=sum(one.economically_disadvantaged is None for one in people),
        not_judged=fresh.not_judged,
        judged_at=fresh.judged_at,
        data_through=sources.data_through(desk.session),
    )


def rate_of(desk: Desk, class_of: int, settled: Settled) -> Rate:
    """The rate that holds: what the district set, else its own average, else none."""
    average = own_average(desk, class_of)
    if settled.rate is not None:
        return Rate(settled.rate, average, settled.enrollment_rate)
    return Rate(average.percent if average else None, average, None)


def _lines(
    bonus: DistrictBonus,
    likely: DistrictBonus,
    stepped: DistrictBonus,
    stepping: list[Graduate],
) -> Iterable[GroupLine]:
    hanging = waiting(stepping)
    for group, line in bonus.groups.items():
        later = likely.groups[group]
        yield GroupLine(
            line,
            later.counts.met,
            later.dollars.low,
            stepped.groups[group].dollars.low,
            hanging[group],
            sum(one.is_in(group) is True for one in stepping),
        )
