"""The met / not met edition: one credit for a student who meets any one indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from careercraft.calc.citations import READ, Standing, worst
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.credentials import met_by_sunsetting_only, only_sunsetting
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import MET
from careercraft.calc.findings import Finding, Level, State
from careercraft.calc.rules import KEPT, RuleSet
from careercraft.calc.verdict import Verdict
from careercraft.calc.verdicts import any_verdict, verdict_of


class Judged(NamedTuple):
    """The judgement of a student under one edition, before it is put together as a result."""

    state: State
    level: Level | None
    only_by_sunsetting_ibc: bool
    indicators: dict[str, Finding]
    standing: Standing


class StudentVerdict(NamedTuple):
    """What is counted of a student: the states of every indicator, without any reason.

    ``levels`` holds the level of each indicator in the tiered edition, and is empty otherwise.
    Students of whom the same was judged share one.
    """

    state: State
    level: Level | None
    only_by_sunsetting_ibc: bool
    indicators: Mapping[str, Verdict]
    standing: Standing
    levels: Mapping[str, Level] = {}


def verdicts(cases: Sequence[Case]) -> list[StudentVerdict]:
    """Judge students held against one yardstick by any one indicator, without the reasons.

    They are judged indicator by indicator, which a processor does faster than student by student.
    """
    if not cases:
        return []
    judges = _judges(cases[0].yardstick)
    ids = tuple([id_ for id_, _ in judges])
    columns = [list(map(judge_one.verdict, cases)) for _, judge_one in judges]
    ceiling = cases[0].rules.edition_authority.standing
    return [
        _student(ids, found, _only_by_sunsetting_ibc(ids, found, case), ceiling)
        for case, found in zip(cases, zip(*columns, strict=True), strict=True)
    ]


@lru_cache(maxsize=KEPT)
def _student(
    ids: tuple[str, ...], found: tuple[Verdict, ...], by_sunsetting: bool, ceiling: Standing
) -> StudentVerdict:
    whole, indicators = max(found), dict(zip(ids, found, strict=True))
    standing = worst((ceiling, whole.standing))
    return StudentVerdict(whole.state, None, by_sunsetting, indicators, standing)


def _only_by_sunsetting_ibc(ids: tuple[str, ...], found: tuple[Verdict, ...], case: Case) -> bool:
    if found[ids.index("ibc")].state is not MET:
        return False
    met = [id_ for id_, one in zip(ids, found, strict=True) if one.state is MET]
    return met == ["ibc"] and met_by_sunsetting_only(case)


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator, and the student by any one of them."""
    case, ceiling = Case(facts, rules), rules.edition_authority.standing
    indicators = {id_: judge_one.finding(case) for id_, judge_one in _judges(case.yardstick)}
    if ceiling is not READ:
        indicators = {id_: one.no_surer_than(ceiling) for id_, one in indicators.items()}
    whole = any_verdict(map(verdict_of, indicators.values()))
    standing = worst((ceiling, whole.standing))
    return Judged(whole.state, None, only_by_sunsetting_ibc(indicators), indicators, standing)


@lru_cache(maxsize=KEPT)
def _judges(yardstick: Yardstick) -> tuple[tuple[str, Judge], ...]:
    return tuple((id_, criterion.against(yardstick)) for id_, criterion in INDICATORS.items())


def only_by_sunsetting_ibc(indicators: dict[str, Finding]) -> bool:
    """Tell whether a student is met by nothing but sunsetting certifications.

    A campus may count only so many such graduates; that limit is never applied to a student.
    """
    ibc = indicators["ibc"]
    if ibc.state is not MET or not only_sunsetting(ibc):
        return False
    return all(one is ibc or one.state is not MET for one in indicators.values())
