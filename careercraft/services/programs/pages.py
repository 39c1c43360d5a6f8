"""The Monitor in words: the status, the three domains, each indicator with its distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import Finding, sentence
from careercraft.calc.citations import Authority
from careercraft.calc.finding import NOT_APPLICABLE
from careercraft.calc.obm.editions import Edition
from careercraft.calc.obm.figures import Share
from careercraft.calc.obm.held import TargetResult
from careercraft.calc.obm.measure import Measured
from careercraft.calc.obm.measures.verdict import Standing
from careercraft.calc.obm.program import IndicatorResult, ProgramResult, against_district
from careercraft.calc.obm.words import (
    by_when,
    domain_title,
    indicator_title,
    level_name,
    population,
    setting_question,
    setting_value,
    status_word,
    target_words,
)
from careercraft.calc.rounding import to_show
from careercraft.filters import n_of_n, number
from careercraft.services import programs
from careercraft.services.cites import Cite
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import results as program_results
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.results import Basis, Estimate
from careercraft.services.programs.settings import requirement_words

GROUP_SHARE = "group_share"
TREND_YEARS = 5
YEARS_AHEAD = 3


class Counted(NamedTuple):
    """How many students stand where, in one indicator."""

    standing: str
    label: str
    students: int


STANDINGS = {
    Standing.MET: "met it",
    Standing.OPEN: "not yet, still possible",
    Standing.CLOSED: "did not, closed",
    Standing.UNKNOWN: "not known",
    Standing.TO_COME: "result to come",
    Standing.LEFT_OUT: "left out",
}


class TrendPoint(NamedTuple):
    """An indicator in one data year."""

    data_year: int
    name: str
    percent: float | None
    words: str


class LevelView(NamedTuple):
    """A target of one level with the figure held against it. `line`: the percent to reach."""

    name: str
    target: str
    state: str
    sentence: str
    students_short: int | None
    line: float | None


class AssumptionView(NamedTuple):
    """Something that a figure rests on and that the state's text does not say."""

    question: str
    answer: str
    standing: str


class IndicatorView(NamedTuple):
    """One indicator as the Monitor shows it."""

    id: str
    title: str
    definition: str
    whom: str
    value: str
    percent: float | None
    most: float | None
    """The percent if everyone of whom nothing is known met it."""
    levels: tuple[LevelView, ...]
    counted: tuple[Counted, ...]
    notes: tuple[str, ...]
    assumptions: tuple[AssumptionView, ...]
    trend: tuple[TrendPoint, ...]
    state_report: str | None
    standing: str
    cites: tuple[Cite, ...]


class DomainLevel(NamedTuple):
    """Where a domain stands at one level."""

    name: str
    state: str
    asks: str
    sentence: str


class DomainView(NamedTuple):
    """One domain with its indicators."""

    id: str
    title: str
    levels: tuple[DomainLevel, ...]
    indicators: tuple[IndicatorView, ...]


class StatusView(NamedTuple):
    """A designation: its word, why, and how sure."""

    word: str
    sentence: str
    possible: tuple[str, ...]
    standing: str
    cites: tuple[Cite, ...]


class ProjectedView(NamedTuple):
    """The status for one designation year: as it stands, and what can still become of it."""

    designation_year_name: str
    data_year: int
    data_year_name: str
    data_are: str
    as_it_stands: str
    possible: tuple[str, ...]


class MonitorView(NamedTuple):
    """Everything that the Monitor shows of a program and a data year."""

    program: ProgramView
    data_year: int
    data_year_name: str
    designation_year_name: str
    year_of_implementation: int
    cycle_sentence: str
    cycle_standing: str
    binding: bool
    status: StatusView
    state_status: StatusView | None
    domains: tuple[DomainView, ...]
    projected: tuple[ProjectedView, ...]
    students: int
    loaded: tuple[str, ...]
    """The school years whose memberships are on file."""


def monitor(desk: Desk, program_id: UUID, data_year: int) -> MonitorView:
    """The Monitor of a program that the person may see; raises `NotFound`."""
    program = programs.program(desk, program_id)
    return in_words(program_results.basis(desk, program), data_year)


