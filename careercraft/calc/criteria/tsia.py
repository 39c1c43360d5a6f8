"""The TSIA and the TSIA2.

The state takes the best of each component across administrations, and the best essay of either
version. Both may be taken before grade 9. TSIA writing is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.scores import Asked, ask, candidates, judge_best, reports
from careercraft.calc.facts import Number, Score
from careercraft.calc.finding import NOT_MET
from careercraft.calc.findings import Finding, all_of, any_of
from careercraft.calc.rules import RuleSet, once_per_rules

TSIA1_PART = {"rla": "reading", "math": "math"}
PREFIX = {"rla": "elar", "math": "math"}
ESSAY = "essay"
NONE: list[Score] = []


class Component(NamedTuple):
    """A component of the test, and the score it needs."""

    asked: Asked
    required: Number


class Tsia2Asked(NamedTuple):
    """What is asked of one subject: multiple choice, or the diagnostic level.

    ``level_alone`` is that level without any multiple choice score, whose use is assumed.
    """

    choice: Component
    level: Component
    level_alone: Component
    nothing: Asked


def tsia1(subject: str, case: Case) -> Finding:
    """Judge the first TSIA in one subject: one placement score."""
    component, scores = _tsia1_asked(case.rules, subject), case.scores.get("TSIA1")
    if not scores:
        return component.asked.absence.judged(case.known)
    return _best(component, scores, case)


def tsia2(subject: str, case: Case) -> Finding:
    """Judge the TSIA2 in one subject.

    Multiple choice or, below it, the diagnostic level; in reading and language arts the essay too.
    """
    asked, scores = _tsia2_asked(case.rules, subject), case.scores.get("TSIA2")
    if not scores:
        return asked.nothing.absence.judged(case.known)
    if subject == "math":
        return _choice_or_level("tsia2", asked, scores, case)
    needed = (asked.choice.asked.part, asked.level.asked.part, ESSAY)
    if not any(reports(scores, part) for part in needed):
        return asked.nothing.absence.judged(case.known)
    return all_of("tsia2", _choice_and_essay(asked, scores, case))


def _choice_and_essay(asked: Tsia2Asked, scores: list[Score], case: Case) -> Iterator[Finding]:
    yield _choice_or_level(None, asked, scores, case)
    yield _essay(scores, case)


def _choice_or_level(
    id_: str | None, asked: Tsia2Asked, scores: list[Score], case: Case
) -> Finding:
    """Judge multiple choice, and the diagnostic level where there is one; ``id_`` names both."""
    if reports(scores, asked.level.asked.part):
        both = _choice_then_level(asked, scores, case)
        return any_of(id_ or "multiple_choice_or_diagnostic", both)
    choice = _best(asked.choice, scores, case)
    return choice if id_ is None else choice.but(id_=id_)


def _choice_then_level(asked: Tsia2Asked, scores: list[Score], case: Case) -> Iterator[Finding]:
    yield _best(asked.choice, scores, case)
    with_choice = reports(scores, asked.choice.asked.part)
    yield _best(asked.level if with_choice else asked.level_alone, scores, case)


def _essay(scores: list[Score], case: Case) -> Finding:
    """Judge the best essay of either version of the test."""
    essay = _best(_essay_asked(case.rules), scores + case.scores.get("TSIA1", NONE), case)
    if essay.state is NOT_MET and "TSIA1" not in case.known:
        return essay.unknown_without("TSIA1")
    return essay


def _best(component: Component, scores: list[Score], case: Case) -> Finding:
    asked, required = component
    found = candidates(scores, asked.part, required, asked.authority)
    return judge_best(asked, found, case.windows.tsia, case.known)


@once_per_rules
def _tsia1_asked(rules: RuleSet, subject: str) -> Component:
    rule, part = rules.tsia1, TSIA1_PART[subject]
    asked = ask("tsia1", "TSIA1", part, subject, rule.authority, action="", date_needed=False)
    return Component(asked, getattr(rule.value, subject))


@once_per_rules
def _tsia2_asked(rules: RuleSet, subject: str) -> Tsia2Asked:
    authority, value = rules.tsia2.authority, rules.tsia2.value
    crc, level = f"{PREFIX[subject]}_crc", f"{PREFIX[subject]}_diagnostic"
    required = getattr(value, level)
    alone = jointly(authority, rules.tsia2_diagnostic_alone.authority)
    return Tsia2Asked(
        choice=Component(_ask("multiple_choice", crc, subject, authority), getattr(value, crc)),
        level=Component(_ask("diagnostic", level, subject, authority, "levels"), required),
        level_alone=Component(_ask("diagnostic", level, subject, alone, "levels"), required),
        nothing=_ask("tsia2", crc, subject, authority),
    )


@once_per_rules
def _essay_asked(rules: RuleSet) -> Component:
    return Component(_ask(ESSAY, ESSAY, "rla", rules.tsia2.authority), rules.tsia2.value.essay)


def _ask(id_: str, part: str, subject: str, authority: Authority, unit: str = "points") -> Asked:
    return ask(
        id_,
        "TSIA2",
        part,
        subject,
        authority,
        action="retake_tsia",
        unit=unit,
        date_needed=False,
    )
