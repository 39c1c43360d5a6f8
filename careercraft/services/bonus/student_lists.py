"""Students behind the figures of the bonus: who stands where, and who is one step away.

What stands on a list is what its figure counts. Counselors see their own campus; what a student is
worth is shown only to those who may see the district's money.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc.bonus import DistrictBonus, district_bonus
from careercraft.clock import TEXAS
from careercraft.models import Student
from careercraft.privacy.access import permissions, require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import rosters, sources
from careercraft.services.bonus import assumptions
from careercraft.services.bonus.graduates import (
    ENROLLMENT,
    GROUP_PHRASES,
    GROUP_TITLES,
    STATES,
    STEPS,
    Graduate,
    as_of,
    check_class,
    counts,
    graduates,
)
from careercraft.services.bonus.steps import PHRASES, Step, steps, still_open
from careercraft.services.bonus_words import STATES as STATE_WORDS
from careercraft.services.class_counts import classes
from careercraft.services.context import Desk
from careercraft.services.rosters import Choice
from careercraft.services.students import name_order

ROWS_PER_PAGE = 50
ANY_STEP, NO_STEP = "any", "none"
ASKED_STEPS = (ANY_STEP, *STEPS)
UNPLACED = "unplaced"
"""Students of whom nobody said whether they are economically disadvantaged."""
ASKED_GROUPS = (*GROUP_TITLES, UNPLACED)


class ListQuery(NamedTuple):
    """What a reader asks of a list; all of it may stand in an address."""

    class_of: int
    step: str | None = None
    state: str | None = None
    group: str | None = None
    campus_id: UUID | None = None
    page: int = 1


class Worth(NamedTuple):
    """What one student's bonus adds now; `away` are the groups still below their threshold.

    Each of `away` is a group with how many must be met before the next one earns anything.
    """

    dollars: int
    away: tuple[tuple[str, int], ...] = ()


class ListedStudent(NamedTuple):
    """One student of a list. `worth` is None for readers without the district's money."""

    id: UUID
    name: str
    local_id: str | None
    campus_name: str
    status: str
    state: str
    step: Step | None
    groups: tuple[str, ...]
    worth: Worth | None


class StudentList(NamedTuple):
    """A page of a list and what stands around it; `ignored` names what the reader does not have."""

    query: ListQuery
    ignored: tuple[str, ...]
    rows: list[ListedStudent]
    total: int
    pages: int
    by_step: dict[str, int]
    by_state: dict[str, int]
    campuses: list[Choice]
    classes: list[int]
    steps: dict[str, Step]
    with_money: bool
    judged_at: datetime | None
    not_judged: int
    data_through: date | None


