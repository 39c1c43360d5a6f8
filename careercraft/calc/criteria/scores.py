"""Judge the best of a student's scores on one scale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import DOUBT, Authority, Standing, jointly
from careercraft.calc.criteria.windows import Window, is_early, is_late
from careercraft.calc.facts import Number, Score, StudentFacts
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    State,
    Term,
    When,
    at_least,
    holds,
    not_loaded,
)
from careercraft.calc.scales import span


class Asked(NamedTuple):
    """What is asked of which score: the finding's id, the test and the part of it, and the wording.

    ``words`` is the family of messages: ``score`` (of a subject) or ``exam`` (of any subject).
    ``date_needed`` is false for a test that counts whenever it was taken.
    """

    id: str
    test: str
    part: str
    subject: str
    action: str
    authority: Authority
    unit: str = "points"
    words: str = "score"
    date_needed: bool = True

    @property
    def next(self) -> tuple[str, ...]:
        """The action that could close a gap; none for a test that is no longer given."""
        return (self.action,) if self.action else ()


class Candidate(NamedTuple):
    """A score that may be the one that counts, with the benchmark it is held against."""

    value: Number
    required: Number
    authority: Authority
    on: date | None
    refs: tuple[str | None, ...]


def number(score: Score, part: str) -> Number | None:
    """Return a part of a score as a number, or ``None`` where the test did not report it."""
    value = score.parts.get(part)
    return None if isinstance(value, str) else value


def sittings(facts: StudentFacts, test: str) -> list[Score]:
    """Return every sitting of a test."""
    return [score for score in facts.scores if score.test == test]


def judge_best(
    asked: Asked, candidates: Iterable[Candidate], window: Window, facts: StudentFacts
) -> Finding:
    """Judge the best candidate within the window, then those that cannot be placed in it."""
    candidates = [one for one in candidates if not is_early(one.on, window)]
    inside = [one for one in candidates if _counts(one, asked, window)]
    enough = [one for one in inside if one.value >= one.required]
    if enough:
        return _measured(asked, min(enough, key=_surest_then_first))
    doubtful = [one for one in candidates if one.value >= one.required]
    if doubtful:
        return _doubtful(asked, doubtful[0], window)
    if inside:
        return _while_others_may_exist(asked, _measured(asked, max(inside, key=_lead)), facts)
    return no_score(asked, facts)


def no_score(asked: Asked, facts: StudentFacts) -> Finding:
    """Return the finding where no score is on file: not met if all are known, otherwise unknown."""
    because = _message(asked, "none")
    return absent(
        asked.id, asked.test, because, facts, authority=asked.authority, action=asked.action
    )


def too_early(asked: Asked, scores: list[Score], window: Window) -> Finding | None:
    """Return a finding that says a score was taken before grade 9, if every score was."""
    days = [score.date for score in scores]
    if not days or not all(is_early(day, window) for day in days):
        return None
    because = _message(asked, "early", when=When(days[0]))
    refs = [score.ref for score in scores]
    return holds(
        asked.id, False, because, authority=asked.authority, evidence=refs, next_=asked.next
    )


def absent(
    id_: str, kind: str, because: Message, facts: StudentFacts, *, authority: Authority, action: str
) -> Finding:
    """Return the finding where nothing of a kind is on file. No value decided it, so it is sure."""
    sure = Authority(authority.cite, Standing.READ)
    next_ = (action,) if action else ()
    if kind in facts.known:
        return holds(id_, False, because, authority=sure, next_=next_)
    return holds(id_, None, not_loaded((kind,)), authority=sure, next_=next_, missing=(kind,))


def _counts(one: Candidate, asked: Asked, window: Window) -> bool:
    placed = one.on is not None or not asked.date_needed
    return placed and not is_late(one.on, window)


def _surest_then_first(one: Candidate) -> tuple[int, date]:
    return DOUBT[one.authority.standing], one.on or date.max


def _lead(one: Candidate) -> Number:
    return one.value - one.required


def _measured(asked: Asked, one: Candidate) -> Finding:
    values = {"score": one.value, "required": one.required, "when": When(one.on)}
    return at_least(
        asked.id,
        Fact(f"what.{asked.test}.{asked.part}", one.value, one.on),
        one.required,
        unit=asked.unit,
        span=span(asked.test, asked.part),
        met=_message(asked, "met", **values),
        short=_message(asked, "short", **values),
        authority=one.authority,
        evidence=one.refs,
        next_=asked.next,
    )


def _doubtful(asked: Asked, one: Candidate, window: Window) -> Finding:
    kind = "undated" if one.on is None else "late"
    because = _message(asked, kind, score=one.value, when=When(one.on), last=window.closes)
    authority = one.authority if one.on is None else jointly(one.authority, window.authority)
    fact = Fact(f"what.{asked.test}.{asked.part}", one.value, one.on)
    return holds(
        asked.id,
        None,
        because,
        authority=authority,
        fact=fact,
        evidence=one.refs,
        next_=("check_date",),
    )


def _while_others_may_exist(asked: Asked, short: Finding, facts: StudentFacts) -> Finding:
    """Return a score that falls short as unknown where others of the test may exist."""
    if asked.test in facts.known:
        return short
    return short._replace(state=State.UNKNOWN, missing=(asked.test,))


def _message(asked: Asked, ending: str, **values: object) -> Message:
    test = Term(f"test.{asked.test}.{asked.part}")
    subject = Term(f"subject.{asked.subject}")
    return Message(f"{asked.words}_{ending}", {"subject": subject, "test": test, **values})
