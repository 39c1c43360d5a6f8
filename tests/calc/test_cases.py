"""Run the cases in ``cases/``: each is a sentence, what is given, and what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from careercraft.calc import Finding, StudentResult
from careercraft.calc.params.schema import load_yaml
from tests.calc.students import judged

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "class_of", "given", "not_known", "expect"}


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.rglob("*.yaml")):
        for case in load_yaml(path.read_text("utf-8"), path.name):
            name = f"{path.stem}: {case['name']}"
            found.append(pytest.param(case, id=name))
    return found


def finding_at(result: StudentResult, path: str) -> Finding:
    first, *rest = path.split(".")
    finding = result.indicators[first]
    for part in rest:
        finding = {one.id: one for one in finding.parts}[part]
    return finding


def seen(result: StudentResult, path: str, expected: Any) -> Any:
    if path in ("state", "level", "only_by_sunsetting_ibc", "edition", "standing"):
        return getattr(result, path)
    finding = finding_at(result, path)
    if not isinstance(expected, dict):
        return finding.state
    values = {"gap": finding.gap and finding.gap.amount, "because": finding.because.key}
    return {key: values.get(key, getattr(finding, key)) for key in expected}


@pytest.mark.parametrize("case", all_cases())
def test_the_case_is_judged_as_expected(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert case["expect"], "a case without expectations proves nothing"
    result = judged(case["class_of"], case["given"], case.get("not_known"))
    for path, expected in case["expect"].items():
        assert seen(result, path, expected) == expected, path


def test_there_are_cases_for_every_indicator() -> None:
    paths = [path for case in all_cases() for path in case.values[0]["expect"]]
    asked = {path.split(".")[0] for path in paths}
    indicators = set(judged(2026, {}).indicators)
    assert indicators
    assert indicators <= asked
