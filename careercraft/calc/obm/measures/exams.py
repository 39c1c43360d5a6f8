"""End-of-course exams, and college readiness by tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.criteria.act import act
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.college_prep import college_prep
from careercraft.calc.criteria.tsi import sat
from careercraft.calc.criteria.tsia import tsia1, tsia2
from careercraft.calc.facts import Score
from careercraft.calc.finding import MET, NOT_MET, UNKNOWN, State
from careercraft.calc.findings import Message, Term
from careercraft.calc.obm.editions import Indicator
from careercraft.calc.obm.frame import Frame, eoc_criterion
from careercraft.calc.obm.measures.credit import ROUTES, hours_by
from careercraft.calc.obm.measures.verdict import Verdict, met, not_met, unknown, without
from careercraft.calc.obm.students import ProgramStudent
from careercraft.calc.obm.targets import EXAM_LEVELS
from careercraft.calc.params import first_class, rules_for_class
from careercraft.calc.rules import KEPT

STAAR = "STAAR"
DID_NOT_MEET = "did_not_meet"
RANKED = (DID_NOT_MEET, *EXAM_LEVELS)
COURSE_SUBJECT = {"rla": "ela", "math": "math"}
Routes = tuple[str, ...]
BY_SETTING: dict[str, Routes] = {
    "tsia": ("tsia",),
    "any_ccmr": ("tsia", "sat", "act", "college_prep"),
}


class Asked(NamedTuple):
    """Readiness of one student by a day: the evidence up to then, before the rules."""

    student: ProgramStudent
    frame: Frame
    last: date
    case: Case


def end_of_course(
    student: ProgramStudent, exam: str, level: str, frame: Frame, last: date
) -> Verdict:
    """Judge the best result on an exam by a day, whenever it was taken first."""
    taken = [one for one in results(student, exam) if one.date is None or one.date <= last]
    values: dict[str, object] = {
        "exam": Term(f"obm.exam.{exam}"),
        "level": Term(f"obm.level.{level}"),
        "last": last,
    }
    how = Message("obm_exam_how", values)
    if not taken:
        return _without_result(student, values, how, frame)
    best = max((one for one in taken if level_of(one)), key=_rank, default=None)
    if best is None or level_of(best) is None:
        return unknown(Message("obm_exam_no_level", values))
    reached = {**values, "reached": Term(f"obm.level.{level_of(best)}")}
    if _rank(best) < RANKED.index(level):
        return not_met(Message("obm_exam_below", reached), how)
    if all(one.date is None for one in taken if _rank(one) >= RANKED.index(level)):
        return unknown(Message("obm_exam_undated", reached))
    return met(Message("obm_exam_met", reached))


def _without_result(
    student: ProgramStudent, values: dict[str, object], how: Message, frame: Frame
) -> Verdict:
    if STAAR not in student.known:
        return unknown(Message("not_loaded", {"sources": (Term(f"source.{STAAR}"),)}), how)
    if frame.chosen("exam_takers") == "testers":
        return without(Message("obm_exam_none", values), how)
    return not_met(Message("obm_exam_none", values), how)


def results(student: ProgramStudent, exam: str) -> list[Score]:
    """Return a student's results on an end-of-course exam."""
    return [one for one in student.facts.scores if one.test == STAAR and one.exam == exam]


def level_of(score: Score) -> str | None:
    """Return the performance level of a result."""
    level = score.parts.get("level")
    return level if isinstance(level, str) else None


def _rank(score: Score) -> int:
    level = level_of(score)
    return -1 if level is None else RANKED.index(level)


def college_ready(
    student: ProgramStudent, indicator: Indicator, frame: Frame, last: date
) -> Verdict:
    """Judge readiness in some subjects, each by any of some routes, by a day."""
    routes = tuple(indicator.given["routes"])
    if routes == ("by_setting",):
        routes = BY_SETTING[frame.chosen("college_readiness")]
    subjects = tuple(indicator.given["subjects"])
    asked = Asked(student, frame, last, case_until(student, last))
    states = {subject: _subject(subject, routes, asked) for subject in subjects}
    either = bool(indicator.given.get("any_subject", False))
    state = _any(states.values()) if either else _every(states.values())
    return _told(states, state, asked, routes)


