"""The style of print: black on white, letters of our own, and files that do not mix them up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from careercraft.documents import pdf, student_plan

STYLES = sorted((Path(student_plan.__file__).parent / "styles").glob("*.css"))
FACE = re.compile(r'@font-face { font-family: "([^"]+)";.*?url\("bundled:([^"]+)"\)')
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|lab|lch)\(|\b(?:gr[ae]y|silver)\b")
SIZE = re.compile(r"(?:font-size:|font:[^;]*?) ?(\d+(?:\.\d+)?)pt")
SMALLEST_POINTS = 9


def rules_of(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_every_font_file_has_a_family_of_its_own() -> None:
    faces = [face for path in STYLES for face in FACE.findall(rules_of(path))]
    assert len({file for _, file in faces}) == len(list(pdf.FONTS.glob("*.woff2"))) > 1
    families = {file: {family for family, one in faces if one == file} for _, file in faces}
    assert all(len(names) == 1 for names in families.values())
    assert len({name for names in families.values() for name in names}) == len(families)


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
