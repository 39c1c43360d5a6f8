"""Two results of a student are compared: what changed for the point, and why."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import StudentResult, evaluate_student, rules_for_class
from careercraft.calc.compare import Kind, change_sentence, compare, compare_all
from careercraft.calc.explain import LANGUAGES, catalog
from tests.calc.students import facts, judged

AP_2 = [{"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 2}}]
AP_3 = [{"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 3}}]
CERTIFIED = {
    "credentials": [
        {
            "kind": "ibc",
            "code": "783",
            "earned_on": "2024-04-01",
            "result": "01",
            "lists": ["2019-22", "2022-25", "2025-30"],
            "programs_of_study": ["WELDING"],
        }
    ],
    "courses": [
        {"kind": "cte", "program_of_study": "WELDING", "level": 2, "credits": 1, "passed": True}
    ]
    * 2,
}


def by_the_rules_of(class_of: int, given: dict[str, Any]) -> StudentResult:
    return evaluate_student(facts(2025, given), rules_for_class(class_of))


def test_a_certification_without_completer_status_loses_the_point() -> None:
    change = compare(by_the_rules_of(2025, CERTIFIED), by_the_rules_of(2026, CERTIFIED))
    assert change is not None
    assert change.kind is Kind.LOSES
    assert [one.indicator for one in change.indicators] == ["ibc"]
    assert change_sentence(change) == (
        "Loses the point. IBC: OSHA 30 Hour Construction: this class also needs completer status "
        "in a program of study aligned with it."
    )


def test_the_other_way_round_the_point_is_gained() -> None:
    change = compare(by_the_rules_of(2026, CERTIFIED), by_the_rules_of(2025, CERTIFIED))
    assert change is not None
    assert change.kind is Kind.GAINS
    assert change_sentence(change).startswith("Gains the point. IBC: OSHA 30 Hour Construction")


def test_the_same_result_is_no_change() -> None:
    assert compare(judged(2026, CERTIFIED), judged(2026, CERTIFIED)) is None


def test_the_point_is_kept_by_another_indicator() -> None:
    given = {**CERTIFIED, "scores": AP_3}
    change = compare(by_the_rules_of(2025, given), by_the_rules_of(2026, given))
    assert change is not None
    assert change.kind is Kind.KEEPS_MET
    assert [one.indicator for one in change.indicators] == ["ibc"]


KINDS = [
    ({"scores": AP_2}, [], {"scores": AP_3}, [], Kind.GAINS),
    ({"scores": AP_3}, [], {"scores": AP_2}, [], Kind.LOSES),
    ({"scores": AP_3}, [], {}, ["scores"], Kind.IN_DOUBT),
    ({}, [], {}, ["scores"], Kind.MAY_GAIN),
    ({}, ["scores"], {}, [], Kind.FALLS_AWAY),
    ({}, ["scores"], {"scores": AP_3}, [], Kind.GAINS),
    ({"scores": AP_3}, [], {"scores": AP_3}, ["courses"], Kind.KEEPS_MET),
    ({}, ["scores"], {}, ["scores", "courses"], Kind.KEEPS_OPEN),
]


@pytest.mark.parametrize(("before", "not_before", "after", "not_after", "kind"), KINDS)
def test_new_evidence_changes_the_point(
    before: dict[str, Any],
    not_before: list[str],
    after: dict[str, Any],
    not_after: list[str],
    kind: Kind,
) -> None:
    change = compare(judged(2026, before, not_before), judged(2026, after, not_after))
    assert change is not None
    assert change.kind is kind


ASSOCIATE = {"credentials": [{"kind": "associate_degree", "earned_on": "2030-05-20"}]}
AP_LATE = {"scores": [{"test": "AP", "date": "2029-05-12", "exam": "USH", "parts": {"score": 3}}]}


def test_in_the_tiered_system_the_level_is_compared() -> None:
    lower, higher = judged(2030, AP_LATE), judged(2030, {**AP_LATE, **ASSOCIATE})
    up, down = compare(lower, higher), compare(higher, lower)
    assert up is not None
    assert down is not None
    assert (up.kind, down.kind) == (Kind.HIGHER_LEVEL, Kind.LOWER_LEVEL)
    assert change_sentence(up).startswith("Reaches a higher level. Associate degree:")


def test_a_level_that_is_no_longer_known_is_in_doubt() -> None:
    change = compare(judged(2030, AP_LATE), judged(2030, AP_LATE, ["credentials"]))
    assert change is not None
    assert change.kind is Kind.LEVEL_IN_DOUBT


def test_two_editions_are_not_compared() -> None:
    given = facts(2029, {"scores": AP_3})
    before = evaluate_student(given, rules_for_class(2029))
    after = evaluate_student(given, rules_for_class(2030))
    change = compare(before, after)
    assert change is not None
    assert change.kind is Kind.OTHER_EDITION
    assert change_sentence(change) == catalog("en")["messages"]["change_other_edition"]


def test_of_many_students_only_those_who_change_are_named() -> None:
    same = judged(2026, {})
    pairs = [(same, same), (judged(2026, {"scores": AP_2}), judged(2026, {"scores": AP_3}))]
    assert [(place, change.kind) for place, change in compare_all(pairs)] == [(1, Kind.GAINS)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("before", "not_before", "after", "not_after", "kind"), KINDS)
def test_every_change_can_be_said(
    language: str,
    before: dict[str, Any],
    not_before: list[str],
    after: dict[str, Any],
    not_after: list[str],
    kind: Kind,
) -> None:
    change = compare(judged(2026, before, not_before), judged(2026, after, not_after))
    assert change is not None
    said = change_sentence(change, language)
    assert said.startswith(catalog(language)["messages"][f"change_{kind.value}"])
    assert said.endswith(".")
    assert "{" not in said
