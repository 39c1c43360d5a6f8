from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "careercraft" / "static"
BROWSER = ROOT / "tests" / "browser" / "vendor"


def sums(readme: Path) -> dict[str, str]:
    rows = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", readme.read_text(), re.MULTILINE)
    return dict(rows)


LISTED = [
    *((STATIC / name, total) for name, total in sums(STATIC / "vendor" / "README.md").items()),
    *((BROWSER / name, total) for name, total in sums(BROWSER / "README.md").items()),
]


@pytest.mark.parametrize(("file", "total"), LISTED, ids=[file.name for file, _ in LISTED])
def test_a_file_made_by_others_is_the_one_we_looked_at(file, total):
    assert hashlib.sha256(file.read_bytes()).hexdigest() == total


def test_every_file_made_by_others_is_listed():
    present = {*STATIC.glob("vendor/*.js"), *STATIC.glob("fonts/*.woff2"), *BROWSER.glob("*.js")}
    assert len(present) >= 5
    assert present == {file for file, _ in LISTED}


def test_every_file_made_by_others_has_its_licence_beside_it():
    for licence in (
        STATIC / "vendor/htmx-LICENSE.txt",
        STATIC / "fonts/LICENSE",
        BROWSER / "axe-LICENSE.txt",
    ):
        assert len(licence.read_text()) > 300


def test_nothing_is_fetched_from_elsewhere():
    ours = [
        file
        for file in STATIC.rglob("*")
        if file.suffix in {".css", ".js"} and file.parent.name != "vendor"
    ]
    assert len(ours) >= 8
    for file in ours:
        assert "://" not in file.read_text(), file.name
