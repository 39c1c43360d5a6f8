"""The commands of ./dev."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from devtools.console import Stop, complain, say

COMMANDS = {
    "demo": "start everything with a district of invented people  [--fresh] [--port N]",
    "test": "run every check and test, or those named to pytest   [tests/... -k ...]",
    "compile": "compile the rules: optional, twice as fast, only of this very text",
    "lint": "check format, style, types and templates",
    "migrate": "bring the database of your settings to this version's schema",
    "serve": "start the web server with your settings               [--port N]",
    "worker": "start the worker with your settings",
    "pin": "choose and pin newer versions of the packages",
}


def usage() -> str:
    """One line per command."""
    return "\n".join(["Usage: ./dev COMMAND", *(f"  {n:<8} {t}" for n, t in COMMANDS.items())])


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(usage())
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        complain(f"./dev knows no command '{name}'.\n{usage()}")
        return 2
    from devtools.processes import interrupt_on_signals  # noqa: PLC0415 - usage needs no packages

    interrupt_on_signals()
    try:
        return RUN[name](rest)
    except Stop as reason:
        complain(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


def _demo(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev demo")
    parser.add_argument("--fresh", action="store_true", help="start over with empty data")
    parser.add_argument("--port", type=int, help="the port of the web server")
    chosen = parser.parse_args(arguments)
    from devtools import demo  # noqa: PLC0415 - each command loads only what it needs

    return demo.run(fresh=chosen.fresh, port=chosen.port)


def _test(arguments: list[str]) -> int:
    from devtools import checks  # noqa: PLC0415 - each command loads only what it needs

    return checks.run(arguments)


def _compile(_arguments: list[str]) -> int:
    from devtools import compiling  # noqa: PLC0415 - each command loads only what it needs

    return compiling.run()


def _lint(_arguments: list[str]) -> int:
    from devtools import checks  # noqa: PLC0415 - each command loads only what it needs

    return checks.lint()


def _migrate(_arguments: list[str]) -> int:
    from devtools import steps  # noqa: PLC0415 - each command loads only what it needs

    return steps.main("migrate")


def _serve(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev serve")
    parser.add_argument("--port", type=int, help="the port of the web server")
    from devtools.demo import gunicorn  # noqa: PLC0415 - each command loads only what it needs
    from devtools.processes import port_to_use  # noqa: PLC0415

    return _become(gunicorn(port_to_use(parser.parse_args(arguments).port)))


def _worker(_arguments: list[str]) -> int:
    from devtools.processes import module  # noqa: PLC0415 - each command loads only what it needs

    return _become(module("careercraft.jobs.worker"))


def _pin(_arguments: list[str]) -> int:
    from devtools import pins  # noqa: PLC0415 - each command loads only what it needs

    return pins.run()


def _become(command: list[str]) -> int:
    os.execv(command[0], command)  # noqa: S606 - signals then reach the server itself


RUN: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "test": _test,
    "compile": _compile,
    "lint": _lint,
    "migrate": _migrate,
    "serve": _serve,
    "worker": _worker,
    "pin": _pin,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
