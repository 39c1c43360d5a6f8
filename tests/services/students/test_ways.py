"""What is still open to a junior, a senior and a graduate, and what is closed, on one day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import evaluate_student, facts_from_contract, rules_for_class
from careercraft.services.students.ways import EveryWay, every_way
from tests.calc.students import NOTHING

SHORT_IN_MATH = {
    "scores": [{"test": "SAT", "date": "2026-05-02", "parts": {"ebrw": 500, "math": 510}}]
}
COURSES = "Before graduation"


def ways_of(class_of: int, on: date, **facts: Any) -> EveryWay:
    document = {**NOTHING, "class_of": class_of, **facts}
    rules = rules_for_class(class_of)
    return every_way(evaluate_student(facts_from_contract(document), rules), rules, on)


def actions(ways: EveryWay) -> list[str]:
    return [way.action for way in ways.open]


def test_the_smallest_gap_comes_first_with_what_is_missing_and_its_last_day() -> None:
    first = ways_of(2027, date(2026, 11, 25), **SHORT_IN_MATH).open[0]
    assert first.indicator == "TSI, mathematics"
    assert first.missing == "20 points"
    assert first.until == date(2027, 6, 30)


@pytest.mark.parametrize(("day", "open_"), [(30, True), (31, False)])
def test_a_test_is_open_through_its_last_day(day: int, open_: bool) -> None:
    on = date(2027, 6, 30) if day == 30 else date(2027, 7, 1)
    ways = ways_of(2027, on, **SHORT_IN_MATH)
    assert any("SAT" in action for action in actions(ways)) is open_
    closed = [line for line in ways.closed if line.action and "SAT" in line.action]
    assert bool(closed) is not open_
    assert all("Jun 30, 2027" in line.why for line in closed)


def test_a_junior_has_every_course_still_open_and_nothing_closed() -> None:
    ways = ways_of(2028, date(2026, 11, 25))
    assert any(way.before_graduation for way in ways.open)
    assert ways.closed == ()


def test_to_a_graduate_courses_are_closed_and_say_so() -> None:
    ways = ways_of(2026, date(2026, 11, 25), graduated_on="2026-05-28")
    assert not any(way.before_graduation for way in ways.open)
    assert any("AP" in (line.action or "") for line in ways.closed)
    assert len(ways.closed) >= 5


def test_whoever_is_met_for_good_needs_no_way() -> None:
    met = {"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 3}}
    assert ways_of(2026, date(2026, 11, 25), scores=[met]) == EveryWay((), ())


def test_loading_files_is_no_way_of_a_student() -> None:
    rules = rules_for_class(2027)
    result = evaluate_student(facts_from_contract({"class_of": 2027}), rules)
    ways = every_way(result, rules, date(2026, 11, 25))
    assert not any("Load what is missing" in action for action in actions(ways))
