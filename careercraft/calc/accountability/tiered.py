"""The tiered edition, for the class of 2030 and later: three levels instead of met / not met.

A student counts at the highest level reached on any indicator. Levels do not stack. The state's own
text was not read, so nothing here is surer than secondary, and nothing of it is mixed with the
other edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial, reduce
from operator import itemgetter, or_
from typing import Final, NamedTuple, TypeVar

from careercraft.calc.accountability.student import Judged, StudentVerdict
from careercraft.calc.citations import Standing, worst
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.credentials import (
    any_certification,
    certifications,
    tier,
    verdict_on,
    verdict_on_all,
)
from careercraft.calc.criteria.credit import (
    associate_degree,
    dual_credit_in_any_subject,
    level_certificate,
    onramps_hours,
)
from careercraft.calc.criteria.exams import ap_ib
from careercraft.calc.criteria.jrotc import ByLevel, jrotc
from careercraft.calc.criteria.military import military
from careercraft.calc.criteria.question import any_of_parts
from careercraft.calc.criteria.special_education import (
    advanced_plan_special_education,
    iep_workforce,
)
from careercraft.calc.criteria.tsi import Subject, subjects, tsi
from careercraft.calc.facts import Credential, StudentFacts
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import Finding, Level, Reason, State, any_of, joined
from careercraft.calc.reasons import reason_of
from careercraft.calc.rules import KEPT, RuleSet
from careercraft.calc.verdict import NOT_ASKED, SURELY_NOT_MET, VERDICTS, Verdict
from careercraft.calc.verdicts import all_of_each, all_verdict, any_verdict, verdict_of

T = TypeVar("T")

TIER = "ibc_tier_"
RANKED = (Level.NONE, Level.FOUNDATIONAL, Level.DEMONSTRATED, Level.ADVANCED)
RANK: Final = {level: rank for rank, level in enumerate(RANKED)}

Way = tuple[State, Level]
"""A way to a level: whether it is met, and the level it earns."""

Reach = int
"""The levels reached, as bits: those reached for sure, and those that may yet turn out."""

SURE: Final = {level: 1 << rank for level, rank in RANK.items()}
POSSIBLE: Final = {level: bit << len(RANKED) for level, bit in SURE.items()}
NO_REACH: Final[Reach] = 0


Graded = tuple[Finding, Reach]
"""An indicator with its reach."""


class Counted(NamedTuple):
    """The verdicts on an indicator, student by student, with their reaches."""

    verdicts: list[Verdict]
    reaches: list[Reach]


class IbcLevels(NamedTuple):
    """The level that a certification of each tier earns; the lowest and the highest of them."""

    by_tier: dict[int, Level]
    lowest: Level
    top: Level


class Asked(NamedTuple):
    """What the tiered edition asks, prepared once.

    ``single`` holds the indicators that have one way only, with the level of it; ``levels`` has the
    level of each way of the others.
    """

    single: dict[str, tuple[Judge, Level]]
    levels: dict[str, Level]
    ibc: IbcLevels
    tsi: Judge
    subjects: tuple[Subject, ...]
    military: Judge
    jrotc: ByLevel
    military_or_jrotc: Callable[[tuple[Finding, ...]], Finding]


def verdicts(cases: Sequence[Case]) -> list[StudentVerdict]:
    """Judge students held against one yardstick by their highest levels, without the reasons.

    They are judged indicator by indicator, which a processor does faster than student by student.
    """
    if not cases:
        return []
    counted = _counted(cases, _asked(cases[0].yardstick))
    verdicts_of = zip(*[one.verdicts for one in counted.values()], strict=True)
    reaches_of = zip(*[one.reaches for one in counted.values()], strict=True)
    ids, ceiling = tuple(counted), cases[0].rules.edition_authority.standing
    return [
        _student(ids, found, reaches, ceiling)
        for found, reaches in zip(verdicts_of, reaches_of, strict=True)
    ]


@lru_cache(maxsize=KEPT)
def _student(
    ids: tuple[str, ...], found: tuple[Verdict, ...], reaches: tuple[Reach, ...], ceiling: Standing
) -> StudentVerdict:
    whole = max(found)
    return StudentVerdict(
        whole.state,
        LEVEL_OF[reduce(or_, reaches)],
        False,
        dict(zip(ids, found, strict=True)),
        worst((ceiling, whole.standing)),
        dict(zip(ids, map(LEVEL_OF.__getitem__, reaches), strict=True)),
    )


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator's level, and the student by the highest."""
    case = Case(facts, rules)
    graded = _indicators(case, _asked(case.yardstick))
    ceiling = rules.edition_authority.standing
    indicators = {
        id_: found.graded(LEVEL_OF[reach], ceiling) for id_, (found, reach) in graded.items()
    }
    level = LEVEL_OF[reduce(or_, [reach for _, reach in graded.values()])]
    whole = any_verdict(map(verdict_of, indicators.values()))
    return Judged(whole.state, level, False, indicators, whole.standing)


