"""The outcomes bonus in one sentence of a printed page, apart from accountability."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.calc import State
from careercraft.calc.bonus import BonusResult, BonusWay, open_bonus_ways
from careercraft.calc.explain import part_title
from careercraft.calc.facts import StudentFacts
from careercraft.documents.wording import wording


class BonusLine(NamedTuple):
    """The state of the bonus, its word, and the sentence that says by what or what is wanting."""

    state: State
    word: str
    sentence: str


def bonus_line(bonus: BonusResult, facts: StudentFacts, on: date, language: str) -> BonusLine:
    """Return the line of the bonus as seen on a day."""
    words = wording(language)["bonus"]
    if bonus.state is State.MET:
        path = next(path for path, finding in bonus.paths.items() if finding.state is State.MET)
        said = str(words["through"]).format(path=part_title(path, language).lower())
        return BonusLine(bonus.state, str(words["met"]), said)
    yet = bonus.state is State.NOT_MET and not facts.graduated
    word = str(words["not_met_yet" if yet else bonus.state.value])
    return BonusLine(bonus.state, word, _wanting(bonus, facts, on, language))


def _is_short(way: BonusWay, bonus: BonusResult) -> bool:
    """Tell whether a way is for this page: nobody is told to enlist who has not begun to."""
    return way.path != "military" or bool(bonus.parts.military.evidence)


def _wanting(bonus: BonusResult, facts: StudentFacts, on: date, language: str) -> str:
    words = wording(language)["bonus"]
    found = [way for way in open_bonus_ways(bonus, facts, on, language) if _is_short(way, bonus)]
    if not found:
        return str(words["closed"])
    steps = found[0].steps
    key = "one_step" if len(steps) == 1 else "several_steps"
    return str(words[key]).format(actions=" ".join(step.action for step in steps))
