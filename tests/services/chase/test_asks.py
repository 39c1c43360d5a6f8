from __future__ import annotations

import re
from datetime import date

import pytest

from careercraft.calc import (
    Course,
    Credential,
    Enlistment,
    Score,
    StudentFacts,
    evaluate_student,
    rules_for_student,
)
from careercraft.calc.bonus import judge_bonus
from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.explain import catalog
from careercraft.calc.facts import EVIDENCE_KINDS
from careercraft.services.chase.asks import ASKS, OF_FILES, Question, asks_of, questions

SENIOR = StudentFacts(GraduatingClass(2027), special_education=False, known=EVIDENCE_KINDS)
OPEN = re.compile(r".*(_unknown|_undated|_incomplete|_not_known|_perhaps_late)$|(score|exam)_late")
AT_COLLEGE = "enrollment"
UNDATED = Credential("ibc", None, "351", "01", lists=("2025-30",), programs_of_study=("welding",))
WELDING = tuple(
    Course("cte", passed=True, program_of_study="welding", level=level, credits=1)
    for level in (1, 2, 3, 4)
)


def asked(facts: StudentFacts) -> dict[str, list[str]]:
    rules = rules_for_student(facts)
    result = evaluate_student(facts, rules)
    bonus = judge_bonus(facts, rules, result.indicators)
    found = asks_of(result, bonus)
    told: tuple[Question, ...] = questions(result, bonus)
    assert {one.ask for one in told} == found.keys()
    assert all(one.sentence for one in told)
    return found


def test_of_whom_everything_is_known_nothing_is_asked() -> None:
    assert asked(SENIOR) == {}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"enlistments": (Enlistment("peims", date(2026, 10, 1)),)}, {"dd_form_4": ["military"]}),
        ({"enlistments": (Enlistment("dd_form_4", date(2026, 10, 1)),)}, {}),
        (
            {"credentials": (UNDATED,), "courses": WELDING},
            {"certificate": ["ibc"]},
        ),
        (
            {"scores": (Score("AP", {"score": 3}, None, "MATHAB"),)},
            {"score_date": ["ap_ib"]},
        ),
        ({"special_education": None}, {"special_education": ["iep_workforce"]}),
    ],
    ids=["a claim", "the paper itself", "no result", "no date", "codes"],
)
def test_an_open_question_asks_for_its_piece(
    more: dict[str, object], expected: dict[str, list[str]]
) -> None:
    found = asked(SENIOR._replace(graduated=True, **more))  # type: ignore[arg-type]
    found.pop(AT_COLLEGE, None)
    for ask, indicators in expected.items():
        assert set(indicators) <= set(found.get(ask, ())), found
    assert found.keys() - {"special_education", "certificate"} <= expected.keys()


def test_what_no_file_brought_is_asked_of_files() -> None:
    found = asked(SENIOR._replace(known=EVIDENCE_KINDS - {"SAT", "enlistment"}))
    assert found["scores_not_loaded"] == ["tsi"]
    assert found["not_loaded"] == ["military"]
    assert found.keys() == OF_FILES


def test_college_enrollment_is_asked_for_after_graduation_only() -> None:
    known = EVIDENCE_KINDS - {"enrollment"}
    tsi = Score("SAT", {"ebrw": 600, "math": 600}, date(2026, 10, 3))
    facts = SENIOR._replace(known=known, scores=(tsi,), graduated_on=date(2027, 5, 28))
    assert asked(facts._replace(graduated=None)) == {}
    assert asked(facts._replace(graduated=True)).get("enrollment") == ["bonus"]


def test_every_open_question_of_the_rules_has_its_piece() -> None:
    keys = {key for key in catalog("en")["messages"] if OPEN.fullmatch(key)}
    keys = {key for key in keys if not key.startswith(("obm", "rating"))}
    assert len(keys) > 20
    known = set().union(*(one.keys for one in ASKS.values()))
    assert keys - known == set()
    assert known <= catalog("en")["messages"].keys()
