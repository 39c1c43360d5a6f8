"""A small ECHS with members of every sort, loaded through the importers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from careercraft.imports.rows import SourceFile
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs.evidence_words import school_year_name
from tests.seed import SmallDistrict
from tests.services.classroom import declare_the_rest_absent, ids_by_first_name
from tests.services.uploads import applied, courses, roster

FIRST_YEAR = 2021
PEOPLE = {
    # first name: grade of 2026-27, enrollment, member in these school years with the grade
    "Ana": ("12", "enrolled", {2024: 9, 2025: 10, 2026: 11, 2027: 12}),
    "Ben": ("12", "enrolled", {2024: 9, 2025: 10}),
    "Cleo": ("12", "enrolled", {2024: 9, 2026: 11, 2027: 12}),
    "Dov": ("12", "withdrawn", {2024: 9}),
    "Eva": ("12", "enrolled", {2025: 10, 2026: 11, 2027: 12}),
    "Fay": ("12", "enrolled", {2023: 9, 2024: 10, 2025: 11, 2026: 12, 2027: 12}),
    "Gil": ("10", "enrolled", {2026: 9, 2027: 10}),
    "Hal": ("10", "enrolled", {2026: 9, 2027: 10}),
    "Ina": ("9", "enrolled", {2027: 9}),
}
"""Ana stayed; Ben left for another school, Dov left the district; Cleo left and came back; Eva came
in grade 10; Fay is in her fifth year; Gil and Hal finish grade 10 in this year."""
NEVER_IN = ("Jon", "Kim")
YEARS = range(2023, 2028)


class Echs(NamedTuple):
    """The program and its students by first name."""

    id: UUID
    ids: dict[str, UUID]


def an_echs_with_students(desk: Desk, district: SmallDistrict) -> Echs:
    """Found the program at the north campus and load its members with their records."""
    program_id = programs.found(desk, district.north.id, "echs", "North ECHS", FIRST_YEAR)
    applied(desk, roster([_rostered(name, district) for name in (*PEOPLE, *NEVER_IN)]))
    applied(desk, years([row for name in PEOPLE for row in _years_of(name, district)]))
    applied(desk, courses([_course("Gil", hours) for hours in (3, 4, 5)]))
    applied(desk, staar([{"state_unique_id": state_id("Ana"), "eoc_course": "A1"} | PASSED]))
    declare_the_rest_absent(desk)
    return Echs(program_id, ids_by_first_name(desk))


PASSED = {"tested_on": "2024-05-02", "performance_level": "approaches"}


def state_id(name: str) -> str:
    """The invented state id of one of them."""
    return f"01234999{[*PEOPLE, *NEVER_IN].index(name):02d}"


def years(rows: Sequence[Mapping[str, object]], name: str = "years.csv") -> SourceFile:
    """Programs and groups by school year, in our template."""
    columns = ("state_unique_id", "school_year", "campus_id", "grade", "echs", "at_risk", "left_on")
    return SourceFile(name, _csv(columns, rows))


def staar(rows: Sequence[Mapping[str, object]]) -> SourceFile:
    """End-of-course results in our template."""
    columns = ("state_unique_id", "eoc_course", "tested_on", "performance_level")
    return SourceFile("staar.csv", _csv(columns, rows))


def year_row(
    name: str, district: SmallDistrict, year: int, grade: int, **more: object
) -> dict[str, object]:
    """One school year of a student."""
    return {
        "state_unique_id": state_id(name),
        "school_year": school_year_name(year),
        "campus_id": district.north.number,
        "grade": grade,
        **more,
    }


def _years_of(name: str, district: SmallDistrict) -> list[dict[str, object]]:
    _, _, member_in = PEOPLE[name]
    at_risk = "1" if name in ("Ana", "Gil") else "0"
    return [
        year_row(name, district, year, grade, echs="1", at_risk=at_risk)
        for year, grade in member_in.items()
    ]


def _rostered(name: str, district: SmallDistrict) -> dict[str, object]:
    grade, status, _ = PEOPLE.get(name, ("12", "enrolled", {}))
    gone = name == "Ben"
    return {
        "state_unique_id": state_id(name),
        "last_name": f"Vela{name}",
        "first_name": name,
        "birth_date": "2009-03-01",
        "campus_id": (district.south if gone else district.north).number,
        "grade": grade,
        "enrollment_status": status,
    }


def _course(name: str, month: int) -> dict[str, object]:
    return {
        "state_unique_id": state_id(name),
        "course_kind": "dual_credit",
        "subject": "other",
        "hours": 3,
        "passed": "1",
        "ended_on": f"2026-{month:02d}-20",
    }


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
