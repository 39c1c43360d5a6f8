"""The TSIA and the TSIA2.

The state takes the best of each component across administrations, and the best essay of either
version. Both may be taken before grade 9. TSIA writing is not needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import (
    Absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.case import Case, Judge, Yardstick, of_scores
from careercraft.calc.criteria.question import Prepared, Question
from careercraft.calc.criteria.scores import Asked, JudgeScores, ask, best_of
from careercraft.calc.facts import Score
from careercraft.calc.findings import Finding, all_of, any_of
from careercraft.calc.verdict import SURELY_MET, SURELY_NOT_MET, Verdict
from careercraft.calc.verdicts import both

TSIA1_PART = {"rla": "reading", "math": "math"}
PREFIX = {"rla": "elar", "math": "math"}
ESSAY = "essay"


class ChoiceOrLevel(NamedTuple):
    """Multiple choice or, below it, the diagnostic level, either of which may stand alone.

    ``id`` names the two together. That a level without multiple choice counts is assumed.
    """

    id: str
    choice_part: str
    level_part: str
    choice: JudgeScores
    level: JudgeScores
    choice_alone: JudgeScores
    level_alone: JudgeScores
    level_may_stand_alone: bool


def tsia1(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the first TSIA in one subject: one placement score."""
    rule, part = yardstick.rules.tsia1, TSIA1_PART[subject]
    asked = ask("tsia1", "TSIA1", part, subject, rule.authority, action="", date_needed=False)
    best = best_of(asked, getattr(rule.value, subject), rule.authority, yardstick.windows.tsia)
    return of_scores("TSIA1", best, asked.absence)


def tsia2(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the TSIA2 in one subject.

    Multiple choice or, below it, the diagnostic level; in reading and language arts the essay too.
    """
    return {"rla": _with_essay, "math": _without_essay}[subject](yardstick)


def _without_essay(yardstick: Yardstick) -> Judge:
    asked = _choice_or_level_asked("math", "tsia2", "tsia2", yardstick)
    return of_scores("TSIA2", _choice_or_level(asked), _absence("math", yardstick))


def _with_essay(yardstick: Yardstick) -> Judge:
    together = "multiple_choice_or_diagnostic"
    asked = _choice_or_level_asked("rla", together, "multiple_choice", yardstick)
    absence, essay = _absence("rla", yardstick), _essay(yardstick)
    needed, choice_or_level = {asked.choice_part, asked.level_part, ESSAY}, _choice_or_level(asked)

    def parts(scores: Sequence[Score], case: Case) -> Iterator[Finding]:
        yield choice_or_level.finding(scores, case.known)
        best = essay.finding(_essays(scores, case), case.known)
        yield unless_others_exist(best, "TSIA1", case.known)

    def finding(case: Case) -> Finding:
        scores = case.scores.get("TSIA2", ())
        if not _reports(needed, scores):
            return absence.judged(case.known)
        return all_of("tsia2", parts(scores, case))

    def verdict(case: Case) -> Verdict:
        scores = case.scores.get("TSIA2", ())
        if not _reports(needed, scores):
            return absence.verdict(case.known)
        choice = choice_or_level.verdict(scores, case.known)
        if choice is SURELY_NOT_MET:
            return choice
        best = essay.verdict(_essays(scores, case), case.known)
        return both(choice, open_unless_others_exist(best, "TSIA1", case.known))

    return Question(verdict, finding)


def _essays(scores: Sequence[Score], case: Case) -> Sequence[Score]:
    """Return the scores with an essay: that of either version of the test may be given."""
    older = case.scores.get("TSIA1")
    return [*scores, *older] if older else scores


def _choice_or_level(asked: ChoiceOrLevel) -> JudgeScores:
    """Judge the multiple choice or, where there is one, the level."""

    def finding(scores: Sequence[Score], known: frozenset[str]) -> Finding:
        level = _level(asked, scores)
        if level is None:
            return asked.choice_alone.finding(scores, known)
        parts = (judge.finding(scores, known) for judge in (asked.choice, level))
        return any_of(asked.id, parts)

    def verdict(scores: Sequence[Score], known: frozenset[str]) -> Verdict:
        choice = asked.choice.verdict(scores, known)
        if choice is SURELY_MET:
            return choice
        level = _level(asked, scores)
        return choice if level is None else max(choice, level.verdict(scores, known))

    return Prepared(verdict, finding)


def _level(asked: ChoiceOrLevel, scores: Sequence[Score]) -> JudgeScores | None:
    """Return what judges the level, below a multiple choice or alone; none where none may count."""
    if not _reports({asked.level_part}, scores):
        return None
    if _reports({asked.choice_part}, scores):
        return asked.level
    return asked.level_alone if asked.level_may_stand_alone else None


def _reports(parts: set[str], scores: Sequence[Score]) -> bool:
    """Tell whether any of the scores reports one of some parts."""
    for score in scores:  # noqa: SIM110 - asked so often that a generator would be felt
        if not parts.isdisjoint(score.parts):
            return True
    return False


def _absence(subject: str, yardstick: Yardstick) -> Absence:
    authority = yardstick.rules.tsia2.authority
    return _ask("tsia2", f"{PREFIX[subject]}_crc", subject, authority).absence


def _essay(yardstick: Yardstick) -> JudgeScores:
    """Judge the best essay; that of either version of the test may be given."""
    value, authority = yardstick.rules.tsia2
    asked = _ask(ESSAY, ESSAY, "rla", authority)
    return best_of(asked, value.essay, authority, yardstick.windows.tsia)


def _choice_or_level_asked(
    subject: str, together: str, choice_alone: str, yardstick: Yardstick
) -> ChoiceOrLevel:
    rules, crc, level = yardstick.rules, f"{PREFIX[subject]}_crc", f"{PREFIX[subject]}_diagnostic"
    value, authority = rules.tsia2
    alone = jointly(authority, rules.tsia2_diagnostic_alone.authority)

    def best(id_: str, part: str, rests_on: Authority, unit: str) -> JudgeScores:
        asked = _ask(id_, part, subject, rests_on, unit)
        return best_of(asked, getattr(value, part), rests_on, yardstick.windows.tsia)

    return ChoiceOrLevel(
        together,
        crc,
        level,
        best("multiple_choice", crc, authority, "points"),
        best("diagnostic", level, authority, "levels"),
        best(choice_alone, crc, authority, "points"),
        best("diagnostic", level, alone, "levels"),
        rules.tsia2_diagnostic_alone.value.allowed,
    )


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
