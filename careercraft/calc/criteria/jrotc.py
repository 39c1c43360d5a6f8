"""A completed JROTC sequence together with an AFQT score; used by the tiered edition only."""

from __future__ import annotations

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.scores import Asked, Candidate, judge_best, number, sittings
from careercraft.calc.criteria.windows import before_too
from careercraft.calc.facts import Number, StudentFacts
from careercraft.calc.findings import Finding, Message, State, all_of, holds, not_loaded
from careercraft.calc.rules import RuleSet


def jrotc(facts: StudentFacts, rules: RuleSet) -> dict[str, Finding]:
    """Judge the sequence with the AFQT score of each level, by the level's name."""
    if rules.tiered is None:
        return {}
    afqt = rules.tiered.afqt
    sequence = _sequence(facts, afqt.authority)
    if sequence.state is State.NOT_MET:
        return dict.fromkeys(afqt.value._fields, all_of("jrotc", (sequence,)))
    return {
        level: all_of("jrotc", (sequence, _afqt(required, facts, rules, afqt.authority)))
        for level, required in afqt.value._asdict().items()
    }


def _sequence(facts: StudentFacts, authority: Authority) -> Finding:
    """A student without any JROTC course on file has not completed a sequence."""
    courses = [course for course in facts.courses if course.kind == "jrotc"]
    completed = [course.sequence_completed for course in courses]
    answer = True if True in completed else None if None in completed else False
    if not courses and "cte" not in facts.known:
        return holds("sequence", None, not_loaded(("cte",)), authority=authority, missing=("cte",))
    key = {True: "jrotc_completed", False: "jrotc_none", None: "jrotc_unknown"}[answer]
    refs = [course.ref for course in courses]
    return holds("sequence", answer, Message(key), authority=authority, evidence=refs)


def _afqt(required: Number, facts: StudentFacts, rules: RuleSet, authority: Authority) -> Finding:
    asked = Asked(
        "afqt", "ASVAB", "afqt", "any", "take_asvab", authority, words="exam", date_needed=False
    )
    found = [
        Candidate(value, required, authority, score.date, (score.ref,))
        for score in sittings(facts, "ASVAB")
        if (value := number(score, "afqt")) is not None
    ]
    return judge_best(asked, found, before_too(facts, rules.windows.tsia), facts)
