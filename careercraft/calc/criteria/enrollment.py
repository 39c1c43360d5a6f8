"""Enrollment at a college by the tenth class day of the fall right after graduation.

Used by the outcomes bonus only. A college's own calendar says which day that is, so the evidence
itself has to say whether the student was there in time.
"""

from __future__ import annotations

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import Absence
from careercraft.calc.criteria.case import Case
from careercraft.calc.facts import CollegeEnrollment, StudentFacts
from careercraft.calc.finding import NOT_MET, Everybodys
from careercraft.calc.findings import Fact, Finding, Message, When, any_of, holds
from careercraft.calc.history import Dated
from careercraft.calc.rules import DayOfYear, RuleSet, once_per_rules

ACTION = "enroll"
CONFIRM = "confirm_enrollment"
NEXT_STEP = {"day_unknown": (CONFIRM,), "early": (ACTION,)}


def enrollment(case: Case, fall_ends: Dated[DayOfYear]) -> Finding:
    """Judge a student's enrollments; ``fall_ends`` is the last day that can lie in the fall."""
    facts = case.facts
    if not facts.enrollments:
        return _absence(case.rules, facts.class_of, fall_ends.authority).judged(case.known)
    whole = any_of("enrollment", [_judged(one, facts, fall_ends) for one in facts.enrollments])
    if whole.state is NOT_MET and "enrollment" not in case.known:
        return whole.unknown_without("enrollment")
    return whole


@once_per_rules
def _absence(_rules: RuleSet, class_of: GraduatingClass, authority: Authority) -> Absence:
    sure, values = Authority(authority.cite), {"year": int(class_of)}
    none, open_ = Message("enrollment_none", values), Message("enrollment_not_known", values)
    return Absence(
        "enrollment",
        Everybodys(holds("enrollment", False, none, authority=sure, next_=(ACTION,))),
        Everybodys(holds("enrollment", None, open_, authority=sure, next_=(ACTION,))),
    )


def _judged(one: CollegeEnrollment, facts: StudentFacts, fall_ends: Dated[DayOfYear]) -> Finding:
    answer, ending = _in_time(one, facts, fall_ends.value)
    sure = Authority(fall_ends.authority.cite)
    return holds(
        "enrollment",
        answer,
        Message(
            f"enrollment_{ending}",
            {"when": When(one.began_on), "year": int(facts.class_of)},
        ),
        authority=jointly(sure, fall_ends.authority) if ending == "after_fall" else sure,
        fact=Fact("what.enrollment", "enrollment", one.began_on),
        evidence=(one.ref,),
        next_=NEXT_STEP.get(ending, ()),
    )


def _in_time(
    one: CollegeEnrollment, facts: StudentFacts, fall_ends: DayOfYear
) -> tuple[bool | None, str]:
    if _before_graduation(one, facts):
        return False, "early"
    if _after_the_fall(one, facts, fall_ends):
        return False, "after_fall"
    if one.by_tenth_day is None:
        return None, "day_unknown"
    if one.by_tenth_day:
        return True, "met"
    return False, "late" if one.began_on else "none"


def _before_graduation(one: CollegeEnrollment, facts: StudentFacts) -> bool:
    """Tell whether it is a college course taken in high school, which is no enrollment after it."""
    if one.began_on is None:
        return False
    if facts.graduated_on is not None:
        return one.began_on < facts.graduated_on
    return one.began_on.year < facts.class_of


def _after_the_fall(one: CollegeEnrollment, facts: StudentFacts, ends: DayOfYear) -> bool:
    if one.began_on is None:
        return False
    on = one.began_on
    return (on.year, on.month, on.day) > (facts.class_of, ends.month, ends.day)
