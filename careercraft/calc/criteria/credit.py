"""College credit earned in high school: dual credit, OnRamps, associate degrees and
certificates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.scores import absent
from careercraft.calc.criteria.windows import (
    Window,
    from_grade_9,
    grade_9_start,
    is_early,
    is_late,
)
from careercraft.calc.facts import Course, Credential, Number, StudentFacts
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    Quantity,
    State,
    Term,
    When,
    any_of,
    at_least,
    holds,
)
from careercraft.calc.history import Dated
from careercraft.calc.rules import CredentialKinds, DualCredit, RuleSet


def dual_credit(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge dual credit hours: in language arts, in mathematics, or in all subjects together."""
    rule: Dated[DualCredit] = rules.dual_credit
    courses = _from_grade_9("dual_credit", facts, rules)
    if not courses:
        return _no_courses("dual_credit", facts, rule.authority)
    ways = (
        _dual("ela", courses, rule.value.subject_hours, facts, rule.authority),
        _dual("math", courses, rule.value.subject_hours, facts, rule.authority),
        _dual("any", courses, rule.value.any_hours, facts, rule.authority),
    )
    return any_of("dual_credit", ways)


def dual_credit_in_any_subject(
    facts: StudentFacts, rules: RuleSet, required: Number, authority: Authority
) -> Finding:
    """Judge dual credit hours in all subjects together against another number of hours."""
    courses = _from_grade_9("dual_credit", facts, rules)
    if not courses:
        return _no_courses("dual_credit", facts, authority)
    return _dual("any", courses, required, facts, authority)._replace(id="dual_credit")


def onramps(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge OnRamps courses completed with university credit, in any subject."""
    return onramps_hours(facts, rules, rules.onramps.value.hours, rules.onramps.authority)


def onramps_hours(
    facts: StudentFacts, rules: RuleSet, required: Number, authority: Authority
) -> Finding:
    """Judge OnRamps courses against a number of hours of university credit."""
    courses = _from_grade_9("onramps", facts, rules)
    if not courses:
        return _no_courses("onramps", facts, authority)
    asked = HoursAsked("onramps", "any", required, authority)
    return _judge_hours(asked, _by_result(courses, _qualified), facts)


def associate_degree(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge an associate degree, earned by August 31 after graduation."""
    window = from_grade_9(facts, rules, rules.windows.associate_degree)
    return _awards("associate_degree", rules.associate_degree, False, window, facts)


def level_certificate(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge a Level I or Level II certificate of a college, in any workforce area.

    How long after graduation one still counts is not known, so a later one is unknown.
    """
    window = from_grade_9(facts, rules, rules.windows.level_certificate)
    return _awards("level_certificate", rules.level_certificate, None, window, facts)


def _from_grade_9(kind: str, facts: StudentFacts, rules: RuleSet) -> list[Course]:
    start = grade_9_start(facts, rules)
    return [
        course
        for course in facts.courses
        if course.kind == kind and (course.ended is None or course.ended >= start)
    ]


def _no_courses(kind: str, facts: StudentFacts, authority: Authority) -> Finding:
    because = Message(f"{kind}_none")
    return absent(kind, kind, because, facts, authority=authority, action=f"take_{kind}")


def _dual(
    subject: str,
    courses: list[Course],
    required: Number,
    facts: StudentFacts,
    authority: Authority,
) -> Finding:
    counted = [course for course in courses if subject in ("any", course.subject)]
    hours = HoursAsked("dual_credit", subject, required, authority)
    return _judge_hours(hours, _by_result(counted, _passed), facts)._replace(id=subject)


class HoursAsked(NamedTuple):
    """How many college hours are asked, of which kind of course and in which subject."""

    kind: str
    subject: str
    required: Number
    authority: Authority


class Courses(NamedTuple):
    """Courses by result: those earned for sure, and those that are or may yet turn out earned."""

    sure: tuple[Course, ...]
    possible: tuple[Course, ...]


def _by_result(courses: list[Course], earned: Callable[[Course], bool | None]) -> Courses:
    return Courses(
        tuple(course for course in courses if earned(course)),
        tuple(course for course in courses if earned(course) is not False),
    )


def _passed(course: Course) -> bool | None:
    return course.passed


def _qualified(course: Course) -> bool | None:
    """An OnRamps course counts when the student completed it and qualified for the credit."""
    return False if course.passed is False else course.qualified


def _judge_hours(asked: HoursAsked, courses: Courses, facts: StudentFacts) -> Finding:
    judged = _measured_hours(asked, courses)
    if judged.state is State.MET:
        return judged
    if _could_suffice(courses, asked.required):
        because = Message(f"{asked.kind}_incomplete", judged.because.values)
        next_ = ("complete_record", *judged.next)
        return judged._replace(state=State.UNKNOWN, because=because, next=next_)
    if asked.kind not in facts.known:
        return judged._replace(state=State.UNKNOWN, missing=(asked.kind,))
    return judged


def _measured_hours(asked: HoursAsked, courses: Courses) -> Finding:
    hours = _sum_of_hours(courses.sure)
    subject = Term(f"in_subject.{asked.subject}")
    values = {"hours": Quantity(hours, "hours"), "required": asked.required, "subject": subject}
    last = max((course.ended for course in courses.sure if course.ended), default=None)
    return at_least(
        asked.kind,
        Fact(f"what.{asked.kind}.{asked.subject}", hours, last),
        asked.required,
        unit="hours",
        span=asked.required,
        met=Message(f"{asked.kind}_met", values),
        short=Message(f"{asked.kind}_short", values),
        authority=asked.authority,
        evidence=[course.ref for course in courses.possible],
        next_=(f"take_{asked.kind}",),
    )


def _could_suffice(courses: Courses, required: Number) -> bool:
    """Tell whether courses with an open result or unknown hours could make up the rest."""
    if any(course.hours is None for course in courses.possible):
        return True
    return _sum_of_hours(courses.possible) >= required


def _sum_of_hours(courses: Iterable[Course]) -> Number:
    return sum((course.hours or 0 for course in courses), 0)


def _awards(
    id_: str,
    rule: Dated[CredentialKinds],
    if_late: bool | None,
    window: Window,
    facts: StudentFacts,
) -> Finding:
    """Judge credentials that only need a date within the window; ``if_late`` judges a later one."""
    awards = [credential for credential in facts.credentials if credential.kind in rule.value.kinds]
    if not awards:
        because = Message(f"{id_}_none")
        return absent(id_, id_, because, facts, authority=rule.authority, action=f"earn_{id_}")
    judged = [_award(id_, award, rule.authority, if_late, window) for award in awards]
    return judged[0] if len(judged) == 1 else any_of(id_, judged)


def _award(
    id_: str, award: Credential, authority: Authority, if_late: bool | None, window: Window
) -> Finding:
    answer, ending = _when_earned(award, if_late, window)
    late = ending == "late"
    return holds(
        id_,
        answer,
        Message(f"{id_}_{ending}", {"when": When(award.earned_on), "last": window.closes}),
        authority=jointly(authority, window.authority) if late else authority,
        fact=Fact(f"what.{award.kind}", award.kind, award.earned_on),
        evidence=(award.ref,),
        next_=("complete_record",) if answer is None else (f"earn_{id_}",),
    )


def _when_earned(
    award: Credential, if_late: bool | None, window: Window
) -> tuple[bool | None, str]:
    if award.earned_on is None:
        return None, "undated"
    if is_early(award.earned_on, window):
        return False, "early"
    if is_late(award.earned_on, window):
        return if_late, "late"
    return True, "met"
