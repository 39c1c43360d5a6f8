"""The tiered edition, for the class of 2030 and later: three levels instead of met / not met.

A student counts at the highest level reached on any indicator. Levels do not stack. The state's own
text was not read, so nothing here is surer than secondary, and nothing of it is mixed with the
other edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from careercraft.calc.accountability.student import NOTHING, Judged, StudentVerdict
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
from careercraft.calc.criteria.special_education import (
    advanced_plan_special_education,
    iep_workforce,
)
from careercraft.calc.criteria.tsi import Subject, subjects, tsi
from careercraft.calc.facts import Credential, StudentFacts
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import Finding, Level, Reason, State, any_of, joined
from careercraft.calc.rules import KEPT, RuleSet
from careercraft.calc.verdict import Verdict, all_verdict, any_verdict, verdict_of

TIER = "ibc_tier_"
RANKED = (Level.NONE, Level.FOUNDATIONAL, Level.DEMONSTRATED, Level.ADVANCED)
RANK = {level: rank for rank, level in enumerate(RANKED)}

Way = tuple[State, Level]
"""A way to a level: whether it is met, and the level it earns."""


class Reach(NamedTuple):
    """The rank of the level reached for sure, and of the highest that may yet turn out."""

    sure: int
    possible: int


class Graded(NamedTuple):
    """An indicator with its reach."""

    finding: Finding
    reach: Reach


class Counted(NamedTuple):
    """The verdicts on an indicator, student by student, with their reaches."""

    verdicts: list[Verdict]
    reaches: list[Reach]


class Asked(NamedTuple):
    """What the tiered edition asks, prepared once.

    ``single`` holds the indicators that have one way only, with the level of it; ``levels`` has the
    level of each way of the others.
    """

    single: dict[str, tuple[Judge, Level]]
    levels: dict[str, Level]
    ibc_by_tier: dict[int, Level]
    tsi: Judge
    subjects: tuple[Subject, ...]
    military: Judge
    jrotc: ByLevel
    lowest_of_jrotc: str


def verdicts(cases: Sequence[Case]) -> list[StudentVerdict]:
    """Judge students held against one yardstick by their highest levels, without the reasons.

    They are judged indicator by indicator, which a processor does faster than student by student.
    """
    if not cases:
        return []
    counted = _counted(cases, _asked(cases[0].yardstick))
    ceiling = cases[0].rules.edition_authority.standing
    columns = [(one.verdicts, one.reaches) for one in counted.values()]
    rows = zip(*(found for found, _ in columns), strict=True)
    reaches = zip(*(reached for _, reached in columns), strict=True)
    return [
        _student(tuple(counted), row, reached, ceiling)
        for row, reached in zip(rows, reaches, strict=True)
    ]


def _student(
    ids: tuple[str, ...], row: tuple[Verdict, ...], reaches: tuple[Reach, ...], ceiling: Standing
) -> StudentVerdict:
    whole = max(row)
    return StudentVerdict(
        whole.state,
        LEVEL_OF[_highest_reach(reaches)],
        False,
        dict(zip(ids, row, strict=True)),
        worst((ceiling, whole.standing)),
        dict(zip(ids, map(LEVEL_OF.__getitem__, reaches), strict=True)),
    )


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator's level, and the student by the highest."""
    case = Case(facts, rules)
    graded = _indicators(case, _asked(case.yardstick))
    ceiling = rules.edition_authority.standing
    indicators = {id_: one.finding.no_surer_than(ceiling) for id_, one in graded.items()}
    reach = _highest_reach([one.reach for one in graded.values()])
    whole = any_of("ccmr", indicators.values(), nothing=NOTHING)
    return Judged(whole.state, LEVEL_OF[reach], False, indicators, whole.standing)


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
        by_tier,
        tsi.against(yardstick),
        subjects(yardstick),
        military.against(yardstick),
        jrotc(rules.tiered.afqt, yardstick),
        min(rules.tiered.afqt.value._fields, key=lambda level: RANK[Level(level)]),
    )


def highest(levels: Iterable[Level]) -> Level:
    """Return the highest of some levels; ``none`` when there are none."""
    return max(levels, key=RANK.__getitem__, default=Level.NONE)


LEVEL_OF = {
    Reach(sure, possible): RANKED[sure] if sure == possible else Level.UNKNOWN
    for sure, possible in product(RANK.values(), RANK.values())
}
"""The level of a reach: unknown while it may yet turn out higher."""


def reach_by(ways: Iterable[Way]) -> Reach:
    """Return how far some ways reach: by those that are met, and by those that are unknown."""
    sure = possible = RANK[Level.NONE]
    for state, level in ways:
        if state is MET:
            sure = max(sure, RANK[level])
        elif state is UNKNOWN:
            possible = max(possible, RANK[level])
    return Reach(sure, max(sure, possible))


def _highest_reach(reaches: Iterable[Reach]) -> Reach:
    sure, possible = zip(*reaches, strict=True)
    return Reach(max(sure), max(possible))


COLLEGE_CREDIT = ("ap_ib", "dual_credit", "onramps")


def _counted(cases: Sequence[Case], asked: Asked) -> dict[str, Counted]:
    counted = {id_: _count(cases, *one) for id_, one in asked.single.items()}
    credit = list(map(max, *(counted[id_].verdicts for id_ in COLLEGE_CREDIT)))
    counted["tsi"] = _count_tsi(cases, credit, asked)
    counted["ibc"] = _count_ibc(cases, asked.ibc_by_tier)
    counted["military"] = _count_military(cases, asked)
    return {id_: counted[id_] for id_ in INDICATORS}


