"""The rooms of a testing day, and who sits in which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import SittingRoom, SittingSeat
from careercraft.privacy.events import Event
from careercraft.services.context import Desk
from careercraft.services.testing import days, seats
from careercraft.services.testing.seats import Listed, Seat

MOST_ROOMS = 60
LONGEST_NAME = 60


class Room(NamedTuple):
    """A room as it is entered; `id` is None for a new one."""

    id: UUID | None
    name: str
    capacity: int
    for_accommodations: bool


class Filled(NamedTuple):
    """A room with who sits in it, by name."""

    id: UUID
    name: str
    capacity: int
    for_accommodations: bool
    seats: tuple[Seat, ...]

    @property
    def too_many(self) -> int:
        """How many more sit in it than it holds."""
        return max(0, len(self.seats) - self.capacity)

    @property
    def letters(self) -> str:
        """From which last name to which, for the door."""
        if not self.seats:
            return ""
        first, last = (one.name.partition(",")[0] for one in (self.seats[0], self.seats[-1]))
        return first if first == last else f"{first} to {last}"


class Placed(NamedTuple):
    """How many students found a seat, and how many did not."""

    placed: int
    left: int


def rooms_of(desk: Desk, day_id: UUID) -> tuple[Room, ...]:
    """The rooms of a day in their order; raises `NotFound`."""
    days.row_of(desk, day_id)
    return tuple(
        Room(one.id, one.name, one.capacity, one.for_accommodations) for one in _rows(desk, day_id)
    )


def set_rooms(desk: Desk, day_id: UUID, wanted: Sequence[Room]) -> None:
    """Make these the rooms of a day; who sat in a room that is gone has none. Raises `NotFound`."""
    days.row_of(desk, day_id, lock=True)
    kept = {one.id for one in wanted if one.id is not None}
    before = {row.id: row for row in _rows(desk, day_id)}
    for row in before.values():
        if row.id not in kept:
            _empty(desk, row.id)
            desk.session.delete(row)
    for place, one in enumerate(wanted, start=1):
        row = (before.get(one.id) if one.id else None) or _new_row(desk, day_id)
        row.place, row.name = place, one.name
        row.capacity, row.for_accommodations = one.capacity, one.for_accommodations
    details = {"rooms": len(wanted), "seats": sum(one.capacity for one in wanted)}
    desk.record(Event.TESTING_ROOMS_CHANGED, "testing_day", day_id, details=details)
    desk.session.commit()


def fill(desk: Desk, day_id: UUID) -> Placed:
    """Give everybody on the list a seat, by last name, room after room.

    Who needs accommodations sits in a room for them where there is one, the others elsewhere. Who
    finds no seat is left without. Raises `NotFound`.
    """
    days.row_of(desk, day_id, lock=True)
    listed = seats.gathered(desk, day_id)
    rooms = rooms_of(desk, day_id)
    special = [one for one in rooms if one.for_accommodations]
    usual = [one for one in rooms if not one.for_accommodations]
    apart = [one for one in listed.seats if one.needs and special]
    others = [one for one in listed.seats if not (one.needs and special)]
    given = {**_given(others, usual), **_given(apart, special)}
    for row in desk.session.scalars(
        select(SittingSeat).where(SittingSeat.id.in_([one.id for one in listed.seats]))
    ):
        row.room_id = given.get(row.id)
    placed = len(given)
    details = {"placed": placed, "without": len(listed.seats) - placed}
    desk.record(Event.TESTING_ROOMS_CHANGED, "testing_day", day_id, details=details)
    desk.session.commit()
    return Placed(placed, len(listed.seats) - placed)


def filled(desk: Desk, listed: Listed) -> tuple[Filled, ...]:
    """The rooms of a list with who sits in each."""
    return tuple(
        Filled(
            row.id,
            row.name,
            row.capacity,
            row.for_accommodations,
            tuple(one for one in listed.seats if one.room_id == row.id),
        )
        for row in _rows(desk, listed.day.id)
    )


def _given(people: Iterable[Seat], rooms: Iterable[Room]) -> dict[UUID, UUID]:
    """Seat by seat the room, in the order of both."""
    places = [one.id for one in rooms for _ in range(one.capacity) if one.id is not None]
    return {seat.id: room_id for seat, room_id in zip(people, places, strict=False)}


def _new_row(desk: Desk, day_id: UUID) -> SittingRoom:
    row = SittingRoom(id=uuid4(), district_id=desk.actor.district_id, day_id=day_id)
    desk.session.add(row)
    return row


def _rows(desk: Desk, day_id: UUID) -> list[SittingRoom]:
    query = select(SittingRoom).where(SittingRoom.day_id == day_id).order_by(SittingRoom.place)
    return list(desk.session.scalars(query))


def _empty(desk: Desk, room_id: UUID) -> None:
    for seat in desk.session.scalars(select(SittingSeat).where(SittingSeat.room_id == room_id)):
        seat.room_id = None
    desk.session.flush()
