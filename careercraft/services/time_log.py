"""A counselor's own time log, in the categories of the state's counseling program."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import yaml
from sqlalchemy import select

from careercraft.clock import SCHOOL_YEAR_BEGINS_IN_MONTH, TEXAS
from careercraft.models import TimeEntry
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk

FILE = Path(__file__).with_name("counseling.yaml")
USUAL_CATEGORY = "individual_planning"
MOST_MINUTES = 12 * 60
ENTRIES_SHOWN = 100


class Category(NamedTuple):
    """A category of the state, and whether its time is part of the counseling program."""

    id: str
    title: str
    meaning: str
    counseling: bool


class Share(NamedTuple):
    """The share of time that belongs to the counseling program, and how sure that is."""

    percent: int
    standing: str
    source: str
    meaning: str


class Entry(NamedTuple):
    """One entry of the log. `student_id` only leads back to the student's plan."""

    id: UUID
    spent_on: date
    category: Category
    minutes: int
    student_id: UUID | None


class CategoryTime(NamedTuple):
    """The minutes of one category in a period."""

    category: Category
    minutes: int


class TimeLog(NamedTuple):
    """A person's log over a period, with what it adds up to."""

    first: date
    last: date
    by_category: tuple[CategoryTime, ...]
    entries: tuple[Entry, ...]
    of: int
    """How many entries there are in the period; the latest are shown."""
    share: Share | None

    @property
    def minutes(self) -> int:
        """Everything that was logged."""
        return sum(one.minutes for one in self.by_category)

    @property
    def minutes_asked_for(self) -> int:
        """How many of them the program asks for; 0 where no share is known."""
        return round(self.minutes * self.share.percent / 100) if self.share else 0

    @property
    def counseling_minutes(self) -> int:
        """What of it belongs to the counseling program."""
        return sum(one.minutes for one in self.by_category if one.category.counseling)


@cache
def categories() -> dict[str, Category]:
    """The categories by their id, in the order in which they are offered."""
    return {
        id_: Category(id_, one["title"], one["meaning"], one["counseling"])
        for id_, one in _file()["categories"].items()
    }


def share_on(day: date) -> Share | None:
    """The share in force on a day; None before the first that is known."""
    in_force = [one for one in _file()["share"] if one["from"] <= day]
    if not in_force:
        return None
    latest = max(in_force, key=lambda one: one["from"])
    return Share(latest["percent"], latest["standing"], latest["source"], latest["meaning"])


def log_time(
    desk: Desk, category: str, minutes: int, spent_on: date, student_id: UUID | None = None
) -> None:
    """Add minutes to the actor's own log; whoever calls commits. Raises `NotFound`."""
    require(desk.actor, Permission.OWN_TIME_LOG)
    if category not in categories() or not 0 < minutes <= MOST_MINUTES:
        raise NotFound("category or minutes")
    entry = TimeEntry(
        id=uuid4(),
        district_id=desk.actor.district_id,
        user_id=desk.actor.user_id,
        student_id=student_id,
        category=category,
        minutes=minutes,
        spent_on=spent_on,
        entered_at=desk.now,
    )
    desk.session.add(entry)
    desk.session.flush()
    desk.record(Event.TIME_LOGGED, "time_entry", entry.id, details={"minutes": minutes})


def add_entry(desk: Desk, category: str, minutes: int, spent_on: date) -> None:
    """Log time that belongs to no one student."""
    log_time(desk, category, minutes, spent_on)
    desk.session.commit()


def remove(desk: Desk, entry_id: UUID) -> None:
    """Take an entry out of the actor's own log; it stays on file, marked. Raises `NotFound`."""
    require(desk.actor, Permission.OWN_TIME_LOG)
    entry = desk.session.get(TimeEntry, entry_id)
    if entry is None or entry.user_id != desk.actor.user_id or entry.removed_at is not None:
        raise NotFound("time entry")
    entry.removed_at = desk.now
    desk.record(Event.TIME_ENTRY_REMOVED, "time_entry", entry.id)
    desk.session.commit()


def log_of(desk: Desk, first: date | None = None, last: date | None = None) -> TimeLog:
    """The actor's own log between two days; without them, of this school year."""
    require(desk.actor, Permission.OWN_TIME_LOG)
    today = desk.now.astimezone(TEXAS).date()
    first, last = first or year_begins(today), last or today
    query = select(TimeEntry).where(
        TimeEntry.user_id == desk.actor.user_id,
        TimeEntry.removed_at.is_(None),
        TimeEntry.spent_on.between(first, last),
    )
    rows = desk.session.scalars(query.order_by(TimeEntry.spent_on.desc(), TimeEntry.id)).all()
    spent: Counter[str] = Counter()
    for row in rows:
        spent[row.category] += row.minutes
    return TimeLog(
        first,
        last,
        tuple(CategoryTime(one, spent[id_]) for id_, one in categories().items()),
        tuple(_entry(row) for row in rows[:ENTRIES_SHOWN]),
        len(rows),
        share_on(last),
    )


def year_begins(today: date) -> date:
    """The first day of the school year that holds a day."""
    year = today.year if today.month >= SCHOOL_YEAR_BEGINS_IN_MONTH else today.year - 1
    return date(year, SCHOOL_YEAR_BEGINS_IN_MONTH, 1)


def _entry(row: TimeEntry) -> Entry:
    return Entry(row.id, row.spent_on, categories()[row.category], row.minutes, row.student_id)


@cache
def _file() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text("utf-8"))  # type: ignore[no-any-return]
