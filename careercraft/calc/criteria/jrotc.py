"""A completed JROTC sequence together with an AFQT score; used by the tiered edition only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.case import Case, Yardstick
from careercraft.calc.criteria.scores import ask, best_of
from careercraft.calc.facts import Course
from careercraft.calc.finding import NOT_MET
from careercraft.calc.findings import Finding, Message, all_of, holds, not_loaded
from careercraft.calc.history import Dated
from careercraft.calc.rules import AfqtScores
from careercraft.calc.verdict import Verdict, all_verdict, by_answer

NO_COURSES: list[Course] = []


class ByLevel(NamedTuple):
    """Judges a case at each level, by the level's name: without the reasons, or with them."""

    verdicts: Callable[[Case], dict[str, Verdict]]
    findings: Callable[[Case], dict[str, Finding]]


def jrotc(rule: Dated[AfqtScores], yardstick: Yardstick) -> ByLevel:
    """Judge the sequence with the AFQT score of each level."""
    value, authority = rule
    levels = value._asdict()
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
    by_level = {
        level: best_of(asked, required, authority, window) for level, required in levels.items()
    }

    sure = by_answer(authority.standing)

    def verdicts(case: Case) -> dict[str, Verdict]:
        courses = case.courses.get("jrotc", NO_COURSES)
        sequence = sure[_answer(courses, case)]
        if sequence.state is NOT_MET:
            return dict.fromkeys(levels, sequence)
        scores = case.scores.get("ASVAB", ())
        return {
            level: all_verdict((sequence, afqt.verdict(scores, case.known)))
            for level, afqt in by_level.items()
        }

    def findings(case: Case) -> dict[str, Finding]:
        sequence = _sequence(case, authority)
        if sequence.state is NOT_MET:
            return dict.fromkeys(levels, all_of("jrotc", (sequence,)))
        scores = case.scores.get("ASVAB", ())
        return {
            level: all_of("jrotc", (sequence, afqt.finding(scores, case.known)))
            for level, afqt in by_level.items()
        }

    return ByLevel(verdicts, findings)


def _sequence(case: Case, authority: Authority) -> Finding:
    """A student without any JROTC course on file has not completed a sequence."""
    courses = case.courses.get("jrotc", NO_COURSES)
    answer = _answer(courses, case)
    if not courses and answer is None:
        return holds("sequence", None, not_loaded(("cte",)), authority=authority, missing=("cte",))
    key = {True: "jrotc_completed", False: "jrotc_none", None: "jrotc_unknown"}[answer]
    refs = [course.ref for course in courses]
    return holds("sequence", answer, Message(key), authority=authority, evidence=refs)


def _answer(courses: list[Course], case: Case) -> bool | None:
    return None if not courses and "cte" not in case.known else _completed(courses)


def _completed(courses: list[Course]) -> bool | None:
    completed = [course.sequence_completed for course in courses]
    return True if True in completed else None if None in completed else False
