"""The rules of `calc` compiled, for where somebody has had them compiled, and only while they fit.

`./dev compile` makes extension modules of the modules that judge, in a folder of their own, and
writes down of which texts. They are offered to Python's imports all together, and only while each
of these texts is still the same and the Python too: a compiled rule that is older than its text
never judges. Otherwise the rules are used as they are read, which is what they are written for.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

RULES = "careercraft.calc"
SETTING = "CAREERCRAFT_COMPILED"
AS_READ = "no"
HOUSE = Path(__file__).resolve().parent
USUAL_FOLDER = HOUSE / ".compiled"
MANIFEST = "manifest.json"
WHAT_TO_DO = "The rules are used as they are read. ./dev compile makes the compiled ones anew."

log = logging.getLogger(__name__)


class Unfit(Exception):  # noqa: N818 - it is told to a person, not handled
    """Compiled rules are there and must not be used; the text says why."""


class Manifest(NamedTuple):
    """What compiled rules were made of, by what, and where they lie.

    ``texts`` has the hash of each text that they rest on, by its path beside the package;
    ``modules`` the file of each module by its name, and ``files`` the hash of each file, in
    ``folder``.
    """

    python: str
    mypyc: str
    folder: str
    texts: dict[str, str]
    modules: dict[str, str]
    files: dict[str, str]


def offer() -> None:
    """Offer the compiled rules to all imports that follow; what fits is looked at once."""
    if not any(isinstance(finder, Offer) for finder in sys.meta_path):
        sys.meta_path.insert(0, Offer())


def in_use() -> tuple[str, ...]:
    """Return the names of the rules' modules that are loaded and compiled."""
    loaded = [(name, module) for name, module in sys.modules.items() if name.startswith(RULES)]
    return tuple(sorted(name for name, module in loaded if _is_compiled(module)))


def folder_named_by(environ: Mapping[str, str]) -> Path | None:
    """Return the folder in which compiled rules may lie, or nothing where none are wanted.

    Raises `ValueError` with a sentence where the setting is malformed.
    """
    value = environ.get(SETTING, "").strip()
    if value == AS_READ:
        return None
    if value and not Path(value).is_absolute():
        raise ValueError(
            f"The setting {SETTING} must be {AS_READ}, or the absolute path of the folder in "
            "which ./dev compile has put the compiled rules."
        )
    return Path(value) if value else USUAL_FOLDER


def read_manifest(folder: Path) -> Manifest | None:
    """Return what was written down of compiled rules, or nothing where there are none.

    Raises `Unfit` where it cannot be understood.
    """
    try:
        return _checked(Manifest(**json.loads((folder / MANIFEST).read_text("utf-8"))))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError):
        raise Unfit("What was written down of the compiled rules cannot be read.") from None


def fitting(folder: Path, beside: Path = HOUSE.parent) -> dict[str, Path]:
    """Return the file of each compiled module by its name; none where nothing was compiled.

    ``beside`` is the folder of the package. Raises `Unfit` unless all of them may be used.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        return {}
    made = folder / manifest.folder
    if manifest.python != this_python():
        raise Unfit(f"The compiled rules are for {manifest.python}; this is {this_python()}.")
    if not _are(manifest.texts, beside):
        raise Unfit("The compiled rules are of another text than the rules that are here.")
    if not _are(manifest.files, made):
        raise Unfit("Of the compiled rules something is missing or damaged.")
    return {name: made / file for name, file in manifest.modules.items()}


def this_python() -> str:
    """Return the Python that runs this, as exactly as compiled code has to know it."""
    return f"Python {platform.python_version()} ({sysconfig.get_config_var('EXT_SUFFIX')})"


def digest(file: Path) -> str:
    """Return the hash of a file's bytes; raises `OSError` where there is no such file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


class Offer(MetaPathFinder):
    """Finds the compiled rules where they fit, and otherwise leaves every import to the others."""

    def __init__(self) -> None:
        self._files: dict[str, Path] | None = None

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is found compiled, if it is one of the rules."""
        if self._files is None:
            if not name.startswith(RULES):
                return None
            self._files = _usable(os.environ)
        file = self._files.get(name)
        if file is None:
            return None
        return spec_from_file_location(name, file, loader=ExtensionFileLoader(name, str(file)))


def _usable(environ: Mapping[str, str]) -> dict[str, Path]:
    """Return the compiled modules where they may be used; say so where they may not."""
    try:
        folder = folder_named_by(environ)
        return fitting(folder) if folder else {}
    except (Unfit, ValueError) as problem:
        log.warning("%s %s", problem, WHAT_TO_DO)
        return {}


def _checked(manifest: Manifest) -> Manifest:
    """Return a manifest that has every value, and of the right kind; raises `TypeError`."""
    names, tables = manifest[:3], manifest[3:]
    if not all(isinstance(name, str) for name in names):
        raise TypeError
    if not all(table and isinstance(table, dict) for table in tables):
        raise TypeError
    return manifest


def _are(digests: Mapping[str, str], folder: Path) -> bool:
    """Tell whether files have these hashes."""
    try:
        return all(digest(folder / name) == known for name, known in digests.items())
    except OSError:
        return False


def _is_compiled(module: ModuleType) -> bool:
    return isinstance(getattr(module.__spec__, "loader", None), ExtensionFileLoader)
