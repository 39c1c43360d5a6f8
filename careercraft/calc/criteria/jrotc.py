"""A completed JROTC sequence together with an AFQT score; used by the tiered edition only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.case import Case, Yardstick
from careercraft.calc.criteria.scores import ask, best_of
from careercraft.calc.facts import Course
from careercraft.calc.finding import NOT_MET, Everybodys
from careercraft.calc.findings import Finding, Level, Message, all_of, holds, not_loaded
from careercraft.calc.history import Dated
from careercraft.calc.rules import AfqtScores
from careercraft.calc.verdict import Verdict
from careercraft.calc.verdicts import all_verdict, by_answer

NO_COURSES: list[Course] = []


class ByLevel(NamedTuple):
    """Judges a case at each level, from the lowest up: without the reasons, or with them."""

    levels: tuple[Level, ...]
    verdicts: Callable[[Case], Mapping[Level, Verdict]]
    findings: Callable[[Case], Mapping[Level, Finding]]

    @property
    def lowest(self) -> Level:
        """The level that takes least."""
        return self.levels[0]


def jrotc(rule: Dated[AfqtScores], yardstick: Yardstick) -> ByLevel:
    """Judge the sequence with the AFQT score of each level."""
    value, authority = rule
    levels = tuple(level for level in Level if level in value._fields)
    asked = ask(
        "afqt",
        "ASVAB",
        "afqt",
        "any",
        authority,
        action="take_asvab",
        words="exam",
        date_needed=False,
    )
    window = yardstick.windows.tsia._replace(opens=date.min)
    by_level = {level: best_of(asked, getattr(value, level), authority, window) for level in levels}

    sequence_verdicts = by_answer(authority.standing)
    without_sequence = dict.fromkeys(levels, sequence_verdicts[False])
    none_taken = holds("sequence", False, Message("jrotc_none"), authority=authority)
    without_courses = dict.fromkeys(levels, Everybodys(all_of("jrotc", (none_taken,))))

    def verdicts(case: Case) -> Mapping[Level, Verdict]:
        sequence = sequence_verdicts[_answer(case)]
        if sequence.state is NOT_MET:
            return without_sequence
        scores = case.scores.get("ASVAB", ())
        return {
            level: all_verdict((sequence, afqt.verdict(scores, case.known)))
            for level, afqt in by_level.items()
        }

    def findings(case: Case) -> Mapping[Level, Finding]:
        if "jrotc" not in case.courses and "cte" in case.known:
            return without_courses
        sequence = _sequence(case, authority)
        if sequence.state is NOT_MET:
            return dict.fromkeys(levels, all_of("jrotc", (sequence,)))
        scores = case.scores.get("ASVAB", ())
        return {
            level: all_of("jrotc", (sequence, afqt.finding(scores, case.known)))
            for level, afqt in by_level.items()
        }

    return ByLevel(levels, verdicts, findings)


def _sequence(case: Case, authority: Authority) -> Finding:
    courses = case.courses.get("jrotc", NO_COURSES)
    answer = _answer(case)
    if not courses and answer is None:
        return holds("sequence", None, not_loaded(("cte",)), authority=authority, missing=("cte",))
    key = {True: "jrotc_completed", False: "jrotc_none", None: "jrotc_unknown"}[answer]
    refs = [course.ref for course in courses]
    return holds("sequence", answer, Message(key), authority=authority, evidence=refs)


def _answer(case: Case) -> bool | None:
    """A student without any JROTC course on file has not completed a sequence."""
    courses = case.courses.get("jrotc")
    if not courses:
        return False if "cte" in case.known else None
    completed = [course.sequence_completed for course in courses]
    return True if True in completed else None if None in completed else False
