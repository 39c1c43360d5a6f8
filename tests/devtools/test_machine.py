"""What is missing on the machine is found by trying it, and told in one line."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import pytest

from devtools import machine
from devtools.machine import (
    CHROMIUM,
    COMPILER,
    PANGO,
    POPPLER,
    SystemPart,
    missing_after_installing,
)


@pytest.mark.parametrize("part", [PANGO, CHROMIUM, POPPLER, COMPILER])
def test_a_hint_is_one_line_for_both_kinds_of_machine(part: SystemPart) -> None:
    assert "\n" not in part.hint
    assert "apt-get install" in part.hint
    assert "brew install" in part.hint


def test_nothing_is_installed_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_apt_install", pytest.fail)
    assert missing_after_installing(PANGO._replace(present=lambda: True)) == []


def test_what_may_not_be_installed_stays_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = PANGO._replace(present=lambda: False)
    monkeypatch.setattr(machine, "may_install", lambda: False)
    monkeypatch.setattr(machine, "_apt_install", pytest.fail)
    assert missing_after_installing(absent) == [absent]


def test_what_may_be_installed_is_installed_and_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(machine, "may_install", lambda: True)
    monkeypatch.setattr(machine, "_apt_install", lambda names: installed.extend(names) or "")
    assert missing_after_installing(PANGO._replace(present=lambda: bool(installed))) == []
    assert installed == list(PANGO.debian)


def test_a_browser_that_does_not_answer_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(broken))
    assert machine.chromium() is None


def test_the_browser_that_the_person_names_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "my-browser"
    own.write_text("#!/bin/sh\necho Chromium 1\n")
    own.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(own))
    assert machine.chromium() == os.fspath(own)


def test_a_compiler_that_is_not_there_or_lacks_the_headers_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", str(tmp_path / "none"))
    assert not COMPILER.present()
    without_headers = tmp_path / "cc"
    without_headers.write_text("#!/bin/sh\nexit 1\n")
    without_headers.chmod(0o755)
    monkeypatch.setenv("CC", f"{without_headers} -pthread")
    assert not COMPILER.present()


def test_a_compiler_is_asked_to_read_the_headers_of_this_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler, heard = tmp_path / "cc", tmp_path / "heard"
    compiler.write_text(f'#!/bin/sh\necho "$@" > {heard}\ncat >> {heard}\n')
    compiler.chmod(0o755)
    monkeypatch.setenv("CC", str(compiler))
    assert COMPILER.present()
    assert sysconfig.get_path("include") in heard.read_text()
    assert "#include <Python.h>" in heard.read_text()
