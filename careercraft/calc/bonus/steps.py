"""The shortest ways to the outcomes bonus on a day: what is still open, what is closed, and why.

Each way is one of the paths with everything that is wanting of it. A way of one step is one step
from the bonus. The order serves the reader and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc.bonus.student import BonusResult
from careercraft.calc.citations import Authority, Standing
from careercraft.calc.closing import Closing
from careercraft.calc.criteria.enrollment import ACTION as ENROLL
from careercraft.calc.criteria.enrollment import CONFIRM
from careercraft.calc.criteria.windows import windows_of
from careercraft.calc.explain import catalog, fill
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import MET, NOT_APPLICABLE, UNKNOWN
from careercraft.calc.findings import Finding, Gap, Message
from careercraft.calc.history import Dated
from careercraft.calc.rules import DayOfYear
from careercraft.calc.steps import EFFORT, LOAD, NOT_BEGUN, ON_PAPER, NextStep, ways_to

ENLIST = "document_enlistment"
LAST_DAY = {
    "earn_ibc": "ibc",
    "earn_level_certificate": "level_certificate",
    "earn_associate_degree": "associate_degree",
    ENLIST: "enlistment",
    "retake_sat": "sat",
    "retake_act": "act",
    "retake_tsia": "tsia",
}
"""The window in which what a step leads to has to happen."""
OWN_EFFORT = {ENROLL: EFFORT["take_cte"], LOAD: EFFORT[LOAD], ENLIST: EFFORT[ENLIST] + NOT_BEGUN}
"""How much the steps ask that no other rule knows, or that are more than the paper here."""


class BonusStep(NamedTuple):
    """One thing that is wanting: what to do about it, and until when.

    ``question`` is ``tsi`` (with its subject as ``part``), ``enrollment``, ``credential``,
    ``associate_degree`` or ``military``.
    ``last`` is ``None`` where no day is known, or where it is only work on paper. Of enrollment it
    is a day that is only assumed: each college has its own. ``closed`` says why it can no longer be
    done, ``None`` while it can.
    """

    question: str
    part: str | None
    key: str
    action: str
    last: date | None
    gap: Gap | None
    closed: Message | None
    standing: Standing


class BonusWay(NamedTuple):
    """A way to the bonus: its path, and every step that is wanting."""

    path: str
    steps: tuple[BonusStep, ...]

    @property
    def is_open(self) -> bool:
        """Whether every step can still be done."""
        return all(step.closed is None for step in self.steps)

    @property
    def last(self) -> date | None:
        """The first of the last days of its steps, if any is known."""
        return min((step.last for step in self.steps if step.last), default=None)


class _On(NamedTuple):
    """A student's bonus looked at on a day, in a language."""

    result: BonusResult
    facts: StudentFacts
    closing: Closing
    language: str


def bonus_steps(
    result: BonusResult, facts: StudentFacts, today: date, language: str = "en"
) -> tuple[BonusWay, ...]:
    """Return the ways to the bonus, the open ones first, the shortest of those first.

    None for a student who is met. Ways that are closed come last, each with its reason.
    """
    if result.state is MET:
        return ()
    windows = windows_of(result.rules, facts.class_of, facts.grade_9_began_on)
    on = _On(result, facts, Closing(windows, bool(facts.graduated), today), language)
    return tuple(sorted(_ways(on), key=_order))


def open_bonus_ways(
    result: BonusResult, facts: StudentFacts, today: date, language: str = "en"
) -> tuple[BonusWay, ...]:
    """Return only the ways that are still open."""
    return tuple(way for way in bonus_steps(result, facts, today, language) if way.is_open)


