"""`./dev demo`: the whole application on this machine, with a district of invented people."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from devtools.console import Stop, say, step
from devtools.machine import PANGO, missing_after_installing
from devtools.processes import (
    ROOT,
    Program,
    Watched,
    end_remembered,
    ignore_signals,
    module,
    port_to_use,
    remember,
    wait_for_answer,
    wait_until_one_stops,
)
from devtools.surroundings import STATE, Place, Surroundings, environment_given, surroundings

PLACE = Place(STATE / "demo", "careercraft_demo", "development", durable=True)
RECORD = STATE / "demo.processes"
HOST = "127.0.0.1"
SECONDS_BETWEEN_VISITS = "30"


def run(*, fresh: bool, port: int | None) -> int:
    """Start everything, print the address and the logins, and stay until Ctrl-C."""
    if missing := missing_after_installing(PANGO):
        raise Stop(missing[0].hint)
    with ExitStack() as stack:
        stack.enter_context(only_one(STATE / "demo.lock"))
        if end_remembered(RECORD):
            say("Ended what an interrupted run had left running.")
        stack.callback(_say_stopped)
        if fresh:
            _forget()
        around = stack.enter_context(surroundings(PLACE, environment_given(), fresh=fresh))
        _prepare(around)
        programs = _start(stack, around, port_to_use(port))
        return _stay([*around.servers, *programs])


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold a lock file for as long as the demonstration runs; raises `Stop` if it is held."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Stop(
                "The demonstration is already running from this folder: stop it with Ctrl-C first."
            ) from None
        yield


def gunicorn(port: int) -> list[str]:
    """The command line of the web server."""
    options = {"workers": 2, "threads": 4, "bind": f"{HOST}:{port}", "log-level": "warning"}
    flags = [f"--{name}={value}" for name, value in options.items()]
    return module("gunicorn", *flags, "wsgi:application")


def _forget() -> None:
    with step("Removing the data of earlier runs"):
        shutil.rmtree(PLACE.folder, ignore_errors=True)


def _prepare(around: Surroundings) -> None:
    with step("Bringing the database to this version's schema"):
        _run_step("migrate", around.environment)
    with step("Looking for the demonstration district", talks=True):
        _run_step("demo", around.environment)


def _run_step(name: str, environment: dict[str, str]) -> None:
    with Program(name, module("devtools.steps", name), environment) as program:
        if program.wait():
            raise Stop(f"The step '{name}' did not succeed: see the lines above.")


def _start(stack: ExitStack, around: Surroundings, port: int) -> list[Program]:
    environment = around.of_application()
    with step("Starting the web server, the worker and the clock"):
        web = stack.enter_context(
            Program("The web server", gunicorn(port), environment, PLACE.folder / "web.log")
        )
        worker = stack.enter_context(
            Program(
                "The worker",
                module("careercraft.jobs.worker"),
                environment,
                PLACE.folder / "worker.log",
            )
        )
        ticking = stack.enter_context(
            Program(
                "The clock",
                module("careercraft.cli", "feeds", "run", "--every", SECONDS_BETWEEN_VISITS),
                environment,
                PLACE.folder / "clock.log",
            )
        )
        remember(RECORD, [web, worker, ticking])
        wait_for_answer(web, port)
    say(f"\nCareerCraft is at http://{HOST}:{port} - sign in as one of:")
    _run_step("logins", around.environment)
    say(
        f"\nLogs: {PLACE.folder.relative_to(ROOT)}/web.log, worker.log and clock.log. "
        "Press Ctrl-C to stop."
    )
    return [web, worker, ticking]


def _stay(watched: list[Watched]) -> int:
    try:
        stopped = wait_until_one_stops(watched)
    except KeyboardInterrupt:
        say("\nStopping everything ...")
        return 0
    ignore_signals()
    log = getattr(stopped, "log", None)
    hint = f"its log is {log.relative_to(ROOT)}" if log else "see the lines above"
    say(f"{stopped.name} stopped by itself, so everything is stopped: {hint}.")
    return 1


def _say_stopped() -> None:
    say("Stopped. The data are kept for the next run.")
