"""The ``calc`` command: the rules without the web application."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from careercraft.calc import bonus_command, campus_command, obm_command, rating_command
from careercraft.calc.answer import change_answer, student_answer
from careercraft.calc.compare import change_under
from careercraft.calc.contract import ContractError, document_from_json, facts_from_contract
from careercraft.calc.params import first_class, rules_for_class, rules_for_student

ANSWERED = 0
BAD_INPUT = 2
STANDARD_INPUT = "-"
LATEST_CLASS = 2100


def register(subparsers: Any) -> None:
    """Add ``calc`` and its sub-commands; each sets ``handler``, which returns the exit status."""
    calc = subparsers.add_parser("calc", help="judge students by the rules, from JSON to JSON")
    commands = calc.add_subparsers(dest="calc_command", required=True)
    student = commands.add_parser("student", help="judge one student")
    student.add_argument("--in", dest="input", required=True, metavar="FILE", help="JSON, or -")
    student.add_argument(
        "--rules-as-of-class", type=int, metavar="YYYY", help="use the rules of another class"
    )
    student.set_defaults(handler=run_student)
    campus_command.register(commands, answer_or_refuse)
    rating_command.register(commands)
    bonus_command.register(commands, answer_or_refuse)
    obm_command.register(commands, answer_or_refuse)


def run_student(arguments: argparse.Namespace) -> int:
    """Judge the student in a file and write the answer to standard output."""
    return answer_or_refuse(
        arguments.input, lambda document: _student(document, arguments.rules_as_of_class)
    )


def answer_or_refuse(source: str, judge: Callable[[Any], dict[str, Any]]) -> int:
    """Write the answer to a document, or one line that says what is wrong with it."""
    try:
        answer = judge(document_from_json(_read(source)))
    except ContractError as refused:
        sys.stderr.write(" ".join(str(refused).split()) + "\n")
        return BAD_INPUT
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return ANSWERED


def _student(document: Any, as_of_class: int | None) -> dict[str, Any]:
    facts = facts_from_contract(document)
    if as_of_class is not None:
        _covered("--rules-as-of-class", as_of_class)
        answer = student_answer(facts, rules_for_class(as_of_class))
        return answer | {"change": change_answer(change_under(facts, as_of_class))}
    _covered("class_of", facts.class_of)
    return student_answer(facts, rules_for_student(facts))


def _covered(key: str, class_of: int) -> None:
    first = first_class()
    if not first <= class_of <= LATEST_CLASS:
        raise ContractError(key, int(class_of), f"a class from {int(first)} to {LATEST_CLASS}")


def _read(source: str) -> str:
    try:
        if source == STANDARD_INPUT:
            return sys.stdin.read()
        return Path(source).read_text("utf-8")
    except OSError as missing:
        raise ContractError(
            "--in", source, f"a file that can be read ({missing.strerror})"
        ) from missing
    except UnicodeDecodeError as garbled:
        raise ContractError("--in", source, "text in UTF-8") from garbled
