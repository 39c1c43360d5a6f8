"""The shortest ways as people plan them: each leads to one indicator, by one or more actions."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.evaluate import StudentResult
from careercraft.calc.steps import LOAD, NextStep, next_steps

WAYS_SHOWN = 2
ALTERNATIVES_SHOWN = 2


class Way(NamedTuple):
    """A way to one indicator. Where `all_needed` is false, one of the actions is enough."""

    indicator: str
    steps: tuple[NextStep, ...]
    all_needed: bool


def shortest_ways(result: StudentResult, language: str = "en") -> tuple[Way, ...]:
    """The shortest ways, each to another indicator.

    Of two open subjects of TSI each needs its own action; otherwise the best actions are
    alternatives. Loading records is the district's own work and no way of a student.
    """
    found: dict[str, list[NextStep]] = {}
    for step in next_steps(result, language):
        if step.key != LOAD:
            found.setdefault(step.indicator, []).append(step)
    return tuple(_way(steps) for steps in list(found.values())[:WAYS_SHOWN])


def _way(steps: list[NextStep]) -> Way:
    first_of_subject = {step.part: step for step in reversed(steps)}
    several = len(first_of_subject) > 1
    if several:
        shown = sorted(first_of_subject.values(), key=steps.index)
    else:
        shown = steps[:ALTERNATIVES_SHOWN]
    return Way(steps[0].indicator, tuple(shown), several)
