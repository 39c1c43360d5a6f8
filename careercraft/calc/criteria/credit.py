"""College credit earned in high school: dual credit, OnRamps, associate degrees and
certificates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import Absence, absence
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.windows import Window, is_early, is_late
from careercraft.calc.facts import Course, Credential, Number
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import (
    Fact,
    Finding,
    Measured,
    Message,
    Quantity,
    Reason,
    Term,
    When,
    any_of,
    at_least,
    holds,
)
from careercraft.calc.history import Dated
from careercraft.calc.rules import CredentialKinds, Hours, RuleSet, once_per_rules

ANY = "any"
LATE = ("late", "perhaps_late")


class HoursAsked(NamedTuple):
    """How many college hours are asked, of which kind of course and in which subject."""

    id: str
    kind: str
    subject: str
    required: Number
    authority: Authority
    absence: Absence


class Courses(NamedTuple):
    """Courses by result: those earned for sure, and those that are or may yet turn out earned."""

    sure: list[Course]
    possible: list[Course]

    def in_subject(self, subject: str) -> Courses:
        """Return those in one subject, or all of them for ``any``."""
        if subject == ANY:
            return self
        return Courses(
            [course for course in self.sure if course.subject == subject],
            [course for course in self.possible if course.subject == subject],
        )


def dual_credit(case: Case) -> Finding:
    """Judge dual credit hours: in language arts, in mathematics, or in all subjects together."""
    asked = _dual_credit_asked(case.rules)
    courses = _from_grade_9("dual_credit", case)
    if not courses:
        return asked[0].absence.judged(case.known)
    earned = _by_result(courses, _passed)
    ways = (_judge_hours(one, earned.in_subject(one.subject), case.known) for one in asked)
    return any_of("dual_credit", ways)


def dual_credit_in_any_subject(asked: HoursAsked, case: Case) -> Finding:
    """Judge dual credit hours in all subjects together against another number of hours."""
    return _judge_all(asked, _passed, case)


def onramps(case: Case) -> Finding:
    """Judge OnRamps courses completed with university credit, in any subject."""
    return onramps_hours(_onramps_asked(case.rules), case)


def onramps_hours(asked: HoursAsked, case: Case) -> Finding:
    """Judge OnRamps courses against a number of hours of university credit."""
    return _judge_all(asked, _qualified, case)


def associate_degree(case: Case) -> Finding:
    """Judge an associate degree, earned by August 31 after graduation."""
    return _awards("associate_degree", False, case.windows.associate_degree, case)


def level_certificate(case: Case, *, if_late: bool | None = None) -> Finding:
    """Judge a Level I or Level II certificate of a college, in any workforce area.

    ``if_late`` says whether one after the last day still counts; where that is not known, a later
    one is unknown.
    """
    return _awards("level_certificate", if_late, case.windows.level_certificate, case)


def ask_hours(kind: str, rule: Dated[Hours]) -> HoursAsked:
    """Prepare the question for a number of hours in all subjects together."""
    return _asked(kind, kind, ANY, rule.value.hours, rule.authority)


@once_per_rules
def _onramps_asked(rules: RuleSet) -> HoursAsked:
    return ask_hours("onramps", rules.onramps)


@once_per_rules
def _dual_credit_asked(rules: RuleSet) -> tuple[HoursAsked, HoursAsked, HoursAsked]:
    value, authority = rules.dual_credit
    return (
        _asked("ela", "dual_credit", "ela", value.subject_hours, authority),
        _asked("math", "dual_credit", "math", value.subject_hours, authority),
        _asked(ANY, "dual_credit", ANY, value.any_hours, authority),
    )


def _asked(id_: str, kind: str, subject: str, required: Number, authority: Authority) -> HoursAsked:
    none = absence(kind, kind, Message(f"{kind}_none"), authority, f"take_{kind}")
    return HoursAsked(id_, kind, subject, required, authority, none)


def _judge_all(asked: HoursAsked, earned: Callable[[Course], bool | None], case: Case) -> Finding:
    courses = _from_grade_9(asked.kind, case)
    if not courses:
        return asked.absence.judged(case.known)
    return _judge_hours(asked, _by_result(courses, earned), case.known)


def _from_grade_9(kind: str, case: Case) -> list[Course]:
    courses, start = case.courses.get(kind), case.windows.grade_9
    if courses is None:
        return []
    return [course for course in courses if course.ended is None or course.ended >= start]


def _by_result(courses: list[Course], earned: Callable[[Course], bool | None]) -> Courses:
    return Courses(
        [course for course in courses if earned(course)],
        [course for course in courses if earned(course) is not False],
    )


def _passed(course: Course) -> bool | None:
    return course.passed


def _qualified(course: Course) -> bool | None:
    """An OnRamps course counts when the student completed it and qualified for the credit."""
    return False if course.passed is False else course.qualified


def _judge_hours(asked: HoursAsked, courses: Courses, known: frozenset[str]) -> Finding:
    hours = _sum_of_hours(courses.sure)
    judged = at_least(
        asked.id,
        hours,
        asked.required,
        asked.authority,
        lambda ending: _told(ending, asked, hours, courses),
    )
    if judged.state is MET:
        return judged
    if _could_suffice(courses, asked.required):
        return judged.but(state=UNKNOWN, retold=lambda why: _incomplete(asked.kind, why))
    return judged if asked.kind in known else judged.unknown_without(asked.kind)


def _told(ending: str, asked: HoursAsked, hours: Number, courses: Courses) -> Measured:
    subject = Term(f"in_subject.{asked.subject}")
    values = {"hours": Quantity(hours, "hours"), "required": asked.required, "subject": subject}
    last = max((course.ended for course in courses.sure if course.ended), default=None)
    return Measured(
        Message(f"{asked.kind}_{ending}", values),
        Fact(f"what.{asked.kind}.{asked.subject}", hours, last),
        "hours",
        asked.required,
        evidence=[course.ref for course in courses.possible],
        next=(f"take_{asked.kind}",),
    )


def _incomplete(kind: str, short: Reason) -> Reason:
    because = Message(f"{kind}_incomplete", short.because.values)
    return short._replace(because=because, next=("complete_record", *short.next))


def _could_suffice(courses: Courses, required: Number) -> bool:
    """Tell whether courses with an open result or unknown hours could make up the rest."""
    if any(course.hours is None for course in courses.possible):
        return True
    return _sum_of_hours(courses.possible) >= required


def _sum_of_hours(courses: Iterable[Course]) -> Number:
    return sum([course.hours or 0 for course in courses])


def _awards(id_: str, if_late: bool | None, window: Window, case: Case) -> Finding:
    """Judge credentials that only need a date within the window; ``if_late`` judges a later one."""
    asked = _award_asked(case.rules, id_)
    awards = [
        credential
        for credential in case.facts.credentials
        if credential.kind in asked.rule.value.kinds
    ]
    if not awards:
        return asked.absence.judged(case.known)
    judged = [_award(id_, award, asked.rule.authority, if_late, window) for award in awards]
    return judged[0] if len(judged) == 1 else any_of(id_, judged)


class AwardAsked(NamedTuple):
    """Which kinds of credential are asked."""

    rule: Dated[CredentialKinds]
    absence: Absence


@once_per_rules
def _award_asked(rules: RuleSet, id_: str) -> AwardAsked:
    rule = {
        "associate_degree": rules.associate_degree,
        "level_certificate": rules.level_certificate,
    }[id_]
    none = absence(id_, id_, Message(f"{id_}_none"), rule.authority, f"earn_{id_}")
    return AwardAsked(rule, none)


def _award(
    id_: str, award: Credential, authority: Authority, if_late: bool | None, window: Window
) -> Finding:
    answer, ending = _when_earned(award, if_late, window)
    late = ending in LATE
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
        return if_late, "perhaps_late" if if_late is None else "late"
    return True, "met"