def in_words(basis: Basis, data_year: int) -> MonitorView:
    """A program in a data year, with everything said in sentences."""
    years = estimates(basis, data_year)
    found = years[data_year]
    return MonitorView(
        basis.program,
        data_year,
        school_year_name(data_year),
        school_year_name(found.designation_year),
        found.year_of_implementation,
        _cycle_sentence(found),
        found.cycle.authority.standing.value if found.cycle else "assumed",
        basis.edition.terms.binding,
        status(found.own),
        status(found.state) if found.state else None,
        tuple(_domains(found, years)),
        tuple(projected(basis, years)),
        sum(any(y.member for y in one.years) for one in basis.cohorts.students),
        tuple(school_year_name(year) for year in basis.cohorts.loaded),
    )


def estimates(basis: Basis, data_year: int) -> dict[int, Estimate]:
    """The data years that the Monitor speaks of: the trend, and those that decide what is next."""
    last = basis.present_year
    trend = range(data_year - TREND_YEARS + 1, data_year + 1)
    decide = range(last - YEARS_AHEAD + 1, last + 1)
    first = min(basis.cohorts.loaded, default=data_year)
    wanted = {*decide, data_year, *(year for year in trend if year >= first)}
    return {year: program_results.estimate(basis, year) for year in sorted(wanted)}


def projected(basis: Basis, years: Mapping[int, Estimate]) -> Iterator[ProjectedView]:
    """This and the next two designation years, by the students who are measured for them."""
    present = basis.present_year
    for data_year in range(present - YEARS_AHEAD + 1, present + 1):
        one = years[data_year]
        over = data_year < present
        yield ProjectedView(
            school_year_name(one.designation_year),
            data_year,
            school_year_name(data_year),
            "complete" if over else "in progress",
            status_word(one.own.designation.status),
            tuple(status_word(each) for each in one.ahead.designation.possible),
        )


def status(result: ProgramResult) -> StatusView:
    """A designation in words."""
    reached = result.designation
    return StatusView(
        status_word(reached.status),
        sentence(reached.because),
        tuple(status_word(one) for one in reached.possible),
        reached.authority.standing.value,
        cites(reached.authority),
    )


def _cycle_sentence(found: Estimate) -> str:
    if found.cycle is None:
        year = school_year_name(found.data_year)
        return f"No designation rests on the data of {year}: they were for information then."
    return sentence(found.cycle.because)


def _domains(found: Estimate, years: Mapping[int, Estimate]) -> Iterator[DomainView]:
    result, edition = found.own, found.basis.edition
    for id_, levels in result.domains.items():
        indicators = [one for one in result.indicators.values() if one.indicator.domain == id_]
        yield DomainView(
            id_,
            domain_title(id_),
            tuple(_domain_level(edition, id_, lv, one) for lv, one in levels.items()),
            tuple(indicator(found, one.indicator.id, years) for one in indicators),
        )


def _domain_level(edition: Edition, domain: str, level: str, judged: Finding) -> DomainLevel:
    return DomainLevel(
        level_name(edition.id, level),
        judged.state.value,
        requirement_words(edition, domain, level),
        sentence(judged.because),
    )


def indicator(found: Estimate, id_: str, years: Mapping[int, Estimate]) -> IndicatorView:
    """One indicator in words, with its trend over the years."""
    result, edition = found.own.indicators[id_], found.basis.edition
    one, share = result.indicator, result.figure.main
    return IndicatorView(
        id_,
        indicator_title(edition.id, id_),
        one.definition,
        counted_whom(result),
        value_words(result),
        float(share.low) if share else None,
        float(share.high) if share else None,
        tuple(_level(edition, held) for held in result.targets.values()),
        tuple(_counted(found.measured[id_])),
        tuple(sentence(note) for note in found.measured[id_].notes),
        tuple(_assumptions(found, id_)),
        tuple(_trend(id_, years, found.data_year)),
        _against_report(found, result),
        one.authority.standing.value,
        cites(one.authority),
    )


