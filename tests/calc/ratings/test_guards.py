"""What the code of ratings and campuses may not contain, and what their parameters must."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import careercraft.calc
from careercraft.calc import rules_for_class, sentence
from careercraft.calc.calendar import AccountabilityYear
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.params import rulebook
from careercraft.calc.ratings import ccmr, given, school_progress, student_achievement
from careercraft.calc.ratings.rated import Rated
from tests.calc.test_guards import law_literals

ROOT = Path(careercraft.calc.__file__).parent
ROOMS = ("ratings", "campus")


def files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).glob("*.py"))]


def test_no_number_of_the_law_stands_in_the_code_of_ratings_and_campuses() -> None:
    assert len(files()) > 10
    found = {path.name: law_literals(path.read_text("utf-8")) for path in files()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_ratings_and_campuses_round_in_one_place_only() -> None:
    code = "\n".join(path.read_text("utf-8") for path in files())
    assert "rounding import" in code
    assert re.findall(r"\bround\(|\bfloat\(|//|quantize|ROUND_", code) == []


def test_every_rating_parameter_goes_by_the_year_of_ratings_and_is_used_in_the_code() -> None:
    histories = {
        name: one for name, one in rulebook().histories.items() if name.startswith("ratings/")
    }
    assert len(histories) > 20
    assert {history.clock for history in histories.values()} == {AccountabilityYear}
    code = "\n".join(path.read_text("utf-8") for path in files())
    words = set(re.findall(r"[a-z0-9_]+", code))

    def used(name: str) -> bool:
        last = name.rsplit("/", maxsplit=1)[-1]
        families = ("_cut_points", "minimum_size_", "_uses")
        stems = [last.replace(family, "") for family in families if family in last]
        return last in words or any(stem in words for stem in stems)

    assert [name for name in histories if not used(name)] == []


def test_no_rating_parameter_is_among_the_rules_of_a_student() -> None:
    names = [name for name, _ in rules_for_class(2026).standings]
    assert names
    assert [name for name in names if name.startswith("ratings/")] == []


def some_ratings() -> list[Rated]:
    staar, graduation = given("staar", 88, 2025), given("graduation", None, 2025)
    capped = school_progress(given("part_a", 95, 2025), given("part_b", 50, 2025), 2025)
    readiness = ccmr(70, 2025)
    whole = student_achievement(staar, readiness, graduation, 2025)
    return [staar, graduation, capped, readiness, whole, ccmr(70, 2028)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rating_can_be_said(language: str) -> None:
    said = [sentence(rated.because, language) for rated in some_ratings()]
    assert said
    assert all(text.endswith(".") and "{" not in text for text in said)


def test_a_rating_is_said_plainly() -> None:
    assert sentence(ccmr(61, 2022).because) == (
        "CCMR component: a raw score of 61 becomes a scaled score of 90, letter A."
    )
    assert sentence(ccmr(61, 2028).because) == (
        "CCMR component: we do not know the state's rule for 2028 ratings, "
        "so we cannot say the score."
    )
