"""The figures of a rating page, line by line: n of N, and percents as the state rounds them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc import Authority, State, sentence, title
from careercraft.calc.campus import (
    CampusFigures,
    Counted,
    Range,
    ccmr_rate,
    indicator_percent,
)
from careercraft.calc.campus.groups import ALL
from careercraft.calc.campus.rates import CLOSING_THE_GAPS, evaluated
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.explain import level_word
from careercraft.services.groups import BY_ID, not_said_of
from careercraft.services.ratings.counted import Looked
from careercraft.services.rules import Cite, cites_of

ROSTER_GROUPS = {
    "economically_disadvantaged": "eco",
    "emergent_bilingual": "eb",
    "special_education": "sped",
    "high_focus": "high-focus",
}
"""The rules' names of groups, and the filters of a roster that list them."""


class Standing(NamedTuple):
    """How sure a figure is, and where its rule was read."""

    word: str
    cites: tuple[Cite, ...]


class Share(NamedTuple):
    """So many of so many, for sure and at most, with the percents as the state rounds them."""

    low: int
    high: int
    of: int
    percent_low: int | None
    percent_high: int | None
    standing: Standing | None = None


class IndicatorLine(NamedTuple):
    """One indicator among the graduates; the percent has the state's one decimal."""

    id: str
    title: str
    met: int
    percent: Decimal | None
    unknown: int


class LimitLine(NamedTuple):
    """A campus limit: a finding about the campus, never about one of its students."""

    id: str
    state: str
    only: int
    sentence: str
    standing: Standing


class GroupLine(NamedTuple):
    """A student group: of the annual graduates, and in Closing the Gaps."""

    title: str
    filter: str | None
    graduates: Share
    gaps: Share | None
    evaluated: bool
    membership_unknown: int
    not_said: str
    """The filter of those of whom nobody said whether they belong."""


class LevelLine(NamedTuple):
    """A level of the tiered system: who reaches it or a higher one."""

    id: str
    title: str
    low: int
    high: int
    percent: Decimal


def credited(figures: CampusFigures) -> Share:
    """Who is credited after the campus limits, for sure and at most, with the rate or score."""
    rate = figures.rate
    low, high = (None, None) if rate is None else rate
    return Share(
        figures.credited.low,
        figures.credited.high,
        figures.graduates,
        low,
        high,
        _rate_standing(figures),
    )


def _rate_standing(figures: CampusFigures) -> Standing | None:
    if figures.tiered is not None:
        return standing_of(figures.tiered.authority)
    counted = Counted(figures.credited.low, figures.graduates)
    rate = ccmr_rate(counted, figures.accountability_year)
    return None if rate is None else standing_of(rate.authority)


def indicator_lines(figures: CampusFigures) -> Iterator[IndicatorLine]:
    """Each indicator among the graduates, in the order of the rules."""
    for id_ in INDICATORS:
        one = figures.indicators[id_]
        yield IndicatorLine(id_, title(id_), one.met, one.percent, one.unknown)


def printed(count: int, graduates: int, year: int) -> Decimal | None:
    """A count as the percent that the state prints; None where there is nobody."""
    found = indicator_percent(Counted(count, graduates), year)
    return None if found is None else found.value


def limit_lines(figures: CampusFigures) -> Iterator[LimitLine]:
    """The campus limits that apply in the year."""
    for limit in figures.limits:
        if limit.state is not State.NOT_APPLICABLE:
            yield LimitLine(
                limit.id,
                limit.state.value,
                limit.only,
                sentence(limit.because),
                standing_of(limit.authority),
            )


def level_lines(figures: CampusFigures) -> Iterator[LevelLine]:
    """The levels of the tiered system; none in a year of met and not met."""
    for one in figures.tiered.levels if figures.tiered else ():
        yield LevelLine(
            one.level.value,
            level_word(one.level.value),
            one.graduates.low,
            one.graduates.high,
            one.percent,
        )


def closing_the_gaps(seen: Looked, year: int) -> Share | None:
    """All students in Closing the Gaps: graduates and non-graduating twelfth graders."""
    everybody = seen.groups.get(ALL)
    return None if everybody is None else share_of(everybody.credited, everybody.denominator, year)


def closing_the_gaps_over_years(seen: Looked, year: int) -> Share | None:
    """All students over several years, where they are too few by themselves; None elsewhere."""
    everybody = seen.groups.get(ALL)
    if everybody is None or everybody.evaluated:
        return None
    low, high = (
        evaluated(
            [Counted(end, everybody.denominator), *(one.closing_the_gaps for one in seen.earlier)],
            CLOSING_THE_GAPS,
            year,
        )
        for end in everybody.credited
    )
    if low is None or high is None:
        return None
    return share_of(Range(low.credited, high.credited), low.students, year)


def group_lines(seen: Looked, year: int) -> Iterator[GroupLine]:
    """Each group of which anybody's membership is known; those of the rules first."""
    names = [*ROSTER_GROUPS, *(group for group in seen.groups if group not in ROSTER_GROUPS)]
    for name in names:
        gaps, among = seen.groups.get(name), seen.graduate_groups.get(name)
        if name == ALL or gaps is None:
            continue
        low = among.met if among else 0
        high = low + (among.unknown if among else 0)
        filter_id = ROSTER_GROUPS.get(name, name)
        yield GroupLine(
            BY_ID[filter_id].label,
            filter_id,
            share_of(Range(low, high), among.members if among else 0, year),
            share_of(gaps.credited, gaps.denominator, year),
            gaps.evaluated,
            gaps.membership_unknown,
            not_said_of(filter_id),
        )


def share_of(credited: Range, of: int, year: int) -> Share:
    """So many of so many, with the whole percents of a rate."""
    low, high = (ccmr_rate(Counted(end, of), year) for end in credited)
    return Share(*credited, of, low and low.value, high and high.value)


def standing_of(authority: Authority) -> Standing:
    """How sure a value is and where it was read, as a badge shows it."""
    return Standing(authority.standing.value, cites_of(authority))
