"""The tiered edition, for the class of 2030 and later: three levels instead of met / not met.

A student counts at the highest level reached on any indicator. Levels do not stack. The state's own
text was not read, so nothing here is surer than secondary, and nothing of it is mixed with the
other edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.calc.accountability.student import Judged, no_surer_than
from careercraft.calc.criteria.credentials import any_certification, judged_certifications, tier
from careercraft.calc.criteria.credit import (
    associate_degree,
    dual_credit_in_any_subject,
    level_certificate,
    onramps_hours,
)
from careercraft.calc.criteria.exams import ap_ib
from careercraft.calc.criteria.jrotc import jrotc
from careercraft.calc.criteria.military import military
from careercraft.calc.criteria.special_education import (
    advanced_plan_special_education,
    iep_workforce,
)
from careercraft.calc.criteria.tsi import by_tests, tsi
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Finding, Level, Message, State, all_of, any_of, joined
from careercraft.calc.rules import RuleSet, TieredLevels, TieredRules

RANKED = (Level.NONE, Level.FOUNDATIONAL, Level.DEMONSTRATED, Level.ADVANCED)


class Way(NamedTuple):
    """A way to a level: what must be met, and the level it earns."""

    finding: Finding
    level: Level


class Reach(NamedTuple):
    """The level reached for sure, and the highest that may yet turn out."""

    sure: Level
    possible: Level


class Graded(NamedTuple):
    """An indicator with its reach."""

    finding: Finding
    reach: Reach


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator's level, and the student by the highest."""
    if rules.tiered is None:
        raise ValueError(f"The class of {rules.class_of} is not judged by the tiered edition.")
    ceiling = rules.edition_authority.standing
    graded = _indicators(facts, rules, rules.tiered)
    indicators = {id_: no_surer_than(ceiling, one.finding) for id_, one in graded.items()}
    reach = Reach(
        highest(one.reach.sure for one in graded.values()),
        highest(one.reach.possible for one in graded.values()),
    )
    whole = any_of("ccmr", indicators.values(), nothing=Message("ccmr_nothing"))
    return Judged(whole.state, level_of(reach), False, indicators, whole.standing)


def highest(levels: Iterable[Level]) -> Level:
    """Return the highest of some levels; ``none`` when there are none."""
    return max(levels, key=RANKED.index, default=Level.NONE)


def level_of(reach: Reach) -> Level:
    """Return the level, or ``unknown`` while it may yet turn out higher."""
    return reach.sure if reach.sure is reach.possible else Level.UNKNOWN


def _indicators(facts: StudentFacts, rules: RuleSet, tiered: TieredRules) -> dict[str, Graded]:
    levels = tiered.levels.value
    exams = ap_ib(facts, rules)
    dual = dual_credit_in_any_subject(
        facts, rules, tiered.dual_credit.value.hours, tiered.dual_credit.authority
    )
    onramps = onramps_hours(facts, rules, tiered.onramps.value.hours, tiered.onramps.authority)
    college_credit = any_of("college_credit", (exams, dual, onramps))
    credit, special = levels.college_credit, levels.special_education
    return {
        "tsi": _tsi(tsi(facts, rules), college_credit, levels),
        "ap_ib": _single(exams, credit),
        "dual_credit": _single(dual, credit),
        "onramps": _single(onramps, credit),
        "associate_degree": _single(associate_degree(facts, rules), levels.associate_degree),
        "level_certificate": _single(level_certificate(facts, rules), levels.level_certificate),
        "ibc": _ibc(facts, rules, levels),
        "iep_workforce": _single(iep_workforce(facts, rules), special),
        "advanced_plan_special_education": _single(
            advanced_plan_special_education(facts, rules), special
        ),
        "military": _military(facts, rules, levels),
    }


def _single(finding: Finding, level: str) -> Graded:
    """Grade an indicator that has one way only."""
    return _graded(finding, [Way(finding, Level(level))])


def _graded(finding: Finding, ways: Iterable[Way]) -> Graded:
    ways = list(ways)
    sure = highest(way.level for way in ways if way.finding.state is State.MET)
    could = (State.MET, State.UNKNOWN)
    possible = highest(way.level for way in ways if way.finding.state in could)
    reach = Reach(sure, possible)
    return Graded(finding._replace(level=level_of(reach)), reach)


def _tsi(subjects: Finding, college_credit: Finding, levels: TieredLevels) -> Graded:
    """Grade TSI: by a college preparatory course, by tests alone, by tests with college credit."""
    tests = all_of("by_tests", [by_tests(subject) for subject in subjects.parts])
    with_credit = all_of("by_tests_with_college_credit", (tests, college_credit))
    ways = (
        Way(subjects, Level(levels.tsi_with_college_prep)),
        Way(tests, Level(levels.tsi_by_tests)),
        Way(with_credit, Level(levels.tsi_by_tests_with_college_credit)),
    )
    if with_credit.state is State.MET:
        because = joined((subjects.because, college_credit.because))
        subjects = subjects._replace(because=because)
    return _graded(subjects, ways)


def _ibc(facts: StudentFacts, rules: RuleSet, levels: TieredLevels) -> Graded:
    """Grade certifications by tier; where the tier is unknown only the lowest level is sure."""
    by_tier = {
        number: Level(getattr(levels, f"ibc_tier_{number}"))
        for number in (int(name[-1]) for name in levels._fields if name.startswith("ibc_tier_"))
    }
    lowest, top = min(by_tier.values(), key=RANKED.index), highest(by_tier.values())
    judged = judged_certifications(facts, rules)
    ways = []
    for credential, finding in judged:
        number = tier(credential, rules)
        ways.append(Way(finding, lowest if number is None else by_tier[number]))
        if number is None:
            ways.append(Way(_in_doubt(finding), top))
    whole = any_certification(judged, facts, rules)
    if "ibc" not in facts.known:
        ways.append(Way(whole._replace(state=State.UNKNOWN), top))
    return _graded(whole, ways)


def _in_doubt(finding: Finding) -> Finding:
    """Return a finding that is met as unknown: it is met, but not surely at this level."""
    met = finding.state is State.MET
    return finding._replace(state=State.UNKNOWN) if met else finding


def _military(facts: StudentFacts, rules: RuleSet, levels: TieredLevels) -> Graded:
    """Grade enlistment, and a completed JROTC sequence with an AFQT score."""
    enlistment = military(facts, rules)
    sequences = jrotc(facts, rules)
    ways = [Way(enlistment, Level(levels.enlistment))]
    ways += [Way(finding, Level(level)) for level, finding in sequences.items()]
    lowest = min(sequences, key=lambda level: RANKED.index(Level(level)))
    return _graded(any_of("military", (enlistment, sequences[lowest])), ways)
