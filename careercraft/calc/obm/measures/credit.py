"""College credit: hours by a day, one college course, core completion, degrees and credentials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from careercraft.calc.facts import Course, Credential, Number, Score
from careercraft.calc.findings import Message, Quantity, Term, When
from careercraft.calc.obm.editions import Indicator
from careercraft.calc.obm.frame import ApCredit, Frame, ap_credit
from careercraft.calc.obm.measures.verdict import Verdict, met, not_met, unknown
from careercraft.calc.obm.students import CORE_COMPLETION, ProgramStudent
from careercraft.calc.params import rulebook
from careercraft.calc.rules import ResultCodes

ROUTES = {
    "dual_credit": ("dual_credit",),
    "dual_credit_onramps": ("dual_credit", "onramps"),
    "dual_credit_onramps_ap": ("dual_credit", "onramps", "ap"),
}
KIND_KNOWN = {"dual_credit": "dual_credit", "onramps": "onramps", "ap": "AP"}
CREDENTIAL_KNOWN = {
    "level_1_certificate": "level_certificate",
    "level_2_certificate": "level_certificate",
}
ANY = "any"
OTHER = "other"
CERTIFICATION = "ibc"


class Credit(NamedTuple):
    """One piece of college credit: its hours, its subject, when it was earned, and if for sure.

    ``earned`` is ``None`` where the record does not say.
    """

    hours: Number | None
    subject: str | None
    on: date | None
    earned: bool | None


class Hours(NamedTuple):
    """Hours earned by a day for sure, and those that the records leave open."""

    sure: Number
    open: bool


def college_hours(
    student: ProgramStudent, indicator: Indicator, frame: Frame, last: date
) -> Verdict:
    """Judge the college hours earned by a day, in all subjects or in some."""
    required: Number = indicator.given["hours"]
    subjects = tuple(indicator.given.get("subjects", ()))
    kinds = ROUTES[frame.chosen("credit_routes")]
    hours = hours_by(student, kinds, subjects, frame, last)
    values: dict[str, object] = {
        "hours": Quantity(hours.sure, "hours"),
        "required": Quantity(required, "hours"),
        "subject": Term(f"obm.subject.{'some' if subjects else 'any'}"),
        "last": last,
    }
    if hours.sure >= required:
        return met(Message("obm_hours_met", values))
    gap = Quantity(required - hours.sure, "hours")
    how = Message("obm_hours_how", {**values, "gap": gap})
    if hours.open:
        return unknown(Message("obm_hours_open", values), how)
    if missing := _missing(student, kinds):
        return unknown(not_loaded_kinds(missing), how)
    return not_met(Message("obm_hours_short", {**values, "gap": gap}), how, gap)


def hours_by(
    student: ProgramStudent,
    kinds: Iterable[str],
    subjects: tuple[str, ...],
    frame: Frame,
    last: date,
) -> Hours:
    """Return the college hours earned by a day; one without a day or result leaves it open."""
    sure: Number = 0
    open_ = False
    for credit in _credits(student, kinds, frame):
        if subjects and credit.subject not in subjects:
            continue
        if credit.earned is False or (credit.on is not None and credit.on > last):
            continue
        if credit.earned is None or credit.on is None or credit.hours is None:
            open_ = True
        else:
            sure += credit.hours
    return Hours(sure, open_)


def college_course(
    student: ProgramStudent, indicator: Indicator, frame: Frame, last: date
) -> Verdict:
    """Judge one college-level course by a day, of some kinds, in any subject or in some."""
    kinds = [k for k in indicator.given["kinds"] if k in ROUTES[frame.chosen("credit_routes")]]
    subjects = tuple(indicator.given.get("subjects", ()))
    states = [_in_time(credit, subjects, last) for credit in _credits(student, kinds, frame)]
    how = Message("obm_course_how", {"last": last})
    if True in states:
        return met(Message("obm_course_met"))
    if None in states:
        return unknown(Message("obm_course_open"), how)
    if missing := _missing(student, kinds):
        return unknown(not_loaded_kinds(missing), how)
    return not_met(Message("obm_course_none"), how)


def _in_time(credit: Credit, subjects: tuple[str, ...], last: date) -> bool | None:
    """Tell whether a course counts; one of an unnamed subject may be of a subject asked for."""
    if credit.earned is False or (credit.on is not None and credit.on > last):
        return False
    if subjects and credit.subject not in subjects:
        unnamed = credit.subject in (None, OTHER) and not set(subjects) <= {"ela", "math"}
        return None if unnamed else False
    return True if credit.earned and credit.on is not None else None


def core_completion(
    student: ProgramStudent, _indicator: Indicator, _frame: Frame, last: date
) -> Verdict:
    """Judge whether the Texas core was completed by a day."""
    days = [one.on for one in student.milestones if one.kind == CORE_COMPLETION]
    how = Message("obm_core_how", {"last": last})
    if any(day is not None and day <= last for day in days):
        return met(Message("obm_core_met", {"when": When(min(day for day in days if day))}))
    if None in days:
        return unknown(Message("obm_core_undated"), how)
    if CORE_COMPLETION not in student.known:
        return unknown(not_loaded_kinds([CORE_COMPLETION]), how)
    return not_met(Message("obm_core_none"), how)


def credential(student: ProgramStudent, indicator: Indicator, _frame: Frame, last: date) -> Verdict:
    """Judge a degree, certificate or certification of some kinds by a day."""
    kinds = tuple(indicator.given["kinds"])
    states = {
        one: _credential_in_time(one, last)
        for one in student.facts.credentials
        if one.kind in kinds
    }
    names = tuple(Term(f"obm.credential.{kind}") for kind in kinds)
    how = Message("obm_credential_how", {"kinds": names, "last": last})
    earned = [one for one, state in states.items() if state]
    if earned:
        kind, when = Term(f"obm.credential.{earned[0].kind}"), When(earned[0].earned_on)
        return met(Message("obm_credential_met", {"kind": kind, "when": when}))
    if None in states.values():
        return unknown(Message("obm_credential_open", {"kinds": names}), how)
    missing = {CREDENTIAL_KNOWN.get(kind, kind) for kind in kinds} - student.known
    if missing:
        return unknown(not_loaded_kinds(sorted(missing)), how)
    return not_met(Message("obm_credential_none", {"kinds": names}), how)


def _credential_in_time(one: Credential, last: date) -> bool | None:
    if one.earned_on is not None and one.earned_on > last:
        return False
    received = _received(one)
    if received is False:
        return False
    return None if received is None or one.earned_on is None else True


def _received(one: Credential) -> bool | None:
    """Tell whether a certification was received, by its result code; all others were."""
    if one.kind != CERTIFICATION:
        return True
    return None if one.result is None else one.result in _credited_codes()


@cache
def _credited_codes() -> tuple[str, ...]:
    newest = rulebook().history("criteria/ibc_result", ResultCodes).entries[-1].dated
    return () if newest is None else newest.value.credited


def _credits(student: ProgramStudent, kinds: Iterable[str], frame: Frame) -> Iterator[Credit]:
    for kind in kinds:
        if kind == "ap":
            yield from (_of_exam(score, frame) for score in student.facts.scores if _is_ap(score))
        else:
            yield from (_of_course(one) for one in student.facts.courses if one.kind == kind)


def _is_ap(score: Score) -> bool:
    return score.test == "AP"


def _of_course(course: Course) -> Credit:
    earned = course.qualified if course.kind == "onramps" else course.passed
    return Credit(course.hours, course.subject, course.ended, earned)


def _of_exam(score: Score, frame: Frame) -> Credit:
    rule = ap_credit(frame.year).value
    reached = score.parts.get("score")
    earned = None if not isinstance(reached, int) else reached >= rule.score
    return Credit(rule.hours, _exam_subject(score.exam, rule), score.date, earned)


def _exam_subject(exam: str | None, rule: ApCredit) -> str:
    if exam in rule.ela_exams:
        return "ela"
    return "math" if exam in rule.math_exams else OTHER


def _missing(student: ProgramStudent, kinds: Iterable[str]) -> list[str]:
    return [KIND_KNOWN[kind] for kind in kinds if KIND_KNOWN[kind] not in student.known]


def not_loaded_kinds(kinds: Iterable[str]) -> Message:
    """Return the message that names the kinds of evidence nobody has given."""
    return Message("not_loaded", {"sources": tuple(Term(f"source.{kind}") for kind in kinds)})
