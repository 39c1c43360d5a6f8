"""A completed JROTC sequence together with an AFQT score; used by the tiered edition only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.scores import Asked, ask, candidates, judge_best
from careercraft.calc.facts import Course, Number
from careercraft.calc.finding import NOT_MET
from careercraft.calc.findings import Finding, Message, all_of, holds, not_loaded
from careercraft.calc.rules import RuleSet, once_per_rules


class AfqtAsked(NamedTuple):
    """What is asked of an AFQT score, and the score that each level needs."""

    asked: Asked
    required: Mapping[str, Number]


def jrotc(case: Case) -> dict[str, Finding]:
    """Judge the sequence with the AFQT score of each level, by the level's name."""
    afqt = _afqt_asked(case.rules)
    if afqt is None:
        return {}
    sequence = _sequence(case, afqt.asked)
    if sequence.state is NOT_MET:
        return dict.fromkeys(afqt.required, all_of("jrotc", (sequence,)))
    return {
        level: all_of("jrotc", (sequence, _afqt(required, afqt.asked, case)))
        for level, required in afqt.required.items()
    }


def _sequence(case: Case, asked: Asked) -> Finding:
    """A student without any JROTC course on file has not completed a sequence."""
    courses, authority = case.courses.get("jrotc", []), asked.authority
    if not courses and "cte" not in case.known:
        return holds("sequence", None, not_loaded(("cte",)), authority=authority, missing=("cte",))
    answer = _completed(courses)
    key = {True: "jrotc_completed", False: "jrotc_none", None: "jrotc_unknown"}[answer]
    refs = [course.ref for course in courses]
    return holds("sequence", answer, Message(key), authority=authority, evidence=refs)


def _completed(courses: list[Course]) -> bool | None:
    completed = [course.sequence_completed for course in courses]
    return True if True in completed else None if None in completed else False


def _afqt(required: Number, asked: Asked, case: Case) -> Finding:
    found = candidates(case.scores.get("ASVAB", []), "afqt", required, asked.authority)
    return judge_best(asked, found, case.windows.tsia, case.known)


@once_per_rules
def _afqt_asked(rules: RuleSet) -> AfqtAsked | None:
    if rules.tiered is None:
        return None
    value, authority = rules.tiered.afqt
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
    return AfqtAsked(asked, value._asdict())
