"""The rules are compiled from copies, put in place at once, and not again for the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from careercraft.compiled import MANIFEST, SETTING, Unfit, fitting, read_manifest
from devtools import compiling
from devtools.compiling import (
    NoCompiler,
    compile_into,
    files_to_compile,
    is_up_to_date,
    module_of,
    resting_on,
)
from devtools.console import Stop
from devtools.processes import ROOT

TEXTS = {
    "__init__.py": "",
    "calc/__init__.py": "from careercraft.calc.evaluate import judge\n",
    "calc/evaluate.py": "from careercraft.calc.criteria import tests\nimport careercraft.calc.far",
    "calc/values.py": "from careercraft.calc.far import LEAST\n",
    "calc/far.py": "import json\nLEAST = 3\n",
    "calc/unrelated.py": "",
    "calc/criteria/__init__.py": "",
    "calc/criteria/tests.py": "from careercraft.calc import values\n",
    "calc/words/en.yaml": "met: Met\n",
}
MADE = ("careercraft.calc.criteria.tests", "careercraft.calc.evaluate")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout, and a compiler that leaves what mypyc would leave."""
    root = tmp_path / "checkout"
    for name, text in TEXTS.items():
        (root / "careercraft" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "careercraft" / name).write_text(text)
    monkeypatch.setattr(compiling, "missing_after_installing", lambda *_: [])
    monkeypatch.setattr(compiling, "_make", pretend)
    return root


def pretend(folder: Path, files: list[Path]) -> None:
    for file in [*files, Path("careercraft_rules__mypyc.py")]:
        made = folder / "made" / file.with_suffix(".cpython-311-x86_64-linux-gnu.so")
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(f"code of {file}")


def refuse(_folder: Path, _files: list[Path]) -> None:
    raise Stop("error: it cannot be compiled")


def test_what_is_made_is_what_fits(checkout: Path, tmp_path: Path) -> None:
    compile_into(tmp_path / "made", checkout)
    made = fitting(tmp_path / "made", checkout)
    assert sorted(made) == [*MADE, "careercraft_rules__mypyc"]
    assert made[MADE[1]].read_text() == "code of careercraft/calc/evaluate.py"
    assert is_up_to_date(tmp_path / "made", checkout)


def test_nothing_is_written_beside_the_texts(checkout: Path, tmp_path: Path) -> None:
    before = sorted(checkout.rglob("*"))
    assert len(before) > len(TEXTS)
    compile_into(tmp_path / "made", checkout)
    assert sorted(checkout.rglob("*")) == before


def test_every_text_that_a_compiled_one_imports_near_or_far_is_written_down(
    checkout: Path, tmp_path: Path
) -> None:
    manifest = compile_into(tmp_path / "made", checkout)
    assert sorted(manifest.texts) == [
        "careercraft/calc/__init__.py",
        "careercraft/calc/criteria/__init__.py",
        "careercraft/calc/criteria/tests.py",
        "careercraft/calc/evaluate.py",
        "careercraft/calc/far.py",
        "careercraft/calc/values.py",
    ]


def test_a_changed_text_is_compiled_again(checkout: Path, tmp_path: Path) -> None:
    compile_into(tmp_path / "made", checkout)
    (checkout / "careercraft/calc/far.py").write_text("LEAST = 4\n")
    assert not is_up_to_date(tmp_path / "made", checkout)
    with pytest.raises(Unfit):
        fitting(tmp_path / "made", checkout)
    compile_into(tmp_path / "made", checkout)
    assert is_up_to_date(tmp_path / "made", checkout)


def test_a_new_criterion_is_compiled_too(checkout: Path, tmp_path: Path) -> None:
    compile_into(tmp_path / "made", checkout)
    (checkout / "careercraft/calc/criteria/exams.py").write_text("")
    assert not is_up_to_date(tmp_path / "made", checkout)


def test_another_mypyc_compiles_again(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_into(tmp_path / "made", checkout)
    monkeypatch.setattr(compiling, "mypyc_version", lambda: "another")
    assert not is_up_to_date(tmp_path / "made", checkout)


def test_what_a_running_server_reads_stays_until_the_next_time(
    checkout: Path, tmp_path: Path
) -> None:
    folders = [compile_into(tmp_path / "made", checkout).folder for _ in range(3)]
    assert len(set(folders)) == 3
    kept = {path.name for path in (tmp_path / "made").iterdir()}
    assert kept == {MANIFEST, *folders[1:]}


def test_what_cannot_be_compiled_leaves_all_as_it_was(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compile_into(tmp_path / "made", checkout)
    monkeypatch.setattr(compiling, "_make", refuse)
    with pytest.raises(Stop, match="cannot be compiled"):
        compile_into(tmp_path / "made", checkout)
    assert read_manifest(tmp_path / "made") == before


def test_a_damaged_manifest_is_replaced(checkout: Path, tmp_path: Path) -> None:
    compile_into(tmp_path / "made", checkout)
    (tmp_path / "made" / MANIFEST).write_text("{")
    assert not is_up_to_date(tmp_path / "made", checkout)
    compile_into(tmp_path / "made", checkout)
    assert is_up_to_date(tmp_path / "made", checkout)


def test_without_a_compiler_it_says_what_to_install(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "missing_after_installing", lambda *parts: list(parts))
    with pytest.raises(NoCompiler, match="apt-get install gcc libc6-dev python3-dev"):
        compile_into(tmp_path / "made", checkout)
    assert not (tmp_path / "made").exists()


def test_a_second_time_there_is_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(compiling, "is_up_to_date", lambda _folder: True)
    monkeypatch.setattr(compiling, "compile_into", pytest.fail)
    assert compiling.run() == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_malformed_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "here")
    with pytest.raises(Stop, match=SETTING):
        compiling.run()


def test_the_rules_that_judge_are_compiled_and_rest_on_what_they_import() -> None:
    files = files_to_compile()
    names = {module_of(file) for file in files}
    assert {"careercraft.calc.finding", "careercraft.calc.criteria.tsi"} <= names
    texts = {str(text) for text in resting_on(files)}
    assert {"careercraft/calc/verdict.py", "careercraft/calc/facts.py"} <= texts
    assert all((ROOT / text).is_file() for text in texts)