@lru_cache(maxsize=KEPT)
def _asked(yardstick: Yardstick) -> Asked:
    rules = yardstick.rules
    if rules.tiered is None:
        raise ValueError(f"The class of {rules.class_of} is not judged by the tiered edition.")
    levels = {way: Level(name) for way, name in rules.tiered.levels.value._asdict().items()}
    by_tier = {int(way[-1]): level for way, level in levels.items() if way.startswith(TIER)}
    credit, special = levels["college_credit"], levels["special_education"]
    single = {
        "ap_ib": (ap_ib.against(yardstick), credit),
        "dual_credit": (dual_credit_in_any_subject(rules.tiered.dual_credit, yardstick), credit),
        "onramps": (onramps_hours(rules.tiered.onramps, yardstick), credit),
        "associate_degree": (associate_degree.against(yardstick), levels["associate_degree"]),
        "level_certificate": (level_certificate.against(yardstick), levels["level_certificate"]),
        "iep_workforce": (iep_workforce.against(yardstick), special),
        "advanced_plan_special_education": (
            advanced_plan_special_education.against(yardstick),
            special,
        ),
    }
    return Asked(
        single,
        levels,
        IbcLevels(by_tier, lowest(by_tier.values()), highest(by_tier.values())),
        tsi.against(yardstick),
        subjects(yardstick),
        military.against(yardstick),
        jrotc(rules.tiered.afqt, yardstick),
        any_of_parts("military"),
    )


def highest(levels: Iterable[Level]) -> Level:
    """Return the highest of some levels; ``none`` when there are none."""
    return max(levels, key=RANK.__getitem__, default=Level.NONE)


def lowest(levels: Iterable[Level]) -> Level:
    """Return the lowest of some levels."""
    return min(levels, key=RANK.__getitem__)


def _level_of(reach: Reach) -> Level:
    """Return the highest level of a reach: unknown while it may yet turn out higher."""
    sure = highest(level for level, bit in SURE.items() if reach & bit)
    possible = highest(level for level, bit in POSSIBLE.items() if reach & bit)
    return Level.UNKNOWN if RANK[possible] > RANK[sure] else sure


EVERY_LEVEL: Reach = reduce(or_, (*SURE.values(), *POSSIBLE.values()))
LEVEL_OF: Final = tuple(map(_level_of, range(EVERY_LEVEL + 1)))


def _reach_of(way: Way) -> Reach:
    """Return how far one way reaches: for sure where it is met, perhaps where it is unknown."""
    state, level = way
    return SURE[level] if state is MET else POSSIBLE[level] if state is UNKNOWN else NO_REACH


REACHES: Final = {
    level: tuple([_reach_of((verdict.state, level)) for verdict in VERDICTS.values()])
    for level in RANKED
}
"""How far a way to a level reaches, by the number of its verdict."""


def _reach_by(ways: Iterable[Way]) -> Reach:
    reach = NO_REACH
    for way in ways:
        reach |= _reach_of(way)
    return reach


def _reaches_by(*ways: tuple[Iterable[Verdict], Level]) -> list[Reach]:
    """Return how far students reach by some ways, each given by their verdicts and its level."""
    columns = [map(REACHES[level].__getitem__, found) for found, level in ways]
    return list(reduce(partial(map, or_), columns))


COLLEGE_CREDIT: Final = ("ap_ib", "dual_credit", "onramps")


def _counted(cases: Sequence[Case], asked: Asked) -> dict[str, Counted]:
    counted = {id_: _count(cases, *one) for id_, one in asked.single.items()}
    credit = list(map(max, *[counted[id_].verdicts for id_ in COLLEGE_CREDIT]))
    counted["tsi"] = _count_tsi(cases, credit, asked)
    counted["ibc"] = _count_ibc(cases, asked.ibc)
    counted["military"] = _count_military(cases, asked)
    return {id_: counted[id_] for id_ in INDICATORS}


def _count(cases: Sequence[Case], judge_one: Judge, level: Level) -> Counted:
    """Count an indicator that has one way only."""
    found = list(map(judge_one.verdict, cases))
    return Counted(found, _reaches_by((found, level)))


def _indicators(case: Case, asked: Asked) -> dict[str, Graded]:
    graded: dict[str, Graded] = {}
    for id_, (judge_one, level) in asked.single.items():
        found = judge_one.finding(case)
        graded[id_] = found, _reach_of((found.state, level))
    credit = [graded[id_][0] for id_ in COLLEGE_CREDIT]
    graded["tsi"] = _tsi(asked.tsi.finding(case), credit, asked.levels)
    graded["ibc"] = _ibc(case, asked.ibc)
    graded["military"] = _military(case, asked)
    return {id_: graded[id_] for id_ in INDICATORS}


