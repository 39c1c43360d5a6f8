"""Starting programs beside each other and leaving none behind."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import psutil

from devtools.console import Stop

ROOT = Path(__file__).resolve().parent.parent
ANSWER_SECONDS = 5
PATIENCE = (8, 5)
"""Seconds to wait after a first and a second polite request to stop."""


class Watched(Protocol):
    """Something that should be running."""

    name: str

    def alive(self) -> bool:
        """Whether it still runs."""


class Program:
    """A program in a process group of its own, so that Ctrl-C reaches only ./dev.

    With `log` its output is added to that file; without, it goes where ours goes.
    """

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        log: Path | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._arguments = [str(argument) for argument in arguments]
        self._environment = dict(environment)
        self._process: psutil.Popen | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else None
            self._process = psutil.Popen(
                self._arguments,
                env=self._environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def alive(self) -> bool:
        """Whether the program's first process is running."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to stop, ask again, then end it and everything that it started."""
        if self._process is None:
            return
        family = _family(self._process)
        for seconds in PATIENCE:
            if self._stopped_within(seconds):
                break
        for survivor in family:
            if survivor.is_running():
                survivor.kill()
        psutil.wait_procs(family, timeout=5)
        self._process = None

    def wait(self) -> int:
        """Wait for its end; its exit code."""
        assert self._process is not None  # noqa: S101 - it was started on entering
        return int(self._process.wait())

    def _stopped_within(self, seconds: int) -> bool:
        assert self._process is not None  # noqa: S101 - the caller looked
        try:
            self._process.terminate()
            self._process.wait(seconds)
        except psutil.NoSuchProcess:
            return True
        except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
            return False
        return True


def remember(record: Path, programs: Sequence[Program]) -> None:
    """Write down which processes run, for a later run to end them if this one is killed."""
    running = [p._process for p in programs if p._process is not None]
    record.write_text(json.dumps([[one.pid, one.create_time()] for one in running]))


def end_remembered(record: Path) -> int:
    """End the processes that a killed run left behind; how many there were."""
    if not record.exists():
        return 0
    left = [
        member
        for pid, started in json.loads(record.read_text())
        if (process := _still_the_same(pid, started))
        for member in _family(process)
    ]
    for process in left:
        process.kill()
    psutil.wait_procs(left, timeout=5)
    record.unlink()
    return len(left)


def module(name: str, *arguments: str) -> list[str]:
    """The command line that runs a Python module in this environment."""
    return [sys.executable, "-m", name, *arguments]


def interrupt_on_signals() -> None:
    """Let SIGTERM and a closed terminal end a run the way Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        ignore_signals()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def ignore_signals() -> None:
    """Let nothing interrupt the stopping of what was started."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def wait_until_one_stops(watched: Sequence[Watched]) -> Watched:
    """Wait, for as long as it takes, and return the first that no longer runs."""
    while True:
        for one in watched:
            if not one.alive():
                return one
        time.sleep(0.5)


def port_to_use(asked: int | None, first: int = 8000, host: str = "127.0.0.1") -> int:
    """The port asked for, or the first free one of twenty; raises `Stop` where it is taken."""
    candidates = [asked] if asked is not None else range(first, first + 20)
    for port in candidates:
        if _is_free(host, port):
            return port
    raise Stop(
        f"Port {asked} is in use by another program: choose another with --port."
        if asked is not None
        else f"The ports {first} to {first + 19} are all in use: choose another with --port."
    )


def wait_for_answer(program: Program, port: int, seconds: int = 60) -> None:
    """Wait until a web server answers a request, whatever it says; raises `Stop` if it never does.

    An open port is not enough: gunicorn listens before it has loaded the application.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and program.alive():
        if _answers(port):
            return
        time.sleep(0.1)
    hint = f"see {program.log.relative_to(ROOT)}" if program.log else "see the lines above"
    raise Stop(f"{program.name} did not start: {hint}.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _still_the_same(pid: int, started: float) -> psutil.Process | None:
    """The process with this number, unless the number has gone to another one since."""
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None
    return process if abs(process.create_time() - started) < 1 else None


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
