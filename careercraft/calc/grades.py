"""The grades of high school, and the school year in which a student is in one."""

from __future__ import annotations

from careercraft.calc.calendar import GraduatingClass, SchoolYear

FIRST_GRADE = 9
LAST_GRADE = 12
GRADES = range(FIRST_GRADE, LAST_GRADE + 1)
LETTERS_BEFORE_GRADE = "_grade_"


def grade_named(id_: str) -> int | None:
    """Return the grade in an id such as ``end_of_grade_10``; ``None`` where it names none."""
    _, found, grade = id_.partition(LETTERS_BEFORE_GRADE)
    return int(grade) if found else None


def year_in_grade(year: SchoolYear, grade: int, wanted: int) -> SchoolYear:
    """Return the school year of another grade for whoever is in a grade in a year, on time."""
    return SchoolYear(year + wanted - grade)


def usual_grade(class_of: GraduatingClass, year: SchoolYear) -> int:
    """Return the grade of a class in a school year, on time."""
    return LAST_GRADE - (class_of - year)


def class_of_entry(year: SchoolYear, grade: int) -> SchoolYear:
    """Return the year in which whoever enters a grade in a year graduates, on time."""
    return year_in_grade(year, grade, LAST_GRADE)


def nth_year(class_of: SchoolYear, year: SchoolYear) -> int:
    """Return which year of high school a school year is for a class: 4 in its last, on time."""
    return LAST_GRADE - FIRST_GRADE + 1 + year - class_of
