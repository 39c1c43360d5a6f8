"""A college preparatory course in one subject (TEC 28.014, 51.338)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import absence, unless_others_exist
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.windows import Window, is_early, is_late
from careercraft.calc.facts import Course
from careercraft.calc.findings import Finding, Message, Reason, Term, all_of, any_of, holds
from careercraft.calc.history import Dated
from careercraft.calc.rules import CollegePrep

COURSE_SUBJECT = {"rla": "ela", "math": "math"}
SUBJECT = {subject: Term(f"subject.{subject}") for subject in COURSE_SUBJECT}
ACTION = "college_prep_course"


def college_prep(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the college preparatory courses of one subject (``rla`` or ``math``)."""
    rule, window = yardstick.rules.college_prep, yardstick.windows.courses
    in_courses = COURSE_SUBJECT[subject]
    none = absence(
        "college_prep", "college_prep", _message("none", subject), rule.authority, ACTION
    )

    def judge(case: Case) -> Finding:
        judged = [
            _course(course, subject, rule, window)
            for course in case.courses.get("college_prep", ())
            if course.subject == in_courses
        ]
        if not judged:
            return none.judged(case.known)
        whole = judged[0] if len(judged) == 1 else any_of("college_prep", judged)
        return unless_others_exist(whole, "college_prep", case.known)

    return judge


def _course(course: Course, subject: str, rule: Dated[CollegePrep], window: Window) -> Finding:
    whole = all_of("college_prep", _requirements(course, subject, rule, window))
    return whole.but(retold=_without_requirement)


def _without_requirement(reason: Reason) -> Reason:
    return reason._replace(required=None)


def _requirements(
    course: Course, subject: str, rule: Dated[CollegePrep], window: Window
) -> Iterator[Finding]:
    value, authority = rule
    yield _passed(course, subject, authority, window)
    if value.grades:
        yield _in_grade(course, subject, value.grades, authority)
    if value.approved_list:
        yield _on_list(course, subject, authority)


def _passed(course: Course, subject: str, authority: Authority, window: Window) -> Finding:
    if is_early(course.ended, window):
        because = partial(_message, "early", subject)
        return _holds("passed", False, because, course, authority)
    if course.passed and is_late(course.ended, window):
        because = partial(_message, "perhaps_late", subject, last=window.closes)
        return _holds("passed", None, because, course, jointly(authority, window.authority))
    key = {True: "passed", False: "failed", None: "result_unknown"}[course.passed]
    return _holds("passed", course.passed, partial(_message, key, subject), course, authority)


def _in_grade(
    course: Course, subject: str, grades: tuple[int, ...], authority: Authority
) -> Finding:
    answer = None if course.grade is None else course.grade in grades
    key = {True: "grade", False: "wrong_grade", None: "grade_unknown"}[answer]
    because = partial(_message, key, subject, grade=course.grade, grades=grades)
    return _holds("grade", answer, because, course, authority)


def _on_list(course: Course, subject: str, authority: Authority) -> Finding:
    key = {True: "listed", False: "not_listed", None: "list_unknown"}[course.approved_list]
    because = partial(_message, key, subject)
    return _holds("approved_list", course.approved_list, because, course, authority)


def _holds(
    id_: str,
    answer: bool | None,
    because: Callable[[], Message],
    course: Course,
    authority: Authority,
) -> Finding:
    return holds(
        id_,
        answer,
        because,
        authority=authority,
        evidence=(course.ref,),
        next_=("complete_record",) if answer is None else (ACTION,),
    )


def _message(key: str, subject: str, **values: object) -> Message:
    return Message(f"college_prep_{key}", {"subject": SUBJECT[subject], **values})
