"""What a reader of a table can work out about its hidden figures, and which more must be hidden.

The reader knows every shown figure, every relation between figures, and that a count of students is
whole and never negative. For each hidden figure that gives an interval; a small group is safe when
its interval stays wide enough. Intervals are narrowed relation by relation, and also over the
relations solved against each other, so that no chain of subtractions is overlooked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

Name = Hashable
Interval = tuple[int, int]
MOST = 10**12
"""More students than any table holds: the end of an open interval."""


class Relation(NamedTuple):
    """Named figures with their factors, which add up to a constant."""

    factors: Mapping[Name, Fraction]
    constant: Fraction


class Table:
    """The figures of a table with all that relates them.

    `never_shown`: figures that no page prints, but that can be subtracted from what it prints.
    `needs`: how wide the interval of a figure must stay once it is hidden. `told`: what is said of
    a figure although it is hidden, such as "95% or more". `drags`: what goes when a figure goes.
    """

    def __init__(self) -> None:
        self.values: dict[Name, int] = {}
        self.sums: list[tuple[Name, tuple[Name, ...]]] = []
        self.never_shown: set[Name] = set()
        self.needs: dict[Name, int] = {}
        self.told: dict[Name, Interval] = {}
        self.drags: dict[Name, tuple[Name, ...]] = {}
        self.hidden: set[Name] = set()

    def add_sum(self, total: Name, parts: tuple[Name, ...]) -> None:
        """Relate figures; raises ValueError where they do not add up."""
        if self.values[total] != sum(self.values[part] for part in parts):
            raise ValueError(f"The parts of {total!r} do not add up to it.")
        self.sums.append((total, parts))

    def hide(self, name: Name) -> None:
        """Hide a figure, and with it what would be told by its side."""
        self.hidden.add(name)
        self.hidden.update(self.drags.get(name, ()))

    def protect(self) -> None:
        """Hide more figures until every one that needs an interval has it."""
        while weak := self._weak():
            touched: set[Name] = set()
            for name in weak:
                self._widen(name, touched)

    def may_be_told(self, names: Iterable[Name], told: Interval) -> set[Name]:
        """Those hidden figures of which `told` may be said without saying more than that."""
        open_ = {name for name in names if name in self.hidden}
        while open_:
            known = self.intervals(dict.fromkeys(open_, told))
            narrow = {name for name in open_ if known[name] != told}
            others = self.needs.keys() - open_
            if any(_width(known[name]) < self.needs[name] for name in others):
                return set()
            if not narrow:
                break
            open_ -= narrow
        return open_

    def intervals(self, also_told: Mapping[Name, Interval] | None = None) -> dict[Name, Interval]:
        """What a reader knows of each figure."""
        found = {name: self._at_first(name) for name in self.values} | dict(also_told or {})
        unseen = self.hidden | self.never_shown
        relations = [self._relation(total, parts) for total, parts in self.sums]
        solved = _solved([_without(one, self.values, unseen) for one in relations])
        _narrow(found, relations + solved)
        return found

    def _weak(self) -> list[Name]:
        if not self.needs:
            return []
        known = self.intervals()
        narrow = [name for name, width in self.needs.items() if _width(known[name]) < width]
        return sorted(narrow, key=lambda name: (self.values[name], repr(name)))

    def _widen(self, name: Name, touched: set[Name]) -> None:
        """Hide the next figure beside a weak one, unless this round already hid one near it."""
        near, seen = {name}, {name}
        while near:
            ring = {other for one in near for other in self._neighbours(one)} - seen
            if ring & touched:
                return
            shown = [one for one in ring if one not in self.hidden | self.never_shown]
            if shown:
                chosen = min(shown, key=self._cheapest)
                self.hide(chosen)
                touched.add(chosen)
                return
            seen |= ring
            near = ring
        self._say_less(seen)

    def _say_less(self, names: Iterable[Name]) -> None:
        """Nothing is left to hide: only what is told of hidden figures can be taken back."""
        told = [name for name in names if name in self.told]
        if not told:
            raise ValueError("A figure cannot be protected.")
        for name in told:
            del self.told[name]

    def _cheapest(self, name: Name) -> tuple[bool, int, str]:
        """The smallest figure that is not zero: a zero protects nothing."""
        return self.values[name] == 0, self.values[name], repr(name)

    def _neighbours(self, name: Name) -> set[Name]:
        around = [{total, *parts} for total, parts in self.sums if name == total or name in parts]
        return set().union(*around) - {name}

    def _at_first(self, name: Name) -> Interval:
        if name in self.hidden or name in self.never_shown:
            return self.told.get(name, (0, MOST))
        return self.values[name], self.values[name]

    def _relation(self, total: Name, parts: tuple[Name, ...]) -> Relation:
        factors = {part: Fraction(1) for part in parts} | {total: Fraction(-1)}
        return Relation(factors, Fraction(0))


def _width(interval: Interval) -> int:
    return interval[1] - interval[0]


def _without(relation: Relation, values: Mapping[Name, int], unseen: set[Name]) -> Relation:
    """The relation between its unseen figures only."""
    shown = sum(f * values[name] for name, f in relation.factors.items() if name not in unseen)
    left = {name: f for name, f in relation.factors.items() if name in unseen}
    return Relation(left, relation.constant - shown)


def _solved(relations: list[Relation]) -> list[Relation]:
    """The relations reduced against each other (Gauss and Jordan), each with its own figure."""
    rows: dict[Name, Relation] = {}
    for relation in relations:
        row = relation
        for pivot, other in rows.items():
            row = _less(row, other, pivot)
        if not row.factors:
            continue
        pivot = next(iter(row.factors))
        row = _scaled(row, 1 / row.factors[pivot])
        rows = {name: _less(other, row, pivot) for name, other in rows.items()} | {pivot: row}
    return list(rows.values())


def _less(row: Relation, other: Relation, pivot: Name) -> Relation:
    times = row.factors.get(pivot)
    if not times:
        return row
    factors = dict(row.factors)
    for name, factor in other.factors.items():
        left = factors.get(name, Fraction(0)) - times * factor
        if left:
            factors[name] = left
        else:
            factors.pop(name, None)
    return Relation(factors, row.constant - times * other.constant)


def _scaled(row: Relation, by: Fraction) -> Relation:
    return Relation({name: f * by for name, f in row.factors.items()}, row.constant * by)


def _narrow(found: dict[Name, Interval], relations: list[Relation]) -> None:
    """Narrow every interval by every relation until nothing moves."""
    moved = True
    while moved:
        moved = False
        for relation in relations:
            moved = _narrow_by(found, relation) or moved


def _narrow_by(found: dict[Name, Interval], relation: Relation) -> bool:
    low, high = Fraction(0), Fraction(0)
    spans = {}
    for name, factor in relation.factors.items():
        spans[name] = sorted(factor * end for end in found[name])
        low += spans[name][0]
        high += spans[name][1]
    moved = False
    for name, factor in relation.factors.items():
        least = relation.constant - (high - spans[name][1])
        most = relation.constant - (low - spans[name][0])
        ends = sorted((least / factor, most / factor))
        new = max(found[name][0], -(-ends[0] // 1)), min(found[name][1], ends[1] // 1)
        moved = moved or new != found[name]
        found[name] = (int(new[0]), int(new[1]))
    return moved
