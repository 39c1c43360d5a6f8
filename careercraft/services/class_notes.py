"""Whether anything of a district's classes changed since something was counted.

A trigger notes each change of students, outcomes, campuses, files or declarations of what is loaded
in full, in the transaction of the change.
The notes of a district together are one mark: every committed change makes another, and none ever
comes back, so that what was counted under a mark is true as long as the mark stands.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from careercraft.db import rows_of
from careercraft.models import ClassNote
from careercraft.services.context import Desk

T = TypeVar("T")
MARK = select(
    func.string_agg(
        cast(ClassNote.mark, String), aggregate_order_by(literal(""), ClassNote.id.asc())
    )
).where(func.pg_current_xact_id_if_assigned().is_(None))
"""Nothing where this transaction has itself changed something."""


def mark(desk: Desk) -> str | None:
    """The mark under which what is read from now on may be kept, and be found again.

    None where nothing may be kept: in a transaction that has itself changed something, which
    others do not see yet, and where no change was ever noted.
    """
    found: str | None = rows_of(desk.session, MARK)[0][0]
    return found


class Memory:
    """A few answers by key; whichever was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """What is kept under a key, or nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Any, answer: Any) -> Any:
        """Keep an answer, let go of the oldest, and give the answer back."""
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer


class Noted(NamedTuple):
    """A desk, and the mark under which what it reads is kept; None where nothing may be."""

    desk: Desk
    mark: str | None

    def kept(self, memory: Memory, key: Hashable, work: Callable[[], T]) -> T:
        """What is kept under the mark and a key that says all else it depends on; or the work."""
        if self.mark is None:
            return work()
        whole = (self.desk.actor.district_id, self.mark, key)
        kept: T | None = memory.get(whole)
        if kept is not None:
            return kept
        return memory.keep(whole, work())  # type: ignore[no-any-return]


def noted(desk: Desk) -> Noted:
    """A desk with the mark of its district's classes as they are now."""
    return Noted(desk, mark(desk))
