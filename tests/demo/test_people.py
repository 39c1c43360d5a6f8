"""The drawn students are plausible, and their groups have the published shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date
from random import Random

import pytest

from careercraft.demo.data import read
from careercraft.demo.district import everyone, strangers
from careercraft.demo.people import People
from careercraft.demo.records import SCHOOL_YEAR_ENDS_IN, Student
from careercraft.privacy.names import folded

POINTS = 3.0
"""How far a share of the district may lie from the published one, in percentage points."""


@pytest.fixture(scope="module")
def students() -> list[Student]:
    return [record.student for record in everyone()]


def _people(seed: int, taken: Collection[Student] = ()) -> People:
    return People(Random(seed), taken)  # noqa: S311 - invented people need no secret


def _is_alone(race: str) -> Callable[[Student], bool]:
    return lambda student: not student.hispanic_latino and student.race == (race,)


GROUPS: dict[str, Callable[[Student], bool]] = {
    "economically_disadvantaged": lambda student: student.economically_disadvantaged,
    "special_education": lambda student: student.special_education,
    "emergent_bilingual": lambda student: student.emergent_bilingual,
    "at_risk": lambda student: student.at_risk,
    "male": lambda student: student.sex == "M",
    "hispanic": lambda student: student.hispanic_latino,
    "white": _is_alone("white"),
    "black": _is_alone("black"),
    "asian": _is_alone("asian"),
    "american_indian": _is_alone("american_indian"),
    "pacific_islander": _is_alone("pacific_islander"),
    "two_or_more": lambda student: not student.hispanic_latino and len(student.race) > 1,
}


def test_every_published_group_is_compared() -> None:
    assert set(GROUPS) == set(read("published")["groups"])


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_about_its_published_share(students: list[Student], group: str) -> None:
    share = 100 * sum(map(GROUPS[group], students)) / len(students)
    assert share == pytest.approx(read("published")["groups"][group]["percent"], abs=POINTS)


def test_there_are_about_2400_students_and_two_graduated_classes(students: list[Student]) -> None:
    left = Counter(student.class_of for student in students if student.graduated)
    assert set(left) == {2025, 2026}
    assert all(530 <= count <= 570 for count in left.values())
    assert 2350 <= len(students) - left.total() <= 2450


def test_ids_have_their_widths_and_belong_to_one_person(students: list[Student]) -> None:
    assert {len(student.state_unique_id) for student in students} == {10}
    assert {len(student.local_id) for student in students} == {6, 9}
    assert max(Counter(s.state_unique_id for s in students).values()) == 1
    assert max(Counter(s.local_id for s in students).values()) == 1


def test_some_state_ids_begin_with_zero_and_all_local_ids_do(students: list[Student]) -> None:
    zeros = sum(student.state_unique_id.startswith("0") for student in students)
    assert 0.08 < zeros / len(students) < 0.17
    assert all(student.local_id.startswith("0") for student in students)


def test_no_two_students_share_name_and_date_of_birth(students: list[Student]) -> None:
    keys = Counter((folded(s.last_name), folded(s.first_name), s.birth_date) for s in students)
    assert max(keys.values()) == 1


def test_the_strangers_are_nobody_of_the_district(students: list[Student]) -> None:
    known = {student.state_unique_id for student in students}
    away = [record.student for record in strangers()]
    assert away
    assert known.isdisjoint(student.state_unique_id for student in away)


def test_everyone_is_of_an_age_for_their_grade(students: list[Student]) -> None:
    for student in students:
        age = student.class_of - 1 - student.birth_date.year
        assert age in {17, 18, 19}, student.class_of
        assert student.grade == min(12, 12 - student.class_of + SCHOOL_YEAR_ENDS_IN)


def test_only_those_who_left_have_a_diploma(students: list[Student]) -> None:
    for student in students:
        assert bool(student.diploma_type) is student.graduated
        assert (student.graduated_on is not None) is student.graduated
        assert not (student.graduated and student.withdrawn)


def test_school_begins_in_august_and_ends_in_may(students: list[Student]) -> None:
    for class_of in {student.class_of for student in students}:
        student = next(one for one in students if one.class_of == class_of)
        assert date(class_of - 4, 8, 8) < student.grade_9_began_on < date(class_of - 4, 8, 20)


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first, again, other = (_people(seed).everyone() for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_ids_that_are_taken_are_not_given_again(students: list[Student]) -> None:
    once = _people(7).everyone()
    again = _people(7, once).everyone()
    assert {s.state_unique_id for s in once}.isdisjoint(s.state_unique_id for s in again)
    assert {s.local_id for s in once}.isdisjoint(s.local_id for s in again)
