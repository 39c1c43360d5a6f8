"""Watch lists with how many students stand on each today."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from careercraft.services import rosters, watch_lists
from careercraft.services.context import Desk
from careercraft.services.rosters import RosterQuery
from careercraft.services.watch_lists import FIXED, Listed

Read = Callable[[Listed], RosterQuery]
"""Reads what a list asks of a roster, as an address would."""


class Counted(NamedTuple):
    """A list, what it asks of a roster, and how many students that is now."""

    list: Listed
    query: RosterQuery
    students: int


class ListsPage(NamedTuple):
    """The lists of a reader."""

    own: tuple[Counted, ...]
    shared: tuple[Counted, ...]
    deleted: tuple[Listed, ...]


def counted(desk: Desk, read: Read) -> tuple[Counted, ...]:
    """The own lists and the shared ones, each with its students of today."""
    found = watch_lists.lists(desk)
    queries = [query_of(one, read) for one in found]
    counts = rosters.count_each(desk, queries) if queries else []
    return tuple(Counted(*each) for each in zip(found, queries, counts, strict=True))


def lists_page(desk: Desk, read: Read) -> ListsPage:
    """Every list that the reader may open, and the own ones that can be brought back."""
    found = counted(desk, read)
    return ListsPage(
        tuple(one for one in found if one.list.own),
        tuple(one for one in found if not one.list.own),
        watch_lists.lists(desk, deleted=True),
    )


def query_of(listed: Listed, read: Read) -> RosterQuery:
    """What a list asks of a roster today."""
    if listed.kind == FIXED:
        return RosterQuery(listed.class_of, list_id=listed.id)
    return read(listed)


def opened(desk: Desk, list_id: UUID, read: Read) -> RosterQuery:
    """The roster that a list opens; raises `NotFound`."""
    return query_of(watch_lists.listed(desk, list_id), read)
