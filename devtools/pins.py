"""`./dev pin`: choose the newest fitting versions and write them down with their hashes."""

from __future__ import annotations

import os
import subprocess

from devtools.console import Stop, last_lines, say, step
from devtools.processes import ROOT, module

SETS = ("app", "dev")
QUIET_ABOUT_PLACES = (
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--no-emit-options",
)


def run() -> int:
    """Compile every requirement file, the application's first: the other one is laid over it."""
    for name in SETS:
        with step(f"Pinning requirements/{name}.txt"):
            _compile(name)
    say("Run ./dev test, and commit requirements/*.txt if all is well.")
    return 0


def command(name: str) -> list[str]:
    """The command line that pins one set."""
    options = ("--quiet", "--upgrade", "--generate-hashes", "--strip-extras", "--allow-unsafe")
    return module(
        "piptools",
        "compile",
        *options,
        *QUIET_ABOUT_PLACES,
        f"--output-file={name}.txt",
        f"{name}.in",
    )


def _compile(name: str) -> None:
    done = subprocess.run(
        command(name),
        cwd=ROOT / "requirements",
        env=os.environ | {"CUSTOM_COMPILE_COMMAND": "./dev pin"},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Stop(
            f"{last_lines(done.stderr)}\nrequirements/{name}.txt could not be pinned: see above."
        )
