"""Judge a program: its figures in, every indicator, domain and the designation out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.citations import Standing
from careercraft.calc.findings import Finding
from careercraft.calc.obm.choices import Choices, checked, chosen, settings, touching
from careercraft.calc.obm.domains import judge_domain
from careercraft.calc.obm.editions import Edition, Indicator
from careercraft.calc.obm.figures import NO_DATA, Figure
from careercraft.calc.obm.held import TargetResult, held
from careercraft.calc.obm.status import Designation, designation
from careercraft.calc.obm.targets import AGAINST_DISTRICT, parts_of

OF_COMPARING = ("gap_reading", "state_gap_reading", "rounding")
WHOLE_DISTRICT = "any"


class IndicatorResult(NamedTuple):
    """An indicator with its figure held against the target of each level.

    ``value`` is what the targets speak of: the points by which the program lies under the district
    where it is held against the district, else the percent; exact, ``None`` without data. Where
    some students are not known it is the value with none of them.
    """

    indicator: Indicator
    figure: Figure
    value: Fraction | None
    targets: Mapping[str, TargetResult]


class Assumption(NamedTuple):
    """Something the answer rests on that the state's text does not say, or that a district set."""

    name: str
    value: str
    standing: Standing


class ProgramResult(NamedTuple):
    """What the rules say of a program: the district's own early estimate."""

    edition: Edition
    year_of_implementation: int
    indicators: Mapping[str, IndicatorResult]
    domains: Mapping[str, Mapping[str, Finding]]
    designation: Designation
    assumptions: tuple[Assumption, ...]


def judge_program(
    edition: Edition,
    year_of_implementation: int,
    figures: Mapping[str, Figure],
    *,
    choices: Choices | None = None,
    improvement_years: int = 0,
    counted_here: bool = False,
) -> ProgramResult:
    """Judge a program in a year of implementation (0: planning).

    An indicator without a figure is without data. ``counted_here``: the figures come from
    ``measure_program``, so the answer rests also on the settings by which it counted. Raises
    ``NotAllowed`` for a choice that is not allowed.
    """
    choices = checked(choices or {})
    results = {
        id_: judge_indicator(one, figures.get(id_, NO_DATA), year_of_implementation, choices)
        for id_, one in edition.indicators.items()
    }
    targets = {id_: one.targets for id_, one in results.items()}
    domains = {id_: judge_domain(one, edition, targets) for id_, one in edition.domains.items()}
    return ProgramResult(
        edition,
        year_of_implementation,
        results,
        domains,
        designation(edition, year_of_implementation, domains, improvement_years),
        _assumptions(edition, choices, counted_here),
    )


def judge_indicator(
    indicator: Indicator, figure: Figure, year_of_implementation: int, choices: Choices
) -> IndicatorResult:
    """Hold the figure of one indicator against the target of each level."""
    asked = {part for target in indicator.targets.values() for part in parts_of(target)}
    figure = figure.named(asked)
    targets = {
        level: held(level, target, figure, year_of_implementation, choices)
        for level, target in indicator.targets.items()
    }
    return IndicatorResult(indicator, figure, _value(indicator, figure), targets)


def against_district(indicator: Indicator) -> bool:
    """Tell whether an indicator is held against the district."""
    if any(isinstance(target, AGAINST_DISTRICT) for target in indicator.targets.values()):
        return True
    return str(indicator.given.get("group", WHOLE_DISTRICT)) != WHOLE_DISTRICT


def _value(indicator: Indicator, figure: Figure) -> Fraction | None:
    share = figure.main
    if share is None or not against_district(indicator):
        return None if share is None else share.low
    return None if figure.district is None else figure.district.high - share.low


def _assumptions(edition: Edition, choices: Choices, counted_here: bool) -> tuple[Assumption, ...]:
    measures = {one.measure for one in edition.indicators.values()}
    touched = {one.name for measure in measures for one in touching(measure)}
    named = [n for n in settings() if n in touched and (counted_here or n in OF_COMPARING)]
    found = [
        Assumption(name, chosen(choices, name), settings()[name].authority.standing)
        for name in named
    ]
    takes, limit = edition.distinction, edition.needs_improvement
    found.append(Assumption("edition_in_force", edition.name, edition.authority.standing))
    found.append(Assumption("distinction_takes", takes.value.takes, takes.authority.standing))
    found.append(
        Assumption("needs_improvement_years", str(limit.value.max_years), limit.authority.standing)
    )
    if edition.typed_from is not None:
        found.append(Assumption("targets_typed_from", edition.typed_from, Standing.SECONDARY))
    elif edition.blank:
        found.append(Assumption("targets_typed_from", "not_typed_yet", Standing.ASSUMED))
    return tuple(found)
