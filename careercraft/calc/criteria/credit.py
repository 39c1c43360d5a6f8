"""College credit earned in high school: dual credit, OnRamps, associate degrees and
certificates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import (
    Absence,
    absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.case import Case, Criterion, Judge, Yardstick
from careercraft.calc.criteria.question import Question
from careercraft.calc.criteria.windows import Window, is_early, is_late
from careercraft.calc.facts import Course, Credential, Number
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import (
    Fact,
    Finding,
    Measured,
    Message,
    Reason,
    Term,
    any_of,
    at_least,
    holds,
    quantity,
    when,
)
from careercraft.calc.history import Dated
from careercraft.calc.reasons import fact_of, message_of, reason_of
from careercraft.calc.rules import CredentialKinds, Hours
from careercraft.calc.verdict import NOT_ASKED, SURELY_MET, Verdict
from careercraft.calc.verdicts import ByAnswer, any_verdict, by_answer

ANY = "any"
LATE = ("late", "perhaps_late")


class HoursAsked(NamedTuple):
    """How many college hours are asked, of which kind of course and in which subject.

    ``next`` and the last two are how it is told: what is counted, and in which subject.
    """

    id: str
    kind: str
    subject: str
    required: Number
    authority: Authority
    absence: Absence
    verdicts: ByAnswer
    next: tuple[str, ...]
    what: str
    in_subject: Term


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


@Criterion
def dual_credit(yardstick: Yardstick) -> Judge:
    """Judge dual credit hours: in language arts, in mathematics, or in all subjects together."""
    value, authority = yardstick.rules.dual_credit
    window = yardstick.windows.courses
    asked = (
        _asked("ela", "dual_credit", "ela", value.subject_hours, authority),
        _asked("math", "dual_credit", "math", value.subject_hours, authority),
        _asked(ANY, "dual_credit", ANY, value.any_hours, authority),
    )
    absence = asked[0].absence

    def verdict(case: Case) -> Verdict:
        courses = _from_grade_9("dual_credit", case, window)
        if not courses:
            return absence.verdict(case.known)
        earned = _by_result(courses, _passed, window)
        decides = NOT_ASKED
        for one in asked:
            found = _verdict_on_hours(one, earned.in_subject(one.subject), case.known)
            if found is SURELY_MET:
                return found
            decides = max(decides, found)
        return decides

    def finding(case: Case) -> Finding:
        courses = _from_grade_9("dual_credit", case, window)
        if not courses:
            return absence.judged(case.known)
        earned = _by_result(courses, _passed, window)
        ways = (_judge_hours(one, earned.in_subject(one.subject), case.known) for one in asked)
        return any_of("dual_credit", ways)

    return Question(verdict, finding)


@Criterion
def onramps(yardstick: Yardstick) -> Judge:
    """Judge OnRamps courses completed with university credit, in any subject."""
    return onramps_hours(yardstick.rules.onramps, yardstick)


def onramps_hours(rule: Dated[Hours], yardstick: Yardstick) -> Judge:
    """Judge OnRamps courses against a number of hours of university credit."""
    return _judge_all("onramps", rule, _qualified, yardstick)


def dual_credit_in_any_subject(rule: Dated[Hours], yardstick: Yardstick) -> Judge:
    """Judge dual credit hours in all subjects together against a number of hours."""
    return _judge_all("dual_credit", rule, _passed, yardstick)


@Criterion
def associate_degree(yardstick: Yardstick) -> Judge:
    """Judge an associate degree, earned by August 31 after graduation."""
    window = yardstick.windows.associate_degree
    return _awards("associate_degree", yardstick.rules.associate_degree, False, window)


@Criterion
def level_certificate(yardstick: Yardstick) -> Judge:
    """Judge a Level I or Level II certificate of a college, in any workforce area.

    How long after graduation one still counts is not known, so a later one is unknown.
    """
    window = yardstick.windows.level_certificate
    return _awards("level_certificate", yardstick.rules.level_certificate, None, window)


@Criterion
def level_certificate_in_time(yardstick: Yardstick) -> Judge:
    """Judge a Level I or Level II certificate where none counts after the last day."""
    window = yardstick.windows.level_certificate
    return _awards("level_certificate", yardstick.rules.level_certificate, False, window)


def _asked(id_: str, kind: str, subject: str, required: Number, authority: Authority) -> HoursAsked:
    none = absence(kind, kind, Message(f"{kind}_none"), authority, f"take_{kind}")
    return HoursAsked(
        id_,
        kind,
        subject,
        required,
        authority,
        none,
        by_answer(authority.standing),
        (f"take_{kind}",),
        f"what.{kind}.{subject}",
        Term(f"in_subject.{subject}"),
    )


def _judge_all(
    kind: str,
    rule: Dated[Hours],
    earned: Callable[[Course], bool | None],
    yardstick: Yardstick,
) -> Judge:
    asked = _asked(kind, kind, ANY, rule.value.hours, rule.authority)
    window = yardstick.windows.courses

    def verdict(case: Case) -> Verdict:
        courses = _from_grade_9(kind, case, window)
        if not courses:
            return asked.absence.verdict(case.known)
        return _verdict_on_hours(asked, _by_result(courses, earned, window), case.known)

    def finding(case: Case) -> Finding:
        courses = _from_grade_9(kind, case, window)
        if not courses:
            return asked.absence.judged(case.known)
        return _judge_hours(asked, _by_result(courses, earned, window), case.known)

    return Question(verdict, finding)


def _from_grade_9(kind: str, case: Case, window: Window) -> list[Course]:
    courses = case.courses.get(kind)
    if courses is None:
        return []
    opens = window.opens
    return [course for course in courses if course.ended is None or course.ended >= opens]


def _by_result(
    courses: list[Course], earned: Callable[[Course], bool | None], window: Window
) -> Courses:
    """Part the courses; whether one that ended after the last known day counts is not known."""
    sure: list[Course] = []
    possible: list[Course] = []
    closes = window.closes
    for course in courses:
        answer = earned(course)
        if answer is not False:
            possible.append(course)
            if answer and (course.ended is None or course.ended <= closes):
                sure.append(course)
    return Courses(sure, possible)


_passed: Callable[[Course], bool | None] = attrgetter("passed")


def _qualified(course: Course) -> bool | None:
    """An OnRamps course counts when the student completed it and qualified for the credit."""
    return False if course.passed is False else course.qualified


def _verdict_on_hours(asked: HoursAsked, courses: Courses, known: frozenset[str]) -> Verdict:
    verdicts = asked.verdicts
    if _sum_of_hours(courses.sure) >= asked.required:
        return verdicts[True]
    open_ = asked.kind not in known or _could_suffice(courses, asked.required)
    return verdicts[None if open_ else False]


def _judge_hours(asked: HoursAsked, courses: Courses, known: frozenset[str]) -> Finding:
    hours = _sum_of_hours(courses.sure)
    told = partial(_told, asked, hours, courses)
    judged = at_least(asked.id, hours, asked.required, asked.authority, told)
    if judged.state is MET:
        return judged
    if _could_suffice(courses, asked.required):
        return judged.but(state=UNKNOWN, retold=partial(_incomplete, asked.kind))
    return judged if asked.kind in known else judged.unknown_without(asked.kind)


def _told(asked: HoursAsked, hours: Number, courses: Courses, ending: str) -> Measured:
    told, required = quantity(hours, "hours"), asked.required
    values = {"hours": told, "required": required, "subject": asked.in_subject}
    last = max([course.ended for course in courses.sure if course.ended], default=None)
    return Measured(
        message_of((f"{asked.kind}_{ending}", values)),
        fact_of((asked.what, hours, last)),
        "hours",
        required,
        [course.ref for course in courses.possible],
        asked.next,
    )


def _incomplete(kind: str, short: Reason) -> Reason:
    (_, values), fact, required, gap, cite, evidence, next_, missing = short
    because, next_ = message_of((f"{kind}_incomplete", values)), ("complete_record", *next_)
    return reason_of((because, fact, required, gap, cite, evidence, next_, missing))


def _could_suffice(courses: Courses, required: Number) -> bool:
    """Tell whether courses with an open result or unknown hours could make up the rest."""
    hours = [course.hours for course in courses.possible]
    return None in hours or _sum_of_hours(courses.possible) >= required


def _sum_of_hours(courses: Iterable[Course]) -> Number:
    return sum([course.hours or 0 for course in courses])


def _awards(id_: str, rule: Dated[CredentialKinds], if_late: bool | None, window: Window) -> Judge:
    """Judge credentials that only need a date within the window; ``if_late`` judges a later one."""
    kinds, authority = rule.value.kinds, rule.authority
    none = absence(id_, id_, Message(f"{id_}_none"), authority, f"earn_{id_}")

    in_time, late = (
        by_answer(authority.standing),
        by_answer(jointly(authority, window.authority).standing),
    )

    def verdict_on(award: Credential) -> Verdict:
        answer, ending = _when_earned(award, if_late, window)
        return (late if ending in LATE else in_time)[answer]

    def verdict(case: Case) -> Verdict:
        judged = [verdict_on(award) for kind in kinds for award in case.credentials.get(kind, ())]
        if not judged:
            return none.verdict(case.known)
        return open_unless_others_exist(any_verdict(judged), id_, case.known)

    def finding(case: Case) -> Finding:
        judged = [
            _award(id_, award, authority, if_late, window)
            for award in case.facts.credentials
            if award.kind in kinds
        ]
        if not judged:
            return none.judged(case.known)
        whole = judged[0] if len(judged) == 1 else any_of(id_, judged)
        return unless_others_exist(whole, id_, case.known)

    return Question(verdict, finding)


def _award(
    id_: str, award: Credential, authority: Authority, if_late: bool | None, window: Window
) -> Finding:
    answer, ending = _when_earned(award, if_late, window)
    late = ending in LATE
    return holds(
        id_,
        answer,
        Message(f"{id_}_{ending}", {"when": when(award.earned_on), "last": window.closes}),
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
