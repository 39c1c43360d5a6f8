"""Closing the Gaps by student group."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc.campus import GROUPS, Range, belongs, campus_figures, group_figures
from careercraft.calc.campus.figures import Member
from tests.calc.campus.campuses import met, not_met, unknown
from tests.calc.students import facts

NO_FLAG = {
    "economically_disadvantaged": False,
    "emergent_bilingual": False,
    "special_education": False,
}


def test_a_group_counts_its_members_only() -> None:
    students = [(met(), True), (not_met(), True), (unknown(), True), (met(), False), (met(), None)]
    figures = group_figures("special_education", students, 2027)
    assert (figures.denominator, figures.credited) == (3, Range(1, 2))
    assert figures.membership_unknown == 1


@pytest.mark.parametrize(("students", "evaluated"), [(9, False), (10, True), (11, True)])
def test_a_group_of_ten_is_looked_at(students: int, evaluated: bool) -> None:
    assert group_figures("all", [(met(), True)] * students, 2027).evaluated is evaluated


@pytest.mark.parametrize(
    ("flags", "member"),
    [
        ({"economically_disadvantaged": True}, True),
        ({"emergent_bilingual": True}, True),
        ({"special_education": True}, True),
        ({}, None),
    ],
)
def test_high_focus_is_any_of_its_groups_and_open_while_mobility_is_not_on_file(
    flags: dict[str, Any], member: bool | None
) -> None:
    student = facts(2026, {**NO_FLAG, **flags})
    assert belongs(student, "high_focus", 2027) is member


def test_high_focus_is_known_from_2023_on() -> None:
    assert belongs(facts(2022, {"special_education": True}), "high_focus", 2023) is True


def test_high_focus_is_not_known_before_2023() -> None:
    assert belongs(facts(2021, {"special_education": True}), "high_focus", 2022) is None


@pytest.mark.parametrize("flag", [True, False, None])
def test_a_flag_tells_its_group(flag: bool | None) -> None:
    student = facts(2026, {"emergent_bilingual": flag})
    assert belongs(student, "emergent_bilingual", 2027) is flag
    assert belongs(student, "all", 2027) is True


def test_groups_that_the_caller_names_are_counted_beside_the_usual_ones() -> None:
    graduates = [
        Member(met(), {"special_education": True, "two or more races": True}),
        Member(not_met(), {"special_education": False, "two or more races": False}),
    ]
    figures = campus_figures(graduates, [], 2027).closing_the_gaps
    assert figures is not None
    assert list(figures) == ["all", "special_education", "two or more races"]
    assert set(figures) - set(GROUPS) == {"two or more races"}
    assert figures["two or more races"].denominator == 1
