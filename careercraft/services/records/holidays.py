"""The district's calendar: the days on which its offices are closed."""

from __future__ import annotations

from datetime import date
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


def add(desk: Desk, day: date, name: str) -> None:
    """Enter a holiday; the deadlines of open cases are counted anew. A known day is renamed."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    known = desk.session.scalars(select(Holiday).where(Holiday.day == day)).first()
    if known is None:
        known = Holiday(id=uuid4(), district_id=desk.actor.district_id, day=day)
        known.entered_by = desk.actor.user_id
        desk.session.add(known)
    known.name = name
    _changed(desk, known.id)


def remove(desk: Desk, holiday_id: UUID) -> None:
    """Take a holiday out; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    if desk.session.get(Holiday, holiday_id) is None:
        raise NotFound("holiday")
    desk.session.execute(delete(Holiday).where(Holiday.id == holiday_id))
    _changed(desk, holiday_id)


def _changed(desk: Desk, holiday_id: UUID) -> None:
    desk.session.flush()
    days = calendar(desk)
    open_cases = select(PrivacyRequest).where(PrivacyRequest.closed_at.is_(None))
    for request in desk.session.scalars(open_cases):
        cases.note_deadline(request, cases.case_of(desk, request), days)
    desk.record(Event.CALENDAR_CHANGED, "holiday", holiday_id)
    desk.session.commit()
