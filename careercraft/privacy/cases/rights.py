"""Who holds the rights in a student's record: the parents, or the student (34 CFR 99.3 to 99.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

ADULT_YEARS = 18
COURT_ORDER = (
    "A court order, law or binding paper on file takes this person's rights away (34 CFR 99.4)."
)
BIRTH_NOT_KNOWN = (
    "The date of birth is not on file, so it is not known who holds the rights. Ask for it first."
)
COLLEGE_RECORDS = (
    "The record holds college courses. What the school keeps of them belongs to the parents' "
    "rights; the college's own record of them belongs to the student, who asks the college."
)


class Relation(StrEnum):
    """Who the person who asks is to the student."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    STUDENT = "student"
    OTHER = "other"


class Holder(StrEnum):
    """Who holds the rights."""

    PARENT = "parent"
    ELIGIBLE_STUDENT = "eligible_student"
    BOTH_LIMITED = "both_limited"
    """The student over the records of a college, the parents over those of the school."""
    NOT_KNOWN = "not_known"


class Situation(NamedTuple):
    """What is known of the student and of the person who asks."""

    relation: Relation
    birth_date: date | None
    at_college: bool = False
    """Whether the student attends a college and no longer the school."""
    emancipated: bool = False
    college_records: bool = False
    """Whether the record holds dual credit or other records that a college keeps as well."""
    court_order: bool = False
    """Whether a court order, law or binding paper takes the person's rights away (99.4)."""
    consent: bool = False
    """Whether the holder of the rights has consented in writing (99.30)."""
    dependent: bool = False
    """Whether the parent has shown that the student is a dependent for taxes (99.31(a)(8))."""


class Answer(NamedTuple):
    """Who holds the rights, whether the person may act, and why, in sentences."""

    holder: Holder
    may_act: bool
    only_to_see: bool
    """The person may be shown the record, but may not ask for it to be amended."""
    sentences: tuple[str, ...]


def resolve(now: Situation, on: date) -> Answer:
    """Work out the holder of the rights on a day, and what the person who asks may do."""
    holder = holder_of(now, on)
    sentences = [_why(now, holder, on)]
    if now.court_order and now.relation is not Relation.STUDENT:
        stopped = (*sentences, COURT_ORDER, *_consent(now))
        return Answer(holder, now.consent, now.consent, stopped)
    if _is_holder(now, holder):
        return Answer(holder, True, False, (*sentences, *_college(holder)))
    if holder is Holder.ELIGIBLE_STUDENT and now.dependent and _is_parent(now):
        told = (
            "The student is a dependent for taxes, so the school may show the record to the parent "
            "(34 CFR 99.31(a)(8)); amending it is the student's own right."
        )
        return Answer(holder, True, True, (*sentences, told))
    if now.consent:
        return Answer(holder, True, True, (*sentences, *_consent(now)))
    return Answer(holder, False, False, (*sentences, _refused(holder)))


def holder_of(now: Situation, on: date) -> Holder:
    """Who holds the rights in the record on a day."""
    if now.emancipated or now.at_college:
        return Holder.ELIGIBLE_STUDENT
    if now.birth_date is None:
        return Holder.NOT_KNOWN
    if on >= birthday(now.birth_date, ADULT_YEARS):
        return Holder.ELIGIBLE_STUDENT
    return Holder.BOTH_LIMITED if now.college_records else Holder.PARENT


def birthday(born: date, years: int) -> date:
    """The day on which somebody turns an age; who was born on Feb 29 does so on Mar 1."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _is_parent(now: Situation) -> bool:
    return now.relation in {Relation.PARENT, Relation.GUARDIAN}


def _is_holder(now: Situation, holder: Holder) -> bool:
    if holder is Holder.ELIGIBLE_STUDENT:
        return now.relation is Relation.STUDENT
    return holder in {Holder.PARENT, Holder.BOTH_LIMITED} and _is_parent(now)


def _why(now: Situation, holder: Holder, on: date) -> str:
    if holder is Holder.NOT_KNOWN:
        return BIRTH_NOT_KNOWN
    if holder is Holder.ELIGIBLE_STUDENT:
        return _why_student(now)
    turns = birthday(now.birth_date, ADULT_YEARS) if now.birth_date else on
    return (
        "The student is under 18, so the parents hold the rights "
        f"until {turns:%B} {turns.day}, {turns.year} (34 CFR 99.3)."
    )


def _why_student(now: Situation) -> str:
    if now.emancipated:
        return "The student is emancipated and holds the rights (Texas Education Code 26.002)."
    if now.at_college:
        return "The student attends a college and holds the rights, at any age (34 CFR 99.3)."
    return "The student is 18 or older and holds the rights (34 CFR 99.5)."


def _college(holder: Holder) -> tuple[str, ...]:
    if holder is not Holder.BOTH_LIMITED:
        return ()
    return (COLLEGE_RECORDS,)


def _consent(now: Situation) -> tuple[str, ...]:
    if not now.consent:
        return ()
    return ("A written consent of the holder of the rights is on file (34 CFR 99.30).",)


def _refused(holder: Holder) -> str:
    if holder is Holder.NOT_KNOWN:
        return "Until that is known, nobody can be shown the record."
    whose = "the student" if holder is Holder.ELIGIBLE_STUDENT else "a parent or guardian"
    return f"This person may act only with the written consent of {whose} (34 CFR 99.30)."
