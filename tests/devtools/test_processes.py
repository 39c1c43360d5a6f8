"""Programs that ./dev starts are stopped with everything that they started."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from pathlib import Path

import psutil
import pytest

from devtools import processes
from devtools.console import Stop
from devtools.processes import (
    Program,
    end_remembered,
    module,
    port_to_use,
    remember,
    wait_for_answer,
    wait_until_one_stops,
)
from devtools.servers import free_port

SLEEPER = "import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); {SLEEPER}"
PARENT = (
    "import subprocess, sys, pathlib, time;"
    f"child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}], start_new_session=True);"
    "pathlib.Path(sys.argv[1]).write_text(str(child.pid)); time.sleep(60)"
)


def program(source: str, *arguments: str, name: str = "program") -> Program:
    return Program(name, [sys.executable, "-c", source, *arguments], os.environ)


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return path.read_text()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_program_runs_until_it_is_stopped() -> None:
    with program(SLEEPER) as sleeper:
        assert sleeper.alive()
    assert not sleeper.alive()


def test_a_child_in_a_group_of_its_own_is_stopped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", (1, 1))
    with program(PARENT, str(tmp_path / "pid")):
        child = int(wait_for(tmp_path / "pid"))
        assert alive(child)
    assert not alive(child)


def test_a_program_that_will_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", (0.2, 0.2))
    with program(STUBBORN) as stubborn:
        time.sleep(0.5)
        assert stubborn.alive()
    assert not stubborn.alive()


def test_the_first_that_stops_is_named() -> None:
    with program(SLEEPER, name="sleeper") as sleeper, program("", name="short") as short:
        assert wait_until_one_stops([sleeper, short]).name == "short"


def test_the_exit_code_of_a_program_is_told() -> None:
    with program("raise SystemExit(7)") as failing:
        assert failing.wait() == 7


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port_to_use(None, first=port) > port
        with pytest.raises(Stop, match=f"Port {port} is in use"):
            port_to_use(port)


def test_a_port_that_is_free_is_used() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert port_to_use(port) == port


def test_a_web_server_that_ends_at_once_is_told() -> None:
    with program("", name="web server") as short:
        short.wait()
        with pytest.raises(Stop, match="web server did not start"):
            wait_for_answer(short, 1)


LISTENER = "import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"


def test_a_web_server_that_answers_is_ready(tmp_path: Path) -> None:
    port = free_port()
    folder = str(tmp_path)
    server = ["http.server", str(port), "--bind", "127.0.0.1", "--directory", folder]
    with Program("web server", module(*server), os.environ) as web:
        wait_for_answer(web, port, seconds=20)
        assert web.alive()


def test_an_open_port_that_never_answers_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ANSWER_SECONDS", 0.2)
    port = free_port()
    with program(LISTENER.format(port=port), name="web server") as silent:
        with pytest.raises(Stop, match="web server did not start"):
            wait_for_answer(silent, port, seconds=1)
        assert silent.alive()


def test_what_a_killed_run_left_is_ended_with_its_children(tmp_path: Path) -> None:
    record = tmp_path / "processes"
    with program(PARENT, str(tmp_path / "pid")) as left:
        child = int(wait_for(tmp_path / "pid"))
        remember(record, [left])
        assert end_remembered(record) == 2
        assert not left.alive()
    assert not alive(child)


def test_a_process_that_only_has_the_same_number_is_left_alone(tmp_path: Path) -> None:
    record = tmp_path / "processes"
    with program(SLEEPER) as other:
        remember(record, [other])
        ((pid, started),) = json.loads(record.read_text())
        record.write_text(json.dumps([[pid, started - 60]]))
        assert end_remembered(record) == 0
        assert other.alive()


def test_after_an_orderly_run_nothing_is_left_to_end(tmp_path: Path) -> None:
    record = tmp_path / "processes"
    with program(SLEEPER) as orderly:
        remember(record, [orderly])
    assert end_remembered(record) == 0
    assert end_remembered(record) == 0
