"""The program on a student's plan: credits by grade and milestones, in both languages."""

from __future__ import annotations

import pytest

from careercraft.calc import State
from careercraft.calc.obm import edition, milestones
from careercraft.documents.program_part import ProgramInput, program_part
from careercraft.documents.student_plan import render
from tests.calc.obm.people import TODAY, dual, student
from tests.documents import plans, reading

ECHS = edition("echs", "2023")
HOURS = (dual(3, "2025-05-20"), dual(3, "2025-10-20"))


def program() -> ProgramInput:
    return ProgramInput(
        "North ECHS", ECHS.id, milestones(student(grade=10, courses=HOURS), ECHS, TODAY)
    )


def test_without_a_program_the_plan_has_no_such_part() -> None:
    assert program_part(None, "en") is None
    assert "Your program" not in reading.words_of(plans.printed("met", "en").content)


def test_credits_stand_by_grade_and_each_milestone_says_what_to_do() -> None:
    part = program_part(program(), "en")
    assert part is not None
    assert part.heading == "Your program: North ECHS"
    assert [hours for _, hours in part.credits] == ["3 college hours", "6 college hours"]
    nine = next(row for row in part.rows if row.title.startswith("9 college credits"))
    assert nine.state is State.NOT_MET
    assert "3 hours" in nine.reason


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", ["met", "near", "fullest"])
def test_the_plan_with_a_program_keeps_to_a_few_pages(language: str, case: str) -> None:
    plan = plans.plan(plans.CASES[case], program=program())
    printed = render(plan, language)
    words = reading.words_of(printed.content)
    assert "North ECHS" in words
    assert ("Su programa" if language == "es" else "Your program") in words
    assert printed.pages <= (3 if case == "fullest" else 2)
