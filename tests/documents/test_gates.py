"""The two gates: what is on file with its cut, what is unclear, and what else would do."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import State, StudentResult, rules_for_class
from careercraft.calc.scales import SCALES
from careercraft.documents.gates import Gate, GateRow, cuts, gates
from careercraft.documents.wording import wording
from tests.calc.students import judged
from tests.documents import plans
from tests.documents.plans import college_prep, sat, tsia2

TESTS_OF_TSI = {"SAT", "ACT", "TSIA1", "TSIA2"}
NEVER_A_FACT = {"TSIA1.essay", "ACT.reading"}
"""The essay of the first TSIA is named as one of the second; ACT Reading is added to English."""
EVERY_WAY_IN_READING = (
    "Ways: SAT EBRW 480; ACT English plus Reading 40; TSIA2 945 with an essay of 5; "
    "a college preparatory course in grade 12."
)


def both(result: StudentResult, language: str = "en") -> tuple[Gate, Gate]:
    reading, math = gates(result, rules_for_class(int(result.class_of)), language)
    return reading, math


def math_of(given: dict[str, Any], not_known: list[str] | None = None) -> Gate:
    return both(judged(2027, given, not_known))[1]


@pytest.mark.parametrize(
    ("score", "state", "result"),
    [
        (529, State.NOT_MET, "1 short"),
        (530, State.MET, "Met"),
        (531, State.MET, "Met"),
    ],
)
def test_a_score_stands_beside_its_cut(score: int, state: State, result: str) -> None:
    gate = math_of({"scores": [sat(400, score)]})
    assert gate.rows == (GateRow("SAT", "Oct 2025", str(score), "530", state, result),)
    assert gate.state is state


def test_each_subject_has_its_own_state() -> None:
    reading, math = both(plans.NEAR)
    assert (reading.title, reading.word) == ("Reading and language arts", "Met")
    assert (math.title, math.word) == ("Mathematics", "Not met")


def test_every_part_of_the_tsia2_on_file_is_shown() -> None:
    reading, math = both(
        judged(2027, {"scores": [tsia2(elar_crc=944, elar_diagnostic=5, essay=4, math_crc=950)]})
    )
    assert [(row.test, row.best, row.needed, row.result) for row in reading.rows] == [
        ("TSIA2 CRC", "944", "945", "1 short"),
        ("TSIA2 diagnostic", "5", "5", "Met"),
        ("TSIA2 essay", "4", "5", "1 short"),
    ]
    assert [(row.test, row.result) for row in math.rows] == [("TSIA2 CRC", "Met")]


def test_of_several_act_sittings_the_deciding_one_is_shown() -> None:
    older = {"test": "ACT", "date": "2022-12-10", "parts": {"composite": 15, "math": 14}}
    newer = {"test": "ACT", "date": "2025-04-12", "parts": {"math": 21}}
    gate = math_of({"scores": [older, newer], "grade_9_began_on": "2022-08-15"})
    assert [(row.taken, row.best, row.needed) for row in gate.rows] == [("Apr 2025", "21", "22")]


def test_an_older_act_is_shown_with_its_composite() -> None:
    older = {"test": "ACT", "date": "2022-12-10", "parts": {"composite": 22, "math": 19}}
    gate = math_of({"scores": [older], "grade_9_began_on": "2022-08-15"})
    assert [(row.test, row.best, row.needed) for row in gate.rows] == [
        ("ACT composite", "22", "23"),
        ("ACT", "19", "19"),
    ]


def test_a_score_without_a_date_is_to_be_checked_and_says_why() -> None:
    undated = {"test": "SAT", "date": None, "parts": {"math": 560}}
    gate = math_of({"scores": [undated]})
    assert gate.rows[0].result == "to be checked"
    assert gate.rows[0].needed == "530"
    assert gate.rows[0].taken == ""
    assert "we do not have its date" in gate.notes[0]


def test_a_short_score_is_short_even_while_other_scores_may_exist() -> None:
    gate = math_of({"scores": [sat(400, 510)]}, ["courses"])
    assert (gate.rows[0].state, gate.rows[0].result) == (State.NOT_MET, "20 short")
    assert gate.state is State.UNKNOWN


def test_a_course_in_the_wrong_grade_says_so() -> None:
    gate = math_of({"courses": [college_prep("math", 11)]})
    assert (gate.rows[0].test, gate.rows[0].best) == ("College prep course", "passed")
    assert gate.rows[0].state is State.NOT_MET
    assert "taken in grade 11" in gate.notes[0]


def test_a_course_in_the_right_grade_opens_the_gate() -> None:
    gate = math_of({"courses": [college_prep("math", 12)]})
    assert (gate.rows[0].best, gate.rows[0].result) == ("passed", "Met")
    assert gate.notes == ()


def test_a_failed_course_is_not_passed() -> None:
    gate = math_of({"courses": [{**college_prep("math", 12), "passed": False}]})
    assert (gate.rows[0].best, gate.rows[0].result) == ("not passed", "Not met")


def test_a_course_without_result_is_to_be_checked() -> None:
    course = college_prep("math", 12)
    del course["passed"]
    gate = math_of({"courses": [course]})
    assert (gate.rows[0].best, gate.rows[0].result) == ("to be checked", "to be checked")


def test_a_closed_gate_names_the_ways_not_tried_with_their_cuts() -> None:
    assert math_of({"scores": [sat(400, 510)]}).notes == (
        "Other ways: ACT math 22; TSIA2 950; a college preparatory course in grade 12.",
    )


def test_with_nothing_on_file_every_way_is_named() -> None:
    reading = both(judged(2027, {}))[0]
    assert reading.rows == ()
    assert reading.notes == (EVERY_WAY_IN_READING,)


@pytest.mark.parametrize(
    ("class_of", "course"),
    [
        (2024, "a college preparatory course."),
        (2025, "a college preparatory course in grade 11 or 12."),
        (2026, "a college preparatory course in grade 12."),
    ],
)
def test_the_course_is_named_with_the_grades_of_the_class(class_of: int, course: str) -> None:
    gate = both(judged(class_of, {}))[1]
    assert gate.notes[0].endswith(course)


def test_an_open_gate_names_no_other_way() -> None:
    assert both(plans.MET)[0].notes == ()


def test_to_a_graduate_no_other_way_is_named() -> None:
    assert [gate.notes for gate in both(plans.GRADUATE_NOT_MET)] == [(), ()]


def test_the_cuts_are_those_of_the_class() -> None:
    found = cuts(rules_for_class(2027))
    assert (found["SAT.math"], found["ACT.math"], found["TSIA1.math"]) == (530, 22, 350)
    assert (found["TSIA2.math_crc"], found["TSIA2.essay"]) == (950, 5)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_part_of_every_test_of_tsi_has_its_name(language: str) -> None:
    parts = {f"{test}.{part}" for test, part in SCALES if test in TESTS_OF_TSI}
    assert len(parts) > 10
    assert parts - wording(language)["tsi"]["tests"].keys() <= NEVER_A_FACT


def test_in_spanish_one_point_is_singular() -> None:
    rows = both(judged(2027, {"scores": [sat(400, 529)]}), "es")[1].rows
    assert rows[0].result == "falta 1"


def test_in_spanish_every_word_is_spanish() -> None:
    gate = both(plans.NEAR, "es")[1]
    assert (gate.title, gate.word) == ("Matemáticas", "No cumplido")
    assert gate.rows[0] == GateRow("SAT", "oct 2025", "510", "530", State.NOT_MET, "faltan 20")
    assert gate.notes[0].startswith("Otras maneras: ACT, 22;")
