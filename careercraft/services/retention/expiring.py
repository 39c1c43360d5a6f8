"""How a kind of record is found and destroyed once its period is over, and what all of them use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, select

from careercraft.clock import TEXAS
from careercraft.services.context import Desk
from careercraft.services.retention.periods import Period

MONTH_OF_GRADUATION = 6
"""In which month a class is gone."""


class Expiry(NamedTuple):
    """How things of a kind are found by the last day of their clock, and how one is destroyed.

    `find` leaves out what belongs to students whose records may not be touched. `tables`: whose
    rows go; a guard holds that none of the schedule is missing.
    """

    find: Callable[[Desk, date, Collection[UUID]], list[UUID]]
    destroy: Callable[[Desk, UUID], None]
    tables: tuple[str, ...]


def cut_off(period: Period, as_of: date) -> date:
    """The day up to which a clock must have begun to be over by `as_of`."""
    if period.unit == "years":
        return date(as_of.year - period.value, as_of.month, min(as_of.day, 28))
    return as_of - timedelta(days=period.value)


def midnight(day: date) -> datetime:
    """When a day begins in Texas."""
    return datetime(day.year, day.month, day.day, tzinfo=TEXAS)


def last_class(until: date) -> int:
    """The last class that has graduated by a day."""
    return until.year if until.month >= MONTH_OF_GRADUATION else until.year - 1


def ids(desk: Desk, query: Select[Any]) -> list[UUID]:
    """The ids that a query finds."""
    return list(desk.session.scalars(query))


def since(clock: Any) -> Callable[[Desk, date, Collection[UUID]], list[UUID]]:
    """Finds the rows of a table whose clock, a moment in one of its columns, began by then.

    For tables whose rows belong to no student alone, so that no hold is on them.
    """
    row_id = clock.class_.id

    def find(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
        return ids(desk, select(row_id).where(clock < midnight(until)).order_by(row_id))

    return find


def row_of(model: Any) -> Callable[[Desk, UUID], None]:
    """Destroys a row that nothing else hangs on."""

    def destroy(desk: Desk, row_id: UUID) -> None:
        desk.session.execute(delete(model).where(model.id == row_id))

    return destroy
