"""The shapes that the law's values take once read: one record per parameter file, and the set for a
class.

A record's fields are exactly the keys of the table in its file; the loader refuses any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, ParamSpec, TypeVar, cast

from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.citations import Authority, Standing
from careercraft.calc.facts import Number
from careercraft.calc.history import Dated, History

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 1024


class SubjectScores(NamedTuple):
    """A score to reach in reading and language arts, and one in mathematics."""

    rla: Number
    math: Number


class ActComposite(NamedTuple):
    """The older ACT benchmark: a composite score together with a score in the section."""

    composite: Number
    english: Number
    math: Number


class ActSections(NamedTuple):
    """The newer ACT benchmark: English and Reading together, and mathematics."""

    english_plus_reading: Number
    math: Number


class Allowed(NamedTuple):
    """Whether something is allowed."""

    allowed: bool


class Tsia2(NamedTuple):
    """The TSIA2 benchmarks: multiple choice (CRC), diagnostic level and essay."""

    elar_crc: Number
    elar_diagnostic: Number
    essay: Number
    math_crc: Number
    math_diagnostic: Number


class CollegePrep(NamedTuple):
    """Grades in which the course counts (empty: any), and whether it must be on the list."""

    grades: tuple[int, ...]
    approved_list: bool


class ExamScore(NamedTuple):
    """The score to reach on one exam."""

    score: Number


class DualCredit(NamedTuple):
    """College hours to earn: in one of the two subjects, or in all subjects together."""

    subject_hours: Number
    any_hours: Number


class Hours(NamedTuple):
    """College hours to earn."""

    hours: Number


class Day(NamedTuple):
    """A day of the calendar, the same for every class."""

    year: int
    month: int
    day: int


class DayOfYear(NamedTuple):
    """A day of the year of graduation."""

    month: int
    day: int


class CredentialKinds(NamedTuple):
    """The kinds of credential that count."""

    kinds: tuple[str, ...]


class ListsAccepted(NamedTuple):
    """The certification lists that count."""

    lists: tuple[str, ...]


class Sunsetting(NamedTuple):
    """A certification on the first list and not on the second is sunsetting; empty: none."""

    outgoing: str
    incoming: str


class ResultCodes(NamedTuple):
    """The result codes that credit a certification, and whether a code must be given at all."""

    credited: tuple[str, ...]
    required: bool


class Regime(NamedTuple):
    """Which step in a program of study a certification needs: the name of a file, or ``none``."""

    step: str


class ProgramStep(NamedTuple):
    """What a step takes: passed courses, credits, and one course of at least a level."""

    courses: int
    credits: Number
    includes_level: int


class DiplomaTypes(NamedTuple):
    """Graduation type codes (code table C062)."""

    codes: tuple[str, ...]


class MilitaryEvidence(NamedTuple):
    """Evidence of enlistment that counts (empty: none), and which of it may be undated."""

    accepted: tuple[str, ...]
    may_be_undated: tuple[str, ...]


class EditionInForce(NamedTuple):
    """Which edition of the rules judges a class: ``met_not_met`` or ``tiered_2030``."""

    edition: str


class TieredLevels(NamedTuple):
    """The level that each way earns in the tiered edition."""

    tsi_with_college_prep: str
    tsi_by_tests: str
    tsi_by_tests_with_college_credit: str
    college_credit: str
    associate_degree: str
    level_certificate: str
    ibc_tier_1: str
    ibc_tier_2: str
    ibc_tier_3: str
    special_education: str
    enlistment: str


class AfqtScores(NamedTuple):
    """AFQT scores that, with a completed JROTC sequence, earn each level."""

    foundational: Number
    demonstrated: Number
    advanced: Number


class Certification(NamedTuple):
    """A certification in the dated lists: ``None`` where the register does not say."""

    code: str
    name: str
    lists: Mapping[str, bool]
    programs_of_study: tuple[str, ...] | None
    tier: int | None


class Windows(NamedTuple):
    """The last day of the year of graduation on which evidence is known to count, per kind.

    ``grade_9`` and ``ibc_reviewed`` are days of the freshman fall, ``tsia_opens`` one of the
    calendar.
    """

    sat: Dated[DayOfYear]
    act: Dated[DayOfYear]
    tsia: Dated[DayOfYear]
    exams: Dated[DayOfYear]
    courses: Dated[DayOfYear]
    level_certificate: Dated[DayOfYear]
    ibc: Dated[DayOfYear]
    associate_degree: Dated[DayOfYear]
    enlistment: Dated[DayOfYear]
    grade_9: Dated[DayOfYear]
    ibc_reviewed: Dated[DayOfYear]
    tsia_opens: Dated[Day]


class Required(NamedTuple):
    """Whether something is required."""

    required: bool


class Counts(NamedTuple):
    """Whether something counts: ``yes``, ``no`` or ``unknown``."""

    counts: str


class BonusRules(NamedTuple):
    """What the outcomes bonus asks of a student where it differs from accountability.

    ``tenth_class_day_passed`` orders what is still open; it decides nothing.
    """

    deadline_associate_degree: Dated[DayOfYear]
    deadline_certificate: Dated[DayOfYear]
    deadline_enlistment: Dated[DayOfYear]
    fall_ends: Dated[DayOfYear]
    tenth_class_day_passed: Dated[DayOfYear]
    associate_degree_requires_tsi: Dated[Required]
    college_prep: Dated[Allowed]
    military: Dated[MilitaryEvidence]
    ibc_program_of_study: Dated[Regime]
    sunsetting_ibc: Dated[Counts]


class TieredRules(NamedTuple):
    """What only the tiered edition needs."""

    levels: Dated[TieredLevels]
    dual_credit: Dated[Hours]
    onramps: Dated[Hours]
    afqt: Dated[AfqtScores]


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Every value in force for one graduating class, read once and shared.

    Two of them are the same only if they are one: ``once_per_rules`` relies on it.

    ``fingerprint`` changes with any value or any line of the rules' code; ``standings`` lists how
    sure each value is, by the name of its file.
    """

    class_of: GraduatingClass
    accountability_year: AccountabilityYear
    edition: str
    edition_authority: Authority
    fingerprint: str
    standings: tuple[tuple[str, Standing], ...]
    sat: History[SubjectScores]
    act_composite: History[ActComposite]
    act_sections: History[ActSections]
    act_mixing: Dated[Allowed]
    act_superscoring: Dated[Allowed]
    tsia1: Dated[SubjectScores]
    tsia2: Dated[Tsia2]
    tsia2_diagnostic_alone: Dated[Allowed]
    college_prep: Dated[CollegePrep]
    advanced_placement: Dated[ExamScore]
    international_baccalaureate: Dated[ExamScore]
    dual_credit: Dated[DualCredit]
    onramps: Dated[Hours]
    associate_degree: Dated[CredentialKinds]
    level_certificate: Dated[CredentialKinds]
    ibc_lists: Dated[ListsAccepted]
    ibc_sunsetting: Dated[Sunsetting]
    ibc_result: History[ResultCodes]
    ibc_regime: Dated[Regime]
    program_step: Dated[ProgramStep]
    iep_workforce: Dated[DiplomaTypes]
    advanced_plan: Dated[DiplomaTypes]
    military: Dated[MilitaryEvidence]
    windows: Windows
    bonus: BonusRules
    tiered: TieredRules | None
    certifications: Mapping[str, Certification]


def once_per_rules(prepare: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function prepares from a rule set, instead of preparing it for every student."""
    return cast("Callable[P, T]", lru_cache(maxsize=KEPT)(prepare))
