"""The compiled rules really judge here, and say to the letter what the rules say as they are read.

They run where `./dev test` has compiled the rules, together with the tests of the rules.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

import careercraft.calc
from careercraft.calc.criteria.tsi import tsi
from careercraft.compiled import AS_READ, HOUSE, SETTING, USUAL_FOLDER, in_use
from devtools.compiling import files_to_compile, module_of
from devtools.processes import ROOT
from tests.compiled.answers import CLASSES

pytestmark = pytest.mark.skipif(
    os.environ.get(SETTING) == AS_READ, reason="./dev test compiles the rules for these tests"
)
FEWEST_MODULES = 20
FEWEST_FINDINGS = 50_000


@cache
def answers(setting: str) -> dict[str, Any]:
    """What a process of its own answers, by the compiled rules or as they are read."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.compiled.answers"],
        cwd=ROOT,
        env=os.environ | {SETTING: setting},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def compiled() -> dict[str, Any]:
    return answers(os.environ[SETTING])


def test_every_module_that_is_compiled_is_loaded_so() -> None:
    wanted = sorted(map(module_of, files_to_compile()))
    assert len(wanted) > FEWEST_MODULES
    for name in wanted:
        importlib.import_module(name)
    assert list(in_use()) == wanted
    assert type(careercraft.calc.evaluate_student).__name__ == "builtin_function_or_method"
    assert type(tsi).__name__ == "Criterion"


def test_one_process_judges_compiled_and_the_other_as_read() -> None:
    assert len(compiled()["compiled"]) > FEWEST_MODULES
    assert answers(AS_READ)["compiled"] == []


@pytest.mark.parametrize("class_of", CLASSES)
def test_compiled_and_as_read_every_answer_is_the_same(class_of: int) -> None:
    assert compiled()["answers"][str(class_of)] == answers(AS_READ)["answers"][str(class_of)]


def test_enough_findings_were_compared() -> None:
    assert compiled()["findings"] == answers(AS_READ)["findings"] > FEWEST_FINDINGS


def test_nothing_compiled_lies_beside_the_texts() -> None:
    beside = [path for path in HOUSE.rglob("*.so") if USUAL_FOLDER not in path.parents]
    assert beside == []
