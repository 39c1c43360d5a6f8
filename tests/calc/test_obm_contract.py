"""``calc obm`` reads and answers in the contract's form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from careercraft.cli import main
from tests.calc.obm.programs import DESIGNATED, program

EXAMPLE = program(
    {
        "ACC1": {"program_percent": 40.0, "district_percent": 60.0},
        "ATT1": {"numerator": 31, "denominator": 100},
        "ACH5": {"program_percent": 86.0, "state_percent": 90.7},
        "ATT4": None,
    }
)


def run(folder: Path, document: Any) -> int:
    path = folder / "program.json"
    path.write_text(json.dumps(document), "utf-8")
    return main(["calc", "obm", "--in", str(path)])


@pytest.fixture
def answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(document: Any) -> Any:
        assert run(tmp_path, document) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_the_answer_has_exactly_the_keys_of_the_contract(answered: Any) -> None:
    answer = answered(EXAMPLE)
    assert list(answer) == [
        "model",
        "edition",
        "status",
        "binding",
        "domains",
        "indicators",
        "assumptions",
    ]
    assert list(answer["domains"]) == ["access", "attainment", "achievement"]
    assert list(answer["indicators"]["ATT1"]) == ["value", "targets", "cite", "standing"]
    assert all(set(one) == {"name", "value", "standing"} for one in answer["assumptions"])


def test_the_example_of_the_contract(answered: Any) -> None:
    answer = answered(EXAMPLE)
    indicators = answer["indicators"]
    assert indicators["ATT1"]["value"] == 31.0
    assert indicators["ATT1"]["targets"] == {
        "designated": {"target": 30, "state": "met", "students_short": 0},
        "distinction": {"target": 40, "state": "not_met", "students_short": 9},
    }
    assert indicators["ATT1"]["standing"] == "read"
    assert indicators["ACC1"]["value"] == 20.0
    assert indicators["ACH5"]["targets"]["designated"]["state"] == "met"
    assert indicators["ACH5"]["targets"]["distinction"]["target"] == "above_state"
    assert indicators["ATT4"]["value"] is None
    assert answer["status"] == "undetermined"
    assert answer["binding"] is True


def test_assumptions_name_what_the_answer_rests_on(answered: Any) -> None:
    named = {one["name"]: one for one in answered(program(DESIGNATED))["assumptions"]}
    assert named["gap_reading"] == {"name": "gap_reading", "value": "points", "standing": "assumed"}
    assert named["distinction_takes"]["standing"] == "assumed"
    assert {"state_gap_reading", "rounding", "needs_improvement_years"} <= set(named)


def test_the_designation_year_decides_whether_the_measures_bind(answered: Any) -> None:
    assert answered(program(DESIGNATED, designation_year="2024-25"))["binding"] is False
    assert answered(program(DESIGNATED, designation_year="2025-26"))["binding"] is True


TYPED = program(
    {
        "ACC1": {"program_percent": 50, "district_percent": 60},
        "ATT2": {"numerator": 7, "denominator": 10},
    },
    model="ptech",
    targets={
        "ACC1": {"designated": 10, "distinction": {"points_under_district_at_most": 5}},
        "ATT2": {"designated": 80, "distinction": "not_considered"},
    },
    requirements={
        "access": {"designated": {"all_of": ["ACC1"]}},
        "attainment": {"designated": {"at_least": 1, "among": ["ATT2"]}},
    },
    targets_from="TEA letter to the district, June 2025, page 2",
)


def test_a_district_types_the_targets_that_are_not_known_publicly(answered: Any) -> None:
    answer = answered(TYPED)
    indicators = answer["indicators"]
    assert indicators["ACC1"]["targets"]["designated"]["state"] == "met"
    assert indicators["ACC1"]["targets"]["distinction"]["state"] == "not_met"
    assert indicators["ATT2"]["targets"]["designated"] == {
        "target": 80,
        "state": "not_met",
        "students_short": 1,
    }
    assert answer["domains"]["access"]["designated"] == "met"
    assert answer["status"] == "needs_improvement"


def test_every_result_says_that_the_targets_were_typed_and_from_what(answered: Any) -> None:
    answer = answered(TYPED)
    said = next(one for one in answer["assumptions"] if one["name"] == "targets_typed_from")
    assert said["value"] == "TEA letter to the district, June 2025, page 2"
    assert said["standing"] == "secondary"
    acc1 = answer["indicators"]["ACC1"]
    assert acc1["standing"] == "secondary"
    assert acc1["cite"][0]["at"] == "TEA letter to the district, June 2025, page 2"
    blank = answered(program({}, model="ptech"))["assumptions"]
    assert {"name": "targets_typed_from", "value": "not_typed_yet", "standing": "assumed"} in blank


def test_at_least_without_a_list_is_among_all_of_the_domain(answered: Any) -> None:
    document = {**TYPED, "requirements": {"attainment": {"designated": {"at_least": 7}}}}
    assert answered(document)["domains"]["attainment"]["designated"] == "not_met"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "ib"}, 'model: found "ib", expected one of echs, ptech, tstem'),
        ({"edition": "2031"}, 'edition: found "2031", expected one of 2023, 2020-21'),
        ({"edition": 2023}, "edition: found 2023, expected one of 2023"),
        ({"year_of_implementation": -1}, "year_of_implementation: found -1, expected a whole"),
        ({"year_of_implementation": 6.5}, "year_of_implementation: found 6.5"),
        ({"year_of_implementation": True}, "year_of_implementation: found true"),
        ({"luck": 1}, "luck: found 1, expected only the keys"),
        ({"indicators": []}, "indicators: found [], expected an object"),
        ({"indicators": {"ATT9": None}}, "indicators.ATT9: found null, expected only the keys"),
        ({"indicators": {"ATT1": 3}}, "indicators.ATT1: found 3, expected an object"),
        (
            {"indicators": {"ATT1": {"numerator": 3}}},
            "indicators.ATT1.denominator: found null, expected a whole number",
        ),
        (
            {"indicators": {"ATT1": {"numerator": 11, "denominator": 10}}},
            "indicators.ATT1.numerator: found 11, expected a whole number from 0 to 10",
        ),
        (
            {"indicators": {"ATT1": {"numerator": 8, "denominator": 10, "unknown": 3}}},
            "indicators.ATT1.unknown: found 3, expected a whole number from 0 to 2",
        ),
        (
            {"indicators": {"ATT1": {"program_percent": 100.1}}},
            "indicators.ATT1.program_percent: found 100.1, expected a number from 0 to 100",
        ),
        (
            {"indicators": {"ATT1": {"program_percent": 50, "numerator": 1}}},
            "indicators.ATT1.numerator: found 1, expected either a percent or a count",
        ),
        (
            {"indicators": {"ACC1": {"program_percent": 50, "district_numerator": 1}}},
            "indicators.ACC1.district_denominator: found null",
        ),
        (
            {"indicators": {"ACH5": {"program_percent": 50, "state_class": 2025}}},
            "indicators.ACH5.state_class: found 2025, expected a class whose statewide rate",
        ),
        ({"settings": {"gap_reading": "x"}}, "settings.gap_reading: found"),
        ({"settings": 3}, "settings: found 3"),
        ({"designation_year": "2027"}, 'designation_year: found "2027", expected a school year'),
        ({"designation_year": "2019-20"}, "designation_year: found"),
        ({"targets": {"ATT1": {"designated": 3}}}, "targets_from: found null, expected the doc"),
        (
            {"targets": {"ATT1": {"designated": 3}}, "targets_from": "a letter"},
            'targets: found "ATT1.designated", expected only what the edition 2023 leaves',
        ),
    ],
)
def test_bad_input_is_refused_with_key_found_and_expected(
    changes: dict[str, Any],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(tmp_path, {**EXAMPLE, **changes}) == 2
    told = capsys.readouterr()
    assert told.err.startswith(message)
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"targets": {"ATT2": {"designated": "many"}}}, "targets.ATT2.designated: found"),
        ({"targets": {"ATT2": {"provisional": 3}}}, "targets.ATT2.provisional: found 3"),
        ({"requirements": {"access": {"designated": {"at_least": 9}}}}, "requirements.access"),
        (
            {"requirements": {"access": {"designated": {"all_of": ["ATT1"]}}}},
            "requirements.access.designated: found",
        ),
        (
            {"requirements": {"access": {"designated": {"all_of": ["ACC1"], "after": "gold"}}}},
            "requirements.access.designated.after: found",
        ),
        ({"requirements": {"access": {"designated": {}}}}, "requirements.access.designated"),
    ],
)
def test_what_a_district_types_is_checked(
    changes: dict[str, Any],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(tmp_path, {**TYPED, **changes}) == 2
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("key", ["model", "edition", "year_of_implementation", "indicators"])
def test_a_missing_key_is_named(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {name: value for name, value in EXAMPLE.items() if name != key}
    assert run(tmp_path, document) == 2
    assert capsys.readouterr().err.startswith(f"{key}: found")
