"""A college preparatory course in one subject (TEC 28.014, 51.338)."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.calc.criteria.absence import Absence, absence
from careercraft.calc.criteria.case import Case
from careercraft.calc.facts import Course
from careercraft.calc.findings import Finding, Message, Term, all_of, any_of, holds
from careercraft.calc.rules import RuleSet, once_per_rules

COURSE_SUBJECT = {"rla": "ela", "math": "math"}
ACTION = "college_prep_course"


def college_prep(subject: str, case: Case) -> Finding:
    """Judge the college preparatory courses of one subject (``rla`` or ``math``)."""
    judged = [
        _course(course, subject, case)
        for course in case.courses.get("college_prep", ())
        if course.subject == COURSE_SUBJECT[subject]
    ]
    if not judged:
        return _absence(case.rules, subject).judged(case.known)
    return judged[0] if len(judged) == 1 else any_of("college_prep", judged)


@once_per_rules
def _absence(rules: RuleSet, subject: str) -> Absence:
    because = _message("none", subject)
    return absence("college_prep", "college_prep", because, rules.college_prep.authority, ACTION)


def _course(course: Course, subject: str, case: Case) -> Finding:
    whole = all_of("college_prep", _requirements(course, subject, case))
    return whole.but(retold=lambda reason: reason._replace(required=None))


def _requirements(course: Course, subject: str, case: Case) -> Iterator[Finding]:
    yield _passed(course, subject, case)
    if case.rules.college_prep.value.grades:
        yield _in_grade(course, subject, case.rules)
    if case.rules.college_prep.value.approved_list:
        yield _on_list(course, subject, case.rules)


def _passed(course: Course, subject: str, case: Case) -> Finding:
    early = course.ended is not None and course.ended < case.windows.grade_9
    answer = False if early else course.passed
    key = {True: "passed", False: "failed", None: "result_unknown"}[answer]
    because = _message("early" if early else key, subject)
    return _holds("passed", answer, because, course, case.rules)


def _in_grade(course: Course, subject: str, rules: RuleSet) -> Finding:
    grades = rules.college_prep.value.grades
    answer = None if course.grade is None else course.grade in grades
    key = {True: "grade", False: "wrong_grade", None: "grade_unknown"}[answer]
    because = _message(key, subject, grade=course.grade, grades=grades)
    return _holds("grade", answer, because, course, rules)


def _on_list(course: Course, subject: str, rules: RuleSet) -> Finding:
    key = {True: "listed", False: "not_listed", None: "list_unknown"}[course.approved_list]
    return _holds("approved_list", course.approved_list, _message(key, subject), course, rules)


def _holds(
    id_: str, answer: bool | None, because: Message, course: Course, rules: RuleSet
) -> Finding:
    return holds(
        id_,
        answer,
        because,
        authority=rules.college_prep.authority,
        evidence=(course.ref,),
        next_=("complete_record",) if answer is None else (ACTION,),
    )


def _message(key: str, subject: str, **values: object) -> Message:
    return Message(f"college_prep_{key}", {"subject": Term(f"subject.{subject}"), **values})
