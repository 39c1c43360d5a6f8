"""The ways to the bonus: what is wanting, until when, what is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from careercraft.calc import rules_for_class, sentence
from careercraft.calc.bonus import BonusWay, bonus_steps, judge_bonus, open_bonus_ways
from careercraft.calc.explain import LANGUAGES, catalog
from tests.calc.bonus.students import TSI
from tests.calc.bonus.test_cases import all_cases
from tests.calc.students import facts

IN_SCHOOL, IN_AUGUST = date(2026, 2, 1), date(2026, 8, 10)
TENTH_DAY, IN_NOVEMBER = date(2026, 9, 30), date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
SHORT_IN_MATH = [{"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 480, "math": 510}}]
CERTIFICATE = [{"kind": "level_1_certificate", "earned_on": "2026-05-20"}]
GRADUATE = {"graduated_on": "2026-05-28"}
NO_ENROLLMENT = ["enrollments"]


def ways(
    given: dict[str, Any],
    on: date,
    not_known: list[str] | None = None,
    *,
    class_of: int = 2026,
    language: str = "en",
) -> tuple[BonusWay, ...]:
    student = facts(class_of, given, not_known)
    return bonus_steps(judge_bonus(student, rules_for_class(class_of)), student, on, language)


def told(found: tuple[BonusWay, ...]) -> list[tuple[str, list[str], bool]]:
    return [(way.path, [step.key for step in way.steps], way.is_open) for way in found]


def test_a_student_with_the_standard_is_one_step_away_by_enrolling() -> None:
    first = ways({"scores": TSI}, IN_SCHOOL, NO_ENROLLMENT)[0]
    (step,) = first.steps
    assert (first.path, step.question, step.key) == ("college", "enrollment", "enroll")
    assert step.action == "Enroll at a college by the tenth class day of fall 2026."
    assert (step.last, step.standing) == (TENTH_DAY, "assumed")
    assert first.is_open


def test_every_way_is_told_the_nearest_first() -> None:
    assert told(ways({"scores": TSI}, IN_SCHOOL, NO_ENROLLMENT)) == [
        ("college", ["enroll"], True),
        ("career", ["earn_ibc"], True),
        ("college", ["earn_associate_degree"], True),
        ("military", ["document_enlistment"], True),
    ]


def test_the_last_days_are_those_of_the_bonus() -> None:
    found = ways({"scores": TSI}, IN_SCHOOL, NO_ENROLLMENT)
    assert {way.steps[0].action: way.last for way in found[1:]} == {
        "Earn an industry-based certification, or a Level I or Level II certificate, by "
        "Aug 31, 2026.": date(2026, 8, 31),
        "Earn an associate degree by Aug 31, 2026.": date(2026, 8, 31),
        "Enlist by Dec 31, 2026, and keep the signed DD Form 4.": date(2026, 12, 31),
    }


def test_with_a_certificate_the_standard_is_the_one_step() -> None:
    first = ways({"scores": SHORT_IN_MATH, "credentials": CERTIFICATE}, IN_SCHOOL)[0]
    assert first.path in ("college", "career")
    by_path = {
        way.path: way
        for way in ways({"scores": SHORT_IN_MATH, "credentials": CERTIFICATE}, IN_SCHOOL)
        if len(way.steps) == 1
    }
    (step,) = by_path["career"].steps
    assert (step.question, step.part, step.key) == ("tsi", "math", "retake_sat")
    assert step.action == "Math: retake the SAT; 20 points more to reach 530."
    assert step.gap is not None
    assert step.gap.amount == 20


def test_without_anything_two_subjects_and_an_enrollment_are_wanting() -> None:
    found = {tuple(s.question for s in way.steps) for way in ways({}, IN_SCHOOL, NO_ENROLLMENT)}
    assert ("tsi", "tsi", "enrollment") in found
    assert ("tsi", "tsi", "credential") in found


def test_a_met_student_has_no_way_to_go() -> None:
    assert ways({"scores": TSI, "enrollments": [{"by_tenth_day": True}]}, IN_SCHOOL) == ()


@pytest.mark.parametrize(
    ("on", "is_open"),
    [(date(2026, 8, 30), True), (date(2026, 8, 31), True), (date(2026, 9, 1), False)],
)
def test_a_certificate_closes_after_august_31(on: date, is_open: bool) -> None:
    found = {way.steps[-1].question: way for way in ways({"scores": TSI, **GRADUATE}, on)}
    assert found["credential"].is_open is is_open
    assert found["associate_degree"].is_open is is_open
    if not is_open:
        closed = found["credential"].steps[0].closed
        assert closed is not None
        assert sentence(closed) == "The last day known to count was Aug 31, 2026."


@pytest.mark.parametrize(
    ("on", "is_open"),
    [(date(2026, 12, 30), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_an_enlistment_closes_after_december_31(on: date, is_open: bool) -> None:
    found = {way.path: way for way in ways(GRADUATE, on)}
    assert found["military"].is_open is is_open


@pytest.mark.parametrize(
    ("on", "key"), [(TENTH_DAY, "enroll"), (TENTH_DAY + ONE_DAY, "confirm_enrollment")]
)
def test_after_the_tenth_class_day_it_is_only_found_out(on: date, key: str) -> None:
    first = ways({"scores": TSI, **GRADUATE}, on, NO_ENROLLMENT)[0]
    assert [step.key for step in first.steps] == [key]
    assert first.is_open


def test_who_is_known_not_to_have_enrolled_can_no_longer_do_so_after_it() -> None:
    found = {way.steps[-1].question: way for way in ways({"scores": TSI, **GRADUATE}, IN_NOVEMBER)}
    closed = found["enrollment"].steps[0].closed
    assert closed is not None
    assert sentence(closed) == "The tenth class day of fall 2026 has passed."
    assert open_keys({"scores": TSI, **GRADUATE}, IN_NOVEMBER) == [["document_enlistment"]]


def open_keys(given: dict[str, Any], on: date) -> list[list[str]]:
    student = facts(2026, given)
    result = judge_bonus(student, rules_for_class(2026))
    return [[step.key for step in way.steps] for way in open_bonus_ways(result, student, on)]


def test_an_enrollment_on_file_without_its_tenth_day_is_to_be_found_out() -> None:
    given = {"scores": TSI, "enrollments": [{"began_on": "2026-08-03"}]}
    (step,) = ways(given, IN_AUGUST)[0].steps
    assert step.key == "confirm_enrollment"


def test_a_college_course_of_high_school_leaves_enrolling_open() -> None:
    given = {"scores": TSI, **GRADUATE, "enrollments": [{"began_on": "2026-01-12"}]}
    (step,) = ways(given, IN_AUGUST)[0].steps
    assert (step.key, step.closed) == ("enroll", None)


def test_a_certification_without_its_date_is_completed_on_paper() -> None:
    certification = {"kind": "ibc", "code": "010", "result": "01", "lists": ["2025-30"]}
    given = {"scores": TSI, "credentials": [certification], **GRADUATE}
    found = {way.path: way for way in ways(given, IN_NOVEMBER) if way.is_open}
    (step,) = found["career"].steps
    assert (step.key, step.last) == ("complete_record", None)


def test_where_no_enlistment_counts_none_is_offered() -> None:
    found = ways({"scores": TSI}, date(2022, 2, 1), NO_ENROLLMENT, class_of=2022)
    assert "military" not in {way.path for way in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_case_can_be_said(language: str) -> None:
    said = []
    for param in all_cases():
        case = param.values[0]
        given = {**case["given"]} | ({"scores": TSI} if case.get("tsi") else {})
        for on in (IN_SCHOOL, IN_NOVEMBER, date(2035, 1, 1)):
            found = ways(
                given, on, case.get("not_known"), class_of=case["class_of"], language=language
            )
            steps = [step for way in found for step in way.steps]
            said += [step.action for step in steps]
            said += [sentence(step.closed, language) for step in steps if step.closed]
    assert len(said) > 300
    assert not [text for text in said if "{" in text or not text.endswith(".")]


def test_every_action_in_the_bonus_s_own_words_is_one_that_is_used() -> None:
    own = {"enroll", "confirm_enrollment"}
    assert own <= set(catalog("en")["bonus_actions"])
    assert set(catalog("en")["bonus_actions"]) - own <= set(catalog("en")["actions"])
