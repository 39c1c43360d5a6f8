"""`./dev test` and `./dev lint`: every check in turn, and a summary at the end."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from careercraft.compiled import AS_READ, SETTING
from devtools import compiling, database
from devtools.console import Stop, complain, duration, say
from devtools.machine import (
    CHROMIUM,
    COMPILER,
    PANGO,
    POPPLER,
    SystemPart,
    chromium,
    missing_after_installing,
)
from devtools.processes import ROOT, Program, module
from devtools.surroundings import Place, Surroundings, environment_given, surroundings

OWN_TESTS = "tests/devtools"
OF_COMPILED_RULES = "tests/compiled"
OF_RULES = "tests/calc"
NOT_OF_COMPILED_RULES = ("obm", "ratings", "params", "test_mutation.py")
"""Of the tests of the rules, those of what is never compiled, and the longest, which repeats the
cases of the others for each value of the law.
"""
IN_PARALLEL = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")
"""A file at a time on each processor, in the order of tests/conftest.py: the longest ones first."""
PASSED, FAILED, DID_NOT_RUN = "passed", "FAILED", "did not run"


class Stage(NamedTuple):
    """One check: what it is called and the command that makes it."""

    name: str
    command: list[str]


class Outcome(NamedTuple):
    """How a stage ended, and after how many seconds."""

    stage: str
    verdict: str
    seconds: float = 0.0


STATIC = (
    Stage("format", module("ruff", "format", "--check", ".")),
    Stage("lint", module("ruff", "check", ".")),
    Stage("types", module("mypy")),
    Stage("templates", module("djlint", "careercraft/templates", "--lint", "--quiet")),
)


def tests(*arguments: str) -> Stage:
    """The tests that need no browser, or those that the arguments for pytest name."""
    return Stage("tests", module("pytest", "-m", "not browser", *arguments))


def all_tests() -> Stage:
    """Every test that needs no browser, with the rules as they are read."""
    apart = [f"--ignore={tests}" for tests in (OWN_TESTS, OF_COMPILED_RULES)]
    return tests(*IN_PARALLEL, *apart)


def own_tests() -> Stage:
    """The tests of ./dev itself: they start servers in folders that parallel runs close to them."""
    return Stage("tests of ./dev", module("pytest", "-m", "not browser", OWN_TESTS))


def tests_of_compiled_rules() -> Stage:
    """The tests of the rules, now compiled, and that they answer the same."""
    others = [f"--ignore={OF_RULES}/{name}" for name in NOT_OF_COMPILED_RULES]
    command = module("pytest", *IN_PARALLEL, *others, OF_COMPILED_RULES, OF_RULES)
    return Stage("compiled rules", command)


def browser_tests() -> Stage:
    """The tests in a real Chromium, one for each processor."""
    return Stage("browser tests", module("pytest", "-m", "browser", *IN_PARALLEL))


def lint() -> int:
    """Format, lint, types and templates, without servers."""
    outcomes = [run_stage(stage, environment_given()) for stage in STATIC]
    return conclude(outcomes)


def run(arguments: list[str]) -> int:
    """Everything, or only the tests that `arguments` name to pytest."""
    missing = missing_after_installing(PANGO, POPPLER, CHROMIUM)
    if PANGO in missing:
        raise Stop(PANGO.hint)
    if POPPLER in missing:
        complain(POPPLER.hint)
    with tempfile.TemporaryDirectory(prefix="careercraft-") as folder:
        place = Place(Path(folder), f"careercraft_test_{os.getpid()}", "test", durable=False)
        with surroundings(place, environment_given(), fresh=False) as around:
            try:
                outcomes = _run_stages(arguments, _environment(around), CHROMIUM in missing)
            finally:
                _drop_test_database(around, place)
    return conclude(outcomes, not_run=_what_did_not_run(outcomes, missing))


def run_stage(stage: Stage, environment: dict[str, str]) -> Outcome:
    """Run one check with its output shown."""
    say(f"\n== {stage.name} ==")
    started = time.monotonic()
    with Program(stage.name, stage.command, environment) as program:
        verdict = FAILED if program.wait() else PASSED
    return Outcome(stage.name, verdict, time.monotonic() - started)


def conclude(outcomes: list[Outcome], not_run: str = "", *, in_ci: bool | None = None) -> int:
    """Print a line per stage; the exit code: in CI, a stage that did not run has failed."""
    strict = bool(os.environ.get("CI")) if in_ci is None else in_ci
    bad = {FAILED, DID_NOT_RUN} if strict else {FAILED}
    say("\n== summary ==")
    for outcome in outcomes:
        say(f"{outcome.stage:<15} {outcome.verdict:<12} {duration(outcome.seconds):>12}")
    failing = [outcome.stage for outcome in outcomes if outcome.verdict in bad]
    say(f"Not in order: {', '.join(failing)}." if failing else "Everything that ran is in order.")
    if not_run:
        say(not_run)
    return 1 if failing else 0


def _run_stages(
    arguments: list[str], environment: dict[str, str], without_browser: bool
) -> list[Outcome]:
    if arguments:
        return [run_stage(_named_tests(arguments, without_browser), environment)]
    as_read = environment | {SETTING: AS_READ}
    outcomes = [run_stage(stage, as_read) for stage in (*STATIC, all_tests(), own_tests())]
    outcomes.append(_with_compiled_rules(environment))
    if without_browser:
        return [*outcomes, Outcome("browser tests", DID_NOT_RUN)]
    return [*outcomes, run_stage(browser_tests(), as_read)]


def _with_compiled_rules(environment: dict[str, str]) -> Outcome:
    """Compile the rules, in a folder of this run unless that has been done, and test them."""
    stage = tests_of_compiled_rules()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="careercraft-") as folder:
        try:
            where = compiling.of_this_text(Path(folder))
        except compiling.NoCompiler:
            return Outcome(stage.name, DID_NOT_RUN)
        except Stop as problem:
            complain(str(problem))
            return Outcome(stage.name, FAILED, time.monotonic() - started)
        verdict = run_stage(stage, environment | {SETTING: str(where)}).verdict
    return Outcome(stage.name, verdict, time.monotonic() - started)


def _named_tests(arguments: list[str], without_browser: bool) -> Stage:
    if without_browser:
        return tests(*arguments)
    return Stage("tests", module("pytest", *arguments))


def _environment(around: Surroundings) -> dict[str, str]:
    found = chromium()
    return around.environment | ({"CHROMIUM": found} if found else {})


def _drop_test_database(around: Surroundings, place: Place) -> None:
    if database.database_of(around.owner_url) == place.database:
        database.drop(database.owner_address(around.owner_url, "postgres"), place.database)


def _what_did_not_run(outcomes: list[Outcome], missing: list[SystemPart]) -> str:
    not_compiled = Outcome(tests_of_compiled_rules().name, DID_NOT_RUN) in outcomes
    hints = [_browser_tests_not_run(missing), COMPILER.hint if not_compiled else ""]
    return "\n".join(hint for hint in hints if hint)


def _browser_tests_not_run(missing: list[SystemPart]) -> str:
    if CHROMIUM not in missing:
        return ""
    return f"These tests did not run:\n{_browser_test_names()}\n{CHROMIUM.hint}"


def _browser_test_names(collect: Callable[[], str] | None = None) -> str:
    listed = (collect or _collect_browser_tests)()
    names = [line for line in listed.splitlines() if "::" in line]
    return "\n".join(f"  {name}" for name in names) or "  every test marked 'browser'"


def _collect_browser_tests() -> str:
    command = module("pytest", "-m", "browser", "--collect-only", "-q")
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout
