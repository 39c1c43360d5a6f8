"""Judge the best of a student's scores on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import DOUBT, Authority, jointly
from careercraft.calc.criteria.absence import Absence, absence
from careercraft.calc.criteria.windows import Window, is_early
from careercraft.calc.facts import Number, Score
from careercraft.calc.findings import (
    Fact,
    Finding,
    Measured,
    Message,
    Term,
    When,
    at_least,
    holds,
)
from careercraft.calc.scales import span


class Asked(NamedTuple):
    """What is asked of which score, and how it is told; prepared by ``ask``, once per rule set.

    ``words`` is the family of messages: ``score`` (of a subject) or ``exam`` (of any subject).
    ``date_needed`` is false for a test that counts whenever it was taken.
    """

    id: str
    test: str
    part: str
    authority: Authority
    absence: Absence
    terms: Mapping[str, Term]
    next: tuple[str, ...]
    what: str
    span: Number
    unit: str
    words: str
    date_needed: bool

    def message(self, ending: str, **values: object) -> Message:
        """Return the message of this family with that ending."""
        return Message(f"{self.words}_{ending}", {**self.terms, **values})

    def fact(self, one: Candidate) -> Fact:
        """Return a score as the best evidence seen."""
        return Fact(self.what, one.value, one.on)


class Candidate(NamedTuple):
    """A score that may be the one that counts, with the benchmark it is held against."""

    value: Number
    required: Number
    authority: Authority
    on: date | None
    refs: tuple[str | None, ...]


def ask(
    id_: str,
    test: str,
    part: str,
    subject: str,
    authority: Authority,
    *,
    action: str,
    unit: str = "points",
    words: str = "score",
    date_needed: bool = True,
) -> Asked:
    """Prepare a question. ``action`` is empty for a test that is no longer given."""
    terms = {"subject": Term(f"subject.{subject}"), "test": Term(f"test.{test}.{part}")}
    none = absence(id_, test, Message(f"{words}_none", terms), authority, action)
    next_ = (action,) if action else ()
    return Asked(
        id_,
        test,
        part,
        authority,
        none,
        terms,
        next_,
        f"what.{test}.{part}",
        span(test, part),
        unit,
        words,
        date_needed,
    )


def number(score: Score, part: str) -> Number | None:
    """Return a part of a score as a number, or ``None`` where the test did not report it."""
    value = score.parts.get(part)
    return None if isinstance(value, str) else value


def reports(scores: Iterable[Score], part: str) -> bool:
    """Tell whether any of the scores reports a part."""
    return any(number(score, part) is not None for score in scores)


def candidates(
    scores: Iterable[Score], part: str, required: Number, authority: Authority
) -> list[Candidate]:
    """Return the scores that report a part, each against the same benchmark."""
    return [
        Candidate(value, required, authority, score.date, (score.ref,))
        for score in scores
        if (value := number(score, part)) is not None
    ]


def judge_best(
    asked: Asked, found: Iterable[Candidate], window: Window, known: frozenset[str]
) -> Finding:
    """Judge the best candidate within the window, then those that cannot be placed in it."""
    enough: list[Candidate] = []
    doubtful: list[Candidate] = []
    short: list[Candidate] = []
    for one in found:
        if one.on is None:
            counts = not asked.date_needed
        elif one.on < window.opens:
            continue
        else:
            counts = one.on <= window.closes
        reached = one.value >= one.required
        if counts:
            (enough if reached else short).append(one)
        elif reached:
            doubtful.append(one)
    if enough:
        return _measured(asked, min(enough, key=_surest_then_first))
    if doubtful:
        return _doubtful(asked, doubtful[0], window)
    if short:
        return _while_others_may_exist(asked, _measured(asked, max(short, key=_lead)), known)
    return asked.absence.judged(known)


def too_early(asked: Asked, scores: Sequence[Score], window: Window) -> Finding | None:
    """Return a finding that says a score was taken before grade 9, if every score was."""
    if not scores or not all(is_early(score.date, window) for score in scores):
        return None
    because = asked.message("early", when=When(scores[0].date))
    refs = [score.ref for score in scores]
    return holds(
        asked.id, False, because, authority=asked.authority, evidence=refs, next_=asked.next
    )


def _surest_then_first(one: Candidate) -> tuple[int, date]:
    return DOUBT[one.authority.standing], one.on or date.max


def _lead(one: Candidate) -> Number:
    return one.value - one.required


def _measured(asked: Asked, one: Candidate) -> Finding:
    return at_least(
        asked.id, one.value, one.required, one.authority, lambda ending: _told(ending, asked, one)
    )


def _told(ending: str, asked: Asked, one: Candidate) -> Measured:
    return Measured(
        asked.message(ending, score=one.value, required=one.required, when=When(one.on)),
        asked.fact(one),
        asked.unit,
        asked.span,
        evidence=one.refs,
        next=asked.next,
    )


def _doubtful(asked: Asked, one: Candidate, window: Window) -> Finding:
    kind = "undated" if one.on is None else "late"
    authority = one.authority if one.on is None else jointly(one.authority, window.authority)
    return holds(
        asked.id,
        None,
        asked.message(kind, score=one.value, when=When(one.on), last=window.closes),
        authority=authority,
        fact=asked.fact(one),
        evidence=one.refs,
        next_=("check_date",),
    )


def _while_others_may_exist(asked: Asked, short: Finding, known: frozenset[str]) -> Finding:
    """Return a score that falls short as unknown where others of the test may exist."""
    return short if asked.test in known else short.unknown_without(asked.test)
