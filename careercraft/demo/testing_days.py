"""Two testing days of a high school: one that has been, with results since, and one to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from careercraft.demo.schools import BLUEBONNET
from careercraft.services.context import Desk
from careercraft.services.testing import days, fees, proposing, rooms, seats
from careercraft.services.testing.accommodations import Needs
from careercraft.services.testing.days import Wanted
from careercraft.services.testing.rooms import Room

SCHOOL_YEAR = 2027
COVERED_IN_ALL = 400
PAST, COMING = date(2026, 10, 3), date(2027, 3, 3)
CLASSES = (2027, 2028)
ROOMS = (
    Room(None, "Cafeteria", 60, False),
    Room(None, "Library", 40, False),
    Room(None, "Room 114", 12, True),
)
NEEDS = (
    Needs(("extended_time", "small_group")),
    Needs(("reader", "small_group"), "Head phones are in the office"),
    Needs(("extended_time",)),
    Needs(("large_print",)),
)
EVERY = 17
"""So many students of the list lie between two with accommodations."""


def plan(desk: Desk, campus_ids: Mapping[str, UUID]) -> Iterator[str]:
    """Plan the days once, saying a line; a second call changes nothing."""
    campus_id = campus_ids.get(BLUEBONNET.number)
    if campus_id is None or days.days(desk):
        return
    fees.enter(desk, SCHOOL_YEAR, fees.repaid().per_student, COVERED_IN_ALL)
    past = _with_list(desk, _past(campus_id))
    coming = _with_list(desk, _coming(campus_id))
    _arrange(desk, coming)
    rooms.set_rooms(desk, coming, ROOMS)
    rooms.fill(desk, coming)
    on_lists = len(seats.listed_ids(desk, past)) + len(seats.listed_ids(desk, coming))
    yield f"Planning 2 testing days with {on_lists} students at {BLUEBONNET.name}."


def _past(campus_id: UUID) -> Wanted:
    """Juniors are not repaid in the fall: seniors alone sat."""
    return Wanted(campus_id, "SAT", "both", PAST, CLASSES[:1], days.OPEN, seats=60)


def _coming(campus_id: UUID) -> Wanted:
    return Wanted(
        campus_id,
        "SAT",
        "both",
        COMING,
        CLASSES,
        days.NOT_MET,
        seats=110,
        covered=100,
        starts="8:15 AM; doors close at 8:30",
        where="Cafeteria, north entrance",
        bring="Photo ID, a charged laptop, a calculator",
        bring_es="Identificación con foto, computadora cargada, calculadora",
    )


def _with_list(desk: Desk, wanted: Wanted) -> UUID:
    day_id = days.make(desk, wanted)
    chosen = [one for one in proposing.propose(desk, day_id).candidates if one.proposed]
    seats.put_on(
        desk, day_id, [one.id for one in chosen], {one.id for one in chosen if one.covered}
    )
    return day_id


def _arrange(desk: Desk, day_id: UUID) -> None:
    """Some students need something on the day."""
    listed = seats.gathered(desk, day_id).seats
    for seat, needs in zip(listed[::EVERY], NEEDS, strict=False):
        seats.arrange(desk, seat.id, None, needs, covered=seat.covered)
