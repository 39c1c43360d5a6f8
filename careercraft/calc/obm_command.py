"""``calc obm``: a program's figures in, its domains and its designation out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from careercraft.calc.obm.program import judge_program
from careercraft.calc.obm_contract import program_answer, program_from_contract

Answer = Callable[[str, Callable[[Any], dict[str, Any]]], int]


def register(commands: Any, answer_or_refuse: Answer) -> None:
    """Add ``obm`` to the sub-commands of ``calc``.

    ``answer_or_refuse`` reads the document, and writes the answer or the refusal.
    """
    obm = commands.add_parser("obm", help="judge an ECHS or P-TECH program by its measures")
    obm.add_argument("--in", dest="input", required=True, metavar="FILE", help="JSON, or -")

    def run(arguments: argparse.Namespace) -> int:
        return answer_or_refuse(arguments.input, _judged)

    obm.set_defaults(handler=run)


def _judged(document: Any) -> dict[str, Any]:
    given = program_from_contract(document)
    return program_answer(
        judge_program(
            given.edition,
            given.year_of_implementation,
            given.figures,
            choices=given.choices,
            improvement_years=given.improvement_years,
        )
    )