def case_until(student: ProgramStudent, last: date) -> Case:
    """Return the student's evidence up to a day, before the rules of the class."""
    facts = student.facts
    class_of = GraduatingClass(max(facts.class_of, first_class()))
    in_time = tuple(one for one in facts.scores if one.date is None or one.date <= last)
    courses = tuple(one for one in facts.courses if one.ended is None or one.ended <= last)
    return Case(facts._replace(scores=in_time, courses=courses), rules_for_class(int(class_of)))


def _told(states: Mapping[str, State], state: State, asked: Asked, routes: Routes) -> Verdict:
    open_ = [subject for subject, one in states.items() if one is not MET] or list(states)
    values: dict[str, object] = {"subjects": _subjects(open_), "last": asked.last}
    how = Message("obm_ready_how", values)
    if state is MET:
        return met(Message("obm_ready_met", {**values, "subjects": _subjects(list(states))}))
    if state is NOT_MET:
        return not_met(Message("obm_ready_not", values), how)
    if "math" in open_ and "end_of_course" in routes and _waits_for_algebra_2(asked):
        return unknown(Message("obm_ready_algebra_2"), how)
    return unknown(Message("obm_ready_unknown", values), how)


def _subjects(subjects: list[str]) -> Term:
    return Term(f"obm.subjects.{'both' if len(subjects) > 1 else subjects[0]}")


def _waits_for_algebra_2(asked: Asked) -> bool:
    """Tell whether the mathematics exam is enough once Algebra II is known to be passed."""
    passed = asked._replace(student=asked.student.with_algebra_2())
    return _by_criterion("math", passed) is MET


def _subject(subject: str, routes: Iterable[str], asked: Asked) -> State:
    return _any(state for route in routes for state in _by_route(subject, route, asked))


def _by_route(subject: str, route: str, asked: Asked) -> Iterator[State]:
    if route in BY_TESTS:
        judges = _judges(subject, route, asked.case.yardstick)
        yield from (judge(asked.case).state for judge in judges)
    elif route == "end_of_course":
        yield _by_criterion(subject, asked)
    else:
        yield _by_course(subject, asked)


BY_TESTS: dict[str, tuple[Callable[[str, Yardstick], Judge], ...]] = {
    "tsia": (tsia1, tsia2),
    "sat": (sat,),
    "act": (act,),
    "college_prep": (college_prep,),
}


@lru_cache(maxsize=KEPT)
def _judges(subject: str, route: str, yardstick: Yardstick) -> tuple[Judge, ...]:
    """Return the tests of a route, prepared once for all who are held against the same."""
    return tuple(prepare(subject, yardstick) for prepare in BY_TESTS[route])


def _by_criterion(subject: str, asked: Asked) -> State:
    """Judge the end-of-course result that stands for a TSIA score."""
    student, frame, last, _ = asked
    rule = eoc_criterion(frame.chosen("eoc_criterion"), frame.year).value
    exam = rule.rla_exam if subject == "rla" else rule.math_exam
    taken = [one for one in results(student, exam) if one.date is None or one.date <= last]
    scales = [one.parts.get("scale") for one in taken]
    reached = [scale for scale in scales if isinstance(scale, int) and scale >= rule.scale]
    if not reached:
        return UNKNOWN if None in scales or STAAR not in student.known else NOT_MET
    if subject == "rla" or not rule.algebra_2_passed:
        return MET
    return {True: MET, False: NOT_MET, None: UNKNOWN}[student.algebra_2_passed]


def _by_course(subject: str, asked: Asked) -> State:
    """Judge the first college course of a subject, passed by a day."""
    student, frame, last, _ = asked
    kinds = [kind for kind in ROUTES[frame.chosen("credit_routes")] if kind != "ap"]
    hours = hours_by(student, kinds, (COURSE_SUBJECT[subject],), frame, last)
    if hours.sure:
        return MET
    return UNKNOWN if hours.open or not student.known >= set(kinds) else NOT_MET


def _any(states: Iterable[State]) -> State:
    states = list(states)
    if MET in states:
        return MET
    return UNKNOWN if UNKNOWN in states else NOT_MET


def _every(states: Iterable[State]) -> State:
    states = list(states)
    if NOT_MET in states:
        return NOT_MET
    return UNKNOWN if UNKNOWN in states else MET
