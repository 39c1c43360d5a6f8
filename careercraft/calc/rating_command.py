"""``calc rating``: from the CCMR rate of a campus to its scaled score and letter."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from careercraft.calc.contract import ContractError
from careercraft.calc.ratings import (
    CAMPUS_TYPES,
    STANDARD,
    UNKNOWN,
    Rated,
    ccmr,
    given,
    student_achievement,
)

ANSWERED = 0
BAD_INPUT = 2
YEARS = (1990, 2101)
SCORES = (0, 100)


def register(commands: Any) -> None:
    """Add ``rating`` to the sub-commands of ``calc``."""
    rating = commands.add_parser("rating", help="a campus's CCMR rate to scaled score and letter")
    rating.add_argument("--year", metavar="YYYY", help="year of the rating")
    rating.add_argument("--campus-type", default=STANDARD, help=" or ".join(CAMPUS_TYPES))
    rating.add_argument("--ccmr", metavar="PERCENT", help="whole percent of graduates credited")
    rating.add_argument("--staar-scaled", metavar="SCORE", help="scaled STAAR component")
    rating.add_argument("--graduation-scaled", metavar="SCORE", help="scaled graduation component")
    rating.set_defaults(handler=run_rating)


def run_rating(arguments: argparse.Namespace) -> int:
    """Write the rating to standard output, or one line that says what is wrong."""
    try:
        answer = _answer(arguments)
    except ContractError as refused:
        sys.stderr.write(" ".join(str(refused).split()) + "\n")
        return BAD_INPUT
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return ANSWERED


def rating_answer(
    year: int, campus_type: str, raw: int, staar: int | None, graduation: int | None
) -> dict[str, Any]:
    """Return the answer of ``calc rating``, ready for JSON.

    The letter is that of Student Achievement where all three components are given, else that of
    the CCMR component. Where the rules of the year are not known, scores are null and the letter
    is ``unknown``.
    """
    component = ccmr(raw, year, campus_type)
    if staar is None or graduation is None:
        return {"ccmr_scaled": component.scaled, **_letter(component)}
    whole = student_achievement(
        given("staar", staar, year),
        component,
        given("graduation", graduation, year),
        year,
        campus_type,
    )
    return {
        "ccmr_scaled": component.scaled,
        "student_achievement": whole.scaled,
        **_letter(whole),
    }


def _letter(rated: Rated) -> dict[str, str]:
    return {"letter": rated.letter or UNKNOWN, "standing": rated.standing.value}


def _answer(arguments: argparse.Namespace) -> dict[str, Any]:
    return rating_answer(
        _needed("--year", arguments.year, YEARS),
        campus_type_option(arguments.campus_type),
        _needed("--ccmr", arguments.ccmr, SCORES),
        _optional("--staar-scaled", arguments.staar_scaled, SCORES),
        _optional("--graduation-scaled", arguments.graduation_scaled, SCORES),
    )


def campus_type_option(text: str) -> str:
    """Return the campus type in an option. Raises ``ContractError`` for any other."""
    if text not in CAMPUS_TYPES:
        raise ContractError("--campus-type", text, "one of " + ", ".join(CAMPUS_TYPES))
    return text


def _optional(option: str, text: str | None, limits: tuple[int, int]) -> int | None:
    return None if text is None else _needed(option, text, limits)


def _needed(option: str, text: str | None, limits: tuple[int, int]) -> int:
    lowest, highest = limits
    whole = text is not None and text.isascii() and text.isdigit()
    if text is None or not whole or not lowest <= int(text) <= highest:
        raise ContractError(option, text, f"a whole number from {lowest} to {highest}")
    return int(text)
