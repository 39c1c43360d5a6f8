"""``calc student`` reads and answers in the contract's form."""

from __future__ import annotations

import argparse
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.command import register
from tests.calc.students import NOTHING, RICH

INDICATORS = [
    "tsi",
    "ap_ib",
    "dual_credit",
    "onramps",
    "associate_degree",
    "level_certificate",
    "ibc",
    "iep_workforce",
    "advanced_plan_special_education",
    "military",
]


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["calc", "student", *arguments])
    status: int = parsed.handler(parsed)
    return status


def written(folder: Path, document: Any) -> str:
    path = folder / "student.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return str(path)


@pytest.fixture
def answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(document: Any, *arguments: str) -> Any:
        assert run("--in", written(tmp_path, document), *arguments) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_the_answer_has_exactly_the_keys_of_the_contract(answered: Any) -> None:
    answer = answered(RICH)
    assert list(answer) == [
        "class_of",
        "accountability_year",
        "rules_fingerprint",
        "ccmr",
        "bonus",
        "next_steps",
    ]
    assert (answer["class_of"], answer["accountability_year"]) == (2026, 2027)
    assert {"edition", "state", "level", "only_by_sunsetting_ibc", "indicators"} <= set(
        answer["ccmr"]
    )
    assert answer["ccmr"]["edition"] == "met_not_met"
    assert answer["ccmr"]["level"] is None
    assert set(answer["bonus"]["paths"]) == {"college", "career", "military"}


def test_the_indicators_come_in_the_order_of_the_contract(answered: Any) -> None:
    indicators = answered(RICH)["ccmr"]["indicators"]
    assert list(indicators) == INDICATORS
    for indicator in indicators.values():
        assert {"state", "gap", "because", "cite", "standing", "parts"} <= set(indicator)
        assert indicator["because"]


def test_tsi_has_the_two_subjects_as_parts(answered: Any) -> None:
    tsi = answered(RICH)["ccmr"]["indicators"]["tsi"]
    assert [part["id"] for part in tsi["parts"]] == ["rla", "math"]
    assert tsi["cite"][0].keys() == {"source", "at", "url", "title"}


def test_a_gap_names_amount_unit_and_what(answered: Any) -> None:
    scores = [{"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 700, "math": 510}}]
    answer = answered({"class_of": 2026, **NOTHING, "scores": scores})
    gap = {"amount": 20, "unit": "points", "what": "SAT math"}
    assert answer["ccmr"]["indicators"]["tsi"]["gap"] == gap
    assert answer["next_steps"][0] == {
        "indicator": "tsi",
        "action": "Math: retake the SAT; 20 points more to reach 530.",
        "gap": gap,
    }


def test_a_fraction_of_an_hour_stays_a_number(answered: Any) -> None:
    courses = [{"kind": "dual_credit", "subject": "ela", "hours": 1.5, "passed": True}]
    answer = answered({"class_of": 2026, **NOTHING, "courses": courses})
    assert answer["ccmr"]["indicators"]["dual_credit"]["gap"]["amount"] == 1.5


def test_a_class_of_2030_carries_a_level_on_the_student_and_on_each_indicator(
    answered: Any,
) -> None:
    ccmr = answered({"class_of": 2030, **NOTHING})["ccmr"]
    assert ccmr["edition"] == "tiered_2030"
    assert ccmr["level"] == "none"
    assert list(ccmr["indicators"]) == INDICATORS
    assert {indicator["level"] for indicator in ccmr["indicators"].values()} == {"none"}
    assert {indicator["standing"] for indicator in ccmr["indicators"].values()} == {"secondary"}


def test_from_2030_on_the_entry_into_grade_9_decides_the_edition(answered: Any) -> None:
    early = {"class_of": 2029, **NOTHING, "grade_9_began_on": "2026-08-12"}
    assert answered(early)["ccmr"]["edition"] == "tiered_2030"
    late = {"class_of": 2030, **NOTHING, "grade_9_began_on": "2025-08-12"}
    assert answered(late)["ccmr"]["edition"] == "met_not_met"


def test_the_entry_into_grade_9_may_stand_for_the_class(answered: Any) -> None:
    student = deepcopy(RICH)
    del student["class_of"]
    assert answered(student)["class_of"] == 2026


def test_the_rules_of_another_class_can_be_asked_for(answered: Any) -> None:
    own = answered(RICH)
    other = answered(RICH, "--rules-as-of-class", "2022")
    assert other["class_of"] == 2026
    assert other["rules_fingerprint"] != own["rules_fingerprint"]
    assert other["ccmr"]["indicators"]["military"]["state"] == "not_applicable"


def test_the_student_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(RICH)))
    assert run("--in", "-") == 0
    assert json.loads(capsys.readouterr().out)["class_of"] == 2026


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ({"class_of": 2019}, "class_of: found 2019, expected a class from 2021 to 2100\n"),
        ({"class_of": 2026, "shoe": 9}, "shoe: found 9, expected only the keys"),
        ({"class_of": "x\ny"}, 'class_of: found "x\\ny", expected a whole number'),
        ("{", "the input: found"),
    ],
)
def test_bad_input_gets_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: Any, line: str
) -> None:
    assert run("--in", written(tmp_path, document)) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith(line)
    assert out.err.count("\n") == 1


def test_a_file_that_is_not_there_gets_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--in", str(tmp_path / "none.json")) == 2
    assert "expected a file that can be read" in capsys.readouterr().err


def test_rules_as_of_a_class_without_rules_get_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--in", written(tmp_path, RICH), "--rules-as-of-class", "2020") == 2
    assert capsys.readouterr().err.startswith("--rules-as-of-class: found 2020, expected a class")


def test_the_bonus_is_judged_by_its_own_paths(answered: Any) -> None:
    bonus = answered({"class_of": 2026, **NOTHING, "enlistments": RICH["enlistments"]})["bonus"]
    assert bonus["state"] == "met"
    assert {path: one["state"] for path, one in bonus["paths"].items()} == {
        "college": "not_met",
        "career": "not_met",
        "military": "met",
    }
    assert bonus["paths"]["military"]["because"].startswith("Enlisted on Jun 15, 2026")
    assert bonus["paths"]["military"]["cite"]


def test_the_bonus_waits_for_enrollment_where_nobody_gave_it(answered: Any) -> None:
    scores = [{"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 480, "math": 530}}]
    student = {"class_of": 2026, **NOTHING, "scores": scores}
    assert answered(student)["bonus"]["state"] == "not_met"
    del student["enrollments"]
    bonus = answered(student)["bonus"]
    assert bonus["state"] == bonus["paths"]["college"]["state"] == "unknown"
    assert answered(student)["ccmr"]["state"] == "met"