def _counted(measured: Measured) -> Iterator[Counted]:
    for standing, label in labels_of(measured).items():
        students = len(measured.of(standing))
        if students:
            yield Counted(standing.value, label, students)


def labels_of(measured: Measured) -> dict[Standing, str]:
    """How students are called by where they stand: groups are belonged to, not met."""
    if measured.indicator.measure == GROUP_SHARE:
        return STANDINGS | {Standing.MET: "in the group", Standing.CLOSED: "not in the group"}
    return dict(STANDINGS)


def _trend(id_: str, years: Mapping[int, Estimate], until: int) -> Iterator[TrendPoint]:
    for year, estimate in sorted(years.items()):
        if until - TREND_YEARS < year <= until:
            share = estimate.own.indicators[id_].figure.main
            yield TrendPoint(
                year,
                school_year_name(year),
                float(share.low) if share else None,
                share_words(share) if share else "no data",
            )


def _assumptions(found: Estimate, id_: str) -> Iterator[AssumptionView]:
    choices = found.basis.choices
    for setting in found.measured[id_].settings:
        chosen = choices.get(setting.name, setting.default)
        yield AssumptionView(
            setting_question(setting.name),
            setting_value(setting.name, chosen),
            setting.authority.standing.value,
        )


def _level(edition: Edition, held: TargetResult) -> LevelView:
    return LevelView(
        level_name(edition.id, held.level),
        target_words(held.target),
        held.state.value,
        sentence(held.because),
        held.students_short if held.state is not NOT_APPLICABLE else None,
        float(held.line) if held.line is not None else None,
    )


def value_words(result: IndicatorResult) -> str:
    """The figure of an indicator, with what it is counted from and held against."""
    share = result.figure.main
    if share is None:
        return "No data"
    told = share_words(share)
    district = result.figure.district
    if district is not None and against_district(result.indicator):
        return f"{told}; the district {share_words(district)}"
    return told


def share_words(share: Share) -> str:
    """A share with what it is counted from; a range while some of it is not known."""
    low = f"{number(to_show(share.low))}%"
    range_ = (
        low if share.low == share.high else f"{number(to_show(share.low))} to {_shown(share.high)}%"
    )
    counted = share.tally
    if counted is None:
        return range_
    told = n_of_n(counted.numerator, counted.denominator)
    more = f", {number(counted.unknown)} not known" if counted.unknown else ""
    return f"{told} ({range_}){more}"


def _shown(percent: Fraction) -> str:
    return number(to_show(percent))


def _against_report(found: Estimate, result: IndicatorResult) -> str | None:
    """The state's value where it was typed in, and how far ours lies from it."""
    if found.state is None:
        return None
    theirs = found.state.indicators[result.indicator.id].figure.main
    if theirs is None:
        return None
    told = f"State's report: {_shown(theirs.low)}%"
    ours = result.figure.main
    if ours is None:
        return told
    difference = ours.low - theirs.low
    if not difference:
        return f"{told}, the same"
    side = "higher" if difference > 0 else "lower"
    return f"{told}; ours is {_shown(abs(difference))} points {side}"


def cites(authority: Authority) -> tuple[Cite, ...]:
    """Where something was read."""
    return tuple(Cite(f"{one.title}: {one.at}", one.url) for one in dict.fromkeys(authority.cite))


def counted_whom(result: IndicatorResult) -> str:
    """Whom an indicator counts, and by when."""
    one = result.indicator
    return f"{population(one.population)}, {by_when(one.by)}"


def nearest(views: Iterable[DomainView]) -> str | None:
    """The indicator that fewest students separate from a level."""
    short = [
        (level.students_short, one.title, level.name)
        for domain in views
        for one in domain.indicators
        for level in one.levels
        if level.students_short
    ]
    if not short:
        return None
    students, title, name = min(short)
    noun = "student" if students == 1 else "students"
    return f"{title}: {students} {noun} short of {name}"
