"""The one step that separates a student from the bonus: what to do, by when, and whether one can.

The days are the rules'; whoever is past the day can still be settled by a record that is late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from careercraft.calc import Authority, GraduatingClass, rules_for_class
from careercraft.calc.history import Dated
from careercraft.calc.rules import DayOfYear
from careercraft.services.bonus.graduates import (
    CREDENTIAL,
    ENROLLMENT,
    STEPS,
    TSI,
    UNKNOWN,
    Graduate,
)


class Step(NamedTuple):
    """A step of a class. `on` is its last day; `feasible` whether that day is still to come."""

    id: str
    title: str
    action: str
    on: date
    deadline: str
    feasible: bool
    settled_by: str
    authority: Authority


TITLES = {
    ENROLLMENT: "Enroll in college",
    CREDENTIAL: "Earn a certification or certificate",
    TSI: "Reach the TSI standard",
}
PHRASES = {
    ENROLLMENT: "one step away: college enrollment",
    CREDENTIAL: "one step away: a certification or certificate",
    TSI: "one step away: the TSI standard",
}
_ACTIONS = {
    ENROLLMENT: "Has reached the TSI standard. Enroll at a college by the tenth class day of fall "
    "{year}.",
    CREDENTIAL: "Has reached the TSI standard. Earn an industry-based certification or a Level I "
    "or II certificate by {last}.",
    TSI: "Has the certificate or the enrollment. Reach the TSI standard in both subjects on the "
    "SAT, ACT or TSIA.",
}
_SETTLED_BY = {
    ENROLLMENT: "The tenth class day has passed. Only the enrollment records of that fall can "
    "settle it.",
    CREDENTIAL: "The last day has passed. Only a record of something earned by then can settle it.",
    TSI: "The last day has passed. Only a score from before it can settle it.",
}


def steps(class_of: int, today: date) -> dict[str, Step]:
    """The three steps of a class as they stand on a day."""
    rules = rules_for_class(GraduatingClass(class_of))
    last_days: dict[str, Dated[DayOfYear]] = {
        ENROLLMENT: rules.bonus.tenth_class_day_passed,
        CREDENTIAL: rules.bonus.deadline_certificate,
        TSI: rules.windows.tsia,
    }
    return {id_: _step(id_, class_of, last_days[id_], today) for id_ in STEPS}


def still_open(people: Iterable[Graduate], stepping: Mapping[str, Step]) -> list[Graduate]:
    """The same graduates; whoever missed the last day of their step waits for nothing any more.

    A student of whom something is not known waits on: a record that is late can settle it.
    """
    return [one._replace(waits_for="") if _is_closed(one, stepping) else one for one in people]


def _is_closed(one: Graduate, stepping: Mapping[str, Step]) -> bool:
    step = stepping.get(one.waits_for)
    return step is not None and not step.feasible and one.state != UNKNOWN


def _step(id_: str, class_of: int, last: Dated[DayOfYear], today: date) -> Step:
    on = date(class_of, last.value.month, last.value.day)
    said = f"{on:%B} {on.day}, {on.year}"
    deadline = f"tenth class day of fall {class_of}" if id_ == ENROLLMENT else said
    return Step(
        id_,
        TITLES[id_],
        _ACTIONS[id_].format(year=class_of, last=said),
        on,
        deadline,
        today <= on,
        _SETTLED_BY[id_],
        last.authority,
    )
