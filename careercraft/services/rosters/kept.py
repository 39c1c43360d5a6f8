"""What was counted of a roster and in which order it stands, kept until something changes.

Kept are numbers, names of campuses and ids; neither a name of a person nor anything else that is
sealed. What is asked of a single reader's lists or by a name is never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from careercraft.db import rows_of
from careercraft.models import Campus, Student
from careercraft.privacy.access import Reach, opening_reach, students_within
from careercraft.services import sources
from careercraft.services.class_notes import Memory, Noted
from careercraft.services.rosters.asking import RosterQuery
from careercraft.services.rosters.conditions import scope_of
from careercraft.services.rosters.order import by_name, counselor_ranks, keys_of
from careercraft.services.rosters.remembered import places_by_name
from careercraft.services.rosters.tally import Tally, tally_of

MOST_KEPT = 128
READERS_KEPT = 64
ID_BYTES = 16

memory = Memory(MOST_KEPT)


class Order(NamedTuple):
    """Ids of students, one after the other."""

    ids: bytes

    def part(self, page: slice) -> list[UUID]:
        """The ids at these places."""
        places = range(len(self.ids) // ID_BYTES)[page]
        return [UUID(bytes=self.ids[at * ID_BYTES : (at + 1) * ID_BYTES]) for at in places]


class Listing(NamedTuple):
    """What is counted of a roster, and whom it lists, in order."""

    tally: Tally
    order: Order


class Held(NamedTuple):
    """Where students are whom a reader may see: which campus, whose, in which class."""

    campus_id: UUID
    campus_name: str
    counselor_id: UUID | None
    class_of: int
    here: bool
    """Whether anybody of them was not removed with the import that brought them."""


def listing_of(at: Noted, query: RosterQuery, staff: Mapping[UUID, str]) -> Listing:
    """What is counted of the students of a query, and their order."""
    ranks = counselor_ranks(staff) if query.sort == "counselor" else {}
    if not _can_be_kept(query):
        return _listing(at, query, ranks)
    key = ("listed", *_key(at, query), tuple(sorted(ranks.items())))
    return at.kept(memory, key, lambda: _listing(at, query, ranks))


def total_of(at: Noted, query: RosterQuery) -> int:
    """How many students a query lists."""
    if not _can_be_kept(query):
        return tally_of(at, query).total
    key = ("counted", *_key(at, query._replace(sort="name", descending=False)))
    return at.kept(memory, key, lambda: tally_of(at, query).total)


def held(at: Noted) -> tuple[Held, ...]:
    """Where the students are whom the reader may see, in one statement."""
    reach = opening_reach(at.desk.actor)
    return at.kept(memory, ("held", reach), lambda: tuple(_held(at)))


def data_through(at: Noted) -> date | None:
    """The day of the latest fact of any file that stands."""
    return at.kept(memory, ("data through",), lambda: (sources.data_through(at.desk.session),))[0]


def _listing(at: Noted, query: RosterQuery, ranks: Mapping[UUID, int]) -> Listing:
    tally = tally_of(at, query, keys_of(query, ranks))
    places = places_by_name(at, scope_of(at.desk, query))
    ids = "".join(by_name(query, tally.alike, places)).replace("-", "")
    return Listing(tally._replace(alike=[]), Order(bytes.fromhex(ids)))


def _can_be_kept(query: RosterQuery) -> bool:
    """Whether an answer depends on nothing but the classes and what stands in an address."""
    return not (query.search or query.only or query.list_id)


def _key(at: Noted, query: RosterQuery) -> tuple[Any, ...]:
    """All that an answer depends on besides the classes: who may see whom, and what is asked."""
    return opening_reach(at.desk.actor), query._replace(page=1, columns=())


def _held(at: Noted) -> Iterable[Held]:
    rows = rows_of(at.desk.session, _asking_held(opening_reach(at.desk.actor)))
    return (Held(*row) for row in rows)


@lru_cache(READERS_KEPT)
def _asking_held(reach: Reach) -> Select[*tuple[Any, ...]]:
    alike = (Campus.id, Campus.name, Student.counselor_id, Student.class_of)
    here = Student.removed_at.is_(None).label("here")
    return (
        select(*alike, here)
        .select_from(Student)
        .join(Campus, Campus.id == Student.campus_id)
        .where(students_within(reach))
        .group_by(*alike, here)
    )
