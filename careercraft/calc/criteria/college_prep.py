"""A college preparatory course in one subject (TEC 28.014, 51.338)."""

from __future__ import annotations

from careercraft.calc.criteria.scores import absent
from careercraft.calc.criteria.windows import grade_9_start
from careercraft.calc.facts import Course, StudentFacts
from careercraft.calc.findings import Finding, Message, Term, all_of, any_of, holds
from careercraft.calc.rules import RuleSet

COURSE_SUBJECT = {"rla": "ela", "math": "math"}
ACTION = "college_prep_course"


def college_prep(subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the college preparatory courses of one subject (``rla`` or ``math``)."""
    courses = [
        course
        for course in facts.courses
        if course.kind == "college_prep" and course.subject == COURSE_SUBJECT[subject]
    ]
    if not courses:
        authority = rules.college_prep.authority
        because = _message("none", subject)
        return absent(
            "college_prep", "college_prep", because, facts, authority=authority, action=ACTION
        )
    judged = [_course(course, subject, facts, rules) for course in courses]
    return judged[0] if len(judged) == 1 else any_of("college_prep", judged)


def _course(course: Course, subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    parts = (
        _passed(course, subject, facts, rules),
        _in_grade(course, subject, rules),
        _on_list(course, subject, rules),
    )
    whole = all_of("college_prep", [part for part in parts if part is not None])
    return whole._replace(required=None)


def _passed(course: Course, subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    early = course.ended is not None and course.ended < grade_9_start(facts, rules)
    answer = False if early else course.passed
    key = {True: "passed", False: "failed", None: "result_unknown"}[answer]
    because = _message("early" if early else key, subject)
    return _holds("passed", answer, because, course, rules)


def _in_grade(course: Course, subject: str, rules: RuleSet) -> Finding | None:
    grades = rules.college_prep.value.grades
    if not grades:
        return None
    answer = None if course.grade is None else course.grade in grades
    key = {True: "grade", False: "wrong_grade", None: "grade_unknown"}[answer]
    because = _message(key, subject, grade=course.grade, grades=grades)
    return _holds("grade", answer, because, course, rules)


def _on_list(course: Course, subject: str, rules: RuleSet) -> Finding | None:
    if not rules.college_prep.value.approved_list:
        return None
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
