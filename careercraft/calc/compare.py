"""Compare two results of the same student: what changed, and why.

The two may come from another class's rules, from new evidence or from a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from careercraft.calc.accountability.student import StudentVerdict
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.evaluate import StudentResult, evaluate_student, verdict_on
from careercraft.calc.explain import sentence, short_title
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Finding, Level, Message, State
from careercraft.calc.params import rules_for_class, rules_for_student
from careercraft.calc.rules import RuleSet


class Kind(StrEnum):
    """What a change means for the student's point."""

    GAINS = "gains"
    LOSES = "loses"
    IN_DOUBT = "in_doubt"
    MAY_GAIN = "may_gain"
    FALLS_AWAY = "falls_away"
    KEEPS_MET = "keeps_met"
    KEEPS_OPEN = "keeps_open"
    HIGHER_LEVEL = "higher_level"
    LOWER_LEVEL = "lower_level"
    LEVEL_IN_DOUBT = "level_in_doubt"
    OTHER_EDITION = "other_edition"


class IndicatorChange(NamedTuple):
    """An indicator before and after; ``because`` is the reason it now has."""

    indicator: str
    before: State
    after: State
    level_before: Level | None
    level_after: Level | None
    because: Message


class Change(NamedTuple):
    """What changed for a student, and the indicators that explain it first."""

    kind: Kind
    before: State
    after: State
    level_before: Level | None
    level_after: Level | None
    indicators: tuple[IndicatorChange, ...]


def compare(before: StudentResult, after: StudentResult) -> Change | None:
    """Return what changed between two results of a student, ``None`` where nothing did.

    Results of different editions are not compared: one has levels and the other has not.
    """
    indicators = tuple(_indicator_changes(before, after))
    if before.edition != after.edition:
        return _change(Kind.OTHER_EDITION, before, after, indicators)
    kind = _kind(before, after)
    if kind is None and not indicators:
        return None
    kept = Kind.KEEPS_MET if after.state is State.MET else Kind.KEEPS_OPEN
    return _change(kind or kept, before, after, indicators)


def change_under(facts: StudentFacts, rules_as_of_class: int) -> Change | None:
    """Return what the rules of another class change for a student.

    Raises ``NoValueInForce`` for a class that the rules do not cover.
    """
    own, other = rules_for_student(facts), rules_for_class(rules_as_of_class)
    if own.edition == other.edition and _counts_alike(facts, own, other):
        return None
    return compare(evaluate_student(facts, own), evaluate_student(facts, other))


def _counts_alike(facts: StudentFacts, own: RuleSet, other: RuleSet) -> bool:
    """Tell whether both rules count a student alike, which needs no reasons to be put together."""
    before, after = verdict_on(facts, own), verdict_on(facts, other)
    return _counted(before) == _counted(after)


def _counted(verdict: StudentVerdict) -> tuple[State, Level | None, list[State], list[Level]]:
    states = [one.state for one in verdict.indicators.values()]
    return verdict.state, verdict.level, states, list(verdict.levels.values())


def compare_all(
    pairs: Iterable[tuple[StudentResult, StudentResult]],
) -> Iterator[tuple[int, Change]]:
    """Yield the place of every student whose result changed, with the change."""
    for place, (before, after) in enumerate(pairs):
        change = compare(before, after)
        if change is not None:
            yield place, change


def change_sentence(change: Change, language: str = "en") -> str:
    """Return a change in words: what it means, then the indicators that explain it."""
    reasons = [_reason(one, language) for one in decisive(change)]
    return " ".join([sentence(_MEANING[change.kind], language), *reasons])


def _reason(change: IndicatorChange, language: str) -> str:
    return f"{short_title(change.indicator, language)}: {sentence(change.because, language)}"


def decisive(change: Change) -> tuple[IndicatorChange, ...]:
    """Return the indicator changes that explain a change; nothing explains another edition."""
    if change.kind is Kind.OTHER_EDITION:
        return ()
    if change.kind in (Kind.LOSES, Kind.IN_DOUBT):
        return tuple(one for one in change.indicators if one.before is State.MET)
    if change.kind is Kind.GAINS:
        return tuple(one for one in change.indicators if one.after is State.MET)
    return change.indicators


def _kind(before: StudentResult, after: StudentResult) -> Kind | None:
    if before.state is not after.state:
        return _state_kind(before.state, after.state)
    if before.level is not after.level:
        return _level_kind(before.level, after.level)
    return None


def _state_kind(before: State, after: State) -> Kind:
    if after is State.MET:
        return Kind.GAINS
    doubt = after is State.UNKNOWN
    if before is State.MET:
        return Kind.IN_DOUBT if doubt else Kind.LOSES
    return Kind.MAY_GAIN if doubt else Kind.FALLS_AWAY


def _level_kind(before: Level | None, after: Level | None) -> Kind:
    if before not in RANKED or after not in RANKED:
        return Kind.LEVEL_IN_DOUBT
    higher = RANKED.index(after) > RANKED.index(before)
    return Kind.HIGHER_LEVEL if higher else Kind.LOWER_LEVEL


def _indicator_changes(before: StudentResult, after: StudentResult) -> Iterator[IndicatorChange]:
    for id_, now in after.indicators.items():
        then = before.indicators.get(id_)
        if then is not None and _differ(then, now):
            yield IndicatorChange(id_, then.state, now.state, then.level, now.level, now.because)


def _differ(then: Finding, now: Finding) -> bool:
    return then.state is not now.state or then.level is not now.level


def _change(
    kind: Kind,
    before: StudentResult,
    after: StudentResult,
    indicators: tuple[IndicatorChange, ...],
) -> Change:
    return Change(kind, before.state, after.state, before.level, after.level, indicators)


_MEANING = {
    Kind.GAINS: Message("change_gains"),
    Kind.LOSES: Message("change_loses"),
    Kind.IN_DOUBT: Message("change_in_doubt"),
    Kind.MAY_GAIN: Message("change_may_gain"),
    Kind.FALLS_AWAY: Message("change_falls_away"),
    Kind.KEEPS_MET: Message("change_keeps_met"),
    Kind.KEEPS_OPEN: Message("change_keeps_open"),
    Kind.HIGHER_LEVEL: Message("change_higher_level"),
    Kind.LOWER_LEVEL: Message("change_lower_level"),
    Kind.LEVEL_IN_DOUBT: Message("change_level_in_doubt"),
    Kind.OTHER_EDITION: Message("change_other_edition"),
}
