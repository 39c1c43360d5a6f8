"""Invented campuses, as outcomes of their students."""

from __future__ import annotations

from careercraft.calc import Level, State
from careercraft.calc.campus import Member, Outcome
from careercraft.calc.criteria import INDICATORS

NONE_MET = dict.fromkeys(INDICATORS, State.NOT_MET)


def met(*indicators: str) -> Outcome:
    """A graduate who meets these indicators and no other."""
    states = {**NONE_MET, **dict.fromkeys(indicators or ("tsi",), State.MET)}
    return Outcome(State.MET, states)


def not_met() -> Outcome:
    """A graduate who meets nothing, for sure."""
    return Outcome(State.NOT_MET, NONE_MET)


def unknown() -> Outcome:
    """A graduate whose AP scores nobody has loaded, and who meets nothing else."""
    return Outcome(State.UNKNOWN, {**NONE_MET, "ap_ib": State.UNKNOWN})


def sunsetting(*, may_meet_another: bool = False) -> Outcome:
    """A graduate who meets nothing but a sunsetting certification."""
    other = State.UNKNOWN if may_meet_another else State.NOT_MET
    states = {**NONE_MET, "ibc": State.MET, "ap_ib": other}
    return Outcome(State.MET, states, only_by_sunsetting_ibc=True)


def tier_3() -> Outcome:
    """A graduate who meets nothing but a Tier 3 certification."""
    return Outcome(State.MET, {**NONE_MET, "ibc": State.MET}, only_by_tier_3_ibc=True)


def at_level(sure: Level, possible: Level | None = None) -> Outcome:
    """A graduate of the tiered edition, perhaps with a higher level still possible."""
    state = State.NOT_MET if sure is Level.NONE else State.MET
    return Outcome(state, NONE_MET, sure_level=sure, possible_level=possible or sure)


def members(*groups: tuple[int, Outcome]) -> list[Member]:
    """So many students of each outcome, in no group."""
    return [Member(outcome, {}) for count, outcome in groups for _ in range(count)]
