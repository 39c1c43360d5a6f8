"""The CCMR figures of a campus, from the outcomes of its students."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc.calendar import AccountabilityYear
from careercraft.calc.campus.groups import ALL, GROUPS, GroupFigures, Membership, group_figures
from careercraft.calc.campus.limits import CampusLimit, sunsetting_limit, tier_3_limit
from careercraft.calc.campus.outcomes import Outcome
from careercraft.calc.campus.rates import (
    STUDENT_ACHIEVEMENT,
    Counted,
    Range,
    ccmr_rate,
    evaluated,
    indicator_percent,
)
from careercraft.calc.campus.tiered import CampusScore, campus_score
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.findings import Message, Quantity, State
from careercraft.calc.params import first_tiered_class
from careercraft.calc.ratings.components import ccmr
from careercraft.calc.ratings.rated import Rated, no_rule, not_known
from careercraft.calc.ratings.rules import STANDARD, MinimumSize, in_force


class Member(NamedTuple):
    """One student of a campus: the outcome, and to which groups the student belongs."""

    outcome: Outcome
    groups: dict[str, Membership]


class IndicatorFigure(NamedTuple):
    """How many graduates meet an indicator, what percent that is, and of how many nobody knows."""

    met: int
    percent: Decimal | None
    unknown: int


class CampusFigures(NamedTuple):
    """The figures of a campus for one year of ratings.

    ``credited`` and ``rate`` are after the campus limits; ``low`` counts who is met, ``high`` adds
    who is not known. ``rate`` is a whole percent, in the tiered system the campus score; ``None``
    where there is nobody to count or no score to say. ``closing_the_gaps`` is by group, ``None``
    where nobody said who did not graduate. ``rating`` is that of the low end.
    """

    accountability_year: AccountabilityYear
    graduates: int
    met: int
    unknown: int
    only_by_sunsetting_ibc: int
    limits: tuple[CampusLimit, ...]
    credited: Range
    rate: Range | None
    indicators: dict[str, IndicatorFigure]
    closing_the_gaps: dict[str, GroupFigures] | None
    tiered: CampusScore | None
    rating: Rated
    highest_rating: Rated


def campus_figures(
    graduates: Sequence[Member],
    non_graduates: Sequence[Member] | None,
    year: int,
    campus_type: str = STANDARD,
    earlier: Sequence[Counted] = (),
) -> CampusFigures:
    """Return the figures of a campus.

    ``graduates`` are its annual graduates, ``non_graduates`` the twelfth graders of the last six
    weeks who did not graduate, ``None`` where they are not known. ``earlier`` are credited and
    annual graduates of the years before, latest first; they are looked at only where the campus
    is too small for one year. Raises ``NoValueInForce`` before the first year of ratings.
    """
    outcomes = [member.outcome for member in graduates]
    score = campus_score(outcomes, year) if is_tiered(year) else None
    credited = _credited(outcomes, year)
    low, high = (
        _rating(Counted(end, len(outcomes)), year, campus_type, earlier) for end in credited
    )
    return CampusFigures(
        accountability_year=AccountabilityYear(year),
        graduates=len(outcomes),
        met=_count(outcomes, State.MET),
        unknown=_count(outcomes, State.UNKNOWN),
        only_by_sunsetting_ibc=sum(one.only_by_sunsetting_ibc for one in outcomes),
        limits=_limits(outcomes, len(outcomes), year),
        credited=credited,
        rate=_tiered_rate(score) if is_tiered(year) else _rate(credited, len(outcomes), year),
        indicators=_indicators(outcomes, year),
        closing_the_gaps=_closing_the_gaps(graduates, non_graduates, year),
        tiered=score,
        rating=low,
        highest_rating=high,
    )


def is_tiered(year: int) -> bool:
    """Tell whether the graduates rated in a year are judged by the tiered edition."""
    return AccountabilityYear(year).graduates() >= first_tiered_class()


def _count(outcomes: Sequence[Outcome], state: State) -> int:
    return sum(outcome.state is state for outcome in outcomes)


def _limits(outcomes: Sequence[Outcome], graduates: int, year: int) -> tuple[CampusLimit, ...]:
    """Judge the campus limits on these outcomes, for a campus of so many graduates."""
    sunsetting = sum(outcome.only_by_sunsetting_ibc for outcome in outcomes)
    tier_3 = sum(outcome.only_by_tier_3_ibc for outcome in outcomes)
    return sunsetting_limit(sunsetting, graduates, year), tier_3_limit(tier_3, graduates, year)


def _credited(outcomes: Sequence[Outcome], year: int) -> Range:
    """Return how many graduates are credited after the campus limits.

    At the high end nobody is limited who may yet meet another indicator.
    """
    met, unknown = _count(outcomes, State.MET), _count(outcomes, State.UNKNOWN)
    settled = [outcome for outcome in outcomes if not outcome.may_meet_another]
    over = _over(outcomes, len(outcomes), year)
    over_at_least = _over(settled, len(outcomes), year)
    return Range(met - over, met + unknown - over_at_least)


def _over(outcomes: Sequence[Outcome], graduates: int, year: int) -> int:
    return sum(limit.over for limit in _limits(outcomes, graduates, year))


def _rate(credited: Range, graduates: int, year: int) -> Range | None:
    low = ccmr_rate(Counted(credited.low, graduates), year)
    high = ccmr_rate(Counted(credited.high, graduates), year)
    return None if low is None or high is None else Range(low.value, high.value)


def _tiered_rate(score: CampusScore | None) -> Range | None:
    return None if score is None else score.score


def _rating(counted: Counted, year: int, campus_type: str, earlier: Sequence[Counted]) -> Rated:
    """Rate the CCMR component of what the state looks at: one year, or several where it is small.

    No cut points of the tiered system are known, so there is no rating in it.
    """
    if is_tiered(year):
        return no_rule("ccmr", year)
    minimum = in_force(f"minimum_size_{STUDENT_ACHIEVEMENT}", MinimumSize, year)
    looked_at = evaluated([counted, *earlier], STUDENT_ACHIEVEMENT, year)
    rate = None if looked_at is None else ccmr_rate(looked_at, year)
    if rate is None:
        return _too_few(counted.students, minimum.value.students)
    small = looked_at != counted
    rests_on = jointly(rate.authority, minimum.authority) if small else rate.authority
    return _resting_also_on(ccmr(rate.value, year, campus_type), rests_on)


def _too_few(graduates: int, required: int) -> Rated:
    values = {
        "required": Quantity(required, "graduates"),
        "graduates": Quantity(graduates, "graduates"),
    }
    return not_known("ccmr", Message("rating_too_few", values))


def _resting_also_on(rated: Rated, authority: Authority) -> Rated:
    return rated._replace(
        score_authority=jointly(rated.score_authority, authority),
        authority=jointly(rated.authority, authority),
    )


def _indicators(outcomes: Sequence[Outcome], year: int) -> dict[str, IndicatorFigure]:
    return {id_: _indicator(id_, outcomes, year) for id_ in INDICATORS}


def _indicator(id_: str, outcomes: Sequence[Outcome], year: int) -> IndicatorFigure:
    states = [outcome.indicators.get(id_) for outcome in outcomes]
    met = states.count(State.MET)
    printed = indicator_percent(Counted(met, len(outcomes)), year)
    return IndicatorFigure(met, printed and printed.value, states.count(State.UNKNOWN))


def _closing_the_gaps(
    graduates: Sequence[Member], non_graduates: Sequence[Member] | None, year: int
) -> dict[str, GroupFigures] | None:
    return None if non_graduates is None else _groups([*graduates, *non_graduates], year)


def _groups(members: Sequence[Member], year: int) -> dict[str, GroupFigures]:
    """Return the figures of every group of which anybody's membership was given."""
    given = {ALL, *(group for member in members for group in member.groups)}
    names = [*GROUPS, *sorted(given - set(GROUPS))]
    return {
        name: group_figures(name, [(one.outcome, _belongs(one, name)) for one in members], year)
        for name in names
        if name in given
    }


def _belongs(member: Member, group: str) -> Membership:
    return True if group == ALL else member.groups.get(group)
