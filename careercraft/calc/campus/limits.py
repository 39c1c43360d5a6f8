"""Campus limits: of graduates credited by a limited certification alone, only so many count.

A limit says how many, never which ones. It belongs to the campus and is not written back to a
student.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.campus.rates import STUDENT_ACHIEVEMENT
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.findings import Message, Quantity, State
from careercraft.calc.history import Dated, NoValueInForce
from careercraft.calc.ratings.rules import (
    LimitUses,
    Mode,
    SunsettingLimit,
    TierLimit,
    in_force,
)
from careercraft.calc.rounding import share, whole

SUNSETTING = "sunsetting_limit"
TIER_3 = "tier_3_limit"


class CampusLimit(NamedTuple):
    """A campus limit held against a campus.

    ``state`` is met when every limited graduate counts, not met when some do not, not applicable
    in a year without a limit. ``only`` is how many graduates have nothing else, ``counted`` how
    many of them count, ``over`` how many do not.
    """

    id: str
    state: State
    only: int
    limit: int | None
    counted: int
    over: int
    because: Message
    authority: Authority = Authority()


def sunsetting_limit(
    only: int, graduates: int, year: int, use: str = STUDENT_ACHIEVEMENT
) -> CampusLimit:
    """Judge how many graduates have only a sunsetting certification, against the limit.

    ``use`` is ``student_achievement``, ``part_b`` or ``closing_the_gaps``: the limit does not
    apply in all of them.
    """
    limit = sunsetting_limit_of(graduates, year, use)
    none = Message("sunsetting_limit_none", {"year": year})
    return _judged(SUNSETTING, only, limit) if limit else _no_limit(SUNSETTING, only, none)


def tier_3_limit(only: int, graduates: int, year: int) -> CampusLimit:
    """Judge how many graduates have only a Tier 3 certification, against the limit announced."""
    limit = tier_3_limit_of(graduates, year)
    none = Message("tier_3_limit_none", {"year": year})
    return _judged(TIER_3, only, limit) if limit else _no_limit(TIER_3, only, none)


def sunsetting_limit_of(graduates: int, year: int, use: str) -> Dated[int] | None:
    """Return the limit of a campus of that size: the greater of the number and the percent.

    ``None`` where no limit applies in that year or to that use.
    """
    try:
        limit = in_force(SUNSETTING, SunsettingLimit, year)
        uses = in_force(f"{SUNSETTING}_uses", LimitUses, year)
    except NoValueInForce:
        return None
    if not getattr(uses.value, use):
        return None
    by_percent, mode = _whole_graduates(share(graduates, limit.value.percent), year)
    value = max(limit.value.graduates, by_percent)
    return Dated(value, jointly(limit.authority, uses.authority, mode))


def tier_3_limit_of(graduates: int, year: int) -> Dated[int] | None:
    """Return the Tier 3 limit of a campus of that size, ``None`` in a year without one."""
    try:
        limit = in_force(TIER_3, TierLimit, year)
    except NoValueInForce:
        return None
    value, mode = _whole_graduates(share(graduates, limit.value.percent), year)
    return Dated(value, jointly(limit.authority, mode))


def limited_tier(year: int) -> int | None:
    """Return the tier of certifications that is limited in a year, if one is."""
    try:
        return in_force(TIER_3, TierLimit, year).value.tier
    except NoValueInForce:
        return None


def _whole_graduates(exact: Fraction, year: int) -> tuple[int, Authority]:
    mode = in_force("limit_rounding", Mode, year)
    return whole(exact, mode.value.mode), mode.authority


def _judged(id_: str, only: int, limit: Dated[int]) -> CampusLimit:
    counted = min(only, limit.value)
    over = only - counted
    values = {"only": Quantity(only, "graduates"), "limit": limit.value, "over": over}
    because = Message(f"{id_}_over" if over else f"{id_}_within", values)
    state = State.NOT_MET if over else State.MET
    return CampusLimit(id_, state, only, limit.value, counted, over, because, limit.authority)


def _no_limit(id_: str, only: int, because: Message) -> CampusLimit:
    return CampusLimit(id_, State.NOT_APPLICABLE, only, None, only, 0, because)
