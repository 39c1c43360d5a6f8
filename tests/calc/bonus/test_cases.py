"""Run the bonus cases in ``cases/``: each is a sentence, what is given, and what is expected.

``tsi: true`` stands for an SAT that meets the standard exactly in both subjects.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from careercraft.calc import Finding
from careercraft.calc.bonus import PATHS, BonusResult
from careercraft.calc.params.schema import load_yaml
from tests.calc.bonus.students import TSI, judged_for_bonus

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "class_of", "tsi", "given", "not_known", "expect"}
OF_THE_RESULT = ("state", "waits_for", "standing")


def all_cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in load_yaml(path.read_text("utf-8"), path.name)
    ]


def result_of(case: dict[str, Any]) -> BonusResult:
    given = {**case["given"]}
    if case.get("tsi"):
        given["scores"] = [*given.get("scores", []), *TSI]
    return judged_for_bonus(case["class_of"], given, case.get("not_known"))


def keys_of(finding: Finding) -> list[str]:
    because = finding.because
    if because.key != "joined":
        return [because.key]
    messages = because.values["messages"]
    assert isinstance(messages, tuple)
    return [message.key for message in messages]


def seen(result: BonusResult, name: str, expected: Any) -> Any:
    if name in OF_THE_RESULT:
        return getattr(result, name)
    finding = result.paths.get(name) or getattr(result.parts, name)
    if not isinstance(expected, dict):
        return finding.state
    found = {"state": finding.state, "standing": finding.standing}
    if "because" in expected:
        keys = keys_of(finding)
        found["because"] = expected["because"] if expected["because"] in keys else keys
    return {key: found[key] for key in expected}


@pytest.mark.parametrize("case", all_cases())
def test_the_bonus_is_judged_as_expected(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert case["expect"], "a case without expectations proves nothing"
    result = result_of(case)
    for name, expected in case["expect"].items():
        assert seen(result, name, expected) == expected, name


def test_there_are_cases_for_every_path_met_not_met_and_unknown() -> None:
    found = {
        (path, finding.state)
        for param in all_cases()
        for path, finding in result_of(param.values[0]).paths.items()
    }
    assert {(path, state) for path in PATHS for state in ("met", "not_met", "unknown")} <= found
