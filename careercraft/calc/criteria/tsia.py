"""The TSIA and the TSIA2.

The state takes the best of each component across administrations, and the best essay of either
version. Both may be taken before grade 9. TSIA writing is not needed.
"""

from __future__ import annotations

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.scores import Asked, Candidate, judge_best, number, sittings
from careercraft.calc.criteria.windows import before_too
from careercraft.calc.facts import Number, StudentFacts
from careercraft.calc.findings import Finding, State, all_of, any_of
from careercraft.calc.rules import RuleSet

TSIA1_PART = {"rla": "reading", "math": "math"}


def tsia1(subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the first TSIA in one subject: one placement score."""
    asked = _asked("tsia1", "TSIA1", TSIA1_PART[subject], subject, rules.tsia1.authority)
    return _best(asked, getattr(rules.tsia1.value, subject), facts, rules)


def tsia2(subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the TSIA2 in one subject.

    Multiple choice or, below it, the diagnostic level; in reading and language arts the essay too.
    """
    if subject == "math":
        return _choice_or_level("math", "math", facts, rules)._replace(id="tsia2")
    if not _took_any(facts, ("elar_crc", "elar_diagnostic", "essay")):
        return _multiple_choice("elar_crc", "rla", facts, rules)._replace(id="tsia2")
    return all_of("tsia2", (_choice_or_level("elar", "rla", facts, rules), _essay(facts, rules)))


def _choice_or_level(prefix: str, subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    crc, level = f"{prefix}_crc", f"{prefix}_diagnostic"
    multiple_choice = _multiple_choice(crc, subject, facts, rules)
    if not _took_any(facts, (level,)):
        return multiple_choice
    asked = _diagnostic(level, crc, subject, facts, rules)
    diagnostic = _best(asked, getattr(rules.tsia2.value, level), facts, rules)
    return any_of("multiple_choice_or_diagnostic", (multiple_choice, diagnostic))


def _multiple_choice(crc: str, subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    asked = _asked("multiple_choice", "TSIA2", crc, subject, rules.tsia2.authority)
    return _best(asked, getattr(rules.tsia2.value, crc), facts, rules)


def _diagnostic(level: str, crc: str, subject: str, facts: StudentFacts, rules: RuleSet) -> Asked:
    """Return what is asked of the diagnostic level; its use without any CRC score is assumed."""
    authority = rules.tsia2.authority
    if not _took_any(facts, (crc,)):
        authority = jointly(authority, rules.tsia2_diagnostic_alone.authority)
    return _asked("diagnostic", "TSIA2", level, subject, authority)._replace(unit="levels")


def _essay(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the best essay of either version of the test."""
    asked = _asked("essay", "TSIA2", "essay", "rla", rules.tsia2.authority)
    required = rules.tsia2.value.essay
    candidates = _candidates(asked, required, facts)
    candidates += _candidates(asked._replace(test="TSIA1"), required, facts)
    essay = judge_best(asked, candidates, before_too(facts, rules.windows.tsia), facts)
    if essay.state is State.NOT_MET and "TSIA1" not in facts.known:
        return essay._replace(state=State.UNKNOWN, missing=(*essay.missing, "TSIA1"))
    return essay


def _took_any(facts: StudentFacts, parts: tuple[str, ...]) -> bool:
    return any(
        number(score, part) is not None for score in sittings(facts, "TSIA2") for part in parts
    )


def _best(asked: Asked, required: Number, facts: StudentFacts, rules: RuleSet) -> Finding:
    window = before_too(facts, rules.windows.tsia)
    return judge_best(asked, _candidates(asked, required, facts), window, facts)


def _asked(id_: str, test: str, part: str, subject: str, authority: Authority) -> Asked:
    action = "" if test == "TSIA1" else "retake_tsia"
    return Asked(id_, test, part, subject, action, authority, date_needed=False)


def _candidates(asked: Asked, required: Number, facts: StudentFacts) -> list[Candidate]:
    return [
        Candidate(value, required, asked.authority, score.date, (score.ref,))
        for score in sittings(facts, asked.test)
        if (value := number(score, asked.part)) is not None
    ]
