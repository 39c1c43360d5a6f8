"""Compiled rules are used only where they are all of the text that is read, and by this Python."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from typing import Any

import pytest

from careercraft import compiled
from careercraft.compiled import (
    AS_READ,
    HOUSE,
    MANIFEST,
    SETTING,
    USUAL_FOLDER,
    Manifest,
    Offer,
    Unfit,
    digest,
    fitting,
    folder_named_by,
    this_python,
)
from careercraft.config import SettingProblem, read_settings

REACHED = "careercraft.calc.reached"
BESIDES = "careercraft_rules__mypyc"
TEXTS = ("careercraft/calc/reached.py", "careercraft/calc/values.py")


class Made:
    """A package with two texts, of which one was compiled."""

    def __init__(self, root: Path) -> None:
        self.root = root / "checkout"
        self.folder = root / "compiled"
        self.made = self.folder / "made-1"
        for text in TEXTS:
            (self.root / text).parent.mkdir(parents=True, exist_ok=True)
            (self.root / text).write_text(f"# {text}\n")
        self.made.mkdir(parents=True)
        modules = {name: f"{name}.so" for name in (REACHED, BESIDES)}
        for file in modules.values():
            (self.made / file).write_bytes(b"machine code")
        self.manifest = Manifest(
            this_python(),
            "2.0",
            "made-1",
            {text: digest(self.root / text) for text in TEXTS},
            modules,
            {file: digest(self.made / file) for file in modules.values()},
        )
        self.write()

    def write(self, **changed: Any) -> None:
        told = self.manifest._asdict() | changed
        (self.folder / MANIFEST).write_text(json.dumps(told))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_where_all_texts_fit_all_modules_are_used(made: Made) -> None:
    assert fitting(made.folder, made.root) == {
        name: made.made / f"{name}.so" for name in (REACHED, BESIDES)
    }


def test_where_nothing_was_ever_compiled_nothing_is_used_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert fitting(tmp_path, tmp_path) == {}
    assert fitting(tmp_path / "none", tmp_path) == {}
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert Offer().find_spec("careercraft.calc.finding") is None
    assert caplog.messages == []


def change_a_text(made: Made) -> None:
    with (made.root / TEXTS[0]).open("a") as text:
        text.write("#")


def change_a_text_that_was_not_compiled(made: Made) -> None:
    with (made.root / TEXTS[1]).open("a") as text:
        text.write(" ")


def take_a_text_away(made: Made) -> None:
    (made.root / TEXTS[1]).unlink()


def take_a_module_away(made: Made) -> None:
    (made.made / f"{REACHED}.so").unlink()


def change_a_module(made: Made) -> None:
    (made.made / f"{BESIDES}.so").write_bytes(b"other code")


def by_another_python(made: Made) -> None:
    made.write(python="Python 3.9.1 (.so)")


def cut_the_manifest_short(made: Made) -> None:
    manifest = made.folder / MANIFEST
    manifest.write_text(manifest.read_text()[:-9])


def leave_a_value_out(made: Made) -> None:
    told = made.manifest._asdict()
    del told["texts"]
    (made.folder / MANIFEST).write_text(json.dumps(told))


def name_no_text(made: Made) -> None:
    made.write(texts={})


def write_a_list(made: Made) -> None:
    (made.folder / MANIFEST).write_text("[]")


def write_another_kind_of_value(made: Made) -> None:
    made.write(modules=[REACHED])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (change_a_text, "of another text"),
        (change_a_text_that_was_not_compiled, "of another text"),
        (take_a_text_away, "of another text"),
        (take_a_module_away, "missing or damaged"),
        (change_a_module, "missing or damaged"),
        (by_another_python, "are for Python 3.9.1"),
        (cut_the_manifest_short, "cannot be read"),
        (leave_a_value_out, "cannot be read"),
        (name_no_text, "cannot be read"),
        (write_a_list, "cannot be read"),
        (write_another_kind_of_value, "cannot be read"),
    ],
)
def test_what_does_not_fit_in_one_thing_is_not_used_at_all(
    made: Made, spoil: Callable[[Made], None], said: str
) -> None:
    assert fitting(made.folder, made.root)
    spoil(made)
    with pytest.raises(Unfit, match=said):
        fitting(made.folder, made.root)


def test_only_modules_that_were_compiled_are_offered(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "fitting", lambda folder: fitting(folder, made.root))
    monkeypatch.setenv(SETTING, str(made.folder))
    offer = Offer()
    assert offer.find_spec("json") is None
    found = offer.find_spec(REACHED)
    assert found is not None
    assert isinstance(found.loader, ExtensionFileLoader)
    assert found.origin == str(made.made / f"{REACHED}.so")
    assert offer.find_spec(BESIDES) is not None
    assert offer.find_spec("careercraft.calc.values") is None


def test_what_may_not_be_used_is_said_once_with_what_to_do(
    made: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made.write(python="Python 3.9.1 (.so)")
    monkeypatch.setenv(SETTING, str(made.folder))
    offer = Offer()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert offer.find_spec("careercraft.calc.finding") is None
    (said,) = caplog.messages
    assert said == (
        f"The compiled rules are for Python 3.9.1 (.so); this is {this_python()}. "
        "The rules are used as they are read. ./dev compile makes the compiled ones anew."
    )


def test_as_read_is_as_read_even_where_something_is_compiled(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "USUAL_FOLDER", made.folder)
    monkeypatch.setattr(compiled, "fitting", pytest.fail)
    monkeypatch.setenv(SETTING, AS_READ)
    assert Offer().find_spec(REACHED) is None


def test_the_folder_is_the_usual_one_or_the_one_that_the_setting_names(tmp_path: Path) -> None:
    assert folder_named_by({}) == folder_named_by({SETTING: " "}) == USUAL_FOLDER
    assert folder_named_by({SETTING: str(tmp_path)}) == tmp_path
    assert folder_named_by({SETTING: AS_READ}) is None


@pytest.mark.parametrize("value", ["yes", "No", "made/rules"])
def test_a_malformed_setting_stops_the_start_and_is_named(value: str) -> None:
    with pytest.raises(SettingProblem, match=f"{SETTING} must be no, or the absolute path"):
        read_settings({SETTING: value, "CAREERCRAFT_ENV": "test"})


def test_a_malformed_setting_means_as_read_where_nothing_reads_the_settings(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(SETTING, "yes")
    assert Offer().find_spec("careercraft.calc.finding") is None
    assert "must be no, or the absolute path" in caplog.text


@pytest.mark.parametrize("door", ["careercraft.calc", "careercraft.cli", "careercraft.web.app"])
def test_whatever_is_imported_first_the_compiled_rules_are_looked_for(
    made: Made, door: str
) -> None:
    made.write(python="Python 3.9.1 (.so)")
    done = subprocess.run(
        [sys.executable, "-c", f"import {door}, careercraft.calc"],
        cwd=HOUSE.parent,
        env=os.environ | {SETTING: str(made.folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr.count("The compiled rules are for Python 3.9.1") == 1
    assert done.stdout == ""
