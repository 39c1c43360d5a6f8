"""A run of the checks says what failed and what did not run."""

from __future__ import annotations

import os
import sys

import pytest

from devtools import checks
from devtools.checks import DID_NOT_RUN, FAILED, PASSED, Outcome, Stage, conclude, run_stage

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
