"""The certification page in words, and the steps of a program of study: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from careercraft.calc import rules_for_class
from careercraft.calc.bonus import judge_bonus
from careercraft.privacy.identity import Identity, Profile
from careercraft.services.certifications.page import CertificationPage, in_words
from careercraft.services.certifications.programs import Program
from careercraft.services.records.contested import NO_MARKS
from careercraft.services.students import EvidenceView, Judged
from tests.calc.students import judged as judge

LOADED = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
KINDS = {"courses": "course", "credentials": "credential"}
HELD = {"kind": "ibc", "code": "010", "earned_on": "2026-04-01", "result": "01"}
WELDING = {"programs_of_study": ["WELDING"]}


def course(level: int, worth: Decimal | int, **more: Any) -> dict[str, Any]:
    told = {"kind": "cte", "program_of_study": "WELDING", "level": level, "credits": worth}
    return {**told, "passed": True, **more}


def page_of(class_of: int = 2027, **given: list[dict[str, Any]]) -> CertificationPage:
    result = judge(class_of, given)
    evidence = {
        f"{name}[{place}]": EvidenceView(
            UUID(int=place), kind, one, "A source", "cte.csv", place + 2, LOADED
        )
        for name, kind in KINDS.items()
        for place, one in enumerate(given.get(name, []))
    }
    seen = Judged(
        uuid4(),
        "Test ISD",
        "North High School",
        Identity("Rosa", "Ibarra"),
        Profile(),
        12,
        class_of,
        "enrolled",
        None,
        result,
        judge_bonus(result.facts, rules_for_class(class_of), result.indicators),
        evidence,
        "facts",
        date(2026, 11, 16),
        "2026-27",
        None,
    )
    return in_words(seen, uuid4(), NO_MARKS)


def welding(*courses: dict[str, Any]) -> Program:
    (program,) = page_of(courses=list(courses)).programs
    return program


def steps(program: Program) -> dict[str, tuple[str, str]]:
    return {one.title: (one.state, one.missing) for one in program.steps}


@pytest.mark.parametrize(
    ("last", "completer"),
    [
        (course(2, 2), ("not_met", "a course of level 3 or higher")),
        (course(3, Decimal("0.5")), ("not_met", "0.5 credits")),
        (course(3, 1), ("met", "")),
        (course(4, 2), ("met", "")),
    ],
)
def test_a_completer_has_courses_credits_and_a_high_level(
    last: dict[str, Any], completer: tuple[str, str]
) -> None:
    program = welding(course(1, 1), course(2, 2), last)
    assert steps(program)["Completer status"] == completer


def test_courses_that_are_missing_are_counted() -> None:
    told = steps(welding(course(1, 1)))
    assert told["Completer status"] == (
        "not_met",
        "2 courses, 3 credits, a course of level 3 or higher",
    )


def test_a_course_without_a_result_leaves_the_step_open() -> None:
    unfinished = course(3, 2)
    del unfinished["passed"]
    program = welding(course(1, 1), course(2, 2), unfinished)
    assert steps(program)["Completer status"][0] == "unknown"
    assert program.credits == "3"
    assert program.courses[2].counts == "Result not on file"


def test_the_step_that_the_class_needs_is_marked() -> None:
    (needed,) = [one.title for one in welding(course(1, 1)).steps if one.of_the_class]
    assert needed == "Completer status"


def test_every_requirement_is_answered_with_its_source() -> None:
    listed = {**HELD, **WELDING, "lists": ["2022-25"]}
    (held,) = page_of(credentials=[listed], courses=[course(1, 1)]).certifications
    told = {one.title: one.state for one in held.requirements}
    assert told["List"] == "not_met"
    assert told["Program of study"] == "not_met"
    assert all(one.cites for one in held.requirements)
    assert dict(held.lists) == {
        "The 2019-22 list": "Not on it",
        "The 2022-25 list": "On it",
        "The 2025-30 list": "Not on it",
    }
    assert held.aligned == "Welding"
    assert held.place == "cte.csv, line 2"


def test_what_nobody_knows_of_a_certification_is_said() -> None:
    (held,) = page_of(2026, credentials=[HELD]).certifications
    assert set(dict(held.lists).values()) == {"Not known"}
    assert held.aligned.startswith("Not known")
    assert held.sunsetting.startswith("Not known")


def test_an_attempt_without_the_certification_is_told_as_one() -> None:
    (held,) = page_of(credentials=[{**HELD, "result": "02", "lists": ["2025-30"]}]).certifications
    assert held.result == "02, not received"
    assert held.requirements[0].state == "not_met"


def test_without_any_the_page_says_what_the_class_needs_and_what_would_count() -> None:
    page = page_of()
    assert page.certifications == ()
    assert [one.title for one in page.rules][:3] == ["List", "Program of study", "Result code"]
    assert "2025-30 list" in page.rules[0].words
    assert any("Earn an industry-based certification" in one for one in page.steps)
