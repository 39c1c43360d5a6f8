"""``calc bonus`` reads and answers in the contract's form."""

from __future__ import annotations

import argparse
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.command import register
from tests.calc.bonus.students import TSI
from tests.calc.students import NOTHING, RICH

DISTRICT: dict[str, Any] = {
    "class_of": 2024,
    "groups": {
        "economically_disadvantaged": {"graduates": 473, "met": 120, "unknown": 30},
        "not_economically_disadvantaged": {"graduates": 26, "met": 9, "unknown": 1},
        "special_education": {"graduates": 50, "met": 3, "unknown": 2},
    },
}


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["calc", "bonus", *arguments])
    status: int = parsed.handler(parsed)
    return status


def written(folder: Path, document: Any) -> str:
    path = folder / "district.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return str(path)


@pytest.fixture
def answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(document: Any, *arguments: str) -> Any:
        assert run("--in", written(tmp_path, document), *arguments) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_the_answer_is_that_of_the_contract(answered: Any) -> None:
    assert answered(DISTRICT) == {
        "class_of": 2024,
        "paid_in": "2025-26",
        "groups": {
            "economically_disadvantaged": {
                "graduates": 473,
                "threshold_percent": 11,
                "minimum": 53,
                "above": {"low": 67, "high": 97},
                "rate": 5000,
                "dollars": {"low": 335000, "high": 485000},
            },
            "not_economically_disadvantaged": {
                "graduates": 26,
                "threshold_percent": 24,
                "minimum": 7,
                "above": {"low": 2, "high": 3},
                "rate": 3000,
                "dollars": {"low": 6000, "high": 9000},
            },
            "special_education": {
                "graduates": 50,
                "threshold_percent": 0,
                "minimum": 0,
                "above": {"low": 3, "high": 5},
                "rate": 4000,
                "dollars": {"low": 12000, "high": 20000},
            },
        },
        "total_dollars": {"low": 353000, "high": 514000},
        "rounding": {
            "mode": "ceil",
            "standing": "assumed",
            "other_modes_total": {
                "half_up": {"low": 361000, "high": 522000},
                "floor": {"low": 361000, "high": 522000},
            },
        },
        "standing": {
            "threshold_percent": {
                "economically_disadvantaged": "read",
                "not_economically_disadvantaged": "read",
                "special_education": "read",
            },
            "rate": {
                "economically_disadvantaged": "read",
                "not_economically_disadvantaged": "read",
                "special_education": "secondary",
            },
            "rounding": "assumed",
            "paid_in": "read",
        },
    }


@pytest.mark.parametrize(
    ("mode", "minimum", "low"),
    [("floor", 52, 361000), ("half_up", 52, 361000), ("ceil", 53, 353000)],
)
def test_the_way_of_rounding_can_be_chosen(
    answered: Any, mode: str, minimum: int, low: int
) -> None:
    answer = answered(DISTRICT, "--rounding", mode)
    assert answer["groups"]["economically_disadvantaged"]["minimum"] == minimum
    assert answer["total_dollars"]["low"] == low
    assert answer["rounding"]["mode"] == mode
    assert mode not in answer["rounding"]["other_modes_total"]
    assert len(answer["rounding"]["other_modes_total"]) == 2


def test_an_earlier_class_is_paid_by_the_earlier_amount(answered: Any) -> None:
    answer = answered({**DISTRICT, "class_of": 2023})
    assert answer["paid_in"] == "2024-25"
    assert answer["groups"]["special_education"]["rate"] == 2000


def test_empty_groups_earn_nothing(answered: Any) -> None:
    empty = {"graduates": 0, "met": 0, "unknown": 0}
    answer = answered({"class_of": 2024, "groups": dict.fromkeys(DISTRICT["groups"], empty)})
    assert answer["total_dollars"] == {"low": 0, "high": 0}
    assert {group["minimum"] for group in answer["groups"].values()} == {0}


