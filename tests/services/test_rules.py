"""The rules page's words cover every parameter of the law, whatever is added to it."""

from __future__ import annotations

import pytest

from careercraft.calc import evaluate_student, facts_from_contract, rules_for_class
from careercraft.calc.history import Entry
from careercraft.calc.params import rulebook
from careercraft.services.context import Desk
from careercraft.services.rule_areas import every_rule
from careercraft.services.rule_words import in_words
from careercraft.services.rules import OF_CAMPUSES, SECTIONS, all_rules, rules_of_class

ABOUT_STUDENTS = {
    name: history
    for name, history in rulebook().histories.items()
    if not name.startswith(OF_CAMPUSES)
}
EVERY_VALUE = [
    (name, entry) for name, history in ABOUT_STUDENTS.items() for entry in history.entries
]


def test_every_parameter_about_students_stands_under_exactly_one_heading() -> None:
    placed = [name for names in SECTIONS.values() for name in names]
    assert len(placed) == len(set(placed))
    assert set(placed) == set(ABOUT_STUDENTS)
    assert len(placed) > 30


@pytest.mark.parametrize(("name", "entry"), EVERY_VALUE)
def test_every_value_has_words(name: str, entry: Entry[dict[str, object]]) -> None:
    if entry.dated is None:
        return
    lines = in_words(name, entry.dated.value)
    assert lines
    assert all(line[0].isupper() or line[0].isdigit() for line in lines), lines
    assert not any(sign in line for line in lines for sign in "_{}[]"), lines


def test_the_indicators_that_are_judged_are_those_that_are_shown(desk: Desk) -> None:
    judged = evaluate_student(facts_from_contract({"class_of": 2027}), rules_for_class(2027))
    shown = {section.id for section in rules_of_class(desk, 2027).sections}
    assert set(judged.indicators) <= shown


@pytest.mark.parametrize("class_of", [2021, 2024, 2025, 2029, 2030])
def test_a_class_sees_one_value_of_what_goes_by_the_class(desk: Desk, class_of: int) -> None:
    rules = [rule for section in rules_of_class(desk, class_of).sections for rule in section.rules]
    by_class = [rule for rule in rules if rule.values[0].since.startswith("From the class")]
    assert len(by_class) > 15
    for rule in by_class:
        assert len(rule.values) == 1, rule.name


def test_the_rule_version_on_the_page_is_the_fingerprint_of_the_outcomes(desk: Desk) -> None:
    assert rules_of_class(desk, 2027).fingerprint == rules_for_class(2027).fingerprint


def test_all_rules_hold_every_value_that_was_ever_in_force(desk: Desk) -> None:
    values = [
        value
        for section in all_rules(desk).sections
        for rule in section.rules
        for value in rule.values
    ]
    assert len(values) == len(EVERY_VALUE)


def test_every_value_of_every_other_area_has_plain_words() -> None:
    lines = [line for rule in every_rule() for value in rule.values for line in value.words]
    assert len(lines) > 100
    assert [line for line in lines if set(line) & set("_{}[]")] == []
