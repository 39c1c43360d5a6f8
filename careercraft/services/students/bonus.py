"""The outcomes bonus of one student in sentences: a statement of its own beside accountability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from careercraft.calc import Finding, Standing, State, sentence
from careercraft.calc.bonus import BonusResult, BonusStep, BonusWay, bonus_steps
from careercraft.calc.bonus.money import paid_in
from careercraft.calc.explain import part_title
from careercraft.calc.facts import StudentFacts
from careercraft.services.bonus_words import STATES, WAITS_FOR
from careercraft.services.cites import Cite, cites_of
from careercraft.services.evidence_words import EvidenceLine

WAYS_SHOWN = 3


class StepInWords(NamedTuple):
    """What is to be done; through when it counts, where the action itself does not say."""

    action: str
    through: date | None
    assumed: bool
    closed: str | None


class PathRow(NamedTuple):
    """One path with its state, its reason, and where both were read."""

    id: str
    title: str
    state: str
    sentence: str
    standing: str
    cites: tuple[Cite, ...]
    evidence: tuple[EvidenceLine, ...]


class BonusView(NamedTuple):
    """Everything that the student page shows of the bonus."""

    state: str
    word: str
    paid_in: str
    reason: str
    standing: str
    cites: tuple[Cite, ...]
    waits_for: str | None
    ways: tuple[tuple[StepInWords, ...], ...]
    """The shortest ways that are still open; one is enough, all its steps are needed."""
    closed: tuple[StepInWords, ...]
    """What can no longer be done, where nothing is open any more."""
    paths: tuple[PathRow, ...]


def bonus_view(
    bonus: BonusResult, facts: StudentFacts, on: date, lines: Mapping[str, EvidenceLine]
) -> BonusView:
    """A student's bonus as seen on a day; `lines` are the records by their reference."""
    found = bonus_steps(bonus, facts, on)
    open_ = [way for way in found if way.is_open][:WAYS_SHOWN]
    return BonusView(
        state=bonus.state.value,
        word=_word(bonus, facts),
        paid_in=paid_in(bonus.class_of).value.school_year(),
        reason=_reason(bonus),
        standing=bonus.standing.value,
        cites=cites_of(bonus.whole.cite),
        waits_for=WAITS_FOR.get(bonus.waits_for),
        ways=tuple(tuple(map(_step, way.steps)) for way in open_),
        closed=() if open_ else tuple(_closed(found)),
        paths=tuple(_path(id_, finding, lines) for id_, finding in bonus.paths.items()),
    )


def _word(bonus: BonusResult, facts: StudentFacts) -> str:
    if bonus.state is State.NOT_MET and not facts.graduated:
        return "Not met yet"
    return "Not known yet" if bonus.state is State.UNKNOWN else STATES[bonus.state.value]


def _reason(bonus: BonusResult) -> str:
    met = [id_ for id_, finding in bonus.paths.items() if finding.state is State.MET]
    if not met:
        return sentence(bonus.whole.because)
    path = part_title(met[0]).lower()
    return f"Met by the {path} path. {sentence(bonus.paths[met[0]].because)}"


def _step(step: BonusStep) -> StepInWords:
    says_its_day = step.question != "tsi"
    return StepInWords(
        step.action,
        None if says_its_day else step.last,
        step.standing is Standing.ASSUMED,
        sentence(step.closed) if step.closed else None,
    )


def _closed(found: Iterable[BonusWay]) -> Iterable[StepInWords]:
    """Each step that is closed, once."""
    steps = [_step(step) for way in found for step in way.steps if step.closed]
    return dict.fromkeys(steps)


def _path(id_: str, finding: Finding, lines: Mapping[str, EvidenceLine]) -> PathRow:
    return PathRow(
        id_,
        part_title(id_),
        finding.state.value,
        sentence(finding.because),
        finding.standing.value,
        cites_of(finding.cite),
        tuple(lines[ref] for ref in finding.evidence if ref in lines),
    )
