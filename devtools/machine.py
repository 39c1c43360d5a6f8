"""What must be on the machine beside Python: Pango for PDFs, Chromium for browser tests."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from typing import NamedTuple

from devtools.console import last_lines, say, step

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
INSTALLING_SECONDS = 900


class SystemPart(NamedTuple):
    """Something that pip cannot install."""

    name: str
    purpose: str
    debian: tuple[str, ...]
    brew: str
    present: Callable[[], bool]

    @property
    def hint(self) -> str:
        """One line that says what to install."""
        return (
            f"{self.name}, which {self.purpose}, is not on this machine. Install it with "
            f"`sudo apt-get install {' '.join(self.debian)}` (Debian, Ubuntu) or "
            f"`brew install {self.brew}` (macOS)."
        )


def pango_present() -> bool:
    """Whether WeasyPrint finds its libraries, by really importing it."""
    return _succeeds([sys.executable, "-c", "import weasyprint"])


def chromium() -> str | None:
    """The Chromium to test with: the one named by CHROMIUM, else the first that answers."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else CHROMIUM_NAMES:
        path = shutil.which(name)
        if path and _succeeds([path, "--version"]):
            return path
    return None


def compiler_present() -> bool:
    """Whether extension modules of this Python can be made, by having a header of it read."""
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    headers = f"-I{sysconfig.get_path('include')}"
    command = [*shlex.split(compiler), headers, "-fsyntax-only", "-x", "c", "-"]
    return _succeeds(command, "#include <Python.h>\n")


PANGO = SystemPart(
    "Pango",
    "lays out the PDFs",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "pango",
    pango_present,
)
CHROMIUM = SystemPart(
    "Chromium",
    "runs the browser tests",
    ("chromium",),
    "--cask chromium",
    lambda: chromium() is not None,
)
COMPILER = SystemPart(
    "A C compiler with Python's headers",
    "compiles the rules",
    ("gcc", "libc6-dev", "python3-dev"),
    "gcc",
    compiler_present,
)
POPPLER = SystemPart(
    "Poppler",
    "turns PDFs into pictures for tests",
    ("poppler-utils",),
    "poppler",
    lambda: shutil.which("pdftoppm") is not None,
)


def missing_after_installing(*parts: SystemPart) -> list[SystemPart]:
    """Install what is missing where that is allowed; what is still missing afterwards."""
    missing = [part for part in parts if not part.present()]
    if not missing or not may_install():
        return missing
    with step(f"Installing {', '.join(part.name for part in missing)}"):
        problem = _apt_install([name for part in missing for name in part.debian])
    if problem:
        say(problem)
    return [part for part in missing if not part.present()]


def may_install() -> bool:
    """Whether system packages may be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(packages: list[str]) -> str:
    """Install Debian packages; the end of the output where that failed, else nothing."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=quiet,
            timeout=INSTALLING_SECONDS,
        )
    return last_lines(done.stdout + done.stderr) if done.returncode else ""


def _succeeds(command: list[str], told: str = "") -> bool:
    """Whether a command ends well when it is told something, and nothing else."""
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, input=told.encode(), timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
