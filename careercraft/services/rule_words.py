"""The values of the law in words, for the rules page. The values themselves come from `calc`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from careercraft.calc.explain import level_word, term
from careercraft.calc.rule_list import ONE_AND_MANY
from careercraft.filters import number

Value = Mapping[str, Any]
DAYS = (
    "accountability/window_",
    "bonus/deadline_",
    "bonus/fall_ends",
    "bonus/tenth_class_day_passed",
)
"""Parameters that are a day of the year of graduation, by how their names begin."""

EDITIONS = {
    "met_not_met": "Met or not met: a graduate who meets any one indicator counts.",
    "tiered_2030": (
        "Levels: Foundational, Demonstrated, Advanced. A graduate counts at the highest level "
        "that any one way reaches."
    ),
}
CREDENTIALS = {
    "associate_degree": "an associate degree",
    "level_1_certificate": "a Level I certificate",
    "level_2_certificate": "a Level II certificate",
}
WAYS = {
    "tsi_with_college_prep": "TSI in both subjects, one only by a college preparatory course",
    "tsi_by_tests": "TSI in both subjects by tests",
    "tsi_by_tests_with_college_credit": "TSI in both subjects by tests, with college credit",
    "college_credit": "College credit: AP, IB, OnRamps or dual credit",
    "associate_degree": "Associate degree",
    "level_certificate": "Level I or Level II certificate",
    "ibc_tier_1": "Completer with a Tier 1 certification",
    "ibc_tier_2": "Completer with a Tier 2 certification",
    "ibc_tier_3": "Completer with a Tier 3 certification",
    "special_education": "Special education: completed IEP, or advanced diploma plan",
    "enlistment": "Military enlistment",
}
STEPS = {
    "none": "No course in the program of study is needed.",
    "level_2_course": "One course of level 2 or higher.",
    "concentrator": "Concentrator.",
    "completer": "Completer.",
}


def in_words(name: str, value: Value) -> tuple[str, ...]:
    """A value as one or more short lines; raises KeyError for a parameter without words."""
    if name.startswith(DAYS):
        return (day_of_year(value),)
    return tuple(WORDS[name](value))


LONGEST_LINE = 60
ABBREVIATED = {
    **{name: name.upper() for name in ("ccmr", "staar", "ibc", "tsi", "eoc", "ela", "echs")},
    "ptech": "P-TECH",
    "tstem": "T-STEM",
}


def value_in_words(name: str, value: Value) -> tuple[str, ...]:
    """A value in words of its own, or else each of its parts with its name."""
    if name in WORDS or name.startswith(DAYS):
        return in_words(name, value)
    parts = tuple(_parts(value))
    together = "; ".join(parts)
    return (together,) if len(together) <= LONGEST_LINE else parts


def since_in_words(clock: type, start: int) -> str:
    """From when a value holds that goes by a year other than the class."""
    one, _ = ONE_AND_MANY[clock.__name__]
    return f"{_capital(one)} {clock(start)} on" if start else "All years"


def _parts(value: Value, within: str = "") -> Iterator[str]:
    for key, part in value.items():
        label = f"{within} {key}".strip().replace("_", " ")
        if isinstance(part, Mapping):
            yield from _parts(part, label)
        else:
            yield f"{as_label(label)}: {_part(part)}"


def as_label(label: str) -> str:
    """A name of the rules as a reader writes it: a capital first, abbreviations as usual."""
    return _capital(" ".join(ABBREVIATED.get(word, word) for word in label.split()))


def _part(part: object) -> str:
    if isinstance(part, bool):
        return "yes" if part else "no"
    if isinstance(part, int | float | Decimal):
        return number(part)
    if isinstance(part, Mapping):
        return " ".join(f"{key} {_part(one)}" for key, one in part.items()).replace("_", " ")
    if isinstance(part, list | tuple):
        return ", ".join(_part(one) for one in part) or "none"
    return "not known" if part is None else str(part).replace("_", " ")


def day_of_year(value: Value, year: int | None = None) -> str:
    """A day of the year of graduation, with its year where the class is known."""
    day = date(year or 2000, value["month"], value["day"])
    return f"{day:%B} {day.day}" + (f", {year}" if year else "")


def _either(items: Iterable[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} or {last}" if first else last


def _one(sentence: str) -> Callable[[Value], list[str]]:
    """Words for values that stand in a sentence as they are."""
    return lambda value: [sentence.format_map({k: number(v) for k, v in value.items()})]


def _allowed(value: Value) -> list[str]:
    return ["Yes." if value["allowed"] else "No."]


def _tsia2(value: Value) -> list[str]:
    return [
        "ELAR: CRC {elar_crc}, or below it diagnostic level {elar_diagnostic}; "
        "and an essay of {essay}.".format_map(value),
        "Math: CRC {math_crc}, or below it diagnostic level {math_diagnostic}.".format_map(value),
    ]


def _college_prep(value: Value) -> list[str]:
    grades = value["grades"]
    when = f"In grade {_either(map(str, grades))}" if grades else "In any grade"
    if value["approved_list"]:
        return [f"{when}; the course must be on the state's approved list."]
    return [f"{when}; no list of courses."]


def _dual_credit(value: Value) -> list[str]:
    subject, together = number(value["subject_hours"]), number(value["any_hours"])
    in_one = f"{subject} hours in language arts or in mathematics"
    return [f"{in_one}, or {together} hours in all subjects together."]


def _credentials(value: Value) -> list[str]:
    return [f"{_capital(_either(CREDENTIALS[kind] for kind in value['kinds']))}."]


def _lists(value: Value) -> list[str]:
    return [f"{_capital(_either(term('list.' + name) for name in value['lists']))}."]


def _sunsetting(value: Value) -> list[str]:
    if not value["outgoing"]:
        return ["None is sunsetting."]
    outgoing, incoming = term(f"list.{value['outgoing']}"), term(f"list.{value['incoming']}")
    return [f"On {outgoing} and not on {incoming}."]


def _result_codes(value: Value) -> list[str]:
    codes = _either(value["credited"])
    without = "a missing code credits nothing" if value["required"] else "no code is asked for"
    return [f"Code {codes}; {without}."]


def _codes(value: Value) -> list[str]:
    return [f"{_either(value['codes'])}."]


def _military(value: Value) -> list[str]:
    if not value["accepted"]:
        return ["Enlistment does not count."]
    return [f"{_capital(_either(term('enlistment.' + kind) for kind in value['accepted']))}."]


def _sunset_of_the_bonus(value: Value) -> list[str]:
    return [
        {
            "yes": "It counts.",
            "no": "It does not count.",
            "unknown": "Not known: shown as unknown where nothing else earns the bonus.",
        }[value["counts"]]
    ]


def _bonus_degree(value: Value) -> list[str]:
    return ["Together with TSI." if value["required"] else "Alone."]


def _dollars(value: Value) -> list[str]:
    return [f"{value['dollars']:,} dollars."]


def _rounding(value: Value) -> list[str]:
    return [
        {
            "ceil": "Rounded up to the next whole graduate.",
            "floor": "Rounded down to a whole graduate.",
            "half_up": "Rounded to the nearest whole graduate, the half up.",
        }[value["mode"]]
    ]


def _program_step(value: Value) -> list[str]:
    if not value["courses"]:
        return ["None."]
    courses = f"{value['courses']} passed course{'s' if value['courses'] > 1 else ''}"
    credit = f", at least {number(value['credits'])} credits" if value["credits"] else ""
    level = value["includes_level"]
    included = f", one of them of level {level} or higher" if level else ""
    if value["courses"] == 1 and level:
        included = f" of level {level} or higher"
    return [f"{_capital(courses)}{credit}{included}."]


def _levels(value: Value) -> list[str]:
    return [f"{WAYS[way]}: {level_word(level)}" for way, level in value.items()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


WORDS: dict[str, Callable[[Value], list[str]]] = {
    "accountability/edition": lambda value: [EDITIONS[value["edition"]]],
    "bonus/associate_degree_requires_tsi": _bonus_degree,
    "bonus/college_prep": _allowed,
    "bonus/fiscal_years_until_paid": _one("{years} years after graduation."),
    "bonus/ibc_program_of_study": lambda value: [STEPS[value["step"]]],
    "bonus/military": _military,
    "bonus/minimum_rounding": _rounding,
    "bonus/rate_economically_disadvantaged": _dollars,
    "bonus/rate_not_economically_disadvantaged": _dollars,
    "bonus/rate_special_education": _dollars,
    "bonus/spending_floor": _one("{percent} percent."),
    "bonus/sunsetting_ibc": _sunset_of_the_bonus,
    "bonus/threshold_economically_disadvantaged": _one("{percent} percent."),
    "bonus/threshold_not_economically_disadvantaged": _one("{percent} percent."),
    "bonus/threshold_special_education": _one("{percent} percent: from the first graduate on."),
    "criteria/act_composite": _one(
        "Composite {composite}, with English {english} or mathematics {math}."
    ),
    "criteria/act_mixing": _allowed,
    "criteria/act_sections": _one(
        "English and Reading together {english_plus_reading}; mathematics {math}."
    ),
    "criteria/act_superscoring": _allowed,
    "criteria/advanced_placement": _one("{score} or higher."),
    "criteria/advanced_plan": _codes,
    "criteria/associate_degree": _credentials,
    "criteria/college_prep": _college_prep,
    "criteria/dual_credit": _dual_credit,
    "criteria/ibc_lists": _lists,
    "criteria/ibc_program_of_study": lambda value: [STEPS[value["step"]]],
    "criteria/ibc_result": _result_codes,
    "criteria/ibc_sunsetting": _sunsetting,
    "criteria/iep_workforce": _codes,
    "criteria/international_baccalaureate": _one("{score} or higher."),
    "criteria/level_certificate": _credentials,
    "criteria/military": _military,
    "criteria/onramps": _one("{hours} hours."),
    "criteria/program_step_completer": _program_step,
    "criteria/program_step_concentrator": _program_step,
    "criteria/program_step_level_2_course": _program_step,
    "criteria/program_step_none": _program_step,
    "criteria/sat": _one("EBRW {rla}; math {math}."),
    "criteria/tsia1": _one("Reading {rla}; mathematics {math}."),
    "criteria/tsia2": _tsia2,
    "criteria/tsia2_diagnostic_alone": _allowed,
    "tiered/dual_credit": _one("{hours} hours."),
    "tiered/jrotc_afqt": _one(
        "{foundational} for Foundational, {demonstrated} for Demonstrated, {advanced} for Advanced."
    ),
    "tiered/levels": _levels,
    "tiered/onramps": _one("{hours} hours."),
}
