"""A run of the checks says what failed and what did not run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from careercraft.compiled import AS_READ, SETTING
from devtools import checks
from devtools.checks import DID_NOT_RUN, FAILED, PASSED, Outcome, Stage, conclude, run_stage
from devtools.compiling import NoCompiler
from devtools.console import Stop
from devtools.machine import COMPILER
from devtools.processes import ROOT

GOOD = Outcome("lint", PASSED, 1)
BAD = Outcome("types", FAILED, 1)
UNSEEN = Outcome("browser tests", DID_NOT_RUN)


@pytest.mark.parametrize(
    ("outcomes", "in_ci", "code"),
    [
        ([GOOD], False, 0),
        ([GOOD, BAD], False, 1),
        ([GOOD, UNSEEN], False, 0),
        ([GOOD], True, 0),
        ([GOOD, UNSEEN], True, 1),
    ],
)
def test_a_run_succeeds_only_if_nothing_failed(
    outcomes: list[Outcome], in_ci: bool, code: int
) -> None:
    assert conclude(outcomes, in_ci=in_ci) == code


def test_the_summary_names_each_stage_and_the_failing_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    conclude([GOOD, BAD], in_ci=False)
    told = capsys.readouterr().out
    assert "lint            passed" in told
    assert "types           FAILED" in told
    assert "Not in order: types." in told


def test_what_did_not_run_is_said_last(capsys: pytest.CaptureFixture[str]) -> None:
    conclude([GOOD, UNSEEN], not_run="These tests did not run:\n  a browser test", in_ci=False)
    assert capsys.readouterr().out.endswith("These tests did not run:\n  a browser test\n")


@pytest.mark.parametrize(("source", "verdict"), [("", PASSED), ("raise SystemExit(5)", FAILED)])
def test_a_stage_passes_only_with_exit_code_0(source: str, verdict: str) -> None:
    stage = Stage("tests", [sys.executable, "-c", source])
    assert run_stage(stage, dict(os.environ)).verdict == verdict


def test_browser_tests_that_cannot_run_are_listed() -> None:
    listed = "tests/browser/test_path.py::test_a_counselor\n\n1 test collected"
    assert checks._browser_test_names(lambda: listed) == (
        "  tests/browser/test_path.py::test_a_counselor"
    )


def test_browser_tests_that_cannot_even_be_listed_are_named_together() -> None:
    assert checks._browser_test_names(lambda: "") == "  every test marked 'browser'"


def test_named_tests_go_to_pytest_as_they_are() -> None:
    stage = checks._named_tests(["tests/calc", "-k", "sat"], without_browser=False)
    assert stage.command[-3:] == ["tests/calc", "-k", "sat"]
    assert "-m" not in stage.command[3:]


def test_without_chromium_named_tests_leave_the_browser_out() -> None:
    stage = checks._named_tests(["tests"], without_browser=True)
    assert stage.command[-3:] == ["-m", "not browser", "tests"]


def test_the_rules_are_tested_as_read_but_for_one_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def note(stage: Stage, environment: dict[str, str]) -> Outcome:
        seen[stage.name] = environment[SETTING]
        return Outcome(stage.name, PASSED)

    monkeypatch.setattr(checks, "run_stage", note)
    monkeypatch.setattr(checks.compiling, "of_this_text", lambda _folder: Path("/made"))
    checks._run_stages([], {SETTING: "/elsewhere"}, without_browser=False)
    assert seen.pop("compiled rules") == "/made"
    assert len(seen) > 5
    assert set(seen.values()) == {AS_READ}


def test_without_a_compiler_the_compiled_rules_do_not_run_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_there(_folder: Path) -> Path:
        raise NoCompiler(COMPILER.hint)

    monkeypatch.setattr(checks.compiling, "of_this_text", none_there)
    outcome = checks._with_compiled_rules({})
    assert outcome == Outcome("compiled rules", DID_NOT_RUN)
    assert checks._what_did_not_run([GOOD, outcome], []) == COMPILER.hint
    assert checks._what_did_not_run([GOOD], []) == ""


def test_rules_that_cannot_be_compiled_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: Path) -> Path:
        raise Stop("The rules could not be compiled.")

    monkeypatch.setattr(checks.compiling, "of_this_text", refuse)
    assert checks._with_compiled_rules({}).verdict == FAILED


def test_the_tests_left_out_for_compiled_rules_are_there() -> None:
    named = [ROOT / checks.OF_RULES / name for name in checks.NOT_OF_COMPILED_RULES]
    assert [path for path in named if not path.exists()] == []
    assert (ROOT / checks.OF_COMPILED_RULES / "test_rules.py").is_file()
    assert f"--ignore={checks.OF_COMPILED_RULES}" in checks.all_tests().command
