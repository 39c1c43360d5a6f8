"""A student's program on the printed plan: credits by grade and the milestones of the program."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc import State, sentence
from careercraft.calc.explain import state_word
from careercraft.calc.facts import Number
from careercraft.calc.obm.measures.verdict import Standing
from careercraft.calc.obm.milestones import StudentMilestones
from careercraft.calc.obm.words import indicator_title
from careercraft.documents.gates import written
from careercraft.documents.wording import wording

STATES = {
    Standing.MET: State.MET,
    Standing.OPEN: State.NOT_MET,
    Standing.CLOSED: State.NOT_MET,
    Standing.UNKNOWN: State.UNKNOWN,
    Standing.TO_COME: State.UNKNOWN,
}
"""What is left out of the count has no row: it says nothing to the student."""


class ProgramInput(NamedTuple):
    """A student's program as the plan is handed it."""

    name: str
    edition_id: str
    milestones: StudentMilestones


class MilestoneRow(NamedTuple):
    """One milestone: its state in a word, what it is, why and by when."""

    state: State
    word: str
    title: str
    reason: str


class ProgramPart(NamedTuple):
    """Everything that the plan says of the program."""

    heading: str
    credits: tuple[tuple[str, str], ...]
    rows: tuple[MilestoneRow, ...]
    note: str


def program_part(program: ProgramInput | None, language: str) -> ProgramPart | None:
    """Return the program's part in words; None for whoever is in no program."""
    if program is None:
        return None
    words, told = wording(language)["program"], program.milestones
    return ProgramPart(
        str(words["heading"]).format(name=program.name),
        tuple(
            (
                str(words["grade"]).format(grade=one.grade),
                _hours(one.hours, language, open_=one.open),
            )
            for one in told.credits
        ),
        tuple(_rows(program, language)),
        str(words["note"]),
    )


def _hours(hours: Number, language: str, *, open_: bool) -> str:
    key = "at_least" if open_ else "hours"
    return str(wording(language)["program"][key]).format(hours=written(hours))


def _rows(program: ProgramInput, language: str) -> list[MilestoneRow]:
    return [
        MilestoneRow(
            STATES[line.standing],
            state_word(STATES[line.standing].value, language),
            indicator_title(program.edition_id, id_, language),
            sentence(line.how or line.because, language),
        )
        for id_, line in program.milestones.lines.items()
        if line.standing in STATES
    ]
