"""Testing days as such: planned, changed, put away and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, false, func, select, true

from careercraft.clock import TEXAS, senior_class
from careercraft.models import Campus, SittingDay, SittingSeat
from careercraft.privacy.access import (
    NotFound,
    campuses_of,
    opening_students,
    reaches_whole_district,
    require,
)
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.testing.kinds import BOTH, KINDS, SPLIT, SUBJECTS

MOST_SEATS = 2000
LONGEST_WORDS = 200
NOT_MET, OPEN = "not_met", "tsi_open"
WHOM = {
    NOT_MET: "Students who still need it for CCMR",
    OPEN: "Everybody without TSI, also who met another way: TSI counts for the outcomes bonus",
}


FOR_FAMILIES = ("starts", "where", "bring", "bring_es")


class ChangedMeanwhile(Exception):  # noqa: N818 - shown to the person, who decides
    """Somebody else changed the day after this page was opened."""


class Wanted(NamedTuple):
    """A testing day as a person enters it; the last four are words for families."""

    campus_id: UUID
    test: str
    subject: str
    held_on: date
    classes: tuple[int, ...]
    whom: str = NOT_MET
    seats: int | None = None
    """How many can sit, where that is not as many as the rooms hold."""
    covered: int | None = None
    """How many fees are covered on this day; None: as many as the district has left."""
    starts: str = ""
    where: str = ""
    bring: str = ""
    bring_es: str = ""
    """The same in Spanish; without it the line is left out of Spanish notices."""


class Day(NamedTuple):
    """A testing day as its readers see it."""

    id: UUID
    campus_name: str
    wanted: Wanted
    revision: int
    deleted: bool
    on_list: int

    @property
    def title(self) -> str:
        """The test and the day, as pages head it."""
        only = "" if self.wanted.subject == BOTH else f", {SUBJECTS[self.wanted.subject].lower()}"
        return f"{KINDS[self.wanted.test].title}{only}"


def make(desk: Desk, wanted: Wanted) -> UUID:
    """Plan a testing day at a campus that the reader sees; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_TESTING_ARRANGE)
    _understood(desk, wanted)
    assert desk.actor.user_id is not None  # noqa: S101 - only people plan
    day_id = uuid4()
    row = SittingDay(
        id=day_id,
        district_id=desk.actor.district_id,
        created_by=desk.actor.user_id,
        created_at=desk.now,
    )
    _fill(desk, row, wanted)
    desk.session.add(row)
    _record(desk, Event.TESTING_DAY_MADE, day_id, {"test": wanted.test})
    return day_id


def change(desk: Desk, day_id: UUID, wanted: Wanted, revision: int) -> None:
    """Change a day as somebody saw it at a revision; its campus stays.

    Raises `NotFound`, `ChangedMeanwhile`.
    """
    row = row_of(desk, day_id, lock=True)
    _understood(desk, wanted)
    if row.revision != revision or row.campus_id != wanted.campus_id:
        raise ChangedMeanwhile
    _fill(desk, row, wanted)
    row.revision += 1
    _record(desk, Event.TESTING_DAY_CHANGED, day_id, {"revision": row.revision})


def put_away(desk: Desk, day_id: UUID) -> None:
    """Take a day off the calendar with its list; `bring_back` undoes it. Raises `NotFound`."""
    row_of(desk, day_id, lock=True).deleted_at = desk.now
    _record(desk, Event.TESTING_DAY_DELETED, day_id, {})


def bring_back(desk: Desk, day_id: UUID) -> None:
    """Bring back a day with its list; raises `NotFound`."""
    row_of(desk, day_id, lock=True).deleted_at = None
    _record(desk, Event.TESTING_DAY_RESTORED, day_id, {})


def day(desk: Desk, day_id: UUID) -> Day:
    """One day; raises `NotFound`."""
    row = row_of(desk, day_id)
    return next(_days(desk, SittingDay.id == row.id))


