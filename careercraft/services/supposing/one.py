"""What if, for one student: today and supposed side by side. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from careercraft.privacy.access import permissions
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.programs import student as program_student
from careercraft.services.records.contested import Marks, marks_of
from careercraft.services.students.reasons import WayInWords, ways
from careercraft.services.supposing.codes import Supposed
from careercraft.services.supposing.compared import (
    Compared,
    Verdicts,
    changed_first,
    indicators,
    judged,
    judgements,
    milestones,
    paths,
)
from careercraft.services.supposing.facts import lacks_the_score, student_with, with_supposed
from careercraft.services.supposing.suggesting import suggested
from careercraft.services.supposing.words import in_words


class Line(NamedTuple):
    """One supposition with its code and in words."""

    code: str
    words: str


class Part(NamedTuple):
    """A group of compared things: those that change and those that do not."""

    title: str
    changed: tuple[Compared, ...]
    same: tuple[Compared, ...]


class StudentWhatIf(NamedTuple):
    """Everything that the page shows. `parts`: indicators, bonus paths, program milestones."""

    student_id: UUID
    campus_id: UUID
    name: str
    class_of: int
    grade: int | None
    campus: str
    school_year: str
    on: date
    supposed: tuple[Line, ...]
    lacks_score: bool
    """Whether points are supposed on top of a score that is not on file."""
    accountability: Compared
    bonus: Compared
    parts: tuple[Part, ...]
    ways: tuple[WayInWords, ...]
    """What would be next."""
    suggested: tuple[Line, ...]
    """The shortest steps, to be supposed with one click."""
    marks: Marks
    may_plan: bool


def what_if(desk: Desk, student_id: UUID, supposed: Sequence[Supposed]) -> StudentWhatIf:
    """A student as they are and as supposed; raises `NotFound`. The look is recorded."""
    student, why = students.visible_student(desk, student_id)
    seen = students.judged(desk, student_id)
    facts = with_supposed(seen.result.facts, supposed, seen.judged_on)
    before, after = Verdicts(seen.result, seen.bonus), judged(facts)
    accountability, bonus = judgements(before, after)
    parts = [
        _part("Indicators", indicators(before.result, after.result)),
        _part("Paths to the outcomes bonus", paths(before.bonus, after.bonus)),
    ]
    if any(one.kind == "program_year" for one in seen.evidence.values()):
        parts += _program(desk, student_id, supposed, seen.judged_on)
    desk.record(Event.STUDENT_VIEWED, "student", student_id, reason=why.value)
    desk.session.commit()
    return StudentWhatIf(
        student_id,
        student.campus_id,
        seen.identity.full_name,
        seen.class_of,
        seen.grade,
        seen.campus_name,
        seen.school_year,
        seen.judged_on,
        _lines(supposed, seen.class_of),
        lacks_the_score(seen.result.facts, supposed),
        accountability,
        bonus,
        tuple(parts),
        ways(after.result),
        _lines([one for one in suggested(after.result) if one not in supposed], seen.class_of),
        marks_of(desk, student_id),
        Permission.CAMPUS_PLAN_WRITE in permissions(desk.actor),
    )


def _lines(supposed: Sequence[Supposed], class_of: int) -> tuple[Line, ...]:
    return tuple(Line(one.code, in_words(one, class_of)) for one in supposed)


def _part(title: str, rows: tuple[Compared, ...]) -> Part:
    return Part(title, *changed_first(rows))


def _program(desk: Desk, student_id: UUID, supposed: Sequence[Supposed], on: date) -> list[Part]:
    change = partial(student_with, supposed=supposed, on=on)
    found = program_student.ways(desk, student_id, change)
    if not found:
        return []
    before, after = (program_student.in_words(desk, one) for one in found)
    return [_part(f"Milestones of {before.program.name}", milestones(before, after))]
