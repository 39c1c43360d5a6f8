"""Each of the cast shows what their story says, by the real readers and the real rules."""

from __future__ import annotations

import pytest

from careercraft.calc import Finding, State, StudentResult
from careercraft.demo.cast import CAST, CastMember
from careercraft.demo.schools import COTTONWOOD_BEND

Results = dict[str, StudentResult]
LARGEST_COUNTY = 254


def _result(results: Results, key: str) -> StudentResult:
    return results[CAST[key].student.state_unique_id]


def _subject(result: StudentResult, subject: str) -> Finding:
    return next(part for part in result.indicators["tsi"].parts if part.id == subject)


@pytest.mark.parametrize("member", CAST.values(), ids=lambda member: member.key)
def test_meets_exactly_what_the_story_says(cast_results: Results, member: CastMember) -> None:
    result = cast_results[member.student.state_unique_id]
    met = {name for name, one in result.indicators.items() if one.state is State.MET}
    assert met == member.meets
    assert result.state is (State.MET if member.meets else State.NOT_MET)


@pytest.mark.parametrize(
    ("key", "subject", "points"),
    [
        ("daniela", "math", 20),
        ("brianna", "math", 1),
        ("maria_pecan_grove", "rla", 10),
        ("caleb", "rla", 10),
    ],
)
def test_is_short_by_as_much_as_the_story_says(
    cast_results: Results, key: str, subject: str, points: int
) -> None:
    gap = _subject(_result(cast_results, key), subject).gap
    assert gap is not None
    assert gap.amount == points


@pytest.mark.parametrize(
    ("key", "subject"),
    [("daniela", "rla"), ("caleb", "math"), ("brianna", "rla"), ("mateo", "math")],
)
def test_meets_the_other_subject(cast_results: Results, key: str, subject: str) -> None:
    assert _subject(_result(cast_results, key), subject).state is State.MET


def test_only_dylan_counts_by_a_sunsetting_certification(cast_results: Results) -> None:
    only = [key for key in CAST if _result(cast_results, key).only_by_sunsetting_ibc]
    assert only == ["dylan"]


def test_two_students_share_a_name_but_nothing_else() -> None:
    one, other = CAST["maria_bluebonnet"].student, CAST["maria_pecan_grove"].student
    assert (one.first_name, one.last_name) == (other.first_name, other.last_name)
    assert one.birth_date != other.birth_date
    assert one.state_unique_id != other.state_unique_id


def test_ids_are_of_the_documented_widths_and_belong_to_one_person() -> None:
    students = [member.student for member in CAST.values()]
    assert {len(student.state_unique_id) for student in students} == {10}
    assert len({student.state_unique_id for student in students}) == len(students)
    assert len({student.local_id for student in students}) == len(students)
    assert any(student.state_unique_id.startswith("00") for student in students)


def test_every_school_and_every_class_has_someone() -> None:
    students = [member.student for member in CAST.values()]
    assert {s.school for s in students} == set(COTTONWOOD_BEND.schools)
    assert {2025, 2026, 2027, 2028, 2030} <= {s.class_of for s in students}


def test_each_story_is_told_in_a_sentence() -> None:
    stories = [member.story for member in CAST.values()]
    assert all(story.endswith(".") and len(story) < 140 for story in stories)
    assert len(set(stories)) == len(stories)


def test_the_district_number_belongs_to_no_county_of_texas() -> None:
    assert int(COTTONWOOD_BEND.number[:3]) > LARGEST_COUNTY
    assert all(s.number.startswith(COTTONWOOD_BEND.number) for s in COTTONWOOD_BEND.schools)
