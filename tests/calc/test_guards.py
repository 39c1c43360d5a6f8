"""What the code of the rules may not contain. Each guard fails when it examined nothing."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import careercraft.calc

ROOT = Path(careercraft.calc.__file__).parent
ROOMS_OF_LAW = ("criteria", "accountability", "bonus", "obm", "obm/measures")
FREE_NUMBERS = (0, 1, -1)
MAY_IMPORT = sys.stdlib_module_names | {"yaml"}
NO_CLOCK = {"today", "now", "utcnow"}


def law_literals(code: str) -> list[str]:
    """Numbers other than 0 and 1, and texts that hide one, in a piece of code."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool):
            if isinstance(node.value, int | float) and node.value not in FREE_NUMBERS:
                found.append(f"line {node.lineno}: {node.value}")
            if isinstance(node.value, str) and node.value.strip().isdigit():
                found.append(f"line {node.lineno}: {node.value!r}")
    return found


def files_of_law() -> list[Path]:
    return [path for room in ROOMS_OF_LAW for path in sorted((ROOT / room).glob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_number_of_the_law_stands_in_the_code() -> None:
    files = files_of_law()
    assert len(files) > 10
    found = {path.name: law_literals(path.read_text("utf-8")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_guard_sees_a_number_of_the_law() -> None:
    assert law_literals("if score >= 530: pass") == ["line 1: 530"]
    assert law_literals("codes = ['54']") == ["line 1: '54'"]
    assert law_literals("first = items[0] + 1; last = items[-1]; done = True") == []


def test_calc_imports_only_the_standard_library_yaml_and_itself() -> None:
    files = sorted(ROOT.rglob("*.py"))
    assert len(files) > 25
    own = "careercraft.calc"
    foreign = [
        f"{path.name} imports {name}"
        for path in files
        for name in imports(path)
        if name.split(".")[0] not in MAY_IMPORT and name != own and not name.startswith(f"{own}.")
    ]
    assert foreign == []


def test_criteria_know_nothing_of_what_they_are_used_for() -> None:
    files = sorted((ROOT / "criteria").glob("*.py"))
    assert files
    uses = (
        "careercraft.calc.accountability",
        "careercraft.calc.bonus",
        "careercraft.calc.evaluate",
    )
    assert [f"{p.name}: {n}" for p in files for n in imports(p) if n.startswith(uses)] == []


def test_no_rule_reads_a_clock() -> None:
    files = sorted(ROOT.rglob("*.py"))
    assert files
    called = [
        f"{path.name}: {node.func.attr}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in NO_CLOCK
    ]
    assert called == []
