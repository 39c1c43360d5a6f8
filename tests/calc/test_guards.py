"""What the code of the rules may not contain. Each guard fails when it examined nothing."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import careercraft.calc

ROOT = Path(careercraft.calc.__file__).parent
ROOMS_OF_LAW = ("criteria", "accountability", "bonus", "obm", "obm/measures")
FREE_NUMBERS = (0, 1, -1)
NAMES_WITH_A_DIGIT = (
    *("TSIA1", "TSIA2", "tsia1", "tsia2", "tier_3", "algebra_2", "tiered_2030", "utf-8"),
    *("grades_9_to_12", "grade_9", "level_1_certificate", "level_2_certificate"),
)
DECIDING = ("closing.py", "compare.py", "evaluate.py", "finding.py")
MAY_IMPORT = sys.stdlib_module_names | {"yaml"}
NO_CLOCK = {"today", "now", "utcnow"}


def law_literals(code: str) -> list[str]:
    """Numbers other than 0 and 1, and texts that hide one, in a piece of code."""
    tree = ast.parse(code)
    docstrings = set(map(id, documentation(tree)))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            value = node.value
            if isinstance(value, int | float | complex) and not isinstance(value, bool):
                if value not in FREE_NUMBERS:
                    found.append(f"line {node.lineno}: {value}")
            elif isinstance(value, str | bytes) and hides_a_number(str(value)):
                found.append(f"line {node.lineno}: {value!r}")
    return found


def documentation(tree: ast.AST) -> Iterator[ast.Constant]:
    """Texts that stand alone: they say something and are used by nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def hides_a_number(text: str) -> bool:
    """Tell whether a text is more than a name and less than a sentence, and has a digit."""
    for name in NAMES_WITH_A_DIGIT:
        text = text.replace(name, "")
    is_sentence = " " in text and any(sign.isalpha() for sign in text)
    return not is_sentence and any(sign.isdigit() for sign in text)


def files_of_law() -> list[Path]:
    rooms = [path for room in ROOMS_OF_LAW for path in sorted((ROOT / room).glob("*.py"))]
    return rooms + [ROOT / name for name in DECIDING]


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


@pytest.mark.parametrize(
    "code",
    [
        "required = 480",
        "required = -2",
        "share = 0.2",
        "hours = Decimal('2.5')",
        "opens = date.fromisoformat('2023-02-15')",
        "accepted = {'2022-25'}",
        "key = f'level_{name}_2'",
        "def judge(score, least=3): return score >= least",
        "match score:\n    case 5: pass",
        "codes = b'54'",
        "cut = {'rla': 480}['rla']",
    ],
)
def test_the_guard_sees_a_number_wherever_it_hides(code: str) -> None:
    assert law_literals(code)


def test_the_guard_lets_words_and_explanations_pass() -> None:
    assert law_literals('def act():\n    """Since 2023: 40 and 22."""\n    return "TSIA2"') == []
    assert law_literals("grade_9 = 1") == []


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
