"""Invented students for the tests of the bonus, each by one thing that matters."""

from __future__ import annotations

from typing import Any

from careercraft.calc import rules_for_class
from careercraft.calc.bonus import BonusResult, judge_bonus
from tests.calc.students import facts

TSI: list[dict[str, Any]] = [
    {"test": "SAT", "date": "2023-03-04", "parts": {"ebrw": 480, "math": 530}}
]


def judged_for_bonus(
    class_of: int, given: dict[str, Any], not_known: list[str] | None = None
) -> BonusResult:
    """The bonus of a student of whom everything is known and nothing else is on file."""
    return judge_bonus(facts(class_of, given, not_known), rules_for_class(class_of))
