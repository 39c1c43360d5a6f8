"""Students of a testing day's campus by name, to be put on its list by hand."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.students import Found
from careercraft.services.testing import days, seats
from careercraft.services.testing.days import Day


class FoundPage(NamedTuple):
    """Whom a search found at the campus, and who of them is on the list already."""

    day: Day
    found: tuple[Found, ...]
    on_list: frozenset[UUID]


def found(desk: Desk, day_id: UUID, text: str) -> FoundPage:
    """Students of the campus whose name or id fits; raises `NotFound`."""
    day = days.day(desk, day_id)
    fitting = students.find(desk, text, day.wanted.campus_id)
    return FoundPage(day, tuple(fitting), seats.listed_ids(desk, day_id))
