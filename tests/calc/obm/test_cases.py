"""Run the cases in ``cases/``: each is a sentence, a program, and what is expected of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.finding import State
from careercraft.calc.obm import targets as kinds
from careercraft.calc.obm.editions import edition, editions
from careercraft.calc.obm.figures import Figure, Share
from careercraft.calc.obm.held import held
from careercraft.calc.obm_contract import program_answer
from careercraft.calc.params.schema import load_yaml
from tests.calc.obm.programs import program, result

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "edition", "year", "indicators", "settings", "expect"}
A_BIT = Fraction(1, 1000)
MET, NOT_MET = State.MET, State.NOT_MET


def all_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in load_yaml(path.read_text("utf-8"), path.name)
    ]


def seen(answer: dict[str, Any], path: str) -> Any:
    if path == "status":
        return answer["status"]
    first, second = path.split(".")
    if first in answer["domains"]:
        return answer["domains"][first][second]
    if second == "value":
        return answer["indicators"][first]["value"]
    target = answer["indicators"][first]["targets"][second]
    return [target["state"], target["students_short"]]


@pytest.mark.parametrize("case", all_cases())
def test_the_case_is_judged_as_expected(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert case["expect"]
    model, name = case.get("edition", ["echs", "2023"])
    given = program(case["indicators"], case["year"], model, name)
    answer = program_answer(result({**given, "settings": case.get("settings", {})}))
    for path, expected in case["expect"].items():
        assert seen(answer, path) == expected, path


EVERY_TARGET = [
    pytest.param(target, id=f"{one.id} {indicator.id} {level}")
    for one in (edition(name.model, name.name) for name in editions())
    for indicator in one.indicators.values()
    for level, target in indicator.targets.items()
    if not isinstance(target, (*kinds.NOT_ASKED, kinds.ToBeTyped))
]


def line_of(target: kinds.Target) -> tuple[Fraction, str, bool]:
    """The line of a target beside a district and a state of 90 percent; whether to be passed."""
    if isinstance(target, kinds.Together):
        return Fraction(target.parts[-1].percent), target.parts[-1].of, False
    if isinstance(target, kinds.AtLeast):
        return Fraction(target.percent), target.of, False
    if isinstance(target, kinds.DueByYear):
        return Fraction(target.percent), kinds.WHOLE, False
    points = getattr(target, "points", 0)
    return Fraction(90 - points), kinds.WHOLE, isinstance(target, kinds.AboveState)


@pytest.mark.parametrize("target", EVERY_TARGET)
def test_below_at_and_above_every_target(target: kinds.Target) -> None:
    line, part, above = line_of(target)

    def state(percent: Fraction) -> State:
        parts = (kinds.WHOLE, *kinds.EXAM_LEVELS)
        shares = {**dict.fromkeys(parts, Share.of(Fraction(100))), part: Share.of(percent)}
        figure = Figure(shares, district=Share.of(Fraction(90)), state=Fraction(90))
        return held("designated", target, figure, 9, {}).state

    assert state(line - A_BIT) is NOT_MET
    assert state(line) is (NOT_MET if above else MET)
    assert state(line + A_BIT) is MET


def test_there_are_many_targets_to_try() -> None:
    assert len(EVERY_TARGET) > 120
