"""The TSIA and the TSIA2.

The state takes the best of each component across administrations, and the best essay of either
version. Both may be taken before grade 9. TSIA writing is not needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import Absence, unless_others_exist
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.scores import Asked, JudgeScores, ask, best_of
from careercraft.calc.facts import Score
from careercraft.calc.findings import Finding, all_of, any_of

TSIA1_PART = {"rla": "reading", "math": "math"}
PREFIX = {"rla": "elar", "math": "math"}
ESSAY = "essay"
NONE: list[Score] = []


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

    def judge(case: Case) -> Finding:
        scores = case.scores.get("TSIA1")
        return best(scores, case.known) if scores else asked.absence.judged(case.known)

    return judge


def tsia2(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the TSIA2 in one subject.

    Multiple choice or, below it, the diagnostic level; in reading and language arts the essay too.
    """
    return {"rla": _with_essay, "math": _without_essay}[subject](yardstick)


def _without_essay(yardstick: Yardstick) -> Judge:
    asked = _choice_or_level_asked("math", "tsia2", "tsia2", yardstick)
    absence = _absence("math", yardstick)

    def judge(case: Case) -> Finding:
        scores = case.scores.get("TSIA2")
        if not scores:
            return absence.judged(case.known)
        return _choice_or_level(asked, scores, case.known)

    return judge


def _with_essay(yardstick: Yardstick) -> Judge:
    together = "multiple_choice_or_diagnostic"
    asked = _choice_or_level_asked("rla", together, "multiple_choice", yardstick)
    absence, essay = _absence("rla", yardstick), _essay(yardstick)
    needed = {asked.choice_part, asked.level_part, ESSAY}

    def parts(scores: list[Score], case: Case) -> Iterator[Finding]:
        yield _choice_or_level(asked, scores, case.known)
        best = essay(scores + case.scores.get("TSIA1", NONE), case.known)
        yield unless_others_exist(best, "TSIA1", case.known)

    def judge(case: Case) -> Finding:
        scores = case.scores.get("TSIA2")
        if not scores or all(needed.isdisjoint(score.parts) for score in scores):
            return absence.judged(case.known)
        return all_of("tsia2", parts(scores, case))

    return judge


def _choice_or_level(asked: ChoiceOrLevel, scores: list[Score], known: frozenset[str]) -> Finding:
    with_level = _reports(scores, asked.level_part)
    if with_level and not asked.level_may_stand_alone:
        with_level = _reports(scores, asked.choice_part)
    if not with_level:
        return asked.choice_alone(scores, known)
    return any_of(asked.id, _choice_then_level(asked, scores, known))


def _choice_then_level(
    asked: ChoiceOrLevel, scores: list[Score], known: frozenset[str]
) -> Iterator[Finding]:
    yield asked.choice(scores, known)
    with_choice = _reports(scores, asked.choice_part)
    yield (asked.level if with_choice else asked.level_alone)(scores, known)


def _reports(scores: Iterable[Score], part: str) -> bool:
    return any(part in score.parts for score in scores)


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