def students(desk: Desk, asked: ListQuery) -> StudentList:
    """The list that was asked for; that it was seen is recorded. Raises `NotFound`."""
    found = _all(desk, asked)
    pages = max(1, -(-found.total // ROWS_PER_PAGE))
    query = found.query._replace(page=min(max(1, found.query.page), pages))
    first = (query.page - 1) * ROWS_PER_PAGE
    shown = found.rows[first : first + ROWS_PER_PAGE]
    _record(desk, query, [one.id for one in shown])
    return found._replace(query=query, rows=shown, pages=pages)


def everyone(desk: Desk, asked: ListQuery) -> StudentList:
    """The whole list, for a file; whoever makes one records it."""
    return _all(desk, asked)


def named(desk: Desk, class_of: int, ids: Collection[UUID]) -> list[ListedStudent]:
    """Some students of a class by name, for those who may see the district's money."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    wanted = [one for one in graduates(desk, class_of) if one.id in ids]
    names = _names(desk, wanted)
    stepping = steps(class_of, desk.now.astimezone(TEXAS).date())
    rows = [_row(one, names[one.id], stepping, None) for one in wanted]
    return sorted(rows, key=lambda row: (*name_order(names[row.id]), str(row.id)))


def sentence(found: StudentList) -> str:
    """The filter in words with its count; it heads the page and the file."""
    query = found.query
    parts = [f"Class of {query.class_of}{_place(found)}"]
    if query.group == UNPLACED:
        parts.append("economic group not on file")
    elif query.group:
        parts.append(GROUP_PHRASES[query.group])
    if query.state:
        parts.append(f"bonus {STATE_WORDS[query.state].lower()}")
    if query.step == ANY_STEP:
        parts.append("one step from the bonus")
    elif query.step:
        parts.append(PHRASES[query.step])
    noun = "student" if found.total == 1 else "students"
    return f"{', '.join(parts)}: {found.total:,} {noun}"


def _place(found: StudentList) -> str:
    chosen = chosen_campus(found)
    return f" at {chosen.label}" if chosen else ""


def chosen_campus(found: StudentList) -> Choice | None:
    """The one campus of the list: chosen, or the only one that the reader has."""
    if len(found.campuses) == 1:
        return found.campuses[0]
    wanted = str(found.query.campus_id)
    return next((one for one in found.campuses if one.id == wanted), None)


def _all(desk: Desk, asked: ListQuery) -> StudentList:
    require(desk.actor, Permission.CAMPUS_BONUS_READ)
    check_class(asked.class_of)
    campuses = rosters.campus_choices(desk)
    query, ignored = _known_only(asked, campuses)
    stepping = steps(query.class_of, desk.now.astimezone(TEXAS).date())
    everybody = still_open(graduates(desk, query.class_of), stepping)
    at_campus = [one for one in everybody if query.campus_id in (None, one.campus_id)]
    in_group = [one for one in at_campus if _in_group(one, query.group)]
    listed = [one for one in in_group if _wanted(one, query)]
    bonus = _district_money(desk, query.class_of, everybody)
    names = _names(desk, listed)
    rows = [_row(one, names[one.id], stepping, bonus) for one in listed]
    rows.sort(key=lambda row: _order(row, names[row.id]))
    fresh = as_of(at_campus)
    return StudentList(
        query,
        ignored,
        rows,
        len(rows),
        1,
        _by_step(in_group),
        {state: sum(one.state == state for one in in_group) for state in STATES},
        campuses,
        classes(desk),
        stepping,
        bonus is not None,
        fresh.judged_at,
        fresh.not_judged,
        sources.data_through(desk.session),
    )


def _known_only(asked: ListQuery, campuses: list[Choice]) -> tuple[ListQuery, tuple[str, ...]]:
    known = {one.id for one in campuses}
    if asked.campus_id is None or str(asked.campus_id) in known:
        return asked, ()
    return asked._replace(campus_id=None), ("campus",)


def _in_group(one: Graduate, group: str | None) -> bool:
    if group == UNPLACED:
        return one.economically_disadvantaged is None
    return group is None or one.is_in(group) is True


def _wanted(one: Graduate, query: ListQuery) -> bool:
    if query.state and one.state != query.state:
        return False
    if query.step == ANY_STEP:
        return bool(one.waits_for)
    return query.step is None or one.waits_for == query.step


def _by_step(people: list[Graduate]) -> dict[str, int]:
    counted = {step: sum(one.waits_for == step for one in people) for step in STEPS}
    return {ANY_STEP: sum(counted.values()), **counted}


def _district_money(desk: Desk, class_of: int, everybody: list[Graduate]) -> DistrictBonus | None:
    """The district's figures, for those who may see them: they see every campus too."""
    if Permission.DISTRICT_BONUS_READ not in permissions(desk.actor):
        return None
    mode = assumptions.settled(desk).mode
    return district_bonus(class_of, counts(everybody), rounding=mode)


def _names(desk: Desk, listed: list[Graduate]) -> dict[UUID, Identity]:
    query = select(Student.id, Student.identity_sealed).where(
        Student.id.in_([one.id for one in listed])
    )
    return {
        row.id: identity_from(desk.keys, row.id, row.identity_sealed)
        for row in desk.session.execute(query)
    }


def _row(
    one: Graduate,
    identity: Identity,
    stepping: dict[str, Step],
    bonus: DistrictBonus | None,
) -> ListedStudent:
    return ListedStudent(
        one.id,
        identity.listed_name,
        identity.local_id,
        one.campus_name,
        one.status,
        one.state,
        stepping.get(one.waits_for),
        tuple(group for group in GROUP_TITLES if one.is_in(group)),
        _worth(one, bonus) if bonus else None,
    )


def _worth(one: Graduate, bonus: DistrictBonus) -> Worth:
    """What one more met graduate of the student's groups adds; nothing for one who is met."""
    if one.state == "met":
        return Worth(0)
    mine = [bonus.groups[group] for group in GROUP_TITLES if one.is_in(group)]
    away = tuple((line.group, line.students_to_threshold) for line in mine)
    return Worth(sum(line.next_graduate for line in mine), tuple(pair for pair in away if pair[1]))


def _order(row: ListedStudent, identity: Identity) -> tuple[Any, ...]:
    """What can still be done comes first, then what is worth most, then what is due first."""
    return (
        row.step is None,
        not (row.step and row.step.feasible),
        -(row.worth.dollars if row.worth else 0),
        row.step.on if row.step else date.max,
        *name_order(identity),
        str(row.id),
    )


def _record(desk: Desk, query: ListQuery, shown: list[UUID]) -> None:
    desk.record(
        Event.BONUS_STUDENTS_VIEWED,
        "class",
        details={
            "class_of": query.class_of,
            "campus_id": str(query.campus_id) if query.campus_id else None,
            "chase": query.step == ENROLLMENT,
            "shown": len(shown),
        },
        students=shown,
    )
    desk.session.commit()
