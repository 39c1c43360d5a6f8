"""The clocks the law runs on, as distinct types.

A value of the law is dated by one clock only. Adding one to a graduating class does not make a
rating year: the conversion is a method, so that one can never be passed where the other is meant.
"""

from __future__ import annotations

from datetime import date

YEARS_OF_HIGH_SCHOOL = 4
CENTURY = 100
FIRST_MONTH_OF_SCHOOL_YEAR = 7
LAST_MONTH_OF_SUMMER = 7


class AccountabilityYear(int):
    """The year in which ratings are issued, normally in August."""

    def graduates(self) -> GraduatingClass:
        """Return the class of annual graduates that is rated in this year."""
        return GraduatingClass(self - 1)


class FiscalYear(int):
    """A state fiscal year, named by the year in which it ends."""

    def school_year(self) -> str:
        """Return the school year it pays for, for example ``2025-26``."""
        return f"{self - 1}-{self % CENTURY:02d}"


class ImplementationYear(int):
    """A program's year of implementation, counted from 1."""


class SchoolYear(int):
    """A school year, named by the year in which it ends: 2026 is the school year 2025-26."""

    @classmethod
    def of(cls, day: date) -> SchoolYear:
        """Return the school year that a day lies in; the summer belongs to the year before it."""
        return cls(day.year + (day.month > LAST_MONTH_OF_SUMMER))

    def next(self) -> SchoolYear:
        """Return the school year after this one."""
        return SchoolYear(self + 1)

    def before(self) -> SchoolYear:
        """Return the school year before this one."""
        return SchoolYear(self - 1)

    def __str__(self) -> str:
        return f"{self - 1}-{self % 100:02}"


class GraduatingClass(int):
    """The class of annual graduates, named by the year in which its school year ends."""

    @classmethod
    def entering_grade_9_on(cls, began_on: date) -> GraduatingClass:
        """Return the class of a student who began grade 9 on that day: the entry year plus four.

        A student who enters in the spring entered in the school year that began the fall before.
        """
        entered_in_fall = began_on.month >= FIRST_MONTH_OF_SCHOOL_YEAR
        entry_year = began_on.year if entered_in_fall else began_on.year - 1
        return cls(entry_year + YEARS_OF_HIGH_SCHOOL)

    def rated_in(self) -> AccountabilityYear:
        """Return the year whose ratings count this class."""
        return AccountabilityYear(self + 1)

    def freshman_fall(self) -> int:
        """Return the year in whose fall this class usually began grade 9."""
        return self - YEARS_OF_HIGH_SCHOOL


CLOCKS: dict[str, type] = {
    "graduating_class": GraduatingClass,
    "accountability_year": AccountabilityYear,
    "fiscal_year": FiscalYear,
    "implementation_year": ImplementationYear,
    "school_year": SchoolYear,
    "test_date": date,
}
