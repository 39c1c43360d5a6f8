"""The designation of this year and the next ones, by the students who will be measured for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm.choices import Choices
from careercraft.calc.obm.cycle import Cycle
from careercraft.calc.obm.editions import Edition
from careercraft.calc.obm.figures import Figure
from careercraft.calc.obm.measure import Measured, Program, figures_of, measure_program
from careercraft.calc.obm.program import ProgramResult, judge_program

YEARS = ("this", "next", "after_next")
NO_FIGURES: Mapping[int, Mapping[str, Figure]] = {}


class Projection(NamedTuple):
    """One designation year: what is measured for it, and what comes of it.

    ``as_it_stands``: whoever has not met an indicator yet does not. ``still_possible``: whoever
    could still make it is not known, so that its designation names all that can still be.
    """

    cycle: Cycle
    year_of_implementation: int
    measured: Mapping[str, Measured]
    as_it_stands: ProgramResult
    still_possible: ProgramResult


def project(
    edition: Edition,
    program: Program,
    first_year: int,
    designation_year: int,
    today: date,
    *,
    choices: Choices | None = None,
    typed: Mapping[int, Mapping[str, Figure]] = NO_FIGURES,
) -> tuple[Projection, ...]:
    """Return this and the next two designation years, those that the measures decide.

    ``first_year``: the school year in which the program first served students, which is its first
    year of implementation. ``typed``: figures by data year and indicator that take the place of
    what is measured, for example of the whole campus or from the state's own report.
    """

    def projected(cycle: Cycle) -> Projection:
        measured = measure_program(edition, program, cycle.data_year, today, choices)
        year = year_of_implementation(first_year, cycle.designation_year)
        own = typed.get(int(cycle.data_year), {})
        now, ahead = (
            judge_program(edition, year, {**figures, **own}, choices=choices, counted_here=True)
            for figures in (figures_of(measured), figures_of(measured, ahead=True))
        )
        return Projection(cycle, year, measured, now, ahead)

    return tuple(projected(cycle) for cycle in _cycles(designation_year))


def _cycles(designation_year: int) -> Iterator[Cycle]:
    for more, _ in enumerate(YEARS):
        with suppress(NoValueInForce):
            yield Cycle.of_designation(designation_year + more)


def year_of_implementation(first_year: int, year: int) -> int:
    """Return a program's year of implementation in a school year; 0 before its first."""
    return max(0, year - first_year + 1)


def designation_year_of(today: date) -> SchoolYear:
    """Return the designation year whose data year is the school year of a day."""
    return Cycle.of_data(SchoolYear.of(today)).designation_year
