"""Rules of the house that no linter knows."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.guards.source import HOUSE, ROOT, python_files

LONGEST_FILE = 450
FEWEST_COMMITTED_FILES = 80
FEWEST_TEMPLATES = 10

SAFE_FILTER_ALLOWED: frozenset[str] = frozenset()
"""Templates that may mark text as already escaped; each needs a reason in review."""

VENDORED = ("/vendor/", "careercraft/static/vendor/")
BINARY = {".woff2", ".png", ".pdf", ".ico", ".xlsx", ".zip"}
PLACES = re.compile(
    r"(?<![\w.~])/(?:work|root|home/\w+|Users/\w+|tmp/(?!careercraft)\w+)/"  # a machine's folders
    r"|https?://[^\s\"'/]*(?:pypi|pythonhosted|npmjs|artifactory|nexus|devpi)[^\s\"']*"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host",
    re.IGNORECASE,
)
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style block": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an htmx event handler": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
SAFE_FILTER = re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE)
PRINTED = re.compile(r"^\s*print\(", re.MULTILINE)


def committed_files() -> list[Path]:
    """The files that git knows; in a copy without git, every file outside hidden folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if listed.returncode:
        return [p for p in ROOT.rglob("*") if p.is_file() and not _hidden(p)]
    names = (name for name in listed.stdout.split("\0") if name)
    return [path for name in names if (path := ROOT / name).is_file()]


def templates() -> list[Path]:
    return sorted((HOUSE / "templates").rglob("*.html"))


def screen_templates() -> list[Path]:
    """Templates of web pages; printed documents carry their style with them."""
    return [path for path in templates() if "documents" not in path.parts]


def found(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in paths
        for match in pattern.finditer(_without_comments(path))
    ]


def _without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"{#.*?#}", "", text, flags=re.DOTALL) if path.suffix == ".html" else text


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def _is_own_text(path: Path) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return path.suffix not in BINARY and not any(part in f"/{place}" for part in VENDORED)


def test_no_file_of_the_application_is_too_long_to_read() -> None:
    files = python_files(HOUSE)
    assert files
    long = {str(f.relative_to(ROOT)): n for f in files if (n := _lines(f)) > LONGEST_FILE}
    assert long == {}, "split it by what it speaks of"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_application_prints_nothing() -> None:
    outside_command_line = [
        path
        for path in python_files(HOUSE)
        if path.name != "cli.py" and path.relative_to(HOUSE).parts[0] not in ("cli", "demo")
    ]
    assert outside_command_line
    assert found(PRINTED, outside_command_line) == [], "use the log, without personal data"


def test_nothing_committed_names_a_machine_or_a_package_host() -> None:
    this = Path(__file__).resolve()
    files = [p for p in committed_files() if _is_own_text(p) and p not in (this, _PINS)]
    assert len(files) >= FEWEST_COMMITTED_FILES
    assert found(PLACES, files) == []


_PINS = ROOT / "devtools" / "pins.py"
"""The one file that speaks of such options, to leave them out."""


@pytest.mark.parametrize(
    "text",
    [
        "open('/" + "root/x/data.csv')",  # taken apart, or these lines would be what they forbid
        "see /" + "home/ana/careercraft",
        "https://" + ".".join(("files", "pythonhosted", "org")) + "/packages/a.whl",
        "--extra-" + "index-url somewhere",
    ],
)
def test_a_machine_path_or_package_host_is_seen(text: str) -> None:
    assert PLACES.search(text)


def test_an_ordinary_address_is_let_through() -> None:
    assert not PLACES.search("https://tea.texas.gov/home-work/ccmr and careercraft/work-x")


@pytest.mark.parametrize("what", INLINE)
def test_no_page_carries(what: str) -> None:
    pages = screen_templates()
    assert len(pages) >= FEWEST_TEMPLATES
    assert found(INLINE[what], pages) == [], "the content security policy would refuse it"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("an inline script", "<script>go()</script>"),
        ("an inline script", '<script type="module">go()</script>'),
        ("an inline style block", "<style>p{}</style>"),
        ("a style attribute", '<p class="a" style="color:red">'),
        ("an event handler", '<button type="button" onclick="go()">'),
        ("an htmx event handler", '<div hx-on:click="go()">'),
        ("a javascript address", '<a href="javascript:go()">'),
    ],
)
def test_what_a_page_may_not_carry_is_seen(what: str, text: str) -> None:
    assert INLINE[what].search(text)


@pytest.mark.parametrize(
    "text", ['<script src="/static/a.js" defer></script>', '<a data-on="x" class="once">']
)
def test_what_a_page_may_carry_is_let_through(text: str) -> None:
    assert not any(pattern.search(text) for pattern in INLINE.values())


def test_no_template_marks_text_as_safe() -> None:
    pages = [p for p in templates() if p.relative_to(ROOT).as_posix() not in SAFE_FILTER_ALLOWED]
    assert len(pages) >= FEWEST_TEMPLATES
    assert found(SAFE_FILTER, pages) == [], "make the markup a macro, or escape it"
    assert SAFE_FILTER.search("{{ name|safe }}")


def test_every_guard_is_collected(request: pytest.FixtureRequest) -> None:
    guards = sorted(Path(__file__).parent.glob("*.py"))
    tests = [path for path in guards if path.name not in ("__init__.py", "source.py")]
    assert len(tests) >= 3
    assert all(path.name.startswith("test_") for path in tests), "pytest does not collect it"
    assert all(re.search(r"^def test_", path.read_text(), re.MULTILINE) for path in tests)
    assert "tests" in request.config.getini("testpaths")
