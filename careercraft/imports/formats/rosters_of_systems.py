"""Rosters of Clever and Ascender: the student information that they carry, as roster rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from careercraft.imports.formats import students
from careercraft.imports.formats.base import Format, each_row, needs
from careercraft.imports.formats.headers import Columns, keys
from careercraft.imports.formats.row import CAMPUS_ID_DIGITS, Row
from careercraft.imports.reader import Table, refuse
from careercraft.imports.rows import LineResult

Aliases = dict[str, tuple[str, ...]]

_NOTHING: Aliases = dict.fromkeys(students.ALIASES, ())
CLEVER: Aliases = _NOTHING | {
    "state_unique_id": ("State_id",),
    "local_id": ("Student_number",),
    "last_name": ("Last_name",),
    "first_name": ("First_name",),
    "middle_name": ("Middle_name",),
    "birth_date": ("DOB",),
    "sex": ("Gender",),
    "hispanic_latino": ("Hispanic_Latino",),
    "grade": ("Grade",),
    "class_of": ("Graduation_year",),
    "home_language": ("Home_language",),
    "special_education": ("IEP_status",),
    "school": ("School_id",),
    "clever_race": ("Race",),
    "meals": ("Frl_status",),
    "english_learner": ("Ell_status",),
}
CLEVER_SCHOOLS: Aliases = {
    "id": ("School_id",),
    "number": ("School_number",),
    "state_id": ("State_id",),
}
ASCENDER: Aliases = _NOTHING | {
    "state_unique_id": ("Student Unique ID",),
    "local_id": ("Local ID",),
    "last_name": ("Student Last Name",),
    "first_name": ("Student First Name",),
    "birth_date": ("Student Date of Birth",),
    "sex": ("Student Gender",),
    "hispanic_latino": ("Hispanic/Latino",),
    "race_american_indian": ("American Indian/Alaskan Native",),
    "race_asian": ("Asian",),
    "race_black": ("Black/African American",),
    "race_pacific_islander": ("Native Hawaiian/Other Pacific Islander",),
    "race_white": ("White",),
    "campus_id": ("Campus ID",),
    "grade": ("Student Grade",),
    "economically_disadvantaged": ("ECD",),
    "special_education": ("Special Education",),
    "at_risk": ("At Risk",),
    "ascender_lep": ("LEP",),
}
# Clever SFTP specification, field values.
CLEVER_RACES = {
    "c": "white",
    "w": "white",
    "b": "black",
    "a": "asian",
    "i": "american_indian",
    "p": "pacific_islander",
    "m": "two_or_more",
    "t": "two_or_more",
}
MEALS = {"f": True, "free": True, "r": True, "reduced": True, "n": False, "p": False, "paid": False}
CLEVER_STUDENTS = needs("schoolid", "studentid", "stateid", "lastname")
CLEVER_SCHOOL_LIST = needs("schoolid", "schoolname", "schoolnumber")


def _matches_clever(header: frozenset[str]) -> tuple[str, ...]:
    return CLEVER_STUDENTS(header) or CLEVER_SCHOOL_LIST(header)


def _needs_students(tables: tuple[Table, ...]) -> None:
    """A school list alone holds nobody. Raises FileRefused."""
    if not any(CLEVER_STUDENTS(keys(table.header)) for table in tables):
        raise refuse(
            tables[0].file,
            "A Clever set needs students.csv.",
            "Upload students.csv and schools.csv of one export together.",
            "incomplete_set",
        )


def _read_clever(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    campuses = _campuses(tables)

    def read_row(row: Row) -> LineResult:
        return _clever_row(row, campuses)

    return each_row(
        tuple(table for table in tables if CLEVER_STUDENTS(keys(table.header))), CLEVER, read_row
    )


def _campuses(tables: tuple[Table, ...]) -> dict[str, str]:
    """The campus number of each school of schools.csv."""
    numbers = {}
    for table in tables:
        if not CLEVER_SCHOOL_LIST(keys(table.header)):
            continue
        columns = Columns(table.header, CLEVER_SCHOOLS)
        for record in table.records():
            school = Row(table.file, record, columns)
            number = school.campus_id("state_id") or school.campus_id("number")
            if number and school.text("id"):
                numbers[school.text("id") or ""] = number
    return numbers


def _clever_row(row: Row, campuses: Mapping[str, str]) -> LineResult:
    result = students.read_row(row)
    if result.student is None:
        return result
    race = row.choice("clever_race", CLEVER_RACES) if row.typed("clever_race") else None
    student = result.student._replace(
        campus_id=_campus(row, campuses),
        race=(race,) if race else None,
        economically_disadvantaged=_meals(row),
        emergent_bilingual=row.yes_no("english_learner"),
    )
    return row.result(result.person, student=student)


def _campus(row: Row, campuses: Mapping[str, str]) -> str | None:
    """By schools.csv, else a School_id that is a campus number itself."""
    school = row.text("school") or ""
    if school in campuses:
        return campuses[school]
    if school.isdigit() and len(school) in (CAMPUS_ID_DIGITS - 1, CAMPUS_ID_DIGITS):
        return school.zfill(CAMPUS_ID_DIGITS)
    if school:
        row.note(
            "school",
            "A campus number of nine digits.",
            "unknown_school",
            "Upload schools.csv of the same export together with this file.",
        )
    return None


def _meals(row: Row) -> bool | None:
    """Free or reduced meals are one way to be economically disadvantaged; “no” is not proof."""
    text = (row.typed("meals") or "").lower()
    return True if MEALS.get(text) else None


def _read_ascender(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    seen: set[tuple[str | None, str | None]] = set()

    def read_row(row: Row) -> LineResult:
        result = students.read_row(row)
        who = (result.person.state_unique_id, result.person.local_id)
        if result.student and who in seen:
            row.note(
                None, "One row per student.", "another_class", "Another class of the same student."
            )
            return row.result(result.person)
        seen.add(who)
        if result.student is None:
            return result
        learner = row.yes_no("ascender_lep")
        student = result.student._replace(emergent_bilingual=learner)
        return row.result(result.person, student=student)

    return each_row(tables, ASCENDER, read_row)


CLEVER_FORMAT = Format(
    id="clever_roster",
    title="Clever roster (students.csv with schools.csv)",
    vendor="Clever",
    kind="roster",
    covers=(),
    cadence="each night, or whenever students enroll or leave",
    description=(
        "The files students.csv and schools.csv of a Clever SFTP export, uploaded together. The "
        "campus number comes from State_id or School_number of the school."
    ),
    matches=_matches_clever,
    read_tables=_read_clever,
    check_set=_needs_students,
)
ASCENDER_FORMAT = Format(
    id="ascender_class_roster",
    title="Ascender class roster export",
    vendor="Ascender",
    kind="roster",
    covers=(),
    cadence="each term, and whenever students enroll or leave",
    description=(
        "The class roster export with 37 columns. A student stands in it once for each class; the "
        "first row counts."
    ),
    matches=needs("studentuniqueid", "studentlastname", "coursesection", "campusid"),
    read_tables=_read_ascender,
)