def _count_tsi(cases: Sequence[Case], college_credit: list[Verdict], asked: Asked) -> Counted:
    tests = whole = [NOT_ASKED] * len(cases)
    for subject in asked.subjects:
        by_tests = _unless_lost(subject.tests, cases, whole)
        by_course = map(subject.course.verdict, cases)
        tests = all_of_each(tests, by_tests)
        whole = all_of_each(whole, list(map(max, by_tests, by_course)))
    with_credit = all_of_each(tests, college_credit)
    return Counted(whole, _reaches_by(*_tsi_ways(whole, tests, with_credit, asked.levels)))


def _unless_lost(judge_one: Judge, cases: Sequence[Case], before: list[Verdict]) -> list[Verdict]:
    """Ask of each student what is needed beside something else, unless that is surely not met."""
    ask = judge_one.verdict
    return [
        one if one is SURELY_NOT_MET else ask(case) for case, one in zip(cases, before, strict=True)
    ]


def _tsi(
    subjects: Finding, college_credit: Sequence[Finding], levels: Mapping[str, Level]
) -> Graded:
    """Grade TSI: by a college preparatory course, by tests alone, by tests with college credit."""
    tests = all_verdict([_verdict_by_tests(subject) for subject in subjects.parts])
    with_credit = all_verdict((tests, any_verdict(map(verdict_of, college_credit))))
    ways = _tsi_ways(subjects.state, tests.state, with_credit.state, levels)
    if with_credit.state is not MET:
        return subjects, _reach_by(ways)
    credit = any_of("college_credit", college_credit).because

    def with_both(reason: Reason) -> Reason:
        because, *rest = reason
        return reason_of((joined((because, credit)), *rest))

    return subjects.but(retold=with_both), _reach_by(ways)


def _verdict_by_tests(subject: Finding) -> Verdict:
    return any_verdict([verdict_of(part) for part in subject.parts if part.id != "college_prep"])


def _tsi_ways(
    whole: T, tests: T, with_credit: T, levels: Mapping[str, Level]
) -> tuple[tuple[T, Level], ...]:
    return (
        (whole, levels["tsi_with_college_prep"]),
        (tests, levels["tsi_by_tests"]),
        (with_credit, levels["tsi_by_tests_with_college_credit"]),
    )


def _count_ibc(cases: Sequence[Case], levels: IbcLevels) -> Counted:
    counted = Counted([], [])
    for case in cases:
        held = case.credentials.get("ibc", ())
        judged = [(credential, verdict_on(credential, case)) for credential in held]
        counted.verdicts.append(verdict_on_all([found for _, found in judged], case))
        counted.reaches.append(_reach_by(_ibc_ways(judged, case, levels)))
    return counted


def _ibc(case: Case, levels: IbcLevels) -> Graded:
    judged = certifications(case)
    return any_certification(judged, case), _reach_by(_ibc_ways(judged, case, levels))


def _ibc_ways(
    judged: Iterable[tuple[Credential, Finding | Verdict]], case: Case, levels: IbcLevels
) -> Iterator[Way]:
    """Yield the ways by tier; where the tier is unknown only the lowest level is sure."""
    for credential, found in judged:
        number = tier(credential, case.rules)
        yield found.state, levels.lowest if number is None else levels.by_tier[number]
        if number is None:
            yield UNKNOWN if found.state is MET else found.state, levels.top
    if "ibc" not in case.known:
        yield UNKNOWN, levels.top


def _count_military(cases: Sequence[Case], asked: Asked) -> Counted:
    enlistment = list(map(asked.military.verdict, cases))
    judged = list(map(asked.jrotc.verdicts, cases))
    sequences = {level: list(map(itemgetter(level), judged)) for level in asked.jrotc.levels}
    whole = list(map(max, enlistment, sequences[asked.jrotc.lowest]))
    return Counted(whole, _reaches_by(*_military_ways(enlistment, sequences, asked)))


def _military(case: Case, asked: Asked) -> Graded:
    """Grade enlistment, and a completed JROTC sequence with an AFQT score."""
    enlistment, sequences = asked.military.finding(case), asked.jrotc.findings(case)
    whole = asked.military_or_jrotc((enlistment, sequences[asked.jrotc.lowest]))
    states = {level: found.state for level, found in sequences.items()}
    return whole, _reach_by(_military_ways(enlistment.state, states, asked))


def _military_ways(
    enlistment: T, sequences: Mapping[Level, T], asked: Asked
) -> Iterator[tuple[T, Level]]:
    yield enlistment, asked.levels["enlistment"]
    for level, found in sequences.items():
        yield found, level
