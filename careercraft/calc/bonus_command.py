"""``calc bonus``: a district's groups, or its graduates, in; graduates above and dollars out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from careercraft.calc.bonus import (
    GROUPS,
    DistrictBonus,
    Graduate,
    GroupBonus,
    GroupCounts,
    Range,
    district_bonus,
    first_bonus_class,
    group_counts,
    judge_bonus,
)
from careercraft.calc.contract import ContractError, facts_from_contract
from careercraft.calc.facts import StudentFacts
from careercraft.calc.params import first_class, rules_for_student
from careercraft.calc.rounding import MODES

KEYS = ("class_of", "groups", "graduates")
COUNTS = ("graduates", "met", "unknown")
MOST_GRADUATES = 1_000_000
LATEST_CLASS = 2100

Answer = Callable[[str, Callable[[Any], dict[str, Any]]], int]


def register(commands: Any, answer_or_refuse: Answer) -> None:
    """Add ``bonus`` to the sub-commands of ``calc``.

    ``answer_or_refuse`` reads the document, and writes the answer or the refusal.
    """
    bonus = commands.add_parser("bonus", help="count a district's outcomes bonus in dollars")
    bonus.add_argument("--in", dest="input", required=True, metavar="FILE", help="JSON, or -")
    bonus.add_argument("--rounding", metavar="MODE", help=" or ".join(MODES))

    def run(arguments: argparse.Namespace) -> int:
        return answer_or_refuse(arguments.input, lambda document: _judged(document, arguments))

    bonus.set_defaults(handler=run)


def bonus_answer(bonus: DistrictBonus) -> dict[str, Any]:
    """Return the answer of ``calc bonus``, ready for JSON."""
    rounding = bonus.rounding
    return {
        "class_of": int(bonus.class_of),
        "paid_in": bonus.paid_in,
        "groups": {name: _group(group) for name, group in bonus.groups.items()},
        "total_dollars": _range(bonus.total),
        "rounding": {
            "mode": rounding.mode,
            "standing": rounding.authority.standing.value,
            "other_modes_total": {
                mode: _range(total) for mode, total in rounding.other_modes_total.items()
            },
        },
        "standing": _standing(bonus),
    }


def _group(group: GroupBonus) -> dict[str, Any]:
    return {
        "graduates": group.counts.graduates,
        "threshold_percent": group.threshold_percent,
        "minimum": group.minimum,
        "above": _range(group.above),
        "rate": group.rate,
        "dollars": _range(group.dollars),
    }


def _range(bounds: Range) -> dict[str, int]:
    return bounds._asdict()


def _standing(bonus: DistrictBonus) -> dict[str, Any]:
    """Return how sure each value is that the answer rests on."""
    groups = bonus.groups.items()
    return {
        "threshold_percent": {name: group.threshold.standing.value for name, group in groups},
        "rate": {name: group.pays.standing.value for name, group in groups},
        "rounding": bonus.rounding.authority.standing.value,
        "paid_in": bonus.payment.standing.value,
    }


def _judged(document: Any, arguments: argparse.Namespace) -> dict[str, Any]:
    if arguments.rounding is not None and arguments.rounding not in MODES:
        raise ContractError("--rounding", arguments.rounding, "one of " + ", ".join(MODES))
    district = _object(document, "", KEYS, "the district")
    groups = _groups_of_district(district)
    bonus = district_bonus(district["class_of"], groups, rounding=arguments.rounding)
    return bonus_answer(bonus)


def _groups_of_district(district: dict[str, Any]) -> dict[str, GroupCounts]:
    if ("groups" in district) == ("graduates" in district):
        both = "groups" in district
        found = "both groups and graduates" if both else "no such key"
        raise ContractError("groups", found, "either groups or graduates")
    if "groups" in district:
        _class_of(district, int(first_bonus_class()))
        return _counts_of_groups(district["groups"])
    class_of = _class_of(district, int(first_class()))
    return group_counts(_graduate(facts) for facts in _students(district["graduates"], class_of))


def _class_of(district: dict[str, Any], first: int) -> int:
    year = district.get("class_of", "no such key")
    if type(year) is not int or not first <= year <= LATEST_CLASS:
        raise ContractError("class_of", year, f"a class from {first} to {LATEST_CLASS}")
    return year


def _counts_of_groups(groups: Any) -> dict[str, GroupCounts]:
    found = _object(groups, "groups", GROUPS, "groups")
    if not found:
        raise ContractError("groups", found, "at least one of " + ", ".join(GROUPS))
    return {name: _counts(found[name], f"groups.{name}") for name in GROUPS if name in found}


def _counts(value: Any, where: str) -> GroupCounts:
    counts = _object(value, where, COUNTS, where)
    graduates = _count(counts, "graduates", where, MOST_GRADUATES)
    met = _count(counts, "met", where, graduates)
    return GroupCounts(graduates, met, _count(counts, "unknown", where, graduates - met))


def _count(counts: dict[str, Any], key: str, where: str, most: int) -> int:
    value = counts.get(key, "no such key")
    if type(value) is not int or not 0 <= value <= most:
        raise ContractError(f"{where}.{key}", value, f"a whole number from 0 to {most}")
    return value


def _students(students: Any, class_of: int) -> list[StudentFacts]:
    if not isinstance(students, list):
        raise ContractError("graduates", students, "a list of students")
    return [_student(one, class_of, f"graduates[{place}]") for place, one in enumerate(students)]


def _student(student: Any, class_of: int, where: str) -> StudentFacts:
    """Return a graduate of the class; whoever stands in the list has graduated."""
    try:
        facts = facts_from_contract(student)
    except ContractError as refused:
        key = where if refused.key == "the student" else f"{where}.{refused.key}"
        raise ContractError(key, refused.found, refused.expected) from refused
    if facts.class_of != class_of:
        raise ContractError(f"{where}.class_of", int(facts.class_of), f"{class_of}, as above")
    return facts._replace(graduated=True)


def _graduate(facts: StudentFacts) -> Graduate:
    result = judge_bonus(facts, rules_for_student(facts))
    return Graduate(result.state, facts.economically_disadvantaged, facts.special_education)


def _object(value: Any, where: str, keys: tuple[str, ...], name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ContractError(name, value, "an object with " + ", ".join(keys))
    for key in value:
        if key not in keys:
            expected = "only the keys " + ", ".join(keys)
            raise ContractError(f"{where}.{key}" if where else key, value[key], expected)
    return value
