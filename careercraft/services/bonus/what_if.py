"""What a supposition would do to a class's bonus, and two kept ones side by side."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careercraft.calc.bonus import district_bonus
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus import assumptions, student_lists
from careercraft.services.bonus.graduates import (
    GROUP_TITLES,
    Graduate,
    as_of,
    check_class,
    counts,
    graduates,
)
from careercraft.services.bonus.money import Rate, rate_of
from careercraft.services.bonus.scenarios import Scenario, Supposed, scenario
from careercraft.services.bonus.student_lists import ListedStudent, ListQuery, StudentList
from careercraft.services.bonus.supposing import CannotSuppose, Outlook, outlook
from careercraft.services.context import Desk

__all__ = ["CannotSuppose", "Supposed"]


class Tried(NamedTuple):
    """A supposition with what it comes to. `outlook` is None where it cannot be; then `mistakes`.

    `room`: per group, how many graduates do not meet the bonus yet.
    """

    class_of: int
    supposed: Supposed
    outlook: Outlook | None
    mistakes: dict[str, str]
    rate: Rate
    room: dict[str, int]
    judged_at: datetime | None
    rounding: str
    rounding_assumed: bool


class Marking(NamedTuple):
    """Students to mark: those who are marked, then those of the list who are not."""

    marked: tuple[ListedStudent, ...]
    offered: StudentList


class Compared(NamedTuple):
    """Two scenarios of one class, each as the records stand now."""

    class_of: int
    first: Scenario
    second: Scenario
    outlooks: tuple[Outlook | None, Outlook | None]
    sentences: tuple[str, str]


def tried(desk: Desk, class_of: int, supposed: Supposed) -> Tried:
    """What a supposition comes to, beside what is expected now. Nothing is kept."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    check_class(class_of)
    people = graduates(desk, class_of)
    settled = assumptions.settled(desk)
    rate = rate_of(desk, class_of, settled)
    mistakes: dict[str, str] = {}
    told: Outlook | None = None
    try:
        told = outlook(class_of, people, supposed, rate=rate.percent, rounding=settled.mode)
    except CannotSuppose as reason:
        mistakes[reason.field] = str(reason)
    way = district_bonus(class_of, {}, rounding=settled.mode).rounding
    return Tried(
        class_of,
        supposed,
        told,
        mistakes,
        rate,
        _room(people),
        as_of(people).judged_at,
        way.mode,
        settled.mode is None,
    )


def marking(desk: Desk, query: ListQuery, marked: frozenset[UUID]) -> Marking:
    """Whom one may mark: a list, and those who are marked already wherever they stand."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    offered = student_lists.students(desk, query)
    rest = [row for row in offered.rows if row.id not in marked]
    return Marking(
        tuple(student_lists.named(desk, query.class_of, marked)), offered._replace(rows=rest)
    )


def compare(desk: Desk, class_of: int, first: UUID, second: UUID) -> Compared:
    """Two kept scenarios side by side; raises `NotFound`."""
    kept = tuple(scenario(desk, one) for one in (first, second))
    if any(one.class_of != class_of for one in kept):
        raise NotFound("scenario")
    results = tuple(tried(desk, class_of, one.supposed) for one in kept)
    return Compared(
        class_of,
        kept[0],
        kept[1],
        (results[0].outlook, results[1].outlook),
        (in_words(kept[0].supposed), in_words(kept[1].supposed)),
    )


def in_words(supposed: Supposed) -> str:
    """What is supposed, in a sentence."""
    parts = []
    if supposed.marked:
        n = len(supposed.marked)
        parts.append(f"{n} marked student{'' if n == 1 else 's'} meet{'s' if n == 1 else ''} it")
    parts += [
        f"{n:,} more {GROUP_TITLES[group].lower()}"
        for group, n in supposed.more.items()
        if n and group in GROUP_TITLES
    ]
    if supposed.rate is not None:
        parts.append(f"{supposed.rate} of 100 enroll in college")
    return f"{', '.join(parts)}." if parts else "Nothing is supposed."


def _room(people: list[Graduate]) -> dict[str, int]:
    return {group: one.graduates - one.met for group, one in counts(people).items()}
