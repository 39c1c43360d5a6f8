"""A value of the law through time: in force from a day or year until the next entry, or its
repeal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from careercraft.calc.citations import Authority

T = TypeVar("T")
U = TypeVar("U")


class NoValueInForce(LookupError):  # noqa: N818 - it reads as the sentence it is
    """Nothing is in force on that day or for that class; never answered with ``None``."""


class WrongClock(TypeError):  # noqa: N818 - it reads as the sentence it is
    """A history was asked with the time of another clock."""


class Dated(NamedTuple, Generic[T]):
    """A value in force, with what it rests on."""

    value: T
    authority: Authority


class Entry(NamedTuple, Generic[T]):
    """One entry of a history: from when, and the value (``None``: repealed from then on)."""

    start: int
    dated: Dated[T] | None


class History(Generic[T]):
    """All the values of one parameter, in the order of its clock."""

    def __init__(self, name: str, clock: type, entries: Sequence[Entry[T]]) -> None:
        self.name = name
        self.clock = clock
        self.entries = tuple(sorted(entries, key=lambda entry: entry.start))
        self._starts = [_moment(entry.start, clock) for entry in self.entries]

    def at(self, when: date | int) -> Dated[T]:
        """Return the value in force at that time of the history's own clock.

        Raises ``NoValueInForce`` before the first entry and after a repeal, ``WrongClock`` for
        another clock.
        """
        dated = self.found(when)
        if dated is None:
            raise NoValueInForce(f"{self.name} has no value in force for {when}.")
        return dated

    def found(self, when: date | int) -> Dated[T] | None:
        """Return the value in force at that time, or ``None`` where the caller minds neither."""
        if not isinstance(when, self.clock):
            raise WrongClock(
                f"{self.name} goes by {self.clock.__name__}; it was asked by {type(when).__name__}."
            )
        position = bisect_right(self._starts, when)
        return self.entries[position - 1].dated if position else None

    def lasting_from(self, when: date | int) -> Dated[T] | None:
        """Return the value in force from that time on, if it never changes afterwards."""
        return self.found(when) if when >= self._starts[-1] else None

    def in_force(self, when: date | int) -> bool:
        """Tell whether there is a value at that time."""
        return self.found(when) is not None

    def map(self, build: Callable[[T], U]) -> History[U]:
        """Return the same history with every value turned into another form."""
        entries = [
            Entry(
                entry.start, entry.dated and Dated(build(entry.dated.value), entry.dated.authority)
            )
            for entry in self.entries
        ]
        return History(self.name, self.clock, entries)


def _moment(start: int, clock: type) -> Any:
    """Return an entry's start as a time of its clock, to compare with; 0 is before all others."""
    return date.fromordinal(max(start, 1)) if clock is date else start


def ordinal(when: date | int) -> int:
    """Return a time of any clock as a number that sorts within its clock."""
    return when.toordinal() if isinstance(when, date) else int(when)
