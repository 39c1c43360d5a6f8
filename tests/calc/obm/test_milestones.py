"""One student's way through the program, and the pace of it."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import sentence
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.obm import Pace, edition, editions, milestones
from careercraft.calc.obm.words import pace_word
from tests.calc.obm.people import NOBODY_KNOWS, TODAY, dual, eoc, student

ECHS = edition("echs", "2023")


def pace(indicator: str, **more: Any) -> Pace:
    return milestones(student(**more), ECHS, TODAY).pace[indicator].pace


def test_credits_by_grade_add_up_to_the_end_of_each_grade() -> None:
    courses = (dual(3, "2024-05-20"), dual(3, "2025-05-20"), dual(6, "2025-10-20"))
    found = milestones(student(grade=11, courses=courses), ECHS, TODAY).credits
    assert [(one.grade, one.hours, one.over) for one in found] == [
        (9, 3, True),
        (10, 6, True),
        (11, 12, False),
    ]
    assert [str(one.year) for one in found] == ["2023-24", "2024-25", "2025-26"]


def test_every_student_has_every_indicator_that_a_student_can_reach() -> None:
    found = milestones(student(grade=9), ECHS, TODAY)
    assert set(found.lines) == {i for i in ECHS.indicators if not i.startswith("ACC")}
    assert found.grade == 9


@pytest.mark.parametrize(
    ("grade", "hours", "expected"),
    [
        (9, 0, Pace.ON_PACE),
        (10, 4, Pace.BEHIND),
        (10, 5, Pace.ON_PACE),
        (10, 9, Pace.DONE),
        (11, 8, Pace.CLOSED),
    ],
)
def test_nine_hours_by_grade_10_at_an_even_pace(grade: int, hours: int, expected: Pace) -> None:
    assert pace("ATT1", grade=grade, courses=(dual(hours),)) is expected


def test_the_pace_is_told_with_its_reason() -> None:
    found = milestones(student(courses=(dual(3),)), ECHS, TODAY).pace["ATT1"]
    assert sentence(found.because) == "3 hours so far, behind an even pace of 4.5 by now."
    assert found.line.how is not None
    assert sentence(found.line.how) == "Earn 6 hours more in any subject by Aug 31, 2026."


@pytest.mark.parametrize(
    ("grade", "level", "expected"),
    [
        (9, None, Pace.ON_PACE),
        (9, "did_not_meet", Pace.BEHIND),
        (9, "approaches", Pace.DONE),
        (10, "did_not_meet", Pace.CLOSED),
    ],
)
def test_an_exam_that_was_missed_is_behind_and_one_to_come_is_not(
    grade: int, level: str | None, expected: Pace
) -> None:
    scores = () if level is None else (eoc("A1", level),)
    assert pace("ACH1", grade=grade, scores=scores) is expected


def test_what_is_done_once_is_behind_in_its_last_school_year() -> None:
    assert pace("ATT4", grade=11) is Pace.ON_PACE
    assert pace("ATT4", grade=12) is Pace.BEHIND
    assert pace("ATT6", grade=12) is Pace.DONE


def test_without_data_there_is_no_pace() -> None:
    assert pace("ATT1", known=NOBODY_KNOWS) is Pace.UNKNOWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pace_can_be_said(language: str) -> None:
    for name in editions():
        for grade in (9, 10, 11, 12):
            for known in ({}, {"known": NOBODY_KNOWS}):
                one = student(grade=grade, **known)
                found = milestones(one, edition(name.model, name.name), TODAY)
                assert found.pace
                for line in found.pace.values():
                    assert sentence(line.because, language)
                    assert pace_word(line.pace, language)
