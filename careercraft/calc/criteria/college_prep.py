"""A college preparatory course in one subject (TEC 28.014, 51.338)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import (
    absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.question import Question, all_questions
from careercraft.calc.criteria.windows import Window, is_early, is_late
from careercraft.calc.facts import Course
from careercraft.calc.findings import Finding, Message, Term, any_of, holds, present
from careercraft.calc.history import Dated
from careercraft.calc.rules import KEPT, CollegePrep
from careercraft.calc.verdict import Verdict
from careercraft.calc.verdicts import any_verdict, by_answer

COURSE_SUBJECT = {"rla": "ela", "math": "math"}
SUBJECT = {subject: Term(f"subject.{subject}") for subject in COURSE_SUBJECT}
ACTION = "college_prep_course"
RESULT = {True: "passed", False: "failed", None: "result_unknown"}
GRADE = {True: "grade", False: "wrong_grade", None: "grade_unknown"}
LISTED = {True: "listed", False: "not_listed", None: "list_unknown"}

AboutCourse = Question[Course]
"""One requirement, asked of one course."""


def college_prep(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the college preparatory courses of one subject (``rla`` or ``math``)."""
    rule, window = yardstick.rules.college_prep, yardstick.windows.courses
    in_courses = COURSE_SUBJECT[subject]
    none = absence(
        "college_prep", "college_prep", _message("none", subject), rule.authority, ACTION
    )

    course_question = _course(subject, rule, window)

    def judge(
        passed: bool | None, ended: date | None, grade: int | None, approved_list: bool | None
    ) -> Finding:
        """Judge a course that many students took, in the same grade with the same result, once."""
        return course_question.finding(
            Course(
                "college_prep",
                passed=passed,
                ended=ended,
                grade=grade,
                approved_list=approved_list,
            )
        )

    judged_once = lru_cache(maxsize=KEPT)(judge)

    def judged(course: Course) -> Finding:
        once = judged_once(course.passed, course.ended, course.grade, course.approved_list)
        return once.seen_in(present((course.ref,)))

    def taken(case: Case) -> list[Course]:
        courses = case.courses.get("college_prep")
        if courses is None:
            return []
        return [course for course in courses if course.subject == in_courses]

    def verdict(case: Case) -> Verdict:
        courses = taken(case)
        if not courses:
            return none.verdict(case.known)
        whole = any_verdict(map(course_question.verdict, courses))
        return open_unless_others_exist(whole, "college_prep", case.known)

    def finding(case: Case) -> Finding:
        found = [judged(course) for course in taken(case)]
        if not found:
            return none.judged(case.known)
        whole = found[0] if len(found) == 1 else any_of("college_prep", found)
        return unless_others_exist(whole, "college_prep", case.known)

    return Question(verdict, finding)


def _course(subject: str, rule: Dated[CollegePrep], window: Window) -> AboutCourse:
    return all_questions("college_prep", list(_requirements(subject, rule, window)))


def _requirements(subject: str, rule: Dated[CollegePrep], window: Window) -> Iterator[AboutCourse]:
    value, authority = rule
    yield _passed(subject, authority, window)
    if value.grades:
        yield _in_grade(subject, value.grades, authority)
    if value.approved_list:
        yield _on_list(subject, authority)


def _passed(subject: str, authority: Authority, window: Window) -> AboutCourse:
    by_last_day = jointly(authority, window.authority)
    in_time, late = by_answer(authority.standing), by_answer(by_last_day.standing)
    messages = {key: _message(key, subject) for key in ("early", *RESULT.values())}

    def answer(course: Course) -> tuple[bool | None, str]:
        if is_early(course.ended, window):
            return False, "early"
        if course.passed and is_late(course.ended, window):
            return None, "perhaps_late"
        return course.passed, RESULT[course.passed]

    def verdict(course: Course) -> Verdict:
        passed, key = answer(course)
        return (late if key == "perhaps_late" else in_time)[passed]

    def finding(course: Course) -> Finding:
        passed, key = answer(course)
        if key == "perhaps_late":
            because = _message(key, subject, last=window.closes)
            return _holds("passed", passed, because, by_last_day)
        return _holds("passed", passed, messages[key], authority)

    return Question(verdict, finding)


def _in_grade(subject: str, grades: tuple[int, ...], authority: Authority) -> AboutCourse:
    verdicts = by_answer(authority.standing)

    def put_in_words(in_grade: bool | None, grade: int | None) -> Message:
        return _message(GRADE[in_grade], subject, grade=grade, grades=grades)

    message = cache(put_in_words)

    def answer(course: Course) -> bool | None:
        return None if course.grade is None else course.grade in grades

    def finding(course: Course) -> Finding:
        in_grade = answer(course)
        because = message(in_grade, course.grade)
        return _holds("grade", in_grade, because, authority)

    return Question(lambda course: verdicts[answer(course)], finding)


def _on_list(subject: str, authority: Authority) -> AboutCourse:
    verdicts = by_answer(authority.standing)
    messages = {listed: _message(key, subject) for listed, key in LISTED.items()}

    def finding(course: Course) -> Finding:
        listed = course.approved_list
        return _holds("approved_list", listed, messages[listed], authority)

    return Question(lambda course: verdicts[course.approved_list], finding)


def _holds(
    id_: str,
    answer: bool | None,
    because: Message,
    authority: Authority,
) -> Finding:
    return holds(
        id_,
        answer,
        because,
        authority=authority,
        next_=("complete_record",) if answer is None else (ACTION,),
    )


def _message(key: str, subject: str, **values: object) -> Message:
    return Message(f"college_prep_{key}", {"subject": SUBJECT[subject], **values})
