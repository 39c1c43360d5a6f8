"""The arrows of docs/architecture.md: who may import whom."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.guards.source import HOUSE, ROOT, Import, imports_of, module_name, python_files

KEYS = {"privacy.keys", "privacy.sealing", "privacy.lookup"}
GROUND = {
    *("bucket", "clock", "compiled", "config", "db", "fence", "filestore", "filters", "logs"),
    *("outside", "runtime"),
}
ROOF = {"cli", "housekeeping", "installation", "migrate", "upkeep"}

ARROWS: dict[str, set[str]] = {
    "calc": set(),
    "keys": set(),
    "ground": {"keys"},
    "models": {"keys", "ground"},
    "privacy": {"keys", "ground", "models"},
    "formats": {"imports"},
    "imports": {"keys", "ground", "models", "privacy", "formats"},
    "documents": {"keys", "ground", "models", "privacy", "calc"},
    "exports": {"ground"},
    "scans": set(),
    "services": {
        *("keys", "ground", "models", "privacy"),
        *("imports", "formats", "documents", "exports", "calc", "scans"),
    },
    "jobs": {"keys", "ground", "models", "services"},
    "web": {"ground", "privacy", "services", "jobs", "exports", "blueprints"},
    "blueprints": {"ground", "privacy", "services", "jobs", "web"},
    "demo": {"keys", "ground", "privacy", "imports", "formats", "exports", "services"},
}
PURE_IMPORTS = ("imports.reader", "imports.rows", "imports.sources", "imports.layouts")
FLASK_ROOMS = {"web", "blueprints", "ground"}
SQL_ROOMS = {"ground", "models", "privacy", "imports", "services", "jobs", "demo"}
FEWEST_FILES = 60


def room_of(module: str) -> str | None:
    """The room that a module of ours stands in; `None` for the roof and for what is not ours."""
    if not module.startswith("careercraft."):
        return None
    inner = module.removeprefix("careercraft.")
    first, _, rest = inner.partition(".")
    if any(inner == key or inner.startswith(f"{key}.") for key in KEYS):
        return "keys"
    if first == "imports" and rest.partition(".")[0] == "formats":
        return "formats"
    if first in GROUND:
        return "ground"
    return None if first in ROOF else first


def files_of(room: str, root: Path = ROOT) -> list[Path]:
    house = root / "careercraft"
    return [path for path in python_files(house) if room_of(module_name(path, root)) == room]


def wrong_arrows(room: str, root: Path = ROOT) -> list[str]:
    """The imports of a room's files that no arrow of the house allows."""
    return [
        str(one)
        for path in files_of(room, root)
        for one in imports_of(path, root)
        if not _allowed(room, one)
    ]


def _allowed(room: str, one: Import) -> bool:
    if one.target.split(".")[0] in ("devtools", "tests", "bench", "wsgi"):
        return False
    if one.target == "careercraft" or not one.target.startswith("careercraft."):
        return True
    target = room_of(one.target)
    if room == "formats" and target == "imports":
        return one.target.removeprefix("careercraft.").startswith(PURE_IMPORTS)
    return target == room or target in ARROWS[room]


def imports_outside(package: str, allowed_rooms: set[str]) -> list[str]:
    """The imports of a foreign package in rooms that should not know of it."""
    return [
        str(one)
        for path in python_files(HOUSE)
        for one in imports_of(path)
        if one.target.split(".")[0] == package
        and room_of(module_name(path)) not in {*allowed_rooms, None}
    ]


def existing(room: str) -> str:
    if not files_of(room):
        pytest.skip(f"the room {room} is not built yet")
    return room


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_only_what_its_arrows_allow(room: str) -> None:
    assert wrong_arrows(existing(room)) == []


def test_every_file_of_the_house_stands_in_a_known_room() -> None:
    rooms = {room_of(module_name(path)) for path in python_files(HOUSE)} - {None}
    assert rooms <= ARROWS.keys(), "name the new room in docs/architecture.md and in ARROWS"


def test_the_guard_saw_the_whole_house() -> None:
    assert len(python_files(HOUSE)) >= FEWEST_FILES
    assert sum(len(files_of(room)) for room in ARROWS) >= FEWEST_FILES


def test_calc_needs_nothing_but_the_standard_library_and_yaml() -> None:
    known = set(sys.stdlib_module_names) | {"yaml", "careercraft"}
    files = files_of(existing("calc"))
    foreign = [
        str(one)
        for path in files
        for one in imports_of(path)
        if one.target.split(".")[0] not in known
    ]
    assert foreign == []


def clock_readings(source: str) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "time_ns")
    ]


def test_calc_reads_no_clock() -> None:
    files = files_of(existing("calc"))
    assert {str(f): read for f in files if (read := clock_readings(f.read_text()))} == {}


def test_a_clock_reading_is_seen() -> None:
    assert clock_readings("x = date.today()") == ["date.today"]


def test_only_the_web_rooms_know_flask() -> None:
    assert imports_outside("flask", FLASK_ROOMS) == []


def test_pages_and_rules_make_no_queries() -> None:
    assert imports_outside("sqlalchemy", SQL_ROOMS) == []
    assert imports_outside("psycopg", SQL_ROOMS) == []


def test_only_the_exports_write_spreadsheets() -> None:
    assert imports_outside("xlsxwriter", {"exports"}) == []


def test_there_is_one_place_that_makes_pdfs() -> None:
    makers = {
        one.path.relative_to(ROOT).as_posix()
        for path in python_files(HOUSE)
        for one in imports_of(path)
        if one.target.split(".")[0] == "weasyprint"
    }
    assert len(makers) <= 1
    assert all(maker.startswith("careercraft/documents/") for maker in makers)


@pytest.mark.parametrize(
    ("path", "statement"),
    [
        ("calc/rule.py", "from careercraft.models.students import Student"),
        ("calc/deep/rule.py", "from ...privacy import access"),
        ("privacy/keys.py", "from careercraft import models"),
        ("privacy/sealing.py", "from careercraft.privacy import access"),
        ("models/students.py", "from careercraft.services import students"),
        ("imports/formats/sat.py", "from careercraft.imports import apply"),
        ("services/students/judging.py", "from careercraft.jobs.queue import enqueue"),
        ("blueprints/rosters/__init__.py", "from careercraft.models import Student"),
        ("blueprints/rosters/__init__.py", "import careercraft.calc.rules"),
        ("services/students/judging.py", "from devtools import servers"),
    ],
)
@pytest.mark.parametrize("inside", ["", "def late():\n    "], ids=["at the top", "in a function"])
def test_a_wrong_arrow_is_seen(tmp_path: Path, path: str, statement: str, inside: str) -> None:
    file = tmp_path / "careercraft" / path
    file.parent.mkdir(parents=True)
    file.write_text(inside + statement)
    room = room_of(module_name(file, tmp_path))
    assert room is not None
    assert len(wrong_arrows(room, tmp_path)) == 1


def test_a_right_arrow_is_let_through(tmp_path: Path) -> None:
    file = tmp_path / "careercraft" / "services" / "students.py"
    file.parent.mkdir(parents=True)
    file.write_text("import csv\nfrom careercraft.models import Student\nfrom . import context")
    assert wrong_arrows("services", tmp_path) == []
