"""A question of the law, prepared: asked for its verdict alone, or for the finding that tells it.

Both give the same verdict for any evidence (held by a property test). The verdict is what a campus
counts; the finding is what a page explains.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Generic, ParamSpec, TypeVar

from careercraft.calc.finding import Everybodys, Finding
from careercraft.calc.findings import Message, all_of, any_of
from careercraft.calc.verdict import NOT_ASKED, SURELY_MET, SURELY_NOT_MET, Verdict

P = ParamSpec("P")
S = TypeVar("S")


class Prepared(Generic[P]):
    """What can be asked, once all that does not depend on the student is prepared."""

    __slots__ = ("finding", "verdict")

    def __init__(self, verdict: Callable[P, Verdict], finding: Callable[P, Finding]) -> None:
        self.verdict = verdict
        self.finding = finding

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Finding:
        """Return the finding."""
        return self.finding(*args, **kwargs)


class Question(Prepared[[S]], Generic[S]):
    """What can be asked of a student, or of one piece of evidence."""

    __slots__ = ()


def any_question(
    id_: str, questions: Sequence[Question[S]], *, nothing: Message | None = None
) -> Question[S]:
    """Ask several questions of which one is enough, in this order."""
    verdicts = tuple(question.verdict for question in questions)
    findings = tuple(question.finding for question in questions)
    combined = any_of_parts(id_, nothing=nothing)

    def verdict(of: S) -> Verdict:
        decides = NOT_ASKED
        for ask in verdicts:
            found = ask(of)
            if found > decides:
                decides = found
                if found is SURELY_MET:
                    break
        return decides

    def finding(of: S) -> Finding:
        return combined(tuple([ask(of) for ask in findings]))

    return Question(verdict, finding)


def any_of_parts(
    id_: str, *, nothing: Message | None = None
) -> Callable[[tuple[Finding, ...]], Finding]:
    """Prepare ``any_of``: what parts that are everybody's come to is everybody's as well."""

    def combine(parts: tuple[Finding, ...]) -> Everybodys:
        return Everybodys(any_of(id_, parts, nothing=nothing))

    of_everybodys = cache(combine)

    def combined(parts: tuple[Finding, ...]) -> Finding:
        for part in parts:
            if type(part) is not Everybodys:
                return any_of(id_, parts, nothing=nothing)
        return of_everybodys(parts)

    return combined


def all_questions(id_: str, questions: Sequence[Question[S]]) -> Question[S]:
    """Ask several questions of which every one is needed, in this order."""
    verdicts = tuple(question.verdict for question in questions)
    findings = tuple(question.finding for question in questions)

    def verdict(of: S) -> Verdict:
        decides = NOT_ASKED
        for ask in verdicts:
            found = ask(of).opposite
            if found > decides:
                decides = found
                if found is SURELY_MET:
                    return SURELY_NOT_MET
        return decides.opposite

    def finding(of: S) -> Finding:
        return all_of(id_, [ask(of) for ask in findings])

    return Question(verdict, finding)
