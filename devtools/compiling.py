"""`./dev compile`: the modules that judge, made into extension modules by mypyc."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from careercraft.compiled import (
    MANIFEST,
    USUAL_FOLDER,
    Manifest,
    Unfit,
    digest,
    fitting,
    folder_named_by,
    read_manifest,
    this_python,
)
from devtools.console import Stop, last_lines, say, step
from devtools.extension_modules import MADE
from devtools.machine import COMPILER, missing_after_installing
from devtools.processes import ROOT, module

RULES = Path("careercraft/calc")
COMPILED = (
    *("accountability/*.py", "criteria/*.py"),
    *("citations.py", "evaluate.py", "finding.py", "findings.py", "reasons.py"),
    *("scales.py", "verdicts.py"),
)
"""What judges students, and is worth it. Not what mypyc cannot take: classes that are numbers
(`calendar`, `verdict`), shapes whose annotations are read (`facts`, `rules`), generic `history`.
"""

PREFIX = "made-"
READABLE_BY_ALL = 0o755


def run() -> int:
    """Compile the rules into the folder where they are looked for, unless that has been done."""
    try:
        folder = folder_named_by(os.environ) or USUAL_FOLDER
    except ValueError as problem:
        raise Stop(str(problem)) from None
    if is_up_to_date(folder):
        say("The compiled rules are of this very text: there is nothing to do.")
        return 0
    compile_into(folder)
    say("Web servers and workers use them from their next start on.")
    return 0


class NoCompiler(Stop):
    """There is no C compiler on this machine, and none can be installed."""


def of_this_text(otherwise: Path) -> Path:
    """Where compiled rules of this very text are: in the usual folder, or else made in another."""
    if is_up_to_date(USUAL_FOLDER):
        return USUAL_FOLDER
    compile_into(otherwise)
    return otherwise


def is_up_to_date(folder: Path, root: Path = ROOT) -> bool:
    """Tell whether compiled rules are there and just as they would be made now."""
    try:
        manifest, modules = read_manifest(folder), fitting(folder, root)
    except Unfit:
        return False
    wanted = {module_of(file) for file in files_to_compile(root)}
    made = {name for name in modules if name.startswith(module_of(RULES))}
    return manifest is not None and manifest.mypyc == mypyc_version() and made == wanted


def compile_into(folder: Path, root: Path = ROOT) -> Manifest:
    """Compile the rules and put them in place at once; those before stay for whoever runs them.

    Raises `NoCompiler` where there is no compiler, `Stop` where the rules cannot be compiled.
    """
    if missing := missing_after_installing(COMPILER):
        raise NoCompiler(missing[0].hint)
    files = files_to_compile(root)
    with (
        step(f"Compiling {len(files)} modules of the rules (about a minute)"),
        tempfile.TemporaryDirectory(prefix="careercraft-") as work,
    ):
        copied = Path(work)
        _copy_texts(root, copied)
        texts = {str(file): digest(copied / file) for file in resting_on(files, copied)}
        _make(copied, files)
        return _put_in_place(copied / MADE, folder, texts)


def files_to_compile(root: Path = ROOT) -> list[Path]:
    """The texts of the modules that are compiled, as paths from the root of the checkout."""
    found = [path for pattern in COMPILED for path in (root / RULES).glob(pattern)]
    return sorted(path.relative_to(root) for path in found if path.stem != "__init__")


def resting_on(files: Iterable[Path], root: Path = ROOT) -> list[Path]:
    """The texts of some modules and of all modules of ours that they import, near or far.

    What is compiled knows of them what they were: the kinds of their values, and some values.
    """
    seen: set[Path] = set()
    waiting = list(files)
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen.add(file)
            waiting += _imported_by(file, root)
    return sorted(seen)


def module_of(file: Path) -> str:
    """The name of the module of a text."""
    return ".".join(file.with_suffix("").parts)


def mypyc_version() -> str:
    """The version of mypyc here: it comes with mypy."""
    return version("mypy")


def _imported_by(file: Path, root: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse((root / file).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (text for name in names if (text := _text_of(name, root)))


def _text_of(name: str, root: Path) -> Path | None:
    """The text of a module of ours; nothing for one of others, and for what is no module."""
    place = Path(*name.split("."))
    for text in (place.with_suffix(".py"), place / "__init__.py"):
        if place.parts[0] == RULES.parts[0] and (root / text).is_file():
            return text
    return None


def _copy_texts(root: Path, into: Path) -> None:
    """Copy what the compiler reads: the package's own texts and those of the rules."""
    shutil.copytree(
        root / RULES, into / RULES, ignore=lambda _, names: [n for n in names if _is_no_text(n)]
    )
    for text in (root / RULES.parent).glob("*.py"):
        shutil.copy(text, into / RULES.parent / text.name)


def _is_no_text(name: str) -> bool:
    return name == "__pycache__" or Path(name).suffix not in ("", ".py")


def _make(folder: Path, files: list[Path]) -> None:
    """Run mypyc and the C compiler in a folder of copies; raises `Stop` with what they say."""
    settings = str(ROOT / "pyproject.toml")
    done = subprocess.run(
        module("devtools.extension_modules", settings, *map(str, files)),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Stop(f"{last_lines(done.stdout)}\nThe rules could not be compiled: see above.")


def _put_in_place(made: Path, folder: Path, texts: dict[str, str]) -> Manifest:
    """Move what was made to a new folder inside, then say so in the manifest, which is one step."""
    folder.mkdir(parents=True, exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    own.chmod(READABLE_BY_ALL)
    modules: dict[str, str] = {}
    for file in sorted(made.rglob("*.*")):
        name = ".".join([*file.relative_to(made).parent.parts, file.name.partition(".")[0]])
        modules[name] = f"{name}{''.join(file.suffixes[-1:])}"
        shutil.copyfile(file, own / modules[name])
    digests = {file: digest(own / file) for file in modules.values()}
    manifest = Manifest(this_python(), mypyc_version(), own.name, texts, modules, digests)
    before = _folder_before(folder)
    _write_manifest(manifest, folder)
    _forget(folder, keep={own.name, before})
    return manifest


def _folder_before(folder: Path) -> str:
    try:
        manifest = read_manifest(folder)
    except Unfit:
        return ""
    return manifest.folder if manifest else ""


def _write_manifest(manifest: Manifest, folder: Path) -> None:
    new = folder / f"{manifest.folder}.json"
    new.write_text(json.dumps(manifest._asdict(), indent=1), encoding="utf-8")
    new.replace(folder / MANIFEST)


def _forget(folder: Path, keep: set[str]) -> None:
    """Remove what earlier runs made, but for what a running server may still be reading."""
    for earlier in folder.glob(f"{PREFIX}*"):
        if earlier.is_dir() and earlier.name not in keep:
            shutil.rmtree(earlier, ignore_errors=True)