def _count(cases: Sequence[Case], judge_one: Judge, level: Level) -> Counted:
    """Count an indicator that has one way only."""
    reach = {state: reach_by([(state, level)]) for state in State}
    found = list(map(judge_one.verdict, cases))
    return Counted(found, [reach[one.state] for one in found])


def _indicators(case: Case, asked: Asked) -> dict[str, Graded]:
    found = {id_: judge_one.finding(case) for id_, (judge_one, _) in asked.single.items()}
    single = {id_: _graded(one, ((one.state, asked.single[id_][1]),)) for id_, one in found.items()}
    credit = [found[id_] for id_ in COLLEGE_CREDIT]
    by_several = {
        "tsi": _tsi(asked.tsi.finding(case), credit, asked.levels),
        "ibc": _ibc(case, asked.ibc_by_tier),
        "military": _military(case, asked),
    }
    graded = {**single, **by_several}
    return {id_: graded[id_] for id_ in INDICATORS}


def _graded(finding: Finding, ways: Iterable[Way]) -> Graded:
    reach = reach_by(ways)
    return Graded(finding.but(level=LEVEL_OF[reach]), reach)


def _count_tsi(cases: Sequence[Case], college_credit: list[Verdict], asked: Asked) -> Counted:
    by_test = [list(map(subject.tests.verdict, cases)) for subject in asked.subjects]
    wholes = [
        [max(one, subject.course.verdict(case)) for one, case in zip(found, cases, strict=True)]
        for found, subject in zip(by_test, asked.subjects, strict=True)
    ]
    whole, tests = _all_of_each(*wholes), _all_of_each(*by_test)
    with_credit = _all_of_each(tests, college_credit)

    @lru_cache(maxsize=KEPT)
    def reach(whole: Verdict, tests: Verdict, with_credit: Verdict) -> Reach:
        return reach_by(_tsi_ways(whole, tests, with_credit, asked.levels))

    return Counted(whole, list(map(reach, whole, tests, with_credit)))


def _all_of_each(*columns: list[Verdict]) -> list[Verdict]:
    return list(map(all_verdict, zip(*columns, strict=True)))


def _tsi(
    subjects: Finding, college_credit: Sequence[Finding], levels: Mapping[str, Level]
) -> Graded:
    """Grade TSI: by a college preparatory course, by tests alone, by tests with college credit."""
    tests = all_verdict([_verdict_by_tests(subject) for subject in subjects.parts])
    with_credit = all_verdict((tests, any_verdict(map(verdict_of, college_credit))))
    ways = _tsi_ways(subjects, tests, with_credit, levels)
    if with_credit.state is not MET:
        return _graded(subjects, ways)
    credit = any_of("college_credit", college_credit).because

    def with_both(reason: Reason) -> Reason:
        return reason._replace(because=joined((reason.because, credit)))

    return _graded(subjects.but(retold=with_both), ways)


def _verdict_by_tests(subject: Finding) -> Verdict:
    return any_verdict([verdict_of(part) for part in subject.parts if part.id != "college_prep"])


def _tsi_ways(
    subjects: Finding | Verdict,
    tests: Verdict,
    with_credit: Verdict,
    levels: Mapping[str, Level],
) -> tuple[Way, ...]:
    return (
        (subjects.state, levels["tsi_with_college_prep"]),
        (tests.state, levels["tsi_by_tests"]),
        (with_credit.state, levels["tsi_by_tests_with_college_credit"]),
    )


def _count_ibc(cases: Sequence[Case], by_tier: Mapping[int, Level]) -> Counted:
    counted = Counted([], [])
    for case in cases:
        held = case.credentials.get("ibc", ())
        judged = [(credential, verdict_on(credential, case)) for credential in held]
        counted.verdicts.append(verdict_on_all([found for _, found in judged], case))
        counted.reaches.append(reach_by(_ibc_ways(judged, case, by_tier)))
    return counted


def _ibc(case: Case, by_tier: Mapping[int, Level]) -> Graded:
    judged = certifications(case)
    return _graded(any_certification(judged, case), _ibc_ways(judged, case, by_tier))


def _ibc_ways(
    judged: Iterable[tuple[Credential, Finding | Verdict]],
    case: Case,
    by_tier: Mapping[int, Level],
) -> Iterator[Way]:
    """Yield the ways by tier; where the tier is unknown only the lowest level is sure."""
    lowest, top = min(by_tier.values(), key=RANK.__getitem__), highest(by_tier.values())
    for credential, found in judged:
        number = tier(credential, case.rules)
        yield found.state, lowest if number is None else by_tier[number]
        if number is None:
            yield UNKNOWN if found.state is MET else found.state, top
    if "ibc" not in case.known:
        yield UNKNOWN, top


def _count_military(cases: Sequence[Case], asked: Asked) -> Counted:
    counted = Counted([], [])
    for case in cases:
        enlistment, sequences = asked.military.verdict(case), asked.jrotc.verdicts(case)
        counted.verdicts.append(max(enlistment, sequences[asked.lowest_of_jrotc]))
        counted.reaches.append(reach_by(_military_ways(enlistment, sequences, asked)))
    return counted


def _military(case: Case, asked: Asked) -> Graded:
    """Grade enlistment, and a completed JROTC sequence with an AFQT score."""
    enlistment, sequences = asked.military.finding(case), asked.jrotc.findings(case)
    whole = any_of("military", (enlistment, sequences[asked.lowest_of_jrotc]))
    return _graded(whole, _military_ways(enlistment, sequences, asked))


def _military_ways(
    enlistment: Finding | Verdict,
    sequences: Mapping[str, Finding] | Mapping[str, Verdict],
    asked: Asked,
) -> Iterator[Way]:
    yield enlistment.state, asked.levels["enlistment"]
    for level, found in sequences.items():
        yield found.state, Level(level)
