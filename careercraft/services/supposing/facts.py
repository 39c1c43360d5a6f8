"""A student's facts with what is supposed beside them. Pure: nothing is read, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from careercraft.calc.facts import Score, StudentFacts
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.scales import SCALES
from careercraft.services.supposing.codes import Supposed, fact
from careercraft.services.supposing.kinds import MORE

MILESTONES = "milestones"


def with_supposed(facts: StudentFacts, supposed: Iterable[Supposed], on: date) -> StudentFacts:
    """The facts as if what is supposed were on file; `on`: the day of what has no day of its own.

    Points on top of the best score add nothing for a student who has no such score.
    """
    for place, one in enumerate(supposed):
        if one.kind.list_name == MILESTONES:
            continue
        ref = f"supposed[{place}]"
        added = _more(facts, one, ref, on) if one.kind.id == MORE else fact(dated(one, on), ref)
        if added is not None:
            name = one.kind.list_name
            longer: dict[str, Any] = {name: (*getattr(facts, name), added)}
            facts = facts._replace(**longer)
    return facts


def student_with(student: ProgramStudent, supposed: Sequence[Supposed], on: date) -> ProgramStudent:
    """A student of a program as if what is supposed were on file."""
    reached = [
        fact(dated(one, on), f"supposed[{place}]")
        for place, one in enumerate(supposed)
        if one.kind.list_name == MILESTONES
    ]
    return ProgramStudent(
        student.ref,
        with_supposed(student.facts, supposed, on),
        student.years,
        (*student.milestones, *reached),
        known=student.known,
        algebra_2_passed=student.algebra_2_passed,
    )


def dated(one: Supposed, on: date) -> Supposed:
    """A supposition with the day of looking where it says none itself and could have one today."""
    days = {
        field.name: on
        for field in one.kind.fields
        if field.today and one.values.get(field.name) is None
    }
    return one._replace(values={**one.values, **days})


def lacks_the_score(facts: StudentFacts, supposed: Iterable[Supposed]) -> bool:
    """Whether points are supposed on top of a score that the student does not have."""
    return any(
        one.kind.id == MORE and _best(facts, *_test_and_part(one)) is None for one in supposed
    )


def _test_and_part(one: Supposed) -> tuple[str, str]:
    test, _, part = one.values["part"].partition(".")
    return test, part


def _more(facts: StudentFacts, one: Supposed, ref: str, on: date) -> Score | None:
    """The best sitting once more, with the points on top, at most to the end of the scale."""
    test, part = _test_and_part(one)
    best = _best(facts, test, part)
    if best is None:
        return None
    points = min(_points(best, part) + one.values["points"], SCALES[test, part][1])
    return best._replace(
        parts={**best.parts, part: points}, date=one.values.get("on") or on, ref=ref
    )


def _best(facts: StudentFacts, test: str, part: str) -> Score | None:
    sat = [one for one in facts.scores if one.test == test and _is_number(one.parts.get(part))]
    return max(sat, key=lambda one: _points(one, part), default=None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal)


def _points(score: Score, part: str) -> int:
    return int(score.parts[part])
