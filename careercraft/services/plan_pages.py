"""The plan of a student: what is met, what is planned, what was said."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import short_title
from careercraft.calc.explain import level_word
from careercraft.clock import TEXAS
from careercraft.privacy.access import permissions, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import conferences, plan_actions, students
from careercraft.services.conferences import Note
from careercraft.services.context import Desk
from careercraft.services.plan_actions import Action
from careercraft.services.students.reasons import WayInWords, ways


class Indicator(NamedTuple):
    """An indicator with the actions that are open for it."""

    id: str
    title: str
    state: str
    level: str | None
    open_actions: int
    next_due: date | None


class PlanPage(NamedTuple):
    """Everything that the plan page shows."""

    student_id: UUID
    campus_id: UUID
    name: str
    grade: int | None
    class_of: int
    campus: str
    school_year: str
    today: date
    shortest: str
    indicators: tuple[Indicator, ...]
    actions: tuple[Action, ...]
    notes: tuple[Note, ...]
    owners: tuple[tuple[UUID, str], ...]
    reader_id: UUID | None
    may_write: bool
    may_log_time: bool


def page(desk: Desk, student_id: UUID) -> PlanPage:
    """A student's plan; raises `NotFound`. The look is recorded with its reason."""
    require(desk.actor, Permission.CAMPUS_PLAN_READ)
    student, reason = students.visible_student(desk, student_id)
    judged = students.judged(desk, student_id)
    planned = plan_actions.actions(desk, student_id)
    held = permissions(desk.actor)
    shown = PlanPage(
        student_id,
        student.campus_id,
        judged.identity.full_name,
        judged.grade,
        judged.class_of,
        judged.campus_name,
        judged.school_year,
        desk.now.astimezone(TEXAS).date(),
        in_one_sentence(ways(judged.result)[:2]),
        tuple(_indicators(judged, planned)),
        planned,
        conferences.notes(desk, student_id),
        plan_actions.possible_owners(desk, student_id),
        desk.actor.user_id,
        Permission.CAMPUS_PLAN_WRITE in held,
        Permission.OWN_TIME_LOG in held,
    )
    desk.record(Event.STUDENT_VIEWED, "student", student_id, reason=reason.value)
    desk.session.commit()
    return shown


def in_one_sentence(shortest: tuple[WayInWords, ...]) -> str:
    """The shortest ways as one sentence; empty where nothing is needed or known.

    >>> in_one_sentence((WayInWords("TSI", ("Retake the SAT", "Sit the TSIA2"), False),))
    'Retake the SAT, or sit the TSIA2 (TSI).'
    """
    told = [_way(one) for one in shortest]
    return f"{'; or '.join([told[0], *map(_lower_first, told[1:])])}." if told else ""


def _way(way: WayInWords) -> str:
    first, *rest = (action.rstrip(".") for action in way.actions)
    joint = ", and " if way.all_needed else ", or "
    return f"{joint.join([first, *map(_lower_first, rest)])} ({way.indicator})"


def _lower_first(text: str) -> str:
    first_word = text.partition(" ")[0]
    is_name = any(letter.isupper() for letter in first_word[1:])
    return text if is_name else text[:1].lower() + text[1:]


def _indicators(judged: students.Judged, planned: tuple[Action, ...]) -> list[Indicator]:
    open_: defaultdict[str, list[Action]] = defaultdict(list)
    for action in planned:
        if action.is_open:
            open_[action.indicator].append(action)
    return [
        Indicator(
            id_,
            short_title(id_),
            finding.state.value,
            level_word(finding.level.value) if finding.level else None,
            len(open_[id_]),
            min((one.due_on for one in open_[id_] if one.due_on), default=None),
        )
        for id_, finding in judged.result.indicators.items()
    ]
