"""``calc rating`` answers in the contract's form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from careercraft.cli import main


@pytest.fixture
def answered(capsys: pytest.CaptureFixture[str]) -> Any:
    def answer(line: str) -> Any:
        assert main(["calc", "rating", *line.split()]) == 0
        return json.loads(capsys.readouterr().out)

    return answer


def test_the_answer_of_the_contract(answered: Any) -> None:
    line = "--year 2022 --campus-type standard --ccmr 61 --staar-scaled 88 --graduation-scaled 100"
    answer = answered(line)
    assert list(answer) == ["ccmr_scaled", "student_achievement", "letter", "standing"]
    assert answer == {
        "ccmr_scaled": 90,
        "student_achievement": 91,
        "letter": "A",
        "standing": "read",
    }


@pytest.mark.parametrize("one", ["", " --staar-scaled 88", " --graduation-scaled 100"])
def test_student_achievement_is_there_only_when_all_three_are_given(
    answered: Any, one: str
) -> None:
    answer = answered(f"--year 2022 --campus-type standard --ccmr 47{one}")
    assert answer == {"ccmr_scaled": 79, "letter": "C", "standing": "read"}


def test_an_alternative_campus_has_its_own_scale(answered: Any) -> None:
    assert answered("--year 2022 --campus-type aea --ccmr 47")["letter"] == "A"


def test_later_years_carry_their_standing(answered: Any) -> None:
    assert answered("--year 2025 --campus-type standard --ccmr 88") == {
        "ccmr_scaled": 90,
        "letter": "A",
        "standing": "secondary",
    }


@pytest.mark.parametrize(
    "line", ["--year 2025 --campus-type aea", "--year 2028 --campus-type standard", "--year 2019"]
)
def test_where_no_cut_points_are_known_the_letter_is_unknown(answered: Any, line: str) -> None:
    answer = answered(f"{line} --ccmr 61")
    assert answer == {"ccmr_scaled": None, "letter": "unknown", "standing": "assumed"}
    whole = answered(f"{line} --ccmr 61 --staar-scaled 90 --graduation-scaled 90")
    assert (whole["student_achievement"], whole["letter"]) == (None, "unknown")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("--ccmr 61", "--year: found null, expected a whole number from 1990 to 2101\n"),
        ("--year 20x2 --ccmr 61", '--year: found "20x2", expected a whole number'),
        ("--year 1989 --ccmr 61", '--year: found "1989", expected a whole number'),
        ("--year 2022", "--ccmr: found null, expected a whole number from 0 to 100\n"),
        ("--year 2022 --ccmr 101", '--ccmr: found "101", expected a whole number'),
        ("--year 2022 --ccmr=-1", '--ccmr: found "-1", expected a whole number'),
        ("--year 2022 --ccmr 61.5", '--ccmr: found "61.5", expected a whole number'),
        ("--year 2022 --ccmr 6 --staar-scaled 101", '--staar-scaled: found "101", expected'),
        ("--year 2022 --ccmr 6 --graduation-scaled x", '--graduation-scaled: found "x", expected'),
        (
            "--year 2022 --ccmr 6 --campus-type charter",
            '--campus-type: found "charter", expected one of standard, aea\n',
        ),
    ],
)
def test_bad_input_gets_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], line: str, refusal: str
) -> None:
    assert main(["calc", "rating", *line.split()]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith(refusal)
    assert out.err.count("\n") == 1


@pytest.mark.parametrize("rate", [0, 100])
def test_the_ends_of_the_scale_are_answered(answered: Any, rate: int) -> None:
    assert answered(f"--year 2022 --ccmr {rate}")["ccmr_scaled"] in (30, 100)
