"""The order of a roster: by a column, and by name among those who are alike in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Float, case, cast, func

from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.names import folded
from careercraft.services.bonus_words import STATES as BONUS_STATES
from careercraft.services.class_counts import STATES
from careercraft.services.rosters.asking import RosterQuery
from careercraft.services.rosters.conditions import BONUS, STATE

LEVELS = ("advanced", "demonstrated", "foundational", "unknown", "none")
MET, FARTHEST = -1.0, 99.0
LAST = "~"
BY_CODE = "C"
"""Compared letter by letter, whatever language the database speaks."""


def keys_of(query: RosterQuery, counselors: Mapping[UUID, int]) -> list[Any]:
    """What the database orders by, before the name; nothing where the name alone decides.

    `counselors`: their ranks, where the roster is ordered by them."""
    if query.sort == "campus":
        return [Campus.name.collate(BY_CODE)]
    if query.sort == "counselor":
        return [_counselor(counselors)]
    if query.sort == "state":
        return [_rank(STATE, STATES), _rank(func.coalesce(Outcome.level, "none"), LEVELS)]
    if query.sort == "bonus":
        waits = func.coalesce(Outcome.bonus_waits_for, LAST).collate(BY_CODE)
        return [_rank(BONUS, tuple(BONUS_STATES)), waits]
    return [] if query.sort == "name" else [_distance(query.sort)]


def by_name(
    query: RosterQuery, alike: Iterable[Iterable[str]], places: Mapping[str, int]
) -> list[str]:
    """Ids in order: groups of students who are alike in the keys, in each of them by name.

    Names run from A to Z whichever way a column is ordered, unless the name itself is the column.
    """
    backwards = query.descending and query.sort == "name"
    last = len(places)
    return [
        id_
        for group in alike
        for id_ in sorted(group, key=lambda id_: places.get(id_, last), reverse=backwards)
    ]


def _rank(value: Any, order: Sequence[str]) -> ColumnElement[int]:
    return case({one: place for place, one in enumerate(order)}, value=value)


def counselor_ranks(staff: Mapping[UUID, str]) -> dict[UUID, int]:
    """The place of each member of staff by name; those of one name share it."""
    names = {id_: folded(name) for id_, name in staff.items()}
    ranks = {name: place for place, name in enumerate(sorted(set(names.values())))}
    return {id_: ranks[name] for id_, name in names.items()}


def _counselor(ranks: Mapping[UUID, int]) -> ColumnElement[int]:
    """Counselors by name; whoever has none, or one who is gone, stands last."""
    return case(dict(ranks), value=Student.counselor_id, else_=len(ranks))


def _distance(indicator: str) -> ColumnElement[float]:
    """How far an indicator is from being met, as a share of its scale; met comes first."""
    share = Outcome.gaps[(indicator, "share")].as_string()
    return case(
        (Outcome.indicators[indicator].as_string() == "met", MET),
        else_=func.coalesce(cast(share, Float), FARTHEST),
    )