def days(desk: Desk) -> tuple[Day, ...]:
    """The days of the reader's campuses, those put away too: the latest first."""
    require(desk.actor, Permission.CAMPUS_TESTING_ARRANGE)
    return tuple(_days(desk, true()))


def campuses(desk: Desk) -> tuple[tuple[UUID, str], ...]:
    """The campuses at which the reader may plan a day, by name."""
    require(desk.actor, Permission.CAMPUS_TESTING_ARRANGE)
    query = select(Campus.id, Campus.name).where(_reached(desk, Campus.id)).order_by(Campus.name)
    return tuple((row.id, row.name) for row in desk.session.execute(query))


def row_of(desk: Desk, day_id: UUID, *, lock: bool = False) -> SittingDay:
    """The stored day, at a campus that the reader reaches; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_TESTING_ARRANGE)
    query = select(SittingDay).where(SittingDay.id == day_id, _reached(desk, SittingDay.campus_id))
    found = desk.session.scalars(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound("testing day")
    return found


def wanted_of(desk: Desk, row: SittingDay) -> Wanted:
    """A stored day as it was entered."""
    asked, body = row.asked, unseal_json(desk.keys, _place(row.id), row.body_sealed)
    return Wanted(
        row.campus_id,
        row.test,
        row.subject,
        row.held_on,
        tuple(asked["classes"]),
        asked["whom"],
        asked["seats"],
        asked["covered"],
        **body,
    )


def usual_classes(on: date) -> tuple[int, ...]:
    """Seniors and juniors of the school year of a day."""
    seniors = senior_class(on)
    return seniors, seniors + 1


def today(desk: Desk) -> date:
    """The day on which the reader works, in Texas."""
    return desk.now.astimezone(TEXAS).date()


def _understood(desk: Desk, wanted: Wanted) -> None:
    if wanted.campus_id not in dict(campuses(desk)):
        raise NotFound("campus")
    if wanted.test not in KINDS or wanted.subject not in SUBJECTS or wanted.whom not in WHOM:
        raise NotFound("test")
    if wanted.subject != BOTH and wanted.test not in SPLIT:
        raise NotFound("subject")


def _fill(desk: Desk, row: SittingDay, wanted: Wanted) -> None:
    row.campus_id, row.test, row.subject = wanted.campus_id, wanted.test, wanted.subject
    row.held_on = wanted.held_on
    row.asked = {
        "classes": list(wanted.classes),
        "whom": wanted.whom,
        "seats": wanted.seats,
        "covered": wanted.covered,
    }
    body = {name: getattr(wanted, name) for name in FOR_FAMILIES}
    row.body_sealed = seal_json(desk.keys, _place(row.id), body)


def _days(desk: Desk, which: ColumnElement[bool]) -> Iterator[Day]:
    sitting = (
        select(func.count())
        .select_from(SittingSeat)
        .where(SittingSeat.day_id == SittingDay.id, SittingSeat.removed_at.is_(None))
        .scalar_subquery()
    )
    query = (
        select(SittingDay, Campus.name, sitting)
        .join(Campus, Campus.id == SittingDay.campus_id)
        .where(which, _reached(desk, SittingDay.campus_id))
        .order_by(SittingDay.held_on.desc(), Campus.name, SittingDay.id)
    )
    for row, campus_name, on_list in desk.session.execute(query):
        deleted = row.deleted_at is not None
        yield Day(row.id, campus_name, wanted_of(desk, row), row.revision, deleted, on_list)


def _reached(desk: Desk, campus_column: object) -> ColumnElement[bool]:
    """Campuses whose students the reader may open."""
    opening = opening_students(desk.actor)
    if reaches_whole_district(opening):
        return true()
    held = campuses_of(opening)
    return campus_column.in_(held) if held else false()  # type: ignore[attr-defined]


def _record(desk: Desk, event: Event, day_id: UUID, details: dict[str, Detail]) -> None:
    desk.record(event, "testing_day", day_id, details=details)
    desk.session.commit()


def _place(day_id: UUID) -> Place:
    return Place("testing_days", "body_sealed", day_id)
