"""The ratings of 2022 as the state published them are reproduced, every row."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.citations import Standing
from careercraft.calc.params.schema import load_yaml
from careercraft.calc.ratings import (
    ALTERNATIVE,
    STANDARD,
    ccmr,
    given,
    letter_of,
    staar,
    student_achievement,
)

YEAR = 2022
PINNED = Path(__file__).with_name("published_2022.yaml")
CAMPUSES = (
    Path(__file__).resolve().parents[4]
    / "shared"
    / "samples"
    / "tea_accountability_2022"
    / "campuses.csv"
)
LETTERS = ("A", "B", "C")
"""Letters that were published; a D or an F was published as Not Rated in 2022."""

Row = dict[str, str]


def pinned(what: str) -> list[Any]:
    table = load_yaml(PINNED.read_text("utf-8"), PINNED.name)[what]
    return [pytest.param(kind, *row) for kind, rows in table.items() for row in rows]


@pytest.fixture(scope="module")
def published() -> list[Row]:
    if not CAMPUSES.is_file():
        pytest.skip("the published campus ratings of 2022 are not on this machine")
    with CAMPUSES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kind_of(row: Row) -> str:
    return ALTERNATIVE if row["CFLAEATYPE"].strip() else STANDARD


def numbers(row: Row, *columns: str) -> list[int] | None:
    """The whole numbers in these columns, or nothing where one has no value."""
    cells = [row[column].strip() for column in columns]
    return None if {".", ""} & set(cells) else [int(cell) for cell in cells]


@pytest.mark.parametrize(("kind", "raw", "scaled"), pinned("ccmr"))
def test_a_published_ccmr_score_is_reproduced(kind: str, raw: int, scaled: int) -> None:
    assert ccmr(raw, YEAR, kind).scaled == scaled


@pytest.mark.parametrize(("kind", "raw", "scaled"), pinned("staar"))
def test_a_published_staar_score_is_reproduced(kind: str, raw: int, scaled: int) -> None:
    assert staar(raw, YEAR, kind).scaled == scaled


@pytest.mark.parametrize(
    ("kind", "tests", "readiness", "graduates", "scaled", "letter"), pinned("student_achievement")
)
def test_a_published_student_achievement_score_is_reproduced(
    kind: str, tests: int, readiness: int, graduates: int, scaled: int, letter: str | None
) -> None:
    components = (tests, readiness, graduates)
    names = ("staar", "ccmr", "graduation")
    parts = [given(name, score, YEAR) for name, score in zip(names, components, strict=True)]
    whole = student_achievement(parts[0], parts[1], parts[2], YEAR, kind)
    assert whole.scaled == scaled
    assert letter is None or whole.letter == letter


def test_every_published_ccmr_score_is_reproduced(published: list[Row]) -> None:
    wrong, kinds = [], set()
    for row in published:
        pair = numbers(row, "CD1B", "CD1BS")
        if pair is not None:
            kinds.add(kind_of(row))
            if ccmr(pair[0], YEAR, kind_of(row)).scaled != pair[1]:
                wrong.append((row["CAMPUS"], *pair))
    assert kinds == {STANDARD, ALTERNATIVE}
    assert wrong == []


def test_there_are_161_published_ccmr_scores(published: list[Row]) -> None:
    assert sum(numbers(row, "CD1B", "CD1BS") is not None for row in published) == 161


def test_every_published_staar_score_is_reproduced(published: list[Row]) -> None:
    pairs = [(row, numbers(row, "CD1A", "CD1AS")) for row in published]
    wrong = [
        (row["CAMPUS"], *pair)
        for row, pair in pairs
        if pair is not None and staar(pair[0], YEAR, kind_of(row)).scaled != pair[1]
    ]
    assert sum(pair is not None for _, pair in pairs) == 179
    assert wrong == []


def test_every_published_student_achievement_score_is_reproduced(published: list[Row]) -> None:
    columns = ("CD1AS", "CD1BS", "CD1CS", "CD1S")
    rows = [(row, found) for row in published if (found := numbers(row, *columns)) is not None]
    wrong = []
    for row, (tests, readiness, graduates, expected) in rows:
        parts = (
            given("staar", tests, YEAR),
            given("ccmr", readiness, YEAR),
            given("graduation", graduates, YEAR),
        )
        if student_achievement(*parts, YEAR, kind_of(row)).scaled != expected:
            wrong.append((row["CAMPUS"], tests, readiness, graduates, expected))
    assert len(rows) == 158
    assert wrong == []


def test_the_whole_way_from_the_published_rate_to_student_achievement_is_read(
    published: list[Row],
) -> None:
    columns = ("CD1B", "CD1AS", "CD1CS", "CD1S")
    rows = [(row, found) for row in published if (found := numbers(row, *columns)) is not None]
    assert rows
    for row, (raw, tests, graduates, expected) in rows:
        parts = (
            given("staar", tests, YEAR),
            ccmr(raw, YEAR, kind_of(row)),
            given("graduation", graduates, YEAR),
        )
        whole = student_achievement(*parts, YEAR, kind_of(row))
        assert whole.scaled == expected
        sure = whole.letter in LETTERS
        assert whole.standing is (Standing.READ if sure else Standing.SECONDARY)


@pytest.mark.parametrize(
    ("score", "letter"), [("CD1S", "CD1G"), ("CD2S", "CD2G"), ("CD3S", "CD3G")]
)
def test_every_published_letter_is_reproduced(
    published: list[Row], score: str, letter: str
) -> None:
    rows = [row for row in published if row[letter] in LETTERS and numbers(row, score)]
    assert len(rows) > 100
    scored = [(numbers(row, score) or [0])[0] for row in rows]
    assert [letter_of(one, YEAR).value for one in scored] == [row[letter] for row in rows]


def test_what_was_published_as_not_rated_is_a_d_or_an_f(published: list[Row]) -> None:
    rows = [row for row in published if row["CD1G"] == "Not Rated: SB 1365"]
    scores = [found[0] for row in rows if (found := numbers(row, "CD1S")) is not None]
    assert scores
    assert {letter_of(score, YEAR).value for score in scores} <= {"D", "F"}
