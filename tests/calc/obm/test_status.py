"""The designation by year of implementation, with what is not known left open."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.calc import sentence
from careercraft.calc.citations import Standing
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.obm.status import STATUSES, UNDETERMINED
from careercraft.calc.obm.words import status_word
from tests.calc.obm.programs import DESIGNATED, DISTINGUISHED, program, result

NOTHING: dict[str, Any] = {}
FAILING = {**DESIGNATED, "ACC2": {"program_percent": 0, "district_percent": 60}}
OPEN = {**DESIGNATED, "ATT1": None, "ATT4": None, "ATT5": None, "ATT6": None}
OPEN_ABOVE = {**DISTINGUISHED, "ATT1": None, "ATT4": None, "ATT5": None, "ATT6": None}


@pytest.mark.parametrize(
    ("year", "indicators", "status"),
    [
        (0, NOTHING, "planning"),
        (0, DISTINGUISHED, "planning"),
        (1, NOTHING, "provisional"),
        (1, DISTINGUISHED, "provisional"),
        (5, FAILING, "provisional"),
        (6, FAILING, "needs_improvement"),
        (6, DESIGNATED, "designated"),
        (6, DISTINGUISHED, "designated"),
        (7, DISTINGUISHED, "designated_with_distinction"),
        (7, DESIGNATED, "designated"),
        (30, FAILING, "needs_improvement"),
        (6, NOTHING, "undetermined"),
        (6, OPEN, "undetermined"),
        (7, OPEN_ABOVE, "undetermined"),
    ],
)
def test_the_designation_of_a_year(year: int, indicators: dict[str, Any], status: str) -> None:
    assert result(program(indicators, year)).designation.status == status


def test_one_failed_domain_settles_it_although_the_others_have_no_data() -> None:
    access = {"ACC1": {"program_percent": 0, "district_percent": 60}}
    assert result(program(access)).designation.status == "needs_improvement"


def test_what_is_still_possible_is_named() -> None:
    designation = result(program(OPEN_ABOVE, 7)).designation
    assert designation.possible == (
        "needs_improvement",
        "designated",
        "designated_with_distinction",
    )
    settled = {**OPEN_ABOVE, "ATT4": {"program_percent": 50}}
    assert result(program(settled, 7)).designation.possible == (
        "designated",
        "designated_with_distinction",
    )
    assert result(program(OPEN_ABOVE, 6)).designation.possible == (
        "needs_improvement",
        "designated",
    )


def test_needs_improvement_counts_the_years_and_names_both_limits() -> None:
    designation = result(program(FAILING, 8, needs_improvement_years=2)).designation
    assert (designation.improvement_year, designation.longest_improvement) == (3, 3)
    assert designation.authority.standing is Standing.ASSUMED
    assert "at most 3 years, and elsewhere of 2" in sentence(designation.because)


def test_distinction_in_all_three_domains_is_an_assumption() -> None:
    designation = result(program(DISTINGUISHED, 7)).designation
    assert designation.authority.standing is Standing.ASSUMED
    assert result(program(DESIGNATED, 6)).designation.authority.standing is Standing.READ


def test_in_2020_a_distinction_in_one_domain_was_enough() -> None:
    indicators = {
        "ACC1": {"program_percent": 60, "district_percent": 60},
        "ACC2": {"program_percent": 60, "district_percent": 60},
        "ACC5": {"program_percent": 80},
        **{f"ATT{n}": {"program_percent": 65} for n in range(1, 6)},
        "ATT1": {"program_percent": 75},
        "ATT6": {"program_percent": 0, "state_percent": 90},
        "ATT7": {"program_percent": 0},
        **{f"ACH{n}": {"program_percent": 70} for n in range(1, 4)},
        "ACH4": {"meets": {"program_percent": 60}, "masters": {"program_percent": 0}},
        "ACH5": {"meets": {"program_percent": 0}, "masters": {"program_percent": 0}},
    }
    judged = result(program(indicators, 5, edition="2020-21"))
    assert judged.designation.status == "designated_with_distinction"
    assert not judged.edition.terms.binding


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_designation_can_be_said(language: str) -> None:
    assert all(status_word(status, language) for status in (*STATUSES, UNDETERMINED))
    for year in (0, 3, 6, 7):
        for indicators in (NOTHING, FAILING, DESIGNATED, DISTINGUISHED):
            judged = result(program(indicators, year))
            said = [judged.designation.because]
            said += [f.because for levels in judged.domains.values() for f in levels.values()]
            said += [t.because for one in judged.indicators.values() for t in one.targets.values()]
            assert all(sentence(message, language) for message in said)


def test_a_distance_is_said_in_students() -> None:
    judged = result(program({"ATT1": {"numerator": 36, "denominator": 100}}))
    target = judged.indicators["ATT1"].targets["distinction"]
    assert sentence(target.because) == "4 students short of 40 percent."
    assert sentence(target.because, "es") == "Faltan 4 estudiantes para llegar a 40 por ciento."
