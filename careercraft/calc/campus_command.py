"""``calc campus``: a campus's graduates in, its CCMR figures and rating out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from careercraft.calc.answer import change_answer
from careercraft.calc.calendar import AccountabilityYear
from careercraft.calc.campus import CampusFacts, CampusFigures, evaluate_campus
from careercraft.calc.campus.groups import ALL
from careercraft.calc.compare import change_under
from careercraft.calc.contract import ContractError, facts_from_contract
from careercraft.calc.facts import StudentFacts
from careercraft.calc.params import first_class
from careercraft.calc.rating_command import campus_type_option
from careercraft.calc.ratings import CAMPUS_TYPES, STANDARD, UNKNOWN, Rated

KEYS = ("accountability_year", "graduates", "non_graduates")
LATEST_CLASS = 2100
OPTION = "--rules-as-of-class"

Answer = Callable[[str, Callable[[Any], dict[str, Any]]], int]


def register(commands: Any, answer_or_refuse: Answer) -> None:
    """Add ``campus`` to the sub-commands of ``calc``.

    ``answer_or_refuse`` reads the document, and writes the answer or the refusal.
    """
    campus = commands.add_parser("campus", help="count and rate the graduates of a campus")
    campus.add_argument("--in", dest="input", required=True, metavar="FILE", help="JSON, or -")
    campus.add_argument(OPTION, type=int, metavar="YYYY", help="use the rules of another class")
    campus.add_argument("--campus-type", default=STANDARD, help=" or ".join(CAMPUS_TYPES))

    def run(arguments: argparse.Namespace) -> int:
        return answer_or_refuse(arguments.input, lambda document: _judged(document, arguments))

    campus.set_defaults(handler=run)


def campus_from_contract(document: Any) -> CampusFacts:
    """Return the campus in a contract document. Raises ``ContractError``.

    Whoever stands among the graduates has graduated, whether or not the day is known.
    """
    campus = _object(document)
    year = _year(campus)
    graduates = _students(campus, "graduates")
    others = _students(campus, "non_graduates") if "non_graduates" in campus else None
    for place, facts in enumerate(graduates):
        _of_the_class(facts, campus["graduates"][place], year, f"graduates[{place}]")
    for place, facts in enumerate(others or ()):
        _not_graduated(facts, f"non_graduates[{place}]")
    return CampusFacts(
        year,
        tuple(facts._replace(graduated=True) for facts in graduates),
        None if others is None else tuple(one._replace(graduated=False) for one in others),
    )


def campus_answer(figures: CampusFigures) -> dict[str, Any]:
    """Return the answer of ``calc campus``, ready for JSON.

    Numbers count who is met; who is not known is counted under ``possible`` alone. Without
    anybody to count, or without a rule, a number is null.
    """
    sunsetting = figures.limits[0]
    return {
        "graduates": figures.graduates,
        "credited": figures.credited.low,
        "rate": None if figures.rate is None else figures.rate.low,
        "only_by_sunsetting_ibc": figures.only_by_sunsetting_ibc,
        "sunsetting_limit": sunsetting.limit,
        "indicators": {
            id_: {"count": one.met, "percent": None if one.percent is None else float(one.percent)}
            for id_, one in figures.indicators.items()
        },
        "closing_the_gaps": _closing_the_gaps(figures),
        "rating": _rating(figures.rating),
        "possible": {
            "credited": figures.credited.high,
            "rate": None if figures.rate is None else figures.rate.high,
            "rating": _rating(figures.highest_rating),
        },
    }


def _closing_the_gaps(figures: CampusFigures) -> dict[str, int | None]:
    """Return both counts, null where the input does not say who did not graduate."""
    if figures.closing_the_gaps is None:
        return {"denominator": None, "credited": None}
    everybody = figures.closing_the_gaps[ALL]
    return {"denominator": everybody.denominator, "credited": everybody.credited.low}


def _rating(rated: Rated) -> dict[str, Any]:
    return {
        "scaled": rated.scaled,
        "letter": rated.letter or UNKNOWN,
        "standing": rated.standing.value,
    }


def _judged(document: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    campus_type = campus_type_option(arguments.campus_type)
    as_of = arguments.rules_as_of_class
    first = int(first_class())
    if as_of is not None and not first <= as_of <= LATEST_CLASS:
        raise ContractError(OPTION, as_of, f"a class from {first} to {LATEST_CLASS}")
    campus = campus_from_contract(document)
    answer = campus_answer(evaluate_campus(campus, campus_type, rules_as_of_class=as_of))
    return answer if as_of is None else answer | {"changes": _changes(campus, as_of)}


def _changes(campus: CampusFacts, as_of: int) -> list[dict[str, Any]]:
    """Return what changes for each student by the place in the input; others are left out."""
    class_of = campus.accountability_year.graduates()
    lists = {"graduates": campus.graduates, "non_graduates": campus.non_graduates or ()}
    return [
        {"student": f"{key}[{place}]", **answer}
        for key, students in lists.items()
        for place, facts in enumerate(students)
        if (answer := change_answer(change_under(facts._replace(class_of=class_of), as_of)))
    ]


def _object(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise ContractError("the campus", document, "an object with " + ", ".join(KEYS))
    for key in document:
        if key not in KEYS:
            raise ContractError(key, document[key], "only the keys " + ", ".join(KEYS))
    return document


def _year(campus: dict[str, Any]) -> AccountabilityYear:
    year = campus.get("accountability_year")
    first, last = int(first_class().rated_in()), LATEST_CLASS + 1
    if type(year) is not int or not first <= year <= last:
        expected = f"a whole number from {first} to {last}"
        raise ContractError("accountability_year", year, expected)
    return AccountabilityYear(year)


def _students(campus: dict[str, Any], key: str) -> list[StudentFacts]:
    students = campus.get(key)
    if not isinstance(students, list):
        raise ContractError(key, students, "a list of students")
    return [_student(one, f"{key}[{place}]") for place, one in enumerate(students)]


def _student(student: Any, where: str) -> StudentFacts:
    try:
        return facts_from_contract(student)
    except ContractError as refused:
        key = where if refused.key == "the student" else f"{where}.{refused.key}"
        raise ContractError(key, refused.found, refused.expected) from refused


def _of_the_class(facts: StudentFacts, student: Any, year: AccountabilityYear, where: str) -> None:
    """Refuse a graduate who says to be of another class than the one rated."""
    expected = int(year.graduates())
    if "class_of" in student and facts.class_of != expected:
        found = int(facts.class_of)
        raise ContractError(f"{where}.class_of", found, f"{expected}, the class rated in {year}")


def _not_graduated(facts: StudentFacts, where: str) -> None:
    if facts.graduated_on is not None:
        found = facts.graduated_on.isoformat()
        raise ContractError(f"{where}.graduated_on", found, "null: the student did not graduate")