def _ways(on: _On) -> Iterator[BonusWay]:
    parts = on.result.parts
    standard = tuple(_standard(on))
    degree = _wanting("associate_degree", parts.associate_degree, on)
    needs_tsi = on.result.rules.bonus.associate_degree_requires_tsi.value.required
    yield BonusWay("college", (*standard, *_enrollment(on)))
    yield BonusWay("career", (*standard, *_wanting("credential", parts.credential, on)))
    yield BonusWay("college", (*standard, *degree) if needs_tsi else degree)
    if parts.military.state is not NOT_APPLICABLE:
        yield BonusWay("military", _wanting("military", parts.military, on))


def _order(way: BonusWay) -> tuple[bool, Decimal, date]:
    """Open ways first; of those the one that asks least of the student, then the earliest day."""
    return not way.is_open, sum(map(_effort, way.steps), Decimal(0)), way.last or date.max


def _effort(step: BonusStep) -> Decimal:
    """Return how much a step asks: its kind, and how far the student is from it."""
    if step.key in ON_PAPER or step.question == "enrollment":
        return OWN_EFFORT.get(step.key, EFFORT["complete_record"])
    return EFFORT[step.key] + (step.gap.share if step.gap else NOT_BEGUN)


def _standard(on: _On) -> Iterator[BonusStep]:
    """Yield one step for each subject of TSI that is not met yet: the shortest."""
    if on.result.parts.tsi.state is MET:
        return
    for subject in on.result.parts.tsi.parts:
        if subject.state is not MET:
            yield from _wanting("tsi", subject, on, part=subject.id)


def _wanting(
    question: str, finding: Finding, on: _On, part: str | None = None
) -> tuple[BonusStep, ...]:
    """Return the shortest step to a question that is not met: one still open, else a closed one."""
    if finding.state is MET:
        return ()
    still = ways_to(
        question, part, finding, on.language, lambda key, r: on.closing.of(key, r) is None
    )
    if still:
        return (_step(question, still[0], on, closed=False),)
    return tuple(
        _step(question, one, on, closed=True)
        for one in ways_to(question, part, finding, on.language)[:1]
    )


def _step(question: str, way: NextStep, on: _On, *, closed: bool) -> BonusStep:
    window = getattr(on.closing.windows, LAST_DAY[way.key]) if way.key in LAST_DAY else None
    last = window.closes if window else None
    return BonusStep(
        question,
        way.part,
        way.key,
        _action(way.key, way.action, last, on),
        last,
        way.gap,
        Message("closed_since", {"last": last}) if closed else None,
        window.authority.standing if window else Standing.READ,
    )


def _action(key: str, plain: str, last: date | None, on: _On) -> str:
    """Return an action in the bonus's own words, which name the last day; else as it is told."""
    template = catalog(on.language)["bonus_actions"].get(key)
    if template is None:
        return plain
    return fill(template, {"last": last, "year": int(on.facts.class_of)}, on.language)


def _enrollment(on: _On) -> tuple[BonusStep, ...]:
    """Return the step to an enrollment: enroll while there is time, then find out whether it was.

    Before the tenth class day nobody can know; afterwards nobody can enroll in time.
    """
    finding = on.result.parts.enrollment
    if finding.state is MET:
        return ()
    rule = on.result.rules.bonus.tenth_class_day_passed
    last = _day(rule, on.facts)
    in_time = on.closing.on <= last
    if finding.state is UNKNOWN and (finding.evidence or not in_time):
        return (_enroll(CONFIRM, None, None, Authority(), on),)
    possible = in_time and ENROLL in finding.next
    closed = (
        None if possible else Message("closed_tenth_class_day", {"year": int(on.facts.class_of)})
    )
    return (_enroll(ENROLL, last, closed, rule.authority, on),)


def _enroll(
    key: str, last: date | None, closed: Message | None, authority: Authority, on: _On
) -> BonusStep:
    action = _action(key, "", last, on)
    return BonusStep("enrollment", None, key, action, last, None, closed, authority.standing)


def _day(rule: Dated[DayOfYear], facts: StudentFacts) -> date:
    return date(facts.class_of, rule.value.month, rule.value.day)
