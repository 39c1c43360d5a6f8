"""What is known about one student, as plain immutable values.

No names, no identifiers: every piece of evidence carries only an opaque ``ref`` by which the caller
finds the stored record again (``scores[0]`` for input from the command line). ``None`` always means
"not known".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from careercraft.calc.calendar import GraduatingClass

Number = int | Decimal

SCORE_KINDS = ("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB")
COURSE_KINDS = ("dual_credit", "college_prep", "onramps", "cte")
CREDENTIAL_KINDS = ("ibc", "level_certificate", "associate_degree")
ENLISTMENT_KINDS = ("enlistment",)
ENROLLMENT_KINDS = ("enrollment",)
EVIDENCE_KINDS = frozenset(
    SCORE_KINDS + COURSE_KINDS + CREDENTIAL_KINDS + ENLISTMENT_KINDS + ENROLLMENT_KINDS
)


class Score(NamedTuple):
    """One sitting of one test; ``parts`` is what it reports, for example ``{"math": 520}``.

    Every part is a number, but for the level of a STAAR test, which is a word.
    """

    test: str
    parts: Mapping[str, Any]
    date: date | None = None
    exam: str | None = None
    ref: str | None = None


class Course(NamedTuple):
    """One course; which fields matter depends on ``kind``."""

    kind: str
    subject: str | None = None
    hours: Number | None = None
    passed: bool | None = None
    ended: date | None = None
    grade: int | None = None
    approved_list: bool | None = None
    qualified: bool | None = None
    program_of_study: str | None = None
    level: int | None = None
    credits: Number | None = None
    sequence_completed: bool | None = None
    ref: str | None = None


class Credential(NamedTuple):
    """A certification, certificate or degree.

    ``lists`` and ``programs_of_study`` are ``None`` when the engine is to look the code up, and a
    tuple (perhaps empty) when the caller knows. ``tier`` matters for certifications from the class
    of 2030 on.
    """

    kind: str
    earned_on: date | None = None
    code: str | None = None
    result: str | None = None
    lists: tuple[str, ...] | None = None
    programs_of_study: tuple[str, ...] | None = None
    tier: int | None = None
    ref: str | None = None


class Enlistment(NamedTuple):
    """Evidence of enlistment: ``peims``, ``dd_form_4`` or ``dmdc``."""

    evidence: str
    on: date | None = None
    ref: str | None = None


class CollegeEnrollment(NamedTuple):
    """A student's first college enrollment found after graduation; used by the bonus only."""

    began_on: date | None = None
    by_tenth_day: bool | None = None
    ref: str | None = None


class StudentFacts(NamedTuple):
    """All that the rules may look at.

    ``known`` names the kinds of evidence (see ``EVIDENCE_KINDS``) of which everything there is has
    been given. Where a kind is not in it, its absence proves nothing, and what depends on it is
    unknown. ``graduated`` is ``None`` when nobody has said.
    """

    class_of: GraduatingClass
    grade_9_began_on: date | None = None
    graduated: bool | None = None
    graduated_on: date | None = None
    economically_disadvantaged: bool | None = None
    special_education: bool | None = None
    emergent_bilingual: bool | None = None
    diploma_type: str | None = None
    endorsement: bool | None = None
    distinguished: bool | None = None
    scores: tuple[Score, ...] = ()
    courses: tuple[Course, ...] = ()
    credentials: tuple[Credential, ...] = ()
    enlistments: tuple[Enlistment, ...] = ()
    enrollments: tuple[CollegeEnrollment, ...] = ()
    known: frozenset[str] = frozenset()
