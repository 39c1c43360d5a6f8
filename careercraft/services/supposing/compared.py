"""Two judgements of a student side by side: as it is, and as supposed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from careercraft.calc import (
    Finding,
    State,
    StudentResult,
    evaluate_student,
    rules_for_student,
    sentence,
)
from careercraft.calc.bonus import BonusResult, judge_bonus
from careercraft.calc.explain import level_word, part_title, title
from careercraft.calc.facts import StudentFacts
from careercraft.services.bonus_words import STATES as BONUS_STATES
from careercraft.services.cites import Cite, cites_of
from careercraft.services.programs.student import WayView
from careercraft.services.students.reasons import reason

NOT_KNOWN_YET = "Not known yet"


class Verdicts(NamedTuple):
    """What the rules say of one set of facts."""

    result: StudentResult
    bonus: BonusResult


class Side(NamedTuple):
    """One side of a comparison: the state and why, its word where it has one of its own, and the
    level where there are levels.
    """

    state: str
    because: str
    word: str | None = None
    level: str | None = None

    @property
    def short(self) -> tuple[str, str | None]:
        """What a mark shows of it."""
        return self.state, self.level


class Compared(NamedTuple):
    """One thing as it is and as supposed; the standing and sources are those of the supposed."""

    title: str
    before: Side
    after: Side
    standing: str
    cites: tuple[Cite, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything that is said of it changes."""
        return self.before != self.after

    @property
    def state_changes(self) -> bool:
        """Whether its state or level changes, not only the sentence."""
        return self.before.short != self.after.short


def judged(facts: StudentFacts) -> Verdicts:
    """Accountability and bonus of a student by the rules of the student's own class."""
    rules = rules_for_student(facts)
    result = evaluate_student(facts, rules)
    return Verdicts(result, judge_bonus(facts, rules, result.indicators))


def judgements(before: Verdicts, after: Verdicts) -> tuple[Compared, Compared]:
    """The two answers that count: accountability and the outcomes bonus."""
    return _accountability(before.result, after.result), _bonus(before.bonus, after.bonus)


def indicators(before: StudentResult, after: StudentResult) -> tuple[Compared, ...]:
    """Every indicator, TSI by its two subjects."""
    return tuple(
        _findings(name, before_, after_)
        for name, before_, after_ in _pairs(_all(before), _all(after))
    )


def paths(before: BonusResult, after: BonusResult) -> tuple[Compared, ...]:
    """Each path to the bonus."""
    found = _pairs(before.paths, after.paths)
    rows = (_findings(part_title(id_), was, now) for id_, was, now in found)
    return tuple(row._replace(before=_open(row.before), after=_open(row.after)) for row in rows)


def _open(side: Side) -> Side:
    """A path that nothing has settled is not known yet, whatever is loaded."""
    return side._replace(word=NOT_KNOWN_YET) if side.state == State.UNKNOWN.value else side


def milestones(before: WayView, after: WayView) -> tuple[Compared, ...]:
    """Each milestone of the student's program."""
    later = {row.id: row for row in after.rows}
    return tuple(
        Compared(
            row.title,
            Side(row.state, row.because),
            Side(later[row.id].state, later[row.id].because),
            "read",
        )
        for row in before.rows
        if row.id in later
    )


def _all(result: StudentResult) -> dict[str, Finding]:
    tsi = result.indicators["tsi"]
    subjects = {f"TSI: {part_title(one.id).lower()}": one for one in tsi.parts}
    others = {title(id_): one for id_, one in result.indicators.items() if id_ != "tsi"}
    return {title("tsi"): tsi} | subjects | others


def _pairs(
    before: Mapping[str, Finding], after: Mapping[str, Finding]
) -> Iterator[tuple[str, Finding, Finding]]:
    return ((name, one, after[name]) for name, one in before.items() if name in after)


def _findings(name: str, before: Finding, after: Finding) -> Compared:
    return Compared(name, _side(before), _side(after), after.standing.value, cites_of(after.cite))


def _side(finding: Finding) -> Side:
    return Side(finding.state.value, sentence(finding.because), level=_level(finding))


def _level(found: Finding | StudentResult) -> str | None:
    return level_word(found.level.value) if found.level else None


def _accountability(before: StudentResult, after: StudentResult) -> Compared:
    was, now = (Side(one.state.value, reason(one), level=_level(one)) for one in (before, after))
    return Compared("Accountability", was, now, after.standing.value)


def _bonus(before: BonusResult, after: BonusResult) -> Compared:
    was, now = (
        Side(one.state.value, sentence(one.whole.because), BONUS_STATES[one.state.value])
        for one in (before, after)
    )
    return Compared("Outcomes bonus", was, now, after.standing.value, cites_of(after.whole.cite))


def changed_first(rows: Iterable[Compared]) -> tuple[tuple[Compared, ...], tuple[Compared, ...]]:
    """What changes, a change of state first; and what stays as it is."""
    every = list(rows)
    changed = sorted((one for one in every if one.changes), key=lambda one: not one.state_changes)
    return tuple(changed), tuple(one for one in every if not one.changes)
