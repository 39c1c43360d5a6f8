"""What one more student does to the letters of a campus."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.calc.campus import CampusScores, next_letter, ratings_of, with_more

LETTERS = "ABCDF"
WHOLE = CampusScores(
    graduates=200,
    credited=155,
    staar=82,
    graduation=90,
    part_a=75,
    part_b_staar=80,
    economically_disadvantaged_percent=Decimal("62.3"),
    closing_the_gaps=78,
)


@pytest.mark.parametrize(
    ("credited", "scaled", "letter"), [(154, 79, "C"), (155, 80, "B"), (156, 80, "B")]
)
def test_the_one_graduate_who_turns_the_letter(credited: int, scaled: int, letter: str) -> None:
    rating = ratings_of(WHOLE._replace(credited=credited), 2027).ccmr
    assert (rating.scaled, rating.letter) == (scaled, letter)


def test_the_next_letter_says_how_many_more_it_takes() -> None:
    found = next_letter(WHOLE._replace(credited=150), 2027)
    assert found is not None
    assert (found.more, found.before.letter, found.after.letter) == (5, "C", "B")
    just_before = next_letter(WHOLE._replace(credited=154), 2027)
    assert just_before is not None
    assert just_before.more == 1


def test_an_a_has_no_next_letter() -> None:
    assert next_letter(WHOLE._replace(credited=176), 2027) is None


def test_what_graduates_cannot_change_has_no_next_letter() -> None:
    stuck = WHOLE._replace(staar=30, graduation=30, credited=199)
    assert next_letter(stuck, 2027, "student_achievement") is None


@pytest.mark.parametrize(
    "of", ["ccmr", "student_achievement", "part_b", "school_progress", "overall"]
)
def test_every_rating_is_there_when_everything_is_given(of: str) -> None:
    rating = getattr(ratings_of(WHOLE, 2027), of)
    assert rating.letter in LETTERS


def test_the_rates_way_through_all_domains() -> None:
    ratings = ratings_of(WHOLE, 2027)
    assert ratings.ccmr.scaled == 80
    assert ratings.student_achievement.scaled == 83
    assert ratings.part_b.parts[1].scaled == 81
    assert ratings.part_b.scaled == 81
    assert ratings.school_progress.scaled == 81
    assert ratings.overall.scaled == 82


def test_one_more_student_can_turn_student_achievement() -> None:
    campus = WHOLE._replace(staar=81, graduation=88, credited=150)
    found = next_letter(campus, 2027, "student_achievement")
    assert found is not None
    assert found.before.letter == "B"
    assert found.after.letter == "A"
    step_before = ratings_of(with_more(campus, found.more - 1), 2027).student_achievement
    assert step_before.letter == "B"


def test_what_depends_on_a_score_not_given_is_not_known() -> None:
    ratings = ratings_of(CampusScores(graduates=200, credited=155), 2027)
    assert ratings.ccmr.scaled == 80
    others = (
        ratings.student_achievement,
        ratings.part_b,
        ratings.school_progress,
        ratings.overall,
    )
    assert [one.scaled for one in others] == [None] * 4
    assert next_letter(CampusScores(200, 155), 2027, "overall") is None


def test_a_campus_without_graduates_has_no_rating() -> None:
    assert ratings_of(WHOLE._replace(graduates=0, credited=0), 2027).ccmr.scaled is None


def test_no_more_graduates_are_credited_than_there_are() -> None:
    assert with_more(WHOLE, 500).credited == 200
    assert with_more(WHOLE, 1).credited == 156


def test_in_a_year_without_known_cut_points_there_is_no_next_letter() -> None:
    assert next_letter(WHOLE, 2028) is None


@given(graduates=st.integers(10, 400), data=st.data(), year=st.integers(2022, 2027))
def test_one_more_credited_graduate_never_worsens_a_letter(
    graduates: int, data: st.DataObject, year: int
) -> None:
    credited = data.draw(st.integers(0, graduates - 1))
    campus = WHOLE._replace(graduates=graduates, credited=credited)
    here, above = ratings_of(campus, year), ratings_of(with_more(campus, 1), year)
    for before, after in zip(here, above, strict=True):
        assert (before.scaled is None) == (after.scaled is None)
        assert before.scaled is None or after.scaled >= before.scaled
