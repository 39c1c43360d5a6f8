"""``calc campus`` reads and answers in the contract's form."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from careercraft.cli import main
from tests.calc.students import NOTHING, RICH

PASSED: dict[str, Any] = {
    **NOTHING,
    "class_of": 2026,
    "graduated_on": "2026-05-28",
    "scores": [{"test": "AP", "date": "2025-05-12", "exam": "USH", "parts": {"score": 3}}],
}
NOT_PASSED: dict[str, Any] = {**NOTHING, "class_of": 2026, "graduated_on": "2026-05-28"}
STILL_HERE: dict[str, Any] = {**NOTHING, "class_of": 2026}
SIX_OF_FOURTEEN: dict[str, Any] = {
    "accountability_year": 2027,
    "graduates": [PASSED] * 6 + [NOT_PASSED] * 8,
    "non_graduates": [STILL_HERE] * 2,
}


def written(folder: Path, document: Any) -> str:
    path = folder / "campus.json"
    path.write_text(json.dumps(document), "utf-8")
    return str(path)


@pytest.fixture
def answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(document: Any, *arguments: str) -> Any:
        assert main(["calc", "campus", "--in", written(tmp_path, document), *arguments]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_the_answer_has_exactly_the_keys_of_the_contract(answered: Any) -> None:
    answer = answered(SIX_OF_FOURTEEN)
    assert list(answer) == [
        "graduates",
        "credited",
        "rate",
        "only_by_sunsetting_ibc",
        "sunsetting_limit",
        "indicators",
        "closing_the_gaps",
        "rating",
        "possible",
    ]
    assert len(answer["indicators"]) == 10
    assert all(list(one) == ["count", "percent"] for one in answer["indicators"].values())
    assert list(answer["rating"]) == ["scaled", "letter", "standing"]


def test_six_of_fourteen_graduates_are_43_percent(answered: Any) -> None:
    answer = answered(SIX_OF_FOURTEEN)
    assert (answer["graduates"], answer["credited"], answer["rate"]) == (14, 6, 43)
    assert (answer["only_by_sunsetting_ibc"], answer["sunsetting_limit"]) == (0, 5)
    assert answer["indicators"]["ap_ib"] == {"count": 6, "percent": 42.9}
    assert answer["closing_the_gaps"] == {"denominator": 16, "credited": 6}
    assert answer["rating"] == {"scaled": 55, "letter": "F", "standing": "assumed"}


def test_a_graduate_of_whom_nothing_is_known_is_not_counted_as_credited(answered: Any) -> None:
    campus = deepcopy(SIX_OF_FOURTEEN)
    campus["graduates"][13] = {"class_of": 2026}
    answer = answered(campus)
    assert (answer["credited"], answer["rate"]) == (6, 43)
    assert (answer["possible"]["credited"], answer["possible"]["rate"]) == (7, 50)


def test_one_more_certification_than_the_limit_does_not_count(answered: Any) -> None:
    certified = {
        **NOT_PASSED,
        "credentials": [
            {
                "kind": "ibc",
                "code": "010",
                "earned_on": "2025-04-01",
                "result": "01",
                "lists": ["2022-25"],
                "programs_of_study": ["WELDING"],
            }
        ],
        "courses": [
            {
                "kind": "cte",
                "program_of_study": "WELDING",
                "level": 3,
                "credits": 1.5,
                "passed": True,
            }
        ]
        * 3,
    }
    campus = {
        "accountability_year": 2027,
        "graduates": [certified] * 6 + [NOT_PASSED] * 14,
        "non_graduates": [],
    }
    answer = answered(campus)
    assert (answer["only_by_sunsetting_ibc"], answer["sunsetting_limit"]) == (6, 5)
    assert (answer["credited"], answer["rate"]) == (5, 25)
    assert answer["closing_the_gaps"] == {"denominator": 20, "credited": 6}


def test_a_year_without_a_limit_says_null(answered: Any) -> None:
    campus = {"accountability_year": 2026, "graduates": [{**PASSED, "class_of": 2025}]}
    assert answered(campus)["sunsetting_limit"] is None


def test_who_did_not_graduate_left_out_means_not_known(answered: Any) -> None:
    campus = {"accountability_year": 2027, "graduates": [PASSED]}
    assert answered(campus)["closing_the_gaps"] == {"denominator": None, "credited": None}


def test_a_graduate_without_a_day_has_still_graduated(answered: Any) -> None:
    campus = deepcopy(SIX_OF_FOURTEEN)
    iep = {**NOT_PASSED, "graduated_on": None, "diploma_type": "54", "special_education": True}
    campus["graduates"][13] = iep
    assert answered(campus)["indicators"]["iep_workforce"]["count"] == 1


def test_no_graduates_have_no_rate(answered: Any) -> None:
    answer = answered({"accountability_year": 2027, "graduates": [], "non_graduates": []})
    assert (answer["graduates"], answer["credited"], answer["rate"]) == (0, 0, None)
    assert answer["indicators"]["tsi"] == {"count": 0, "percent": None}
    assert answer["rating"]["letter"] == "unknown"


def test_the_rules_of_another_class_can_be_asked_for(answered: Any) -> None:
    campus = {"accountability_year": 2027, "graduates": [RICH] * 10}
    own, other = answered(campus), answered(campus, "--rules-as-of-class", "2021")
    assert own["indicators"]["military"]["count"] == 10
    assert other["indicators"]["military"]["count"] == 0
    assert other["sunsetting_limit"] is None


def test_an_alternative_campus_can_be_asked_for(answered: Any) -> None:
    campus = {
        "accountability_year": 2022,
        "graduates": [{**PASSED, "class_of": 2021, "scores": []}] * 10,
    }
    assert answered(campus)["rating"]["scaled"] == 30
    assert answered(campus, "--campus-type", "aea")["rating"]["scaled"] == 30
    assert answered(SIX_OF_FOURTEEN, "--campus-type", "aea")["rating"]["letter"] == "unknown"


def test_the_tiered_system_answers_with_its_campus_score(answered: Any) -> None:
    scores = [{"test": "AP", "date": "2029-05-12", "exam": "USH", "parts": {"score": 3}}]
    student = {**NOT_PASSED, "class_of": 2030, "graduated_on": "2030-05-28", "scores": scores}
    answer = answered({"accountability_year": 2031, "graduates": [student] * 10})
    assert (answer["credited"], answer["rate"]) == (10, 33)
    assert answer["rating"] == {"scaled": None, "letter": "unknown", "standing": "assumed"}


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    campus = deepcopy(SIX_OF_FOURTEEN)
    holder = campus
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return campus


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ([], "the campus: found [], expected an object with accountability_year"),
        (changed(["name"], "Lone Pine"), 'name: found "Lone Pine", expected only the keys'),
        (changed(["accountability_year"], "2027"), 'accountability_year: found "2027", expected'),
        (changed(["accountability_year"], 2021), "accountability_year: found 2021, expected"),
        (changed(["accountability_year"], True), "accountability_year: found true, expected"),
        (changed(["graduates"], None), "graduates: found null, expected a list of students"),
        (changed(["non_graduates"], {}), "non_graduates: found {}, expected a list of students"),
        (changed(["graduates", 3], 7), "graduates[3]: found 7, expected an object with"),
        (changed(["graduates", 3], {}), "graduates[3].class_of: found"),
        (
            changed(["graduates", 3], {"class_of": 2026, "shoe": 9}),
            "graduates[3].shoe: found 9, expected only the keys",
        ),
        (
            changed(["graduates", 3], {"class_of": 2026, "scores": [{"test": "GRE"}]}),
            'graduates[3].scores[0].test: found "GRE", expected one of',
        ),
        (
            changed(["graduates", 3], {"class_of": 2025}),
            "graduates[3].class_of: found 2025, expected 2026, the class rated in 2027\n",
        ),
        (
            changed(["non_graduates", 1], {"class_of": 2026, "graduated_on": "2026-05-28"}),
            'non_graduates[1].graduated_on: found "2026-05-28", expected null',
        ),
    ],
)
def test_bad_input_gets_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], document: Any, refusal: str
) -> None:
    assert main(["calc", "campus", "--in", written(tmp_path, document)]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith(refusal)
    assert out.err.count("\n") == 1


def test_an_early_graduate_known_by_the_entry_into_grade_9_is_of_the_class_rated(
    answered: Any,
) -> None:
    early = {key: value for key, value in PASSED.items() if key != "class_of"}
    early["grade_9_began_on"] = "2023-08-14"
    campus = changed(["graduates", 13], early)
    assert answered(campus)["credited"] == 7


@pytest.mark.parametrize(
    ("option", "value", "refusal"),
    [
        ("--rules-as-of-class", "2020", "--rules-as-of-class: found 2020, expected a class from"),
        ("--campus-type", "charter", '--campus-type: found "charter", expected one of'),
    ],
)
def test_a_bad_option_gets_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, refusal: str
) -> None:
    source = written(tmp_path, SIX_OF_FOURTEEN)
    assert main(["calc", "campus", "--in", source, option, value]) == 2
    assert capsys.readouterr().err.startswith(refusal)


def test_another_classs_rules_say_whom_they_change_and_why(answered: Any) -> None:
    course = {"kind": "college_prep", "grade": 11, "passed": True, "approved_list": True}
    by_course = {
        **NOT_PASSED,
        "courses": [course | {"subject": subject} for subject in ("ela", "math")],
    }
    still_here = by_course | {"graduated_on": None}
    campus = {**SIX_OF_FOURTEEN, "graduates": [PASSED, by_course], "non_graduates": [still_here]}
    changes = answered(campus, "--rules-as-of-class", "2024")["changes"]
    assert [(one["student"], one["kind"]) for one in changes] == [
        ("graduates[1]", "gains"),
        ("non_graduates[0]", "gains"),
    ]
    assert changes[0]["because"].startswith("Gains the point. TSI:")
    assert "changes" not in answered(campus)
