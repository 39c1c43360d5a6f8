"""The TSIA and the TSIA2.

The state takes the best of each component across administrations, and the best essay of either
version. Both may be taken before grade 9. TSIA writing is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.scores import Asked, Candidate, ask, candidates, judge_best
from careercraft.calc.facts import Number
from careercraft.calc.findings import Finding, State, all_of, any_of
from careercraft.calc.rules import RuleSet, once_per_rules

TSIA1_PART = {"rla": "reading", "math": "math"}
PREFIX = {"rla": "elar", "math": "math"}


def tsia1(subject: str, case: Case) -> Finding:
    """Judge the first TSIA in one subject: one placement score."""
    asked, required = _asked_of_tsia1(case.rules, subject)
    return _best(asked, _scored(case, "TSIA1", asked.part, required, asked.authority), case)


def tsia2(subject: str, case: Case) -> Finding:
    """Judge the TSIA2 in one subject.

    Multiple choice or, below it, the diagnostic level; in reading and language arts the essay too.
    """
    prefix = PREFIX[subject]
    choice = _of_tsia2(case, f"{prefix}_crc")
    level = _of_tsia2(case, f"{prefix}_diagnostic")
    if subject == "math":
        return _choice_or_level("tsia2", subject, choice, level, case)
    essay = _of_tsia2(case, "essay")
    if not (choice or level or essay):
        return _asked(case.rules, "tsia2", f"{prefix}_crc", subject).absence.judged(case.known)

    def both() -> Iterator[Finding]:
        yield _choice_or_level(None, subject, choice, level, case)
        yield _essay(essay, case)

    return all_of("tsia2", both())


def _choice_or_level(
    id_: str | None,
    subject: str,
    choice: list[Candidate],
    level: list[Candidate],
    case: Case,
) -> Finding:
    """Judge multiple choice, and the diagnostic level where there is one; ``id_`` names both."""
    crc = f"{PREFIX[subject]}_crc"
    if not level:
        asked = _asked(case.rules, id_ or "multiple_choice", crc, subject)
        return _best(asked, choice, case)

    def ways() -> Iterator[Finding]:
        yield _best(_asked(case.rules, "multiple_choice", crc, subject), choice, case)
        yield _diagnostic(subject, level, bool(choice), case)

    return any_of(id_ or "multiple_choice_or_diagnostic", ways())


def _diagnostic(subject: str, level: list[Candidate], with_crc: bool, case: Case) -> Finding:
    asked = _asked_of_diagnostic(case.rules, subject, with_crc)
    if not with_crc:
        level = [one._replace(authority=asked.authority) for one in level]
    return _best(asked, level, case)


def _essay(written: list[Candidate], case: Case) -> Finding:
    """Judge the best essay of either version of the test."""
    asked, rule = _asked(case.rules, "essay", "essay", "rla"), case.rules.tsia2
    older = _scored(case, "TSIA1", "essay", rule.value.essay, rule.authority)
    essay = _best(asked, written + older, case)
    if essay.state is State.NOT_MET and "TSIA1" not in case.known:
        return essay.unknown_without("TSIA1")
    return essay


def _best(asked: Asked, found: list[Candidate], case: Case) -> Finding:
    if not found:
        return asked.absence.judged(case.known)
    return judge_best(asked, found, case.windows.tsia, case.known)


def _of_tsia2(case: Case, part: str) -> list[Candidate]:
    rule = case.rules.tsia2
    return _scored(case, "TSIA2", part, getattr(rule.value, part), rule.authority)


def _scored(
    case: Case, test: str, part: str, required: Number, authority: Authority
) -> list[Candidate]:
    scores = case.scores.get(test)
    return candidates(scores, part, required, authority) if scores else []


@once_per_rules
def _asked_of_tsia1(rules: RuleSet, subject: str) -> tuple[Asked, Number]:
    rule, part = rules.tsia1, TSIA1_PART[subject]
    asked = ask("tsia1", "TSIA1", part, subject, rule.authority, action="", date_needed=False)
    return asked, getattr(rule.value, subject)


@once_per_rules
def _asked(rules: RuleSet, id_: str, part: str, subject: str) -> Asked:
    return _ask(id_, part, subject, rules.tsia2.authority)


@once_per_rules
def _asked_of_diagnostic(rules: RuleSet, subject: str, with_crc: bool) -> Asked:
    """The use of the diagnostic level without any CRC score is assumed."""
    part, authority = f"{PREFIX[subject]}_diagnostic", rules.tsia2.authority
    if not with_crc:
        authority = jointly(authority, rules.tsia2_diagnostic_alone.authority)
    return _ask("diagnostic", part, subject, authority, unit="levels")


def _ask(id_: str, part: str, subject: str, authority: Authority, unit: str = "points") -> Asked:
    return ask(
        id_,
        "TSIA2",
        part,
        subject,
        authority,
        action="retake_tsia",
        unit=unit,
        date_needed=False,
    )
