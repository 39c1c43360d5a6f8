"""Read a program in the form of the command-line contract, strictly, and write the answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.contract import ContractError
from careercraft.calc.finding import MET, NOT_MET, State
from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm.choices import Choices, NotAllowed, checked
from careercraft.calc.obm.editions import (
    DOMAINS,
    Edition,
    NoSuchEdition,
    edition,
    editions,
    requirement_from,
)
from careercraft.calc.obm.figures import NO_DATA, Count, Figure, Share
from careercraft.calc.obm.held import TargetResult
from careercraft.calc.obm.program import IndicatorResult, ProgramResult, against_district
from careercraft.calc.obm.state_rate import state_rate
from careercraft.calc.obm.targets import (
    EXAM_LEVELS,
    WHOLE,
    AtLeast,
    NotATarget,
    Target,
    UnderDistrictAtMost,
    percent_of,
    plain,
    target_from,
)
from careercraft.calc.obm.typed import AlreadyKnown, Typed, with_typed

REQUIRED = ("model", "edition", "year_of_implementation", "indicators")
TYPED = ("targets", "requirements", "targets_from")
KEYS = (*REQUIRED, "designation_year", "needs_improvement_years", "settings", *TYPED)
COUNTED = ("numerator", "denominator", "unknown")
AGAINST = ("district_percent", "district_numerator", "district_denominator")
STATE = ("state_percent", "state_class")
FIGURE_KEYS = ("program_percent", *COUNTED, *AGAINST, *STATE)
MOST_YEARS = 100
MOST_STUDENTS = 1_000_000
SCHOOL_YEARS = (2000, 2100)


class ProgramInput(NamedTuple):
    """What a program's document says."""

    edition: Edition
    year_of_implementation: int
    figures: Mapping[str, Figure]
    choices: Choices
    improvement_years: int


def program_from_contract(document: Any) -> ProgramInput:
    """Return the program in a contract document. Raises ``ContractError``."""
    program = _object(document, "the program", KEYS)
    for key in REQUIRED:
        if key not in program:
            raise ContractError(key, "no such key", "all of " + ", ".join(REQUIRED))
    ruled = _typed(_edition(program), program)
    return ProgramInput(
        edition=ruled,
        year_of_implementation=_whole(program, "year_of_implementation", "", MOST_YEARS),
        figures=_figures(program["indicators"], ruled),
        choices=_choices(program.get("settings", {})),
        improvement_years=_whole(program, "needs_improvement_years", "", MOST_YEARS, 0),
    )


def program_answer(result: ProgramResult) -> dict[str, Any]:
    """Return the answer of ``calc obm``, ready for JSON."""
    return {
        "model": result.edition.model,
        "edition": result.edition.name,
        "status": result.designation.status,
        "binding": result.edition.terms.binding,
        "domains": {
            id_: {level: _domain_state(finding.state) for level, finding in levels.items()}
            for id_, levels in result.domains.items()
        },
        "indicators": {id_: _indicator(one) for id_, one in result.indicators.items()},
        "assumptions": [
            {"name": one.name, "value": one.value, "standing": one.standing.value}
            for one in result.assumptions
        ],
    }


def _indicator(result: IndicatorResult) -> dict[str, Any]:
    authority = result.indicator.authority
    return {
        "value": None if result.value is None else float(result.value),
        "targets": {level: _target(one) for level, one in result.targets.items()},
        "cite": [cite._asdict() for cite in authority.cite],
        "standing": authority.standing.value,
    }


def _target(result: TargetResult) -> dict[str, Any]:
    target = plain(result.target)
    return {
        "target": float(target) if isinstance(target, Decimal) else target,
        "state": result.state.value,
        "students_short": result.students_short,
    }


def _domain_state(state: State) -> str:
    return state.value if state in (MET, NOT_MET) else "undetermined"


def _edition(program: Mapping[str, Any]) -> Edition:
    model, name = program["model"], program["edition"]
    models = tuple(dict.fromkeys(one.model for one in editions()))
    if not isinstance(model, str) or model not in models:
        raise ContractError("model", model, "one of " + ", ".join(models))
    names = tuple(one.name for one in editions() if one.model == model)
    if not isinstance(name, str) or name not in names:
        raise ContractError("edition", name, "one of " + ", ".join(names))
    year = _school_year(program, "designation_year")
    try:
        return edition(model, name, year)
    except (NoSuchEdition, NoValueInForce) as not_then:
        expected = f"a designation year in which the edition {name} holds"
        raise ContractError("designation_year", str(year), expected) from not_then


def _typed(ruled: Edition, program: Mapping[str, Any]) -> Edition:
    if not any(key in program for key in TYPED):
        return ruled
    document = program.get("targets_from")
    if not isinstance(document, str) or not document.strip():
        expected = "the document that the targets were typed from"
        raise ContractError("targets_from", document, expected)
    typed = Typed(_targets(program, ruled), _requirements(program, ruled), document)
    try:
        return with_typed(ruled, typed)
    except AlreadyKnown as known:
        expected = f"only what the edition {ruled.name} leaves to be typed"
        raise ContractError("targets", str(known), expected) from known


def _targets(program: Mapping[str, Any], ruled: Edition) -> dict[str, dict[str, Target]]:
    given = _object(program.get("targets", {}), "targets", tuple(ruled.indicators))
    return {
        id_: {
            level: _read_target(value, f"targets.{id_}.{level}", ruled, id_)
            for level, value in _object(levels, f"targets.{id_}", ruled.levels).items()
        }
        for id_, levels in given.items()
    }


