"""The contract's form is read to the letter; anything else is refused with key, value and form."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from careercraft.calc import EVIDENCE_KINDS, ContractError, evidence_from_contract
from careercraft.calc.contract import document_from_json, facts_from_contract
from tests.calc.students import NOTHING, RICH


def changed(path: str, value: Any) -> dict[str, Any]:
    document = deepcopy(RICH)
    holder: Any = document
    *way, last = path.split(".")
    for step in way:
        holder = holder[int(step)] if step.isdigit() else holder[step]
    holder[int(last) if last.isdigit() else last] = value
    return document


def test_the_contract_example_is_read_whole() -> None:
    facts = facts_from_contract(RICH)
    assert facts.class_of == 2026
    assert facts.graduated is True
    assert [score.test for score in facts.scores] == [
        "SAT",
        "ACT",
        "TSIA1",
        "TSIA2",
        "AP",
        "IB",
        "STAAR",
    ]
    assert facts.scores[0].date == date(2025, 10, 4)
    assert facts.credentials[0].lists == ("2019-22", "2022-25")
    assert facts.known >= EVIDENCE_KINDS


def test_every_piece_of_evidence_carries_its_place_as_ref() -> None:
    facts = facts_from_contract(RICH)
    assert facts.scores[1].ref == "scores[1]"
    assert facts.enlistments[0].ref == "enlistments[0]"


def test_a_list_left_out_is_not_known_and_an_empty_one_is_known_to_be_none() -> None:
    facts = facts_from_contract({"class_of": 2026, "courses": []})
    assert facts.known == {"dual_credit", "college_prep", "onramps", "cte"}


def test_a_graduation_day_left_out_is_not_known_and_null_means_not_graduated() -> None:
    assert facts_from_contract({"class_of": 2026}).graduated is None
    assert facts_from_contract({"class_of": 2026, "graduated_on": None}).graduated is False


@pytest.mark.parametrize("day", ["2022-08-14", "2022-08-15"])
def test_nobody_graduates_before_grade_9_began(day: str) -> None:
    document = {"class_of": 2026, "grade_9_began_on": "2022-08-15", "graduated_on": day}
    with pytest.raises(ContractError, match=r"graduated_on: found .* a day after grade_9_began_on"):
        facts_from_contract(document)


def test_the_day_after_grade_9_began_is_a_day_of_graduation_like_any() -> None:
    document = {"class_of": 2026, "grade_9_began_on": "2022-08-15", "graduated_on": "2022-08-16"}
    assert facts_from_contract(document).graduated


def test_the_class_follows_from_the_first_day_of_grade_9() -> None:
    assert facts_from_contract({"grade_9_began_on": "2022-08-15"}).class_of == 2026


def test_an_item_can_be_read_alone_with_a_ref_of_ones_own() -> None:
    item = {"test": "AP", "date": "2025-05-15", "exam": "USH", "parts": {"score": 3}}
    assert evidence_from_contract("scores", item, "evidence/7").ref == "evidence/7"


def test_fractions_are_exact() -> None:
    document = document_from_json(
        '{"class_of": 2026, "courses": [{"kind": "cte", "credits": 0.1}]}'
    )
    assert facts_from_contract(document).courses[0].credits == Decimal("0.1")


BAD = [
    ("class_of", "2026", 'class_of: found "2026", expected a whole number'),
    ("class_of", True, "class_of: found true, expected a whole number"),
    ("class_of", 26, "class_of: found 26, expected a whole number from 1990"),
    ("class_of", None, "class_of: found null, expected a year such as 2026"),
    ("graduated_on", "05/28/2026", 'graduated_on: found "05/28/2026", expected a day such as'),
    ("graduated_on", "2026-02-30", "graduated_on: found"),
    ("graduated_on", "20260528", "graduated_on: found"),
    ("special_education", "yes", 'special_education: found "yes", expected true or false'),
    ("favorite_color", "blue", 'favorite_color: found "blue", expected only the keys'),
    ("scores", {}, "scores: found {}, expected a list"),
    ("scores.0", "SAT", 'scores[0]: found "SAT", expected an object with'),
    ("scores.0.test", "PSAT", 'scores[0].test: found "PSAT", expected one of SAT'),
    ("scores.0.parts.math", 201.5, "scores[0].parts.math: found"),
    (
        "scores.0.parts.math",
        199,
        "scores[0].parts.math: found 199, expected a whole number from 200",
    ),
    ("scores.0.parts.math", 801, "expected a whole number from 200 to 800"),
    ("scores.0.parts.writing", 500, "scores[0].parts.writing: found 500, expected only the keys"),
    ("scores.0.exam", "X", "scores[0].exam: found"),
    ("scores.4.parts.score", 6, "expected a whole number from 1 to 5"),
    ("scores.6.parts.level", "great", "expected one of did_not_meet"),
    ("courses.0.kind", "band", 'courses[0].kind: found "band", expected one of dual_credit'),
    ("courses.0.subject", "science", "courses[0].subject: found"),
    ("courses.0.hours", -1, "courses[0].hours: found -1, expected a number from 0"),
    ("courses.0.hours", "3", "courses[0].hours: found"),
    ("courses.0.grade", 12, "courses[0].grade: found 12, expected only the keys"),
    ("courses.1.grade", 13, "courses[1].grade: found 13, expected a whole number from 9 to 12"),
    ("credentials.0.kind", "badge", "credentials[0].kind: found"),
    ("credentials.0.lists", "2022-25", "credentials[0].lists: found"),
    ("credentials.0.tier", 4, "credentials[0].tier: found 4, expected a whole number from 1 to 3"),
    ("credentials.1.code", "010", "credentials[1].code: found"),
    ("enlistments.0.evidence", "letter", "expected one of peims, dd_form_4, dmdc"),
    ("enrollments.0.by_tenth_day", 1, "enrollments[0].by_tenth_day: found 1"),
    ("diploma_type", 34, "diploma_type: found 34, expected text"),
]


@pytest.mark.parametrize(("path", "value", "message"), BAD)
def test_bad_input_is_refused_with_key_value_and_expected_form(
    path: str, value: Any, message: str
) -> None:
    with pytest.raises(ContractError) as refused:
        facts_from_contract(changed(path, value))
    assert message in str(refused.value)


@pytest.mark.parametrize("document", [None, [], "student", 3])
def test_what_is_not_an_object_is_refused(document: Any) -> None:
    with pytest.raises(ContractError, match="expected an object with"):
        facts_from_contract(document)


def test_a_student_without_class_and_entry_is_refused() -> None:
    with pytest.raises(ContractError, match="expected class_of or grade_9_began_on"):
        facts_from_contract(NOTHING)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected JSON"),
        ('{"class_of": 2026', "expected JSON"),
        (
            '{"class_of": 2026, "class_of": 2027}',
            "class_of: found 2027, expected each key only once",
        ),
        ('{"class_of": NaN}', "expected a number"),
        ("[" * 100_000, "the input"),
    ],
)
def test_what_is_not_plain_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(ContractError) as refused:
        document_from_json(text)
    assert message in str(refused.value)


def test_a_long_value_is_shown_shortened() -> None:
    with pytest.raises(ContractError) as refused:
        facts_from_contract({"class_of": "x" * 5000})
    assert len(str(refused.value)) < 250
    assert json.dumps("x")[:2] in str(refused.value)
