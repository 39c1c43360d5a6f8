"""Hold one figure against one target: met, not met or no data, and how many students short."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from careercraft.calc.finding import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, State
from careercraft.calc.findings import Message, Quantity
from careercraft.calc.obm import targets as kinds
from careercraft.calc.obm.choices import Choices, chosen
from careercraft.calc.obm.figures import Count, Figure, Share
from careercraft.calc.obm.targets import WHOLE, Target
from careercraft.calc.rounding import HUNDRED, ceil, floor, to_show


class Line(NamedTuple):
    """The percent that a part of the figure must reach, from the least to the most it can be.

    ``above``: reaching it is not enough. ``None`` where what it is drawn from is not known.
    """

    part: str
    low: Fraction
    high: Fraction
    above: bool = False


class TargetResult(NamedTuple):
    """A target with the figure held against it.

    ``students_short`` is how many more of the students counted would have to meet it; ``None``
    where nobody was counted or the target is not known or not asked. ``line`` is the percent to
    reach where there is one.
    """

    level: str
    target: Target
    state: State
    students_short: int | None
    because: Message
    line: Fraction | None = None


def held(
    level: str, target: Target, figure: Figure, year_of_implementation: int, choices: Choices
) -> TargetResult:
    """Hold a figure against a target in a year of implementation."""
    if isinstance(target, kinds.NOT_ASKED):
        return _not_asked(level, target)
    if isinstance(target, kinds.ToBeTyped):
        return _without(level, target, Message("obm_target_not_typed"))
    lines = _lines(target, figure, choices)
    if lines is None:
        return _without(level, target, _missing(target, figure))
    verdicts = [_verdict(line, figure) for line in lines]
    state, short = _together([one[0] for one in verdicts]), _most([one[1] for one in verdicts])
    if (
        isinstance(target, kinds.DueByYear)
        and state is not MET
        and not _due(target, year_of_implementation)
    ):
        because = Message("obm_target_not_due", {"year": target.year})
        return TargetResult(level, target, NOT_APPLICABLE, short, because, lines[0].high)
    because = _told(state, short, lines, figure)
    return TargetResult(level, target, state, short, because, lines[0].high)


def _due(target: kinds.DueByYear, year_of_implementation: int) -> bool:
    return year_of_implementation >= target.year


def _not_asked(level: str, target: Target) -> TargetResult:
    because = {
        kinds.MergedInto: Message("obm_target_merged"),
        kinds.NotConsidered: Message("obm_target_not_considered"),
        kinds.NeverSet: Message("obm_target_never_set"),
    }[type(target)]
    if isinstance(target, kinds.MergedInto):
        because = Message(because.key, {"indicator": target.indicator})
    return TargetResult(level, target, NOT_APPLICABLE, None, because)


def _without(level: str, target: Target, because: Message) -> TargetResult:
    return TargetResult(level, target, UNKNOWN, None, because)


def _missing(target: Target, figure: Figure) -> Message:
    if figure.main is not None and isinstance(target, kinds.AGAINST_DISTRICT):
        return Message("obm_no_district")
    if figure.main is not None and isinstance(target, kinds.AGAINST_STATE):
        return Message("obm_no_state")
    return Message("obm_no_data")


def _lines(target: Target, figure: Figure, choices: Choices) -> list[Line] | None:
    """Return the lines to reach; ``None`` where one of them, or every figure, is not known."""
    lines = DRAWN[type(target)](target, figure, choices)
    if None in lines or all(figure.part(line.part) is None for line in lines):
        return None
    return list(lines)


def _at_least(target: kinds.AtLeast, _figure: Figure, _choices: Choices) -> list[Line]:
    return [_straight(target.of, target.percent)]


def _by_year(target: kinds.DueByYear, _figure: Figure, _choices: Choices) -> list[Line]:
    return [_straight(WHOLE, target.percent)]


def _all(target: kinds.Together, _figure: Figure, _choices: Choices) -> list[Line]:
    return [_straight(part.of, part.percent) for part in target.parts]


def _under_district(
    target: kinds.UnderDistrictAtMost, figure: Figure, choices: Choices
) -> list[Line | None]:
    relative = chosen(choices, "gap_reading") == "relative"
    district = figure.district
    if district is None:
        return [None]
    low, high = (_under(value, target.points, relative) for value in (district.low, district.high))
    return [Line(WHOLE, low, high)]


def _at_district(_target: Target, figure: Figure, _choices: Choices) -> list[Line | None]:
    district = figure.district
    return [None] if district is None else [Line(WHOLE, district.low, district.high)]


def _under_state(
    target: kinds.UnderStateAtMost, figure: Figure, choices: Choices
) -> list[Line | None]:
    if figure.state is None:
        return [None]
    relative = chosen(choices, "state_gap_reading") == "relative"
    return [_straight(WHOLE, _under(figure.state, target.points, relative))]


def _above_state(_target: Target, figure: Figure, _choices: Choices) -> list[Line | None]:
    state = figure.state
    return [None] if state is None else [Line(WHOLE, state, state, above=True)]


def _at_state(_target: Target, figure: Figure, _choices: Choices) -> list[Line | None]:
    return [None] if figure.state is None else [_straight(WHOLE, figure.state)]


def _straight(part: str, value: Any) -> Line:
    return Line(part, Fraction(value), Fraction(value))


def _under(value: Fraction, points: Any, relative: bool) -> Fraction:
    """Return the percent that lies so many points, or so many percent of itself, under a value."""
    return value * (HUNDRED - Fraction(points)) / HUNDRED if relative else value - Fraction(points)


DRAWN: dict[type, Callable[[Any, Figure, Choices], Any]] = {
    kinds.AtLeast: _at_least,
    kinds.DueByYear: _by_year,
    kinds.Together: _all,
    kinds.UnderDistrictAtMost: _under_district,
    kinds.AtLeastDistrict: _at_district,
    kinds.UnderStateAtMost: _under_state,
    kinds.AboveState: _above_state,
    kinds.AtLeastState: _at_state,
}


def _verdict(line: Line, figure: Figure) -> tuple[State, int | None]:
    share = figure.part(line.part)
    if share is None:
        return UNKNOWN, None
    state = _state(share, line)
    if share.tally is None:
        return state, 0 if state is MET else None
    return state, _short(share.tally, line)


def _state(share: Share, line: Line) -> State:
    if share.low > line.high or (share.low == line.high and not line.above):
        return MET
    if share.high < line.low or (share.high == line.low and line.above):
        return NOT_MET
    return UNKNOWN


def _short(count: Count, line: Line) -> int:
    """Return how many more of the students counted it takes to reach the line for sure."""
    exact = line.high * count.denominator / HUNDRED
    needed = floor(exact) + 1 if line.above else ceil(exact)
    return max(0, needed - count.numerator)


def _together(states: list[State]) -> State:
    if NOT_MET in states:
        return NOT_MET
    return UNKNOWN if UNKNOWN in states else MET


def _most(shorts: list[int | None]) -> int | None:
    known = [short for short in shorts if short is not None]
    return max(known) if len(known) == len(shorts) else None


def _told(state: State, short: int | None, lines: list[Line], figure: Figure) -> Message:
    open_ = [line for line in lines if _verdict(line, figure)[0] is not MET] or lines
    values: dict[str, object] = {
        "line": to_show(open_[0].high),
        "short": Quantity(short or 0, "students"),
    }
    if state is MET:
        return Message("obm_target_met", values)
    if state is UNKNOWN and short is None:
        return Message("obm_no_data")
    if state is UNKNOWN:
        return Message("obm_target_open", values)
    if short is None:
        return Message("obm_target_under", values)
    if open_[0].above:
        return Message("obm_target_short_above", values)
    return Message("obm_target_short", values)
