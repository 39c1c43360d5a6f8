"""The district's calendar: the days on which its offices are closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from careercraft.models import Holiday, PrivacyRequest
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.clocks import Calendar
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.records import cases

FRIDAY = 5
LONGEST_BREAK = timedelta(days=100)
"""Longer than any summer: a year typed wrong must not close the offices for good."""


class HolidayView(NamedTuple):
    """One day as the page shows it."""

    id: UUID
    day: date
    name: str


def calendar(desk: Desk) -> Calendar:
    """The calendar by which deadlines are counted."""
    return Calendar(frozenset(desk.session.scalars(select(Holiday.day))))


def listed(desk: Desk) -> list[HolidayView]:
    """Every holiday that was entered, in order."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_READ)
    rows = desk.session.scalars(select(Holiday).order_by(Holiday.day))
    return [HolidayView(row.id, row.day, row.name) for row in rows]


def add(desk: Desk, first: date, last: date, name: str) -> None:
    """Enter the school days of a break as holidays, both ends included; a known day is renamed.

    The deadlines of open cases are counted anew. Weekends are left out: no school day falls there.
    Raises ValueError where no school day lies between the two, or the break is longer than
    `LONGEST_BREAK`.
    """
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    days = school_days(first, last)
    if not days or last - first > LONGEST_BREAK:
        raise ValueError(f"No break goes from {first} to {last}.")
    known = {
        one.day: one for one in desk.session.scalars(select(Holiday).where(Holiday.day.in_(days)))
    }
    for day in days:
        holiday = known.get(day) or _new(desk, day)
        holiday.name = name
        desk.session.add(holiday)
        desk.record(Event.CALENDAR_CHANGED, "holiday", holiday.id)
    _count_anew(desk)


def school_days(first: date, last: date) -> list[date]:
    """The weekdays from one day to another, both included."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [day for day in days if day.isoweekday() <= FRIDAY]


def _new(desk: Desk, day: date) -> Holiday:
    return Holiday(
        id=uuid4(), district_id=desk.actor.district_id, day=day, entered_by=desk.actor.user_id
    )


def remove(desk: Desk, holiday_id: UUID) -> None:
    """Take a holiday out; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    if desk.session.get(Holiday, holiday_id) is None:
        raise NotFound("holiday")
    desk.session.execute(delete(Holiday).where(Holiday.id == holiday_id))
    desk.record(Event.CALENDAR_CHANGED, "holiday", holiday_id)
    _count_anew(desk)


def _count_anew(desk: Desk) -> None:
    """Count the deadlines of open cases by the calendar as it is now."""
    desk.session.flush()
    days = calendar(desk)
    open_cases = select(PrivacyRequest).where(PrivacyRequest.closed_at.is_(None))
    for request in desk.session.scalars(open_cases):
        cases.note_deadline(request, cases.case_of(desk, request), days)
    desk.session.commit()
