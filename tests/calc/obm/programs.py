"""Programs for the tests of the outcomes-based measures, in the contract's form."""

from __future__ import annotations

from typing import Any

from careercraft.calc.obm.program import ProgramResult, judge_program
from careercraft.calc.obm_contract import program_from_contract


def result(document: dict[str, Any]) -> ProgramResult:
    given = program_from_contract(document)
    return judge_program(
        given.edition,
        given.year_of_implementation,
        given.figures,
        choices=given.choices,
        improvement_years=given.improvement_years,
    )


def program(
    indicators: dict[str, Any],
    year: int = 6,
    model: str = "echs",
    edition: str = "2023",
    **more: Any,
) -> dict[str, Any]:
    return {
        "model": model,
        "edition": edition,
        "year_of_implementation": year,
        "indicators": indicators,
        **more,
    }


DESIGNATED: dict[str, Any] = {
    "ACC1": {"program_percent": 35, "district_percent": 60},
    "ACC2": {"program_percent": 50, "district_percent": 60},
    "ACC3": {"program_percent": 0, "district_percent": 60},
    "ACC4": {"program_percent": 0, "district_percent": 60},
    "ATT1": {"program_percent": 30},
    "ATT2": {"program_percent": 40},
    "ATT3": {"program_percent": 50},
    "ATT4": {"program_percent": 0},
    "ATT5": {"program_percent": 0},
    "ATT6": {"program_percent": 0},
    "ACH1": {"program_percent": 70},
    "ACH2": {"program_percent": 70},
    "ACH3": {"program_percent": 60},
    "ACH4": {"program_percent": 0},
    "ACH5": {"program_percent": 0, "state_percent": 90},
    "ACH6": {"program_percent": 0},
}
"""Every domain just at the designated level, nothing at the level of distinction."""

DISTINGUISHED: dict[str, Any] = {
    **DESIGNATED,
    "ACC1": {"program_percent": 40, "district_percent": 60},
    "ACC2": {"program_percent": 55, "district_percent": 60},
    "ATT1": {"program_percent": 40},
    "ATT2": {"program_percent": 50},
    "ATT3": {"program_percent": 60},
    "ACH1": {"program_percent": 80},
    "ACH2": {"program_percent": 80},
    "ACH3": {"program_percent": 70},
}
"""Every domain just at the level of distinction."""
