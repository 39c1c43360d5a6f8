"""Every way of a student on a day: those still open, shortest first, and those that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from careercraft.calc import (
    NextStep,
    RuleSet,
    Standing,
    StudentResult,
    closed_ways,
    open_ways,
    sentence,
    short_title,
)
from careercraft.calc.closing import BEFORE_GRADUATION, WINDOW_OF, closing
from careercraft.calc.criteria.windows import Window
from careercraft.calc.explain import gap_amount, part_title
from careercraft.calc.steps import LOAD, ClosedWay


class OpenWay(NamedTuple):
    """One thing that the student, or who keeps the records, can still do.

    `missing` says how much is missing, where that can be counted. `until` is the last day that
    counts, None where no day of the rules closes the way; `assumed` where that day is assumed.
    """

    indicator: str
    action: str
    missing: str | None
    until: date | None
    before_graduation: bool
    assumed: bool


class ClosedLine(NamedTuple):
    """One thing that can no longer be reached, and why; `action` where there was one to take."""

    indicator: str
    action: str | None
    why: str
    standing: str


class EveryWay(NamedTuple):
    """Both lists; empty for a student who needs nothing more."""

    open: tuple[OpenWay, ...]
    closed: tuple[ClosedLine, ...]


def every_way(result: StudentResult, rules: RuleSet, on: date) -> EveryWay:
    """The ways of a student on a day; loading files is no way of a student."""
    closes = closing(result, rules, on).windows
    steps = (step for step in open_ways(result, rules, on) if step.key != LOAD)
    lines = (_closed(way) for way in closed_ways(result, rules, on))
    return EveryWay(
        tuple(dict.fromkeys(_open(step, closes) for step in steps)), tuple(dict.fromkeys(lines))
    )


def _open(step: NextStep, windows: object) -> OpenWay:
    window: Window | None = None
    if step.key in WINDOW_OF:
        window = getattr(windows, WINDOW_OF[step.key])
    return OpenWay(
        _named(step.indicator, step.part),
        step.action,
        gap_amount(step.gap) if step.gap else None,
        window.closes if window else None,
        step.key in BEFORE_GRADUATION,
        window is not None and window.authority.standing is Standing.ASSUMED,
    )


def _closed(way: ClosedWay) -> ClosedLine:
    """An action names its subject itself."""
    name = _named(way.indicator, None if way.action else way.part)
    return ClosedLine(name, way.action, sentence(way.because), way.standing.value)


def _named(indicator: str, part: str | None) -> str:
    return ", ".join(_names(indicator, part))


def _names(indicator: str, part: str | None) -> Iterator[str]:
    yield short_title(indicator)
    if part is not None:
        yield part_title(part).lower()
