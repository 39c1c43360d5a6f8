"""A roster in numbers: how many stand how, so that each number opens a list of exactly as many.

One statement groups the students who are alike in all that is counted and ordered by, and gives
the ids of each group; whoever a sealed record leaves out is taken from them here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, cast, func, literal_column

from careercraft.db import rows_of
from careercraft.models import Campus, Outcome, Student
from careercraft.services.bonus_words import FILTERS, fits
from careercraft.services.class_counts import STATES
from careercraft.services.class_notes import Noted
from careercraft.services.rosters.asking import RosterQuery
from careercraft.services.rosters.conditions import STATE, listed, scope_of
from careercraft.services.rosters.remembered import left_by_sealed_records

ALIKE = (
    Campus.id.label("campus_id"),
    Campus.name,
    STATE.label("state"),
    Outcome.state.is_not(None).label("judged"),
    Outcome.bonus_state,
    Outcome.bonus_waits_for,
    Outcome.standing,
    Outcome.computed_at,
)
IDS = func.string_agg(cast(Student.id, String), literal_column("','")).label("ids")
"""As one text: it comes over, and is taken apart, much faster than thousands of values."""


class Tally(NamedTuple):
    """What is counted of a roster."""

    total: int
    alike: list[list[str]]
    """The listed students, by id, in groups of those who are alike in what is ordered by."""
    by_state: dict[str, int]
    """Students per state under every filter but the state itself, and `all` of them."""
    by_bonus: dict[str, int]
    """Students per filter of the bonus, under every filter but that one."""
    never_judged: list[tuple[tuple[UUID, str], int]]
    """Campuses, by name, with listed students whom no rule has judged yet, and how many."""
    computed_at: datetime | None
    """When the oldest of the listed outcomes was computed."""
    standings: frozenset[str]
    """How sure the listed outcomes are."""


class _Group(NamedTuple):
    """Students who are alike in all that is counted and ordered by."""

    row: Any
    key: tuple[Any, ...]
    ids: list[str]


def tally_of(at: Noted, query: RosterQuery, keys: Sequence[Any] = ()) -> Tally:
    """Count the students of a query, and order them by the keys as far as these go."""
    groups = list(_groups(at, query, keys))
    of_state = [one for one in groups if not query.state or one.row.state == query.state]
    of_bonus = [one for one in groups if _has_bonus(query.bonus, one)]
    found = [one for one in of_state if _has_bonus(query.bonus, one)]
    by_state = _summed(of_bonus, lambda row: row.state)
    never = _summed(
        (one for one in found if not one.row.judged), lambda row: (row.campus_id, row.name)
    )
    return Tally(
        _sum(found),
        [_ids(alike) for _, alike in groupby(found, key=lambda one: one.key)],
        {"all": _sum(of_bonus), **{state: by_state[state] for state in STATES}},
        {one: _sum(g for g in of_state if _has_bonus(one, g)) for one in FILTERS},
        sorted(never.items(), key=lambda item: item[0][1]),
        min((one.row.computed_at for one in found if one.row.computed_at), default=None),
        frozenset(one.row.standing for one in found if one.row.standing),
    )


def _groups(at: Noted, query: RosterQuery, keys: Sequence[Any]) -> Iterator[_Group]:
    """The groups of a query under every filter but status and bonus, in order; none is empty."""
    ways = [key.desc() if query.descending else key.asc() for key in keys]
    scope = scope_of(at.desk, query)
    asked = listed(scope, query, *ALIKE, *keys, IDS).group_by(*ALIKE, *keys).order_by(*ways)
    kept = left_by_sealed_records(at, scope, query)
    for row in rows_of(at.desk.session, asked):
        ids = row.ids.split(",")
        if kept is not None:
            ids = [one for one in ids if one in kept]
        if ids:
            yield _Group(row, tuple(row)[len(ALIKE) : -1], ids)


def _ids(groups: Iterable[_Group]) -> list[str]:
    return [id_ for one in groups for id_ in one.ids]


def _has_bonus(wanted: str | None, group: _Group) -> bool:
    row = group.row
    return wanted is None or fits(wanted, row.bonus_state, row.bonus_waits_for)


def _sum(groups: Iterable[_Group]) -> int:
    return sum(len(one.ids) for one in groups)


def _summed(groups: Iterable[_Group], key: Callable[[Any], Any]) -> Counter[Any]:
    counted: Counter[Any] = Counter()
    for one in groups:
        counted[key(one.row)] += len(one.ids)
    return counted