def test_every_number_of_the_answer_is_whole(answered: Any) -> None:
    def numbers(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [one for inner in value.values() for one in numbers(inner)]
        return [value]

    found = [one for one in numbers(answered(DISTRICT)) if not isinstance(one, str)]
    assert len(found) > 20
    assert {type(one) for one in found} == {int}


def graduate(poor: bool | None, special: bool | None, **given: Any) -> dict[str, Any]:
    flags = {"economically_disadvantaged": poor, "special_education": special}
    return {"class_of": 2024, **deepcopy(NOTHING), **flags, "scores": TSI, **given}


def test_the_groups_can_be_derived_from_students(answered: Any) -> None:
    enrolled = [{"began_on": "2024-08-26", "by_tenth_day": True}]
    graduates = [
        graduate(True, True, enrollments=enrolled),
        graduate(True, False, enrollments=enrolled),
        graduate(False, False),
    ]
    del graduates[1]["enrollments"]
    groups = answered({"class_of": 2024, "graduates": graduates})["groups"]
    assert {name: group["graduates"] for name, group in groups.items()} == {
        "economically_disadvantaged": 2,
        "not_economically_disadvantaged": 1,
        "special_education": 1,
    }
    assert groups["economically_disadvantaged"]["above"] == {"low": 0, "high": 1}
    assert groups["special_education"]["dollars"] == {"low": 4000, "high": 4000}


def test_a_graduate_whose_flag_is_left_out_leaves_the_answer_defined(answered: Any) -> None:
    one = graduate(None, None, enrollments=[{"by_tenth_day": True}])
    groups = answered({"class_of": 2024, "graduates": [one]})["groups"]
    assert groups["economically_disadvantaged"]["graduates"] == 0
    assert groups["special_education"]["dollars"] == {"low": 0, "high": 4000}


def test_no_graduates_are_an_answer(answered: Any) -> None:
    assert answered({"class_of": 2024, "graduates": []})["total_dollars"] == {"low": 0, "high": 0}


def test_the_district_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(DISTRICT)))
    assert run("--in", "-") == 0
    assert json.loads(capsys.readouterr().out)["class_of"] == 2024


def changed(group: str, **counts: Any) -> dict[str, Any]:
    document = deepcopy(DISTRICT)
    document["groups"][group].update(counts)
    return document


def without(key: str) -> dict[str, Any]:
    document = deepcopy(DISTRICT)
    del document["groups"]["special_education"][key]
    return document


ED = "economically_disadvantaged"


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ([], "the district: found [], expected an object with class_of, groups, graduates\n"),
        (
            {**DISTRICT, "shoe": 9},
            "shoe: found 9, expected only the keys class_of, groups, graduates\n",
        ),
        (
            {**DISTRICT, "class_of": 2017},
            "class_of: found 2017, expected a class from 2018 to 2100\n",
        ),
        ({**DISTRICT, "class_of": "2024"}, 'class_of: found "2024", expected a class from'),
        ({"groups": DISTRICT["groups"]}, 'class_of: found "no such key", expected a class'),
        ({"class_of": 2024}, 'groups: found "no such key", expected either groups or graduates\n'),
        ({**DISTRICT, "graduates": []}, 'groups: found "both groups and graduates", expected'),
        ({"class_of": 2024, "groups": {}}, "groups: found {}, expected at least one of econ"),
        ({"class_of": 2024, "groups": []}, "groups: found [], expected an object with"),
        ({"class_of": 2024, "groups": {"all": {}}}, "groups.all: found {}, expected only the keys"),
        ({"class_of": 2024, "groups": {ED: 4}}, f"groups.{ED}: found 4, expected an object with"),
        (
            changed(ED, met=474),
            f"groups.{ED}.met: found 474, expected a whole number from 0 to 473\n",
        ),
        (
            changed(ED, unknown=354),
            f"groups.{ED}.unknown: found 354, expected a whole number from 0 to 353\n",
        ),
        (changed(ED, met=-1), f"groups.{ED}.met: found -1, expected a whole number"),
        (changed(ED, met=1.5), f"groups.{ED}.met: found 1.5, expected a whole number"),
        (changed(ED, met=True), f"groups.{ED}.met: found true, expected a whole number"),
        (changed(ED, graduates=None), f"groups.{ED}.graduates: found null, expected a whole"),
        (changed(ED, dollars=1), f"groups.{ED}.dollars: found 1, expected only the keys"),
        (without("unknown"), 'groups.special_education.unknown: found "no such key", expected'),
        ({"class_of": 2020, "graduates": []}, "class_of: found 2020, expected a class from 2021"),
        ({"class_of": 2024, "graduates": {}}, "graduates: found {}, expected a list of students\n"),
        ({"class_of": 2024, "graduates": [7]}, "graduates[0]: found 7, expected an object"),
        (
            {"class_of": 2024, "graduates": [{**RICH, "scores": 7}]},
            "graduates[0].scores: found 7, expected a list\n",
        ),
        (
            {"class_of": 2024, "graduates": [RICH]},
            "graduates[0].class_of: found 2026, expected 2024, as above\n",
        ),
        ("{", "the input: found "),
    ],
)
def test_bad_input_is_refused_with_key_found_and_expected(
    document: Any, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--in", written(tmp_path, document)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(line), said.err
    assert said.err.count("\n") == 1


def test_an_unheard_of_way_of_rounding_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--in", written(tmp_path, DISTRICT), "--rounding", "up") == 2
    said = capsys.readouterr().err
    assert said == '--rounding: found "up", expected one of half_up, floor, ceil\n'
