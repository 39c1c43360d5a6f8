"""What is known of one indicator of one program, as exact figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.obm.targets import EXAM_LEVELS, WHOLE
from careercraft.calc.rounding import percent


class Count(NamedTuple):
    """Students counted: who meets it, of how many, and of how many of those it is not known."""

    numerator: int
    denominator: int
    unknown: int = 0


class Share(NamedTuple):
    """A percent, exactly, from the least to the most it can be; ``tally`` where it was counted."""

    low: Fraction
    high: Fraction
    tally: Count | None = None

    @classmethod
    def counted(cls, count: Count) -> Share | None:
        """Return the share of a count; ``None`` for nobody, of whom there is no share."""
        if not count.denominator:
            return None
        low = percent(count.numerator, count.denominator)
        high = percent(count.numerator + count.unknown, count.denominator)
        return cls(low, high, count)

    @classmethod
    def of(cls, exact: Fraction) -> Share:
        """Return a percent that was given without its count."""
        return cls(exact, exact)


class Figure(NamedTuple):
    """All that is known of an indicator.

    ``shares`` is the program's share, by part (``all``, or performance levels of an exam);
    ``district`` and ``state`` are what it is held against. What is missing is not known.
    """

    shares: Mapping[str, Share] = {}
    district: Share | None = None
    state: Fraction | None = None

    @property
    def main(self) -> Share | None:
        """The share that is shown: the whole, or the first part there is."""
        return self.shares.get(WHOLE) or next(iter(self.shares.values()), None)

    def part(self, name: str) -> Share | None:
        """Return the share of a part."""
        return self.shares.get(name)

    def named(self, parts: Collection[str]) -> Figure:
        """Return the figure by the parts that are asked for.

        A figure given as a whole stands for the lowest level of an exam that is asked for: nothing
        follows from it for the levels above.
        """
        lowest = next((level for level in EXAM_LEVELS if level in parts), None)
        whole = self.shares.get(WHOLE)
        if lowest is None or whole is None or lowest in self.shares:
            return self
        return self._replace(shares={**self.shares, lowest: whole})


NO_DATA = Figure()
