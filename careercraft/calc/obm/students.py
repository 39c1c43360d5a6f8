"""The facts about the students of a program, and the comparison counts of the district.

No names: a student is an opaque ref, by which the caller finds the person again. ``None`` always
means "not known".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.facts import Number, StudentFacts
from careercraft.calc.grades import FIRST_GRADE, class_of_entry, usual_grade
from careercraft.calc.obm.figures import Count

GROUPS = ("at_risk", "economically_disadvantaged", "emergent_bilingual", "special_education")
CORE_COMPLETION = "core_completion"
WORK_BASED_LEARNING = "work_based_learning"
PROGRAM_KINDS = ("STAAR", CORE_COMPLETION, WORK_BASED_LEARNING)


class ProgramYear(NamedTuple):
    """One student in one school year: what the fall snapshot says.

    ``member``: in the program. ``left_on``: the day of that year on which the student left it.
    """

    year: SchoolYear
    member: bool | None = None
    grade: int | None = None
    campus: str | None = None
    in_district: bool | None = None
    at_risk: bool | None = None
    economically_disadvantaged: bool | None = None
    emergent_bilingual: bool | None = None
    special_education: bool | None = None
    entered_on: date | None = None
    left_on: date | None = None


class Milestone(NamedTuple):
    """``core_completion`` or ``work_based_learning``, with its day."""

    kind: str
    on: date | None = None
    ref: str | None = None


class ProgramStudent:
    """A student who is or was in the program.

    ``facts`` holds scores (STAAR among them), courses, credentials and graduation, as everywhere
    in ``calc``. ``known`` names the kinds of which everything there is was given, those of
    ``facts`` and those of ``PROGRAM_KINDS``; what is missing of another kind is not known.
    """

    def __init__(
        self,
        ref: str,
        facts: StudentFacts,
        years: tuple[ProgramYear, ...],
        milestones: tuple[Milestone, ...] = (),
        *,
        known: frozenset[str] = frozenset(),
        algebra_2_passed: bool | None = None,
    ) -> None:
        self.ref = ref
        self.facts = facts
        in_order = sorted(years, key=lambda one: one.year)
        self.years = tuple(one._replace(year=SchoolYear(one.year)) for one in in_order)
        self.milestones = milestones
        self.known = facts.known | known
        self.algebra_2_passed = algebra_2_passed

    def with_algebra_2(self) -> ProgramStudent:
        """Return the same student with Algebra II passed."""
        return ProgramStudent(
            self.ref,
            self.facts,
            self.years,
            self.milestones,
            known=self.known,
            algebra_2_passed=True,
        )

    @cached_property
    def by_year(self) -> Mapping[SchoolYear, ProgramYear]:
        """The school years by their number."""
        return {one.year: one for one in self.years}

    @cached_property
    def member_years(self) -> tuple[ProgramYear, ...]:
        """The school years in the program, in order."""
        return tuple(one for one in self.years if one.member)

    @cached_property
    def entry(self) -> ProgramYear | None:
        """The first school year in the program."""
        return next(iter(self.member_years), None)

    @cached_property
    def cohort(self) -> SchoolYear | None:
        """The year in which the class graduates that the student entered the program with."""
        entry = self.entry
        if entry is None:
            return None
        return class_of_entry(entry.year, self.grade_in(entry.year))

    @cached_property
    def four_year_class(self) -> SchoolYear:
        """The year in which the class graduates that the student began grade 9 with."""
        ninth = [one.year for one in self.years if one.grade == FIRST_GRADE]
        if ninth:
            return class_of_entry(ninth[0], FIRST_GRADE)
        return SchoolYear(self.facts.class_of)

    @property
    def graduated_in(self) -> SchoolYear | None:
        """The school year of graduation; by the class where the day is not known."""
        if not self.facts.graduated:
            return None
        day = self.facts.graduated_on
        return SchoolYear(self.facts.class_of) if day is None else SchoolYear.of(day)

    def grade_in(self, year: SchoolYear) -> int:
        """Return the grade in a school year: as on file, or following from the nearest one."""
        known = [one for one in self.years if one.grade is not None]
        if not known:
            return usual_grade(self.facts.class_of, year)
        near = min(known, key=lambda one: (abs(one.year - year), -one.year))
        return (near.grade or 0) + year - near.year

    def group(self, name: str, year: SchoolYear) -> bool | None:
        """Return whether the student is in a group in a school year."""
        record = self.by_year.get(year)
        value: bool | None = None if record is None else getattr(record, name)
        return value


class District(NamedTuple):
    """What programs are held against.

    ``groups``: students of the district in grades 9 to 12 by group, the program's own included.
    ``state_percent``: the state's four-year rate, where the district says another than the one on
    file. ``campus_graduation``: the campus's four-year class.
    """

    groups: Mapping[str, Count] = {}
    state_percent: Number | None = None
    campus_graduation: Count | None = None


NO_DISTRICT = District()
