"""The CCMR Outcomes Bonus, per student. This version does not judge it and says so.

This is the one place to widen: judge each path here, from the same criteria.
"""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Finding, Message, State, any_of, holds

PATHS = ("college", "career", "military")


class BonusResult(NamedTuple):
    """Whether a student earns the bonus, by each path."""

    state: State
    paths: dict[str, Finding]


def judge_bonus(facts: StudentFacts) -> BonusResult:  # noqa: ARG001 - the paths will look at them
    """Return every path as unknown, with the reason."""
    paths = {path: holds(path, None, Message("bonus_not_judged")) for path in PATHS}
    return BonusResult(any_of("bonus", paths.values()).state, paths)
