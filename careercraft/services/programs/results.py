"""What the measures say of a program: counted from the district's records, judged by its edition,
and beside it the state's report where it was typed in.

Nothing is stored: a program is small, and an answer that is computed anew is never out of date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.history import NoValueInForce
from careercraft.calc.obm.cycle import Cycle
from careercraft.calc.obm.editions import Edition
from careercraft.calc.obm.figures import Count, Figure, Share
from careercraft.calc.obm.measure import Measured, Program, figures_of, measure_program
from careercraft.calc.obm.program import ProgramResult, judge_program
from careercraft.calc.obm.students import District
from careercraft.calc.obm.targets import WHOLE
from careercraft.clock import TEXAS
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import cohorts as program_cohorts
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs.cohorts import Cohorts, Years
from careercraft.services.programs.entries import Standing

YEARS_TO_DESIGNATION = 2
RATE = "graduation_rate"
Figures = Mapping[str, Figure]


class Basis(NamedTuple):
    """Everything that the answers about a program rest on, fetched once."""

    program: ProgramView
    held: Standing
    edition: Edition
    cohorts: Cohorts
    groups: Years
    classes: Mapping[int, Count]
    choices: Mapping[str, str]
    today: date
    present_year: int


class Estimate(NamedTuple):
    """A program in one data year. `designation_year` is the year that these data decide, and
    `year_of_implementation` the program's year then. `ahead`: whoever can still make it is not
    known instead of not met.
    """

    basis: Basis
    data_year: int
    designation_year: int
    year_of_implementation: int
    cycle: Cycle | None
    measured: Mapping[str, Measured]
    figures: Figures
    own: ProgramResult
    ahead: ProgramResult
    state: ProgramResult | None


def basis(desk: Desk, program: ProgramView) -> Basis:
    """Fetch what the answers about a program rest on; the number of queries does not grow."""
    held = program_entries.standing(desk, program.id)
    return Basis(
        program,
        held,
        program_typing.edition_with(program.model, program.edition, held),
        program_cohorts.cohorts(desk, program),
        program_cohorts.district_groups(desk),
        program_cohorts.campus_classes(desk, program.campus_id),
        choices_of(held),
        desk.now.astimezone(TEXAS).date(),
        programs.present_year(desk),
    )


def estimate(of: Basis, data_year: int) -> Estimate:
    """Measure and judge a program by the data of a school year."""
    cycle = _cycle(data_year)
    designated = int(cycle.designation_year) if cycle else data_year + YEARS_TO_DESIGNATION
    year = max(0, of.program.year_in(designated))
    measured = measure(of, data_year)
    figures = with_typed_shares(of, data_year, figures_of(measured))
    still = with_typed_shares(of, data_year, figures_of(measured, ahead=True))
    reported = state_figures(of.held, data_year)
    return Estimate(
        of,
        data_year,
        designated,
        year,
        cycle,
        measured,
        figures,
        judged(of, designated, figures),
        judged(of, designated, still),
        judged(of, designated, _beside(reported, figures)) if reported else None,
    )


def measure(of: Basis, data_year: int) -> Mapping[str, Measured]:
    """Everybody's place in each indicator of a school year."""
    rate = next(iter(of.held.of_kind("state_rate", data_year).values()), None)
    district = District(
        of.groups.get(data_year, {}),
        Decimal(rate.value["percent"]) if rate else None,
        of.classes.get(data_year),
    )
    program = Program(of.cohorts.students, district)
    return measure_program(of.edition, program, data_year, of.today, of.choices)


def judged(of: Basis, designation_year: int, figures: Figures) -> ProgramResult:
    """Judge figures for a designation year."""
    return judge_program(
        of.edition,
        max(0, of.program.year_in(designation_year)),
        figures,
        choices=of.choices,
        improvement_years=program_typing.improvement_years(of.held, designation_year),
        counted_here=True,
    )


def with_typed_shares(of: Basis, data_year: int, figures: Figures) -> dict[str, Figure]:
    """The figures, held against the district's shares that a person typed where there are some."""
    typed = of.held.of_kind("district_percent", data_year)
    return {
        id_: figure._replace(district=_share(typed[id_].value["percent"]))
        if id_ in typed
        else figure
        for id_, figure in figures.items()
    }


def choices_of(held: Standing) -> dict[str, str]:
    """The assumptions that the district chose."""
    return {name: str(e.value["value"]) for name, e in held.of_kind("assumption").items()}


def state_figures(held: Standing, data_year: int) -> dict[str, Figure]:
    """The figures of the state's report as they were typed in."""
    return {
        id_: Figure({WHOLE: _share(entry.value["percent"])})
        for id_, entry in held.of_kind("state_report", data_year).items()
    }


def _beside(reported: Figures, own: Figures) -> dict[str, Figure]:
    """The state's shares, held against the same district and state as our own."""
    return {
        id_: figure._replace(district=own[id_].district, state=own[id_].state)
        for id_, figure in reported.items()
    }


def _share(percent: str) -> Share:
    return Share.of(Fraction(percent))


def _cycle(data_year: int) -> Cycle | None:
    try:
        return Cycle.of_data(data_year)
    except NoValueInForce:
        return None
