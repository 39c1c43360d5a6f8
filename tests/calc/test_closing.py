"""What can still be reached on a day, what can no longer be, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from careercraft.calc import (
    ClosedWay,
    NextStep,
    Standing,
    closed_ways,
    next_steps,
    open_ways,
    rules_for_class,
    sentence,
)
from careercraft.calc.closing import BEFORE_GRADUATION, NEVER_CLOSED, WINDOW_OF
from careercraft.calc.steps import EFFORT
from tests.calc.students import judged

SHORT_SAT = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 700, "math": 510}}
EXAM = {"test": "AP", "date": "2025-05-12", "parts": {"score": 3}}
DURING_SCHOOL = date(2026, 2, 1)
LONG_AFTER = date(2027, 6, 1)
ONE_DAY = timedelta(days=1)


def closed(given: dict[str, Any], on: date, class_of: int = 2026) -> dict[Any, ClosedWay]:
    """The closed ways of a student, by indicator, part and key."""
    ways = closed_ways(judged(class_of, given), rules_for_class(class_of), on)
    return {(way.indicator, way.part, way.key): way for way in ways}


def opened(given: dict[str, Any], on: date, class_of: int = 2026) -> tuple[NextStep, ...]:
    return open_ways(judged(class_of, given), rules_for_class(class_of), on)


def last_day(kind: str, class_of: int = 2026) -> date:
    """The last day of a window, as the rules have it."""
    last = getattr(rules_for_class(class_of).windows, kind).value
    return date(class_of, last.month, last.day)


def test_every_action_closes_on_a_day_or_at_graduation_or_never() -> None:
    groups = (set(WINDOW_OF), set(BEFORE_GRADUATION), set(NEVER_CLOSED))
    assert EFFORT
    assert set.union(*groups) == set(EFFORT)
    assert sum(map(len, groups)) == len(EFFORT)


def test_to_a_student_in_school_everything_is_open() -> None:
    given = {"scores": [SHORT_SAT]}
    assert closed(given, DURING_SCHOOL) == {}
    assert opened(given, DURING_SCHOOL) == next_steps(judged(2026, given))


@pytest.mark.parametrize(
    ("key", "indicator", "part"),
    [
        ("retake_sat", "tsi", "math"),
        ("retake_act", "tsi", "math"),
        ("retake_tsia", "tsi", "math"),
        ("take_ap", "ap_ib", None),
        ("take_ib", "ap_ib", None),
        ("earn_ibc", "ibc", None),
        ("earn_level_certificate", "level_certificate", None),
        ("earn_associate_degree", "associate_degree", None),
        ("document_enlistment", "military", None),
    ],
)
def test_a_way_is_open_through_its_last_day_and_closed_the_day_after(
    key: str, indicator: str, part: str | None
) -> None:
    last = last_day(WINDOW_OF[key])
    given = {"scores": [SHORT_SAT]}
    assert (indicator, part, key) not in closed(given, last - ONE_DAY)
    assert (indicator, part, key) not in closed(given, last)
    way = closed(given, last + ONE_DAY)[indicator, part, key]
    assert way.because.values["last"] == last
    assert way.cite


def test_a_closed_way_says_what_it_was_why_it_is_closed_and_how_sure_that_is() -> None:
    way = closed({"scores": [SHORT_SAT]}, LONG_AFTER)["tsi", "math", "retake_sat"]
    assert way.action == "Math: take the SAT."
    assert sentence(way.because) == "The last day known to count was Jun 30, 2026."
    assert way.standing is Standing.ASSUMED
    degree = closed({}, LONG_AFTER)["associate_degree", None, "earn_associate_degree"]
    assert degree.standing is Standing.READ


def test_the_next_way_that_is_open_takes_the_place_of_a_closed_one() -> None:
    first = opened({"scores": [SHORT_SAT]}, DURING_SCHOOL)[0]
    assert first.key == "retake_sat"
    later = opened({"scores": [SHORT_SAT]}, last_day("sat") + ONE_DAY)
    assert "retake_sat" not in {step.key for step in later}
    assert {step.key for step in later if step.part == "math"}


def test_a_graduate_can_no_longer_take_a_course_but_may_still_test_until_the_last_day() -> None:
    given = {"graduated_on": "2026-05-28", "scores": [SHORT_SAT]}
    june = date(2026, 6, 10)
    ways = closed(given, june)
    assert ways["tsi", "math", "college_prep_course"].action is not None
    assert sentence(ways["dual_credit", None, "take_dual_credit"].because) == (
        "This had to be done before graduation."
    )
    keys = {step.key for step in opened(given, june)}
    assert "retake_sat" in keys
    assert not keys & BEFORE_GRADUATION


def test_where_one_subject_has_no_way_left_the_other_is_not_offered() -> None:
    math = {"kind": "college_prep", "subject": "math", "grade": 12, "approved_list": True}
    rla = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 700}}
    after_every_test = max(last_day(kind) for kind in ("sat", "act", "tsia")) + ONE_DAY
    given = {"graduated_on": "2026-05-28", "courses": [math]}
    steps = opened({**given, "scores": [rla]}, after_every_test)
    assert [(step.part, step.key) for step in steps if step.indicator == "tsi"] == [
        ("math", "complete_record")
    ]
    assert "tsi" not in {step.indicator for step in opened(given, after_every_test)}


def test_what_is_decided_at_graduation_is_open_before_and_closed_after_it() -> None:
    given = {"special_education": True, "diploma_type": "34"}
    assert ("iep_workforce", None, None) not in closed(given, DURING_SCHOOL)
    way = closed({**given, "graduated_on": "2026-05-28"}, LONG_AFTER)["iep_workforce", None, None]
    assert way.action is None
    assert sentence(way.because) == "Graduation type 34 does not count here."


def test_the_first_tsia_is_closed_to_a_student_who_fell_short_on_it() -> None:
    score = {"test": "TSIA1", "date": "2020-10-01", "parts": {"reading": 340, "math": 340}}
    ways = closed({"scores": [score]}, date(2022, 2, 1), class_of=2022)
    assert "no longer given" in sentence(ways["tsi", "math", None].because)
    assert ("tsi", "math", None) not in closed({}, date(2022, 2, 1), class_of=2022)


def test_an_enlistment_on_file_may_be_shown_by_papers_after_the_last_day() -> None:
    undated = {"evidence": "dd_form_4", "on": None}
    assert ("military", None, "document_enlistment") in closed({}, LONG_AFTER)
    assert ("military", None, "document_enlistment") not in closed(
        {"enlistments": [undated]}, LONG_AFTER
    )


def test_a_record_to_complete_stays_open() -> None:
    course = {"kind": "dual_credit", "subject": "ela", "hours": 3}
    given = {"graduated_on": "2026-05-28", "courses": [course]}
    assert "complete_record" in {step.key for step in opened(given, LONG_AFTER)}


@pytest.mark.parametrize("class_of", [2026, 2030])
def test_to_a_student_who_needs_nothing_nothing_is_open_or_closed(class_of: int) -> None:
    degree = {"kind": "associate_degree", "earned_on": f"{class_of}-05-01"}
    given = {"credentials": [degree]}
    assert closed(given, LONG_AFTER, class_of) == {}
    assert opened(given, LONG_AFTER, class_of) == ()


@pytest.mark.parametrize("class_of", [2023, 2026, 2029, 2030])
def test_no_way_is_open_and_closed_at_once_and_each_can_be_said_in_spanish(class_of: int) -> None:
    for graduated_on in (None, f"{class_of}-05-28"):
        result = judged(class_of, {"graduated_on": graduated_on, "special_education": True})
        rules = rules_for_class(class_of)
        for on in (date(class_of, 2, 1), date(class_of, 7, 15), date(class_of + 1, 6, 1)):
            shut, free = closed_ways(result, rules, on), open_ways(result, rules, on)
            keys = {(way.indicator, way.part, way.key) for way in shut}
            assert not keys & {(step.indicator, step.part, step.key) for step in free}
            assert all(sentence(way.because, "es").endswith(".") for way in shut)
            assert len(closed_ways(result, rules, on, "es")) == len(shut)
        assert keys