def _read_target(value: Any, where: str, ruled: Edition, id_: str) -> Target:
    """Read a target as a parameter file has it, or a plain number of percent or points."""
    try:
        if type(value) in (int, Decimal):
            number = percent_of(value)
            gap = against_district(ruled.indicators[id_])
            return UnderDistrictAtMost(number) if gap else AtLeast(number)
        return target_from(value)
    except NotATarget as wrong:
        raise ContractError(where, value, str(wrong)) from wrong


def _requirements(program: Mapping[str, Any], ruled: Edition) -> dict[str, dict[str, Any]]:
    given = _object(program.get("requirements", {}), "requirements", DOMAINS)
    return {
        domain: {
            level: _requirement(value, f"requirements.{domain}.{level}", ruled, domain)
            for level, value in _object(levels, f"requirements.{domain}", ruled.levels).items()
        }
        for domain, levels in given.items()
    }


def _requirement(value: Any, where: str, ruled: Edition, domain: str) -> Any:
    own = [one.id for one in ruled.indicators.values() if one.domain == domain]
    if isinstance(value, dict) and "at_least" in value and "among" not in value:
        value = {**value, "among": own}
    try:
        asked = requirement_from(value)
    except NotATarget as wrong:
        raise ContractError(where, value, str(wrong)) from wrong
    for id_ in asked.indicators:
        if id_ not in own:
            raise ContractError(where, id_, "only the indicators " + ", ".join(own))
    if asked.after is not None and asked.after not in ruled.levels:
        raise ContractError(f"{where}.after", asked.after, "one of " + ", ".join(ruled.levels))
    return asked


def _figures(document: Any, ruled: Edition) -> dict[str, Figure]:
    given = _object(document, "indicators", tuple(ruled.indicators))
    return {id_: figure_from(value, f"indicators.{id_}") for id_, value in given.items()}


def figure_from(value: Any, where: str) -> Figure:
    """Return one indicator's figure as the contract has it; null is no data."""
    if value is None:
        return NO_DATA
    given = _object(value, where, FIGURE_KEYS + EXAM_LEVELS)
    parts = [part for part in EXAM_LEVELS if given.get(part) is not None]
    shares = {part: _share(given[part], f"{where}.{part}") for part in parts}
    if not parts:
        shares = {WHOLE: _share({k: v for k, v in given.items() if k in OWN}, where)}
    return Figure(
        {part: share for part, share in shares.items() if share is not None},
        _district(given, where),
        _state(given, where),
    )


OWN = ("program_percent", *COUNTED)


def _share(value: Any, where: str) -> Share | None:
    given = _object(value, where, OWN)
    if "program_percent" in given:
        if len(given) > 1:
            other = next(key for key in given if key != "program_percent")
            raise ContractError(f"{where}.{other}", given[other], "either a percent or a count")
        exact = _percent(given, "program_percent", where)
        return None if exact is None else Share.of(exact)
    if not given or given.get("numerator", given.get("denominator")) is None:
        return None
    return Share.counted(_count(given, where))


def _count(given: Mapping[str, Any], where: str, prefix: str = "") -> Count:
    denominator = _whole(given, f"{prefix}denominator", where, MOST_STUDENTS)
    numerator = _whole(given, f"{prefix}numerator", where, denominator)
    return Count(
        numerator, denominator, _whole(given, "unknown", where, denominator - numerator, 0)
    )


def _district(given: Mapping[str, Any], where: str) -> Share | None:
    exact = _percent(given, "district_percent", where)
    if exact is not None:
        return Share.of(exact)
    if given.get("district_denominator") is None and given.get("district_numerator") is None:
        return None
    count = _count({k: v for k, v in given.items() if k != "unknown"}, where, "district_")
    return Share.counted(count)


def _state(given: Mapping[str, Any], where: str) -> Fraction | None:
    exact = _percent(given, "state_percent", where)
    if exact is not None or given.get("state_class") is None:
        return exact
    class_of = given["state_class"]
    rate = state_rate(class_of) if type(class_of) is int else None
    if rate is None:
        expected = "a class whose statewide rate is known, or state_percent"
        raise ContractError(f"{where}.state_class", class_of, expected)
    return Fraction(rate.value.percent)


def _choices(document: Any) -> Choices:
    if not isinstance(document, dict):
        raise ContractError("settings", document, "an object of settings")
    try:
        return checked(document)
    except NotAllowed as wrong:
        raise ContractError(f"settings.{wrong.name}", wrong.found, wrong.expected) from wrong


def _object(value: Any, where: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ContractError(where, value, "an object with " + ", ".join(keys))
    for key in value:
        if key not in keys:
            named = key if where == "the program" else f"{where}.{key}"
            raise ContractError(named, value[key], "only the keys " + ", ".join(keys))
    return value


def _whole(
    holder: Mapping[str, Any], key: str, where: str, most: int, default: int | None = None
) -> int:
    value = holder.get(key, default)
    if type(value) is not int or not 0 <= value <= most:
        named = f"{where}.{key}" if where else key
        raise ContractError(named, value, f"a whole number from 0 to {most}")
    return int(value)


def _percent(holder: Mapping[str, Any], key: str, where: str) -> Fraction | None:
    value = holder.get(key)
    if value is None:
        return None
    try:
        return Fraction(percent_of(value))
    except NotATarget as wrong:
        raise ContractError(f"{where}.{key}", value, str(wrong)) from wrong


def _school_year(holder: Mapping[str, Any], key: str) -> SchoolYear | None:
    value = holder.get(key)
    if value is None:
        return None
    first, last = SCHOOL_YEARS
    for year in range(first, last):
        if value == str(SchoolYear(year)):
            return SchoolYear(year)
    raise ContractError(key, value, "a school year such as 2026-27")
