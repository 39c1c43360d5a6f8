"""Judge the best of a student's scores on one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from careercraft.calc.citations import DOUBT, Authority, jointly
from careercraft.calc.criteria.absence import (
    Absence,
    absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.question import Prepared
from careercraft.calc.criteria.windows import Window, is_early
from careercraft.calc.facts import Number, Score
from careercraft.calc.finding import MET, NOT_MET, UNKNOWN
from careercraft.calc.findings import (
    Fact,
    Finding,
    Gap,
    Message,
    Quantity,
    Reason,
    Term,
    holds,
    present,
    quantity,
    when,
)
from careercraft.calc.reasons import fact_of, gap_of, message_of, reason_of
from careercraft.calc.scales import span
from careercraft.calc.verdict import VERDICTS, Verdict
from careercraft.calc.verdicts import by_answer

Refs = tuple[str | None, ...]
Candidate = tuple[Number, Number, Authority, date | None, Refs]
"""A score that may be the one that counts: its value, the benchmark it is held against with the
authority of that, its day, and the records it comes from.
"""

Chosen = tuple[Candidate | None, bool]
"""The candidate that tells the verdict, if there is any, and whether its day surely counts."""

JudgeScores = Prepared[[Sequence[Score], frozenset[str]]]
"""Judges some scores, told which kinds of evidence are known."""

JudgeCandidates = Prepared[[Sequence[Candidate], Sequence[Score], frozenset[str]]]
"""Judges some candidates, told also the scores that they come from."""


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
    subject: Term
    scale: Term
    next: tuple[str, ...]
    what: str
    words: str
    met: str
    short: str
    date_needed: bool
    gap_of: Callable[[Number], tuple[Gap, Quantity]]

    def message(self, ending: str, **values: object) -> Message:
        """Return the message of this family with that ending."""
        terms = {"subject": self.subject, "test": self.scale}
        return Message(f"{self.words}_{ending}", {**terms, **values})


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
    what, length = f"what.{test}.{part}", span(test, part)

    def gap(amount: Number) -> tuple[Gap, Quantity]:
        return gap_of(amount, unit, what, length), quantity(amount, unit)

    return Asked(
        id_,
        test,
        part,
        authority,
        absence(id_, test, Message(f"{words}_none", terms), authority, action),
        terms["subject"],
        terms["test"],
        (action,) if action else (),
        what,
        words,
        f"{words}_met",
        f"{words}_short",
        date_needed,
        cache(gap),
    )


def number(score: Score, part: str) -> Number | None:
    """Return a part of a score as a number, or ``None`` where the test did not report it."""
    value = score.parts.get(part)
    return None if isinstance(value, str) else value


def candidates(
    scores: Iterable[Score], part: str, required: Number, authority: Authority
) -> list[Candidate]:
    """Return the scores that report a part, each against the same benchmark."""
    return [
        (value, required, authority, on, (ref,))
        for _, parts, on, _, ref in scores
        if (value := parts.get(part)) is not None
    ]


def best_of(asked: Asked, required: Number, authority: Authority, window: Window) -> JudgeScores:
    """Prepare to judge the best score against one benchmark.

    Where a score reaches it within the window, or none reaches it at all, the verdict is plain;
    which score tells it is chosen when it is told.
    """
    id_, test, standing, tell = asked.id, asked.test, authority.standing, _telling(asked, window)
    verdict = _verdict_on_best(asked, required, authority, window)
    choose = _choice_of_score(asked, required, authority, window)

    def finding(scores: Sequence[Score], known: frozenset[str]) -> Finding:
        one, counts = choose(scores)
        if one is None or not counts:
            judged = verdict(scores, known)
            reason = tell(one, counts, scores, known)
            return Finding(id_, judged.state, judged.standing, reason)
        if one[0] >= required:
            return Finding(id_, MET, standing, _why_enough(asked, one))
        if test in known:
            return Finding(id_, NOT_MET, standing, _why_short(asked, one, ()))
        return Finding(id_, UNKNOWN, standing, _why_short(asked, one, (test,)))

    return Prepared(verdict, finding)


def _choice_of_score(
    asked: Asked, required: Number, authority: Authority, window: Window
) -> Callable[[Sequence[Score]], Chosen]:
    """Prepare the choice of ``_choice`` for scores that are all held against one benchmark."""
    part, undated_counts = asked.part, not asked.date_needed
    opens, closes, _ = window

    def choose(scores: Sequence[Score]) -> Chosen:
        enough = doubtful = short = None
        first, most = date.max, None
        for score in scores:
            value = score.parts.get(part)
            if value is None:
                continue
            on = score.date
            if undated_counts if on is None else opens <= on <= closes:
                if value < required:
                    if most is None or value > most:
                        short, most = score, value
                elif enough is None or (on or date.max) < first:
                    enough, first = score, on or date.max
            elif value >= required and (on is None or on > closes):
                doubtful = score if doubtful is None else _settled_sooner(doubtful, score)
        counts = enough is not None or doubtful is None
        chosen = enough or (short if counts else doubtful)
        if chosen is None:
            return None, True
        return (chosen.parts[part], required, authority, chosen.date, (chosen.ref,)), counts

    return choose


def _verdict_on_best(
    asked: Asked, required: Number, authority: Authority, window: Window
) -> Callable[[Sequence[Score], frozenset[str]], Verdict]:
    test, part, undated_counts = asked.test, asked.part, not asked.date_needed
    opens, closes, _ = window
    verdicts, undated = by_answer(authority.standing), VERDICTS[UNKNOWN, authority.standing]
    late = VERDICTS[UNKNOWN, jointly(authority, window.authority).standing]
    met, short, open_ = verdicts[True], verdicts[False], verdicts[None]

    def verdict(scores: Sequence[Score], known: frozenset[str]) -> Verdict:
        counted, doubtful = False, None
        for score in scores:
            value = score.parts.get(part)
            if value is None:
                continue
            on = score.date
            if undated_counts if on is None else opens <= on <= closes:
                if value >= required:
                    return met
                counted = True
            elif value >= required and (on is None or on > closes):
                doubtful = undated if on is None else doubtful or late
        if doubtful is not None:
            return doubtful
        if counted:
            return short if test in known else open_
        return _verdict_where_nothing_counts(asked, scores, window, known)

    return verdict


def best_candidate(asked: Asked, window: Window) -> JudgeCandidates:
    """Prepare to judge the best candidate within the window, then those not surely in it."""
    choose, tell = _choice(asked, window), _telling(asked, window)
    test = asked.test

    def verdict(
        found: Sequence[Candidate], scores: Sequence[Score], known: frozenset[str]
    ) -> Verdict:
        one, counts = choose(found)
        if one is None:
            return _verdict_where_nothing_counts(asked, scores, window, known)
        value, required, authority, on, _ = one
        if not counts:
            return VERDICTS[UNKNOWN, _doubtful_by(authority, on, window).standing]
        state = MET if value >= required else NOT_MET if test in known else UNKNOWN
        return VERDICTS[state, authority.standing]

    def finding(
        found: Sequence[Candidate], scores: Sequence[Score], known: frozenset[str]
    ) -> Finding:
        judged = verdict(found, scores, known)
        reason = tell(*choose(found), scores, known)
        return Finding(asked.id, judged.state, judged.standing, reason)

    return Prepared(verdict, finding)


def _choice(asked: Asked, window: Window) -> Callable[[Sequence[Candidate]], Chosen]:
    opens, closes, _ = window
    undated_counts = not asked.date_needed

    def surest_doubt(one: Candidate) -> tuple[int, date]:
        _, _, authority, on, _ = one
        return DOUBT[_doubtful_by(authority, on, window).standing], on or date.min

    def choose(found: Sequence[Candidate]) -> Chosen:
        enough = doubtful = short = None
        for one in found:
            value, required, _, on, _ = one
            if on is None:
                counts = undated_counts
            elif on < opens:
                continue
            else:
                counts = on <= closes
            if not counts:
                if value >= required:
                    doubtful = one if doubtful is None else min(doubtful, one, key=surest_doubt)
            elif value >= required:
                enough = one if enough is None else min(enough, one, key=_surest_then_first)
            else:
                short = one if short is None else max(short, one, key=_lead)
        if enough is None and doubtful is not None:
            return doubtful, False
        return enough or short, True

    return choose


def _telling(
    asked: Asked, window: Window
) -> Callable[[Candidate | None, bool, Sequence[Score], frozenset[str]], Reason]:
    def tell(
        one: Candidate | None, counts: bool, scores: Sequence[Score], known: frozenset[str]
    ) -> Reason:
        if one is None:
            return _nothing_counts(asked, scores, window, known).reason
        if not counts:
            return _doubtful(asked, one, window).reason
        if one[0] >= one[1]:
            return _why_enough(asked, one)
        return _why_short(asked, one, () if asked.test in known else (asked.test,))

    return tell


def _nothing_counts(
    asked: Asked, scores: Sequence[Score], window: Window, known: frozenset[str]
) -> Finding:
    """Say that every score was taken before grade 9, or that there is none that counts."""
    if not _all_early(scores, window):
        return asked.absence.judged(known)
    early = holds(
        asked.id,
        False,
        asked.message(_too_early(asked), when=when(scores[0].date), first=window.opens),
        authority=asked.authority,
        evidence=[score.ref for score in scores],
        next_=asked.next,
    )
    return unless_others_exist(early, asked.test, known)


def _too_early(asked: Asked) -> str:
    """Tell whether grade 9 opens the window, or a day of the calendar."""
    return "early" if asked.date_needed else "before_first_day"


def _verdict_where_nothing_counts(
    asked: Asked, scores: Sequence[Score], window: Window, known: frozenset[str]
) -> Verdict:
    if not _all_early(scores, window):
        return asked.absence.verdict(known)
    early = VERDICTS[NOT_MET, asked.authority.standing]
    return open_unless_others_exist(early, asked.test, known)


def _all_early(scores: Sequence[Score], window: Window) -> bool:
    return bool(scores) and all(is_early(score.date, window) for score in scores)


def _surest_then_first(one: Candidate) -> tuple[int, date]:
    _, _, authority, on, _ = one
    return DOUBT[authority.standing], on or date.max


def _settled_sooner(one: Score, other: Score) -> Score:
    """Return the score whose doubt is settled sooner: a missing day is looked up, and of days past
    the last one the nearest may still turn out to count."""
    return min(one, other, key=_undated_then_first)


def _undated_then_first(score: Score) -> date:
    return score.date or date.min


def _lead(one: Candidate) -> Number:
    return one[0] - one[1]


def _why_enough(asked: Asked, one: Candidate) -> Reason:
    value, required, authority, on, refs = one
    values = {
        "subject": asked.subject,
        "test": asked.scale,
        "score": value,
        "required": required,
        "when": when(on),
    }
    because, fact = message_of((asked.met, values)), fact_of((asked.what, value, on))
    return reason_of((because, fact, required, None, authority.cite, _known_refs(refs), (), ()))


def _why_short(asked: Asked, one: Candidate, missing: tuple[str, ...]) -> Reason:
    value, required, authority, on, refs = one
    gap, amount = asked.gap_of(required - value)
    values = {
        "subject": asked.subject,
        "test": asked.scale,
        "score": value,
        "required": required,
        "when": when(on),
        "gap": amount,
    }
    because, fact = message_of((asked.short, values)), fact_of((asked.what, value, on))
    refs = _known_refs(refs)
    return reason_of((because, fact, required, gap, authority.cite, refs, asked.next, missing))


def _known_refs(refs: Refs) -> tuple[str, ...]:
    if len(refs) == 1:
        (ref,) = refs
        return () if ref is None else (ref,)
    return present(refs)


def _doubtful(asked: Asked, one: Candidate, window: Window) -> Finding:
    value, _, authority, on, refs = one
    kind = "undated" if on is None else "late"
    return holds(
        asked.id,
        None,
        asked.message(kind, score=value, when=when(on), last=window.closes),
        authority=_doubtful_by(authority, on, window),
        fact=Fact(asked.what, value, on),
        evidence=refs,
        next_=("check_date",),
    )


def _doubtful_by(authority: Authority, on: date | None, window: Window) -> Authority:
    """Return what doubt about a day rests on; the last day of the window, where that is past."""
    return authority if on is None else jointly(authority, window.authority)
