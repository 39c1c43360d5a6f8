"""What a measure says of one student."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from careercraft.calc.finding import MET, NOT_MET, UNKNOWN, State
from careercraft.calc.findings import Message, Quantity
from careercraft.calc.obm.figures import Count


class Where(StrEnum):
    """Whether a student is among those counted."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"
    ELSEWHERE = "elsewhere"


class Placed(NamedTuple):
    """Whether a student is counted; left out with the reason, elsewhere when never asked."""

    where: Where
    because: Message | None = None


COUNTED = Placed(Where.COUNTED)
ELSEWHERE = Placed(Where.ELSEWHERE)


def left_out(because: Message) -> Placed:
    """Say that a student would be counted but for a reason."""
    return Placed(Where.LEFT_OUT, because)


class Verdict(NamedTuple):
    """Whether a student meets an indicator, why, and how it could still be reached.

    ``how`` words what is missing, ``gap`` measures it where it can be measured. ``left_out`` takes
    the student out of the count, for the reason in ``because``.
    """

    state: State
    because: Message
    how: Message | None = None
    gap: Quantity | None = None
    left_out: bool = False


def met(because: Message) -> Verdict:
    """Say that a student meets it."""
    return Verdict(MET, because)


def not_met(because: Message, how: Message | None = None, gap: Quantity | None = None) -> Verdict:
    """Say that a student does not meet it, and how it could still be."""
    return Verdict(NOT_MET, because, how, gap)


def unknown(because: Message, how: Message | None = None) -> Verdict:
    """Say that it is not known."""
    return Verdict(UNKNOWN, because, how)


def without(because: Message, how: Message | None = None) -> Verdict:
    """Take the student out of the count, unless it can still be reached."""
    return Verdict(UNKNOWN, because, how, left_out=True)


class Standing(StrEnum):
    """Where a student stands: met, still possible, no longer, not known, or not counted.

    ``to_come``: only who has a result is counted, and this one's can still come.
    """

    MET = "met"
    OPEN = "open"
    TO_COME = "to_come"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    LEFT_OUT = "left_out"


class Line(NamedTuple):
    """One student of an indicator: where the student stands, why, and how it could still be."""

    ref: str
    standing: Standing
    because: Message
    how: Message | None = None
    gap: Quantity | None = None


NEVER_COUNTED = (Standing.LEFT_OUT,)
NOT_COUNTED_NOW = (Standing.LEFT_OUT, Standing.TO_COME)
STILL_POSSIBLE = (Standing.UNKNOWN, Standing.OPEN, Standing.TO_COME)


def count(lines: Iterable[Line], *, ahead: bool = False) -> Count:
    """Count lines. ``ahead``: those who could still make it are counted as not known."""
    without_these = NEVER_COUNTED if ahead else NOT_COUNTED_NOW
    counted = [line.standing for line in lines if line.standing not in without_these]
    open_ = STILL_POSSIBLE if ahead else (Standing.UNKNOWN,)
    return Count(counted.count(Standing.MET), len(counted), sum(one in open_ for one in counted))
