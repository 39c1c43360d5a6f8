"""``rules list``, ``rules stale`` and ``rules diff``, as JSON and as text."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc import GraduatingClass
from careercraft.calc.calendar import CLOCKS
from careercraft.calc.params import FOLDER, Rulebook, rulebook
from careercraft.calc.rule_list import CLOCK_WORDS, all_rules, differences, in_words, stale
from careercraft.calc.rules_command import register

TODAY = date(2026, 11, 23)
PARAMETER = """
title: "A score to reach."
clock: {clock}
unit: points
{checked}
values:
  {start}:
    value: {{score: 3}}
    cite: {{source: S1, at: "here"}}
    standing: read
"""


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers(required=True), lambda: TODAY)
    parsed = parser.parse_args(["rules", *arguments])
    status: int = parsed.handler(parsed)
    return status


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    def tell(*arguments: str) -> Any:
        assert run(*arguments) == 0
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in arguments else out

    return tell


def book(folder: Path, checked: str = "", clock: str = "graduating_class") -> Rulebook:
    """A rulebook of one rule."""
    (folder / "criteria").mkdir()
    (folder / "sources.yaml").write_text('S1: {title: "A manual", url: null}\n')
    start = "2021" if clock != "test_date" else "2021-08-01"
    text = PARAMETER.format(clock=clock, checked=checked, start=start)
    (folder / "criteria" / "exam.yaml").write_text(text)
    return Rulebook(folder)


def test_the_list_has_every_parameter_file_with_value_time_source_and_standing(told: Any) -> None:
    rules = {rule["name"]: rule for rule in told("list", "--json")["rules"]}
    files = [path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/**/*.yaml")]
    assert len(files) > 30
    assert sorted(rules) == sorted(name.removesuffix(".yaml") for name in files)
    sat = rules["criteria/sat"]
    assert (sat["clock"], sat["checked"]) == ("day of the test", None)
    assert sat["not_modelled"][0].startswith("The SAT as it was before March 5, 2016")
    (value,) = sat["values"]
    assert (value["since"], value["until"]) == ("2016-03-05", None)
    assert value["standing"] == "secondary"
    assert value["in_force_for"] == "tests from 2016-03-05 on"
    assert value["value"] == {"rla": 480, "math": 530}
    assert value["cite"][0]["source"] == "S40"
    assert value["note"]


def test_every_value_that_holds_says_where_it_was_read_and_how_sure_it_is(told: Any) -> None:
    values = [value for rule in told("list", "--json")["rules"] for value in rule["values"]]
    holding = [value for value in values if value["value"] is not None]
    assert holding
    assert all(value["cite"] and value["standing"] for value in holding)


def test_the_list_of_one_class_has_the_values_in_force_for_it(told: Any) -> None:
    rules = {rule["name"]: rule for rule in told("list", "--class", "2023", "--json")["rules"]}
    (military,) = rules["criteria/military"]["values"]
    assert military["in_force_for"] == "classes of 2023 to 2024"
    assert len(rules["criteria/ibc_result"]["values"]) == 2
    assert not [name for name in rules if name.startswith("tiered/")]


def test_the_text_of_the_list_says_all_of_it_in_aligned_columns(told: Any) -> None:
    text = told("list")
    lines = text.splitlines()
    assert lines[-1] == f"{len(all_rules(rulebook()))} rules."
    start = lines.index(next(line for line in lines if line.startswith("criteria/military: ")))
    assert lines[start + 1] == "  by graduating class; in evidence; never marked as checked"
    rows = lines[start + 2 : start + 5]
    assert [row[:25].strip() for row in rows] == [
        "classes of 2021 to 2022",
        "classes of 2023 to 2024",
        "class of 2025 on",
    ]
    assert "accepted none, may_be_undated none" in rows[0]
    assert len({row.index("  read  ") for row in rows}) == 1
    assert lines[start + 5].startswith("  Not modelled: The last day of the Defense Manpower")


def test_the_difference_of_two_classes_gives_both_values_with_both_sources(told: Any) -> None:
    answer = told("diff", "--class", "2025", "2026", "--json")
    assert answer["classes"] == [2025, 2026]
    found = {one["name"]: one["values"] for one in answer["differences"]}
    before, after = found["criteria/ibc_program_of_study"]
    assert (before["class_of"], before["value"]) == (2025, {"step": "concentrator"})
    assert (after["class_of"], after["value"]) == (2026, {"step": "completer"})
    assert before["cite"]
    assert after["cite"]
    assert before["cite"] != after["cite"]
    assert "criteria/tsia2" not in found


def test_a_rule_that_only_becomes_less_sure_is_a_difference_too(told: Any) -> None:
    found = {
        one["name"]: one["values"]
        for one in told("diff", "--class", "2027", "2028", "--json")["differences"]
    }
    before, after = found["accountability/edition"]
    assert before["value"] == after["value"]
    assert (before["standing"], after["standing"]) == ("read", "assumed")


def test_ratings_are_compared_by_the_year_that_rates_the_class(told: Any) -> None:
    found = {
        one["name"]: one["values"]
        for one in told("diff", "--class", "2025", "2026", "--json")["differences"]
    }
    before, after = found["ratings/sunsetting_limit"]
    assert before["value"] is None
    assert after["value"]
    assert "nothing in force" in told("diff", "--class", "2025", "2026")


def test_a_class_does_not_differ_from_itself(told: Any) -> None:
    assert told("diff", "--class", "2027", "2027") == (
        "Not the same for the classes of 2027 and 2027: 0 rules.\n"
    )


@pytest.mark.parametrize(
    "arguments", [("list", "--class", "2020"), ("diff", "--class", "2026", "2101")]
)
def test_a_class_without_rules_is_refused_in_one_line(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"--class: found {arguments[-1]}, expected a class from 2021 to 2100\n"


@pytest.mark.parametrize(
    ("day", "is_stale"), [("2025-11-24", False), ("2025-11-23", False), ("2025-11-22", True)]
)
def test_a_rule_is_stale_when_its_last_check_is_more_than_a_year_ago(
    day: str, is_stale: bool, tmp_path: Path
) -> None:
    checked = f'checked: {{day: {day}, by: "The rules desk"}}'
    found = stale(book(tmp_path, checked), TODAY)
    assert [rule.name for rule in found] == (["criteria/exam"] if is_stale else [])


def test_a_rule_never_marked_as_checked_is_stale(tmp_path: Path, told: Any) -> None:
    (rule,) = stale(book(tmp_path), TODAY)
    assert rule.checked is None
    answer = told("stale", "--json")
    assert answer["on"] == "2026-11-23"
    assert {"name", "title", "checked"} == set(answer["rules"][0])


def test_stale_looks_from_the_day_it_is_given(told: Any) -> None:
    assert told("stale", "--on", "2030-01-01", "--json")["on"] == "2030-01-01"
    last = told("stale", "--on", "2030-01-01").splitlines()[-1]
    assert last.startswith("Not checked against the sources in the year before 2030-01-01: ")


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("stale", "--on", "2030-02-30")
    assert stopped.value.code == 2
    assert "found '2030-02-30', expected a day such as 2026-08-15" in capsys.readouterr().err


@pytest.mark.parametrize("clock", ["fiscal_year", "test_date", "implementation_year"])
def test_a_rule_that_does_not_go_by_classes_is_in_every_list_and_in_no_difference(
    clock: str, tmp_path: Path
) -> None:
    one = book(tmp_path, clock=clock)
    assert [rule.name for rule in all_rules(one, GraduatingClass(2026))] == ["criteria/exam"]
    assert differences(one, GraduatingClass(2020), GraduatingClass(2026)) == ()


def test_every_clock_has_words() -> None:
    assert CLOCKS
    assert {clock.__name__ for clock in CLOCKS.values()} == set(CLOCK_WORDS)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "classes of all years"),
        (None, 2022, "classes of 2022 and before"),
        (2023, 2023, "class of 2023"),
        (2023, 2024, "classes of 2023 to 2024"),
        (2025, None, "class of 2025 on"),
    ],
)
def test_the_classes_of_a_value_are_said_in_words(
    since: int | None, until: int | None, said: str
) -> None:
    assert in_words(GraduatingClass, since, until) == said


def test_the_days_of_a_value_are_said_in_words() -> None:
    first, last = date(2023, 2, 15), date(2024, 1, 31)
    assert in_words(date, None, None) == "all tests"
    assert in_words(date, None, last) == "tests until 2024-01-31"
    assert in_words(date, first, last) == "tests from 2023-02-15 to 2024-01-31"
    assert in_words(date, first, None) == "tests from 2023-02-15 on"
