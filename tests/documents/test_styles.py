"""The style of print: black on white, letters of our own, and files that do not mix them up."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from careercraft.documents import pdf, student_plan
from devtools import print_fonts

STYLES = sorted((Path(student_plan.__file__).parent / "styles").glob("*.css"))
COMMON = next(path for path in STYLES if path.name == "common.css")
WEIGHT = re.compile(r"-[57]00")
FACE = re.compile(r'@font-face { font-family: "([^"]+)";.*?url\("bundled:([^"]+)"\)')
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|lab|lch)\(|\b(?:gr[ae]y|silver)\b")
SIZE = re.compile(r"(?:font-size:|font:[^;]*?) ?(\d+(?:\.\d+)?)pt")
SMALLEST_POINTS = 9


def rules_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_every_set_of_letters_has_a_family_of_its_own() -> None:
    faces = FACE.findall(rules_of(COMMON))
    assert {file for _, file in faces} == {path.name for path in pdf.FONTS.glob("*.woff2")}
    sets = {
        family: {WEIGHT.sub("", file) for one, file in faces if one == family}
        for family, _ in faces
    }
    assert all(len(files) == 1 for files in sets.values())
    assert len(sets) == 3


def test_every_document_begins_alike() -> None:
    """Fonts, frame and marks stand in one sheet; the others say only what is different."""
    repeated = [
        path.name
        for path in STYLES
        if path != COMMON and ("@font-face" in rules_of(path) or "bundled:" in rules_of(path))
    ]
    assert repeated == []


def test_the_fonts_of_print_are_those_of_the_screen_at_two_weights() -> None:
    for path, content in print_fonts.derived():
        kept, now = (TTFont(io.BytesIO(one)) for one in (path.read_bytes(), content))
        assert "fvar" not in kept, "a variable font is cut to its weight in every PDF anew"
        assert kept.getBestCmap() == now.getBestCmap(), path.name
        assert kept["hmtx"].metrics == now["hmtx"].metrics, path.name


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_black_is_the_only_colour(path: Path) -> None:
    assert set(COLOUR.findall(rules_of(path))) <= {"#000"}


@pytest.mark.parametrize("mark", sorted(pdf.MARKS.glob("*.svg")), ids=lambda mark: mark.name)
def test_marks_are_black_too(mark: Path) -> None:
    assert set(COLOUR.findall(mark.read_text("utf-8"))) == {"#000"}


def test_a_grey_is_seen() -> None:
    assert (
        COLOUR.findall("p { color: #777; background: rgb(1 1 1); border-color: grey }")[0] == "#777"
    )


def test_nothing_is_set_too_small_to_copy() -> None:
    sizes = [float(size) for path in STYLES for size in SIZE.findall(rules_of(path))]
    assert len(sizes) > 5
    assert min(sizes) >= SMALLEST_POINTS
