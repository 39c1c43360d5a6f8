"""./dev lists its commands, and says plainly what it cannot do."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from devtools.__main__ import COMMANDS, RUN, main
from devtools.console import Stop
from devtools.demo import gunicorn, only_one
from devtools.pins import command
from devtools.steps import main as run_step

ROOT = Path(__file__).resolve().parents[2]


def run_dev(*arguments: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "dev"), *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": path},
        stdin=subprocess.DEVNULL,
    )


def test_alone_it_lists_every_command_in_one_line_each() -> None:
    done = run_dev()
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.splitlines()[1:]]
    assert listed == list(COMMANDS) == list(RUN)


def test_without_python_it_says_what_it_needs(tmp_path: Path) -> None:
    for tool in ("dirname", "rm"):
        (tmp_path / tool).symlink_to(f"/usr/bin/{tool}")
    done = run_dev("demo", path=str(tmp_path))
    assert done.returncode == 1
    assert (
        done.stderr == "CareerCraft needs Python 3.11 or newer: install it and run ./dev again.\n"
    )


def test_an_old_python_is_passed_over(tmp_path: Path) -> None:
    for tool in ("dirname", "rm"):
        (tmp_path / tool).symlink_to(f"/usr/bin/{tool}")
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    assert run_dev(path=str(tmp_path)).returncode == 1


def test_an_unknown_command_is_told_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["dance"]) == 2
    told = capsys.readouterr().err
    assert "no command 'dance'" in told
    assert all(name in told for name in COMMANDS)


def test_a_second_demonstration_from_the_same_folder_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "demo.lock"
    with only_one(lock), pytest.raises(Stop, match="already running"), only_one(lock):
        pass
    with only_one(tmp_path / "demo.lock"):
        assert (tmp_path / "demo.lock").exists()


def test_the_web_server_listens_on_this_machine_only() -> None:
    assert "--bind=127.0.0.1:8123" in gunicorn(8123)


def test_pinning_writes_hashes_and_no_addresses() -> None:
    words = command("app")
    assert {"--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"} <= set(words)


def test_migrating_without_the_owners_address_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert run_step("migrate") == 1
    assert "DATABASE_OWNER_URL is missing" in capsys.readouterr().err


def test_ci_runs_exactly_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text().splitlines() if line and line[0] != "#"]
    assert commands == ["set -eu", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "./dev test"]
    assert os.access(script, os.X_OK)
    assert os.access(ROOT / "dev", os.X_OK)
