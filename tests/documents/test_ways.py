"""The shortest ways: which, until when, and whom to ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import StudentResult, rules_for_class
from careercraft.calc.explain import catalog
from careercraft.calc.steps import LOAD
from careercraft.documents.ways import AT_ONCE, COUNTS_UNTIL, WHOM_TO_ASK, Ways, ways
from careercraft.documents.wording import wording
from tests.calc.students import judged
from tests.documents import plans
from tests.documents.plans import sat

GRADUATION_ENDS_IT = {
    "college_prep_course",
    "take_dual_credit",
    "take_onramps",
    "take_cte",
    "take_asvab",
}


def shown(result: StudentResult, on: date = plans.PRINTED_ON, language: str = "en") -> Ways:
    return ways(result, rules_for_class(int(result.class_of)), on, language)


def labels(found: Ways) -> list[list[str]]:
    return [[row.label for row in way] for way in found.shortest]


def test_the_two_shortest_ways_are_shown() -> None:
    found = shown(plans.NEAR)
    assert labels(found) == [["1. TSI", "or"], ["2. Dual credit"]]
    assert found.shortest[0][0].action.startswith("Math: retake the SAT; 20 points more")


def test_two_open_subjects_are_both_needed() -> None:
    found = shown(plans.FAR)
    assert labels(found)[0] == ["1. TSI", "and"]
    assert [row.action[:4] for row in found.shortest[0]] == ["Read", "Math"]


def test_a_met_student_needs_no_way() -> None:
    assert shown(plans.MET) == Ways((), any_day_assumed=False)


def test_loading_records_is_no_way_of_a_student() -> None:
    found = shown(plans.NOTHING_LOADED)
    assert len(found.shortest) == 2
    assert not any("Load" in row.action for way in found.shortest for row in way)


def test_an_assumed_last_day_is_marked() -> None:
    found = shown(plans.NEAR)
    assert found.shortest[0][0].last_day == "Jun 30, 2027*"
    assert found.any_day_assumed


def test_a_day_that_was_read_is_not_marked() -> None:
    found = shown(plans.GRADUATE_NOT_MET)
    assert [row.last_day for row in found.shortest[0]] == ["Dec 31, 2026"]
    assert not found.any_day_assumed


@pytest.mark.parametrize(
    ("on", "last_day"),
    [
        (date(2027, 6, 29), "Jun 30, 2027*"),
        (date(2027, 6, 30), "Jun 30, 2027*"),
        (
            date(2027, 7, 1),
            "Jun 30, 2027 (this day has passed; ask the state whether later counts)",
        ),
    ],
)
def test_a_day_that_has_passed_is_said_to(on: date, last_day: str) -> None:
    assert shown(plans.NEAR, on).shortest[0][0].last_day == last_day


def test_a_course_ends_with_graduation() -> None:
    assert shown(plans.NEAR).shortest[1][0].last_day == "graduation in 2027"


def test_a_record_is_completed_at_once_with_the_counselor() -> None:
    undated: dict[str, Any] = {"credentials": [{"kind": "associate_degree"}]}
    row = shown(judged(2027, undated)).shortest[0][0]
    assert (row.last_day, row.ask) == ("do it now", "counselor")


def test_who_knows_more_is_named() -> None:
    found = shown(judged(2027, {"scores": [sat(540, 510)]}))
    assert [row.ask for row in found.shortest[0]] == ["testing coordinator"] * 2
    assert found.shortest[1][0].ask == "AP coordinator"


def test_every_action_of_the_rules_has_its_last_day() -> None:
    actions = set(catalog("en")["actions"]) - {LOAD}
    assert len(actions) > 15
    assert actions == set(COUNTS_UNTIL) | AT_ONCE | GRADUATION_ENDS_IT


def test_every_window_and_every_adviser_exists() -> None:
    windows = rules_for_class(2027).windows
    assert all(hasattr(windows, window) for window in COUNTS_UNTIL.values())
    assert set(WHOM_TO_ASK.values()) < set(wording("en")["ask"])
    assert WHOM_TO_ASK.keys() <= set(catalog("en")["actions"])


def test_in_spanish_every_word_is_spanish() -> None:
    first = shown(plans.NEAR, language="es").shortest[0]
    assert [row.label for row in first] == ["1. TSI", "o"]
    assert first[0].last_day == "30 jun 2027*"
    assert first[0].ask == "coordinación de pruebas"
