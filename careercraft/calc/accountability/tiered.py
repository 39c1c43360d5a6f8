"""The tiered edition, for the class of 2030 and later: three levels instead of met / not met.

A student counts at the highest level reached on any indicator. Levels do not stack. The state's own
text was not read, so nothing here is surer than secondary, and nothing of it is mixed with the
other edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from careercraft.calc.accountability.student import NOTHING, Judged
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.credentials import any_certification, certifications, tier
from careercraft.calc.criteria.credit import (
    associate_degree,
    dual_credit_in_any_subject,
    level_certificate,
    onramps_hours,
)
from careercraft.calc.criteria.exams import ap_ib
from careercraft.calc.criteria.jrotc import JudgeByLevel, jrotc
from careercraft.calc.criteria.military import military
from careercraft.calc.criteria.special_education import (
    advanced_plan_special_education,
    iep_workforce,
)
from careercraft.calc.criteria.tsi import by_tests, tsi
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import Finding, Level, Reason, all_of, any_of, joined
from careercraft.calc.rules import KEPT, RuleSet

TIER = "ibc_tier_"
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


class Asked(NamedTuple):
    """What the tiered edition asks, prepared once: the level of each way, and hours of credit."""

    levels: dict[str, Level]
    ibc_by_tier: dict[int, Level]
    dual_credit: Judge
    onramps: Judge
    jrotc: JudgeByLevel


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator's level, and the student by the highest."""
    case = Case(facts, rules)
    graded = _indicators(case, _asked(case.yardstick))
    ceiling = rules.edition_authority.standing
    indicators = {id_: one.finding.no_surer_than(ceiling) for id_, one in graded.items()}
    reach = Reach(
        highest([one.reach.sure for one in graded.values()]),
        highest([one.reach.possible for one in graded.values()]),
    )
    whole = any_of("ccmr", indicators.values(), nothing=NOTHING)
    return Judged(whole.state, level_of(reach), False, indicators, whole.standing)


@lru_cache(maxsize=KEPT)
def _asked(yardstick: Yardstick) -> Asked:
    rules = yardstick.rules
    if rules.tiered is None:
        raise ValueError(f"The class of {rules.class_of} is not judged by the tiered edition.")
    levels = {way: Level(name) for way, name in rules.tiered.levels.value._asdict().items()}
    by_tier = {int(way[-1]): level for way, level in levels.items() if way.startswith(TIER)}
    return Asked(
        levels,
        by_tier,
        dual_credit_in_any_subject(rules.tiered.dual_credit, yardstick),
        onramps_hours(rules.tiered.onramps, yardstick),
        jrotc(rules.tiered.afqt, yardstick),
    )


def highest(levels: Iterable[Level]) -> Level:
    """Return the highest of some levels; ``none`` when there are none."""
    return max(levels, key=RANKED.index, default=Level.NONE)


def level_of(reach: Reach) -> Level:
    """Return the level, or ``unknown`` while it may yet turn out higher."""
    return reach.sure if reach.sure is reach.possible else Level.UNKNOWN


def _indicators(case: Case, asked: Asked) -> dict[str, Graded]:
    levels = asked.levels
    exams = ap_ib(case)
    dual = asked.dual_credit(case)
    onramps = asked.onramps(case)
    college_credit = any_of("college_credit", (exams, dual, onramps))
    credit, special = levels["college_credit"], levels["special_education"]
    return {
        "tsi": _tsi(tsi(case), college_credit, levels),
        "ap_ib": _single(exams, credit),
        "dual_credit": _single(dual, credit),
        "onramps": _single(onramps, credit),
        "associate_degree": _single(associate_degree(case), levels["associate_degree"]),
        "level_certificate": _single(level_certificate(case), levels["level_certificate"]),
        "ibc": _ibc(case, asked.ibc_by_tier),
        "iep_workforce": _single(iep_workforce(case), special),
        "advanced_plan_special_education": _single(advanced_plan_special_education(case), special),
        "military": _military(case, asked),
    }


def _single(finding: Finding, level: Level) -> Graded:
    """Grade an indicator that has one way only."""
    sure = level if finding.state is MET else Level.NONE
    reach = Reach(sure, level if finding.state is UNKNOWN else sure)
    return Graded(finding.but(level=level_of(reach)), reach)


def _graded(finding: Finding, ways: Sequence[Way]) -> Graded:
    sure = [way.level for way in ways if way.finding.state is MET]
    open_ = [way.level for way in ways if way.finding.state is UNKNOWN]
    reach = Reach(highest(sure), highest(sure + open_))
    return Graded(finding.but(level=level_of(reach)), reach)


def _tsi(subjects: Finding, college_credit: Finding, levels: Mapping[str, Level]) -> Graded:
    """Grade TSI: by a college preparatory course, by tests alone, by tests with college credit."""
    tests = all_of("by_tests", [by_tests(subject) for subject in subjects.parts])
    with_credit = all_of("by_tests_with_college_credit", (tests, college_credit))
    ways = (
        Way(subjects, levels["tsi_with_college_prep"]),
        Way(tests, levels["tsi_by_tests"]),
        Way(with_credit, levels["tsi_by_tests_with_college_credit"]),
    )
    if with_credit.state is not MET:
        return _graded(subjects, ways)

    def with_both(reason: Reason) -> Reason:
        return reason._replace(because=joined((reason.because, college_credit.because)))

    return _graded(subjects.but(retold=with_both), ways)


def _ibc(case: Case, by_tier: Mapping[int, Level]) -> Graded:
    """Grade certifications by tier; where the tier is unknown only the lowest level is sure."""
    lowest, top = min(by_tier.values(), key=RANKED.index), highest(by_tier.values())
    judged = certifications(case)
    ways = []
    for credential, finding in judged:
        number = tier(credential, case.rules)
        ways.append(Way(finding, lowest if number is None else by_tier[number]))
        if number is None:
            ways.append(Way(_in_doubt(finding), top))
    whole = any_certification(judged, case)
    if "ibc" not in case.known:
        ways.append(Way(whole.but(state=UNKNOWN), top))
    return _graded(whole, ways)


def _in_doubt(finding: Finding) -> Finding:
    """Return a finding that is met as unknown: it is met, but not surely at this level."""
    met = finding.state is MET
    return finding.but(state=UNKNOWN) if met else finding


def _military(case: Case, asked: Asked) -> Graded:
    """Grade enlistment, and a completed JROTC sequence with an AFQT score."""
    enlistment = military(case)
    sequences = {Level(level): finding for level, finding in asked.jrotc(case).items()}
    ways = [Way(enlistment, asked.levels["enlistment"])]
    ways += [Way(finding, level) for level, finding in sequences.items()]
    lowest = min(sequences, key=RANKED.index)
    return _graded(any_of("military", (enlistment, sequences[lowest])), ways)
