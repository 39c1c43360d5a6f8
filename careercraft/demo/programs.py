"""The two programs of the demonstration: who was in them in which year, and what they earned there.

Everything follows from a student's state id, so that the files are the same every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from careercraft.demo.cast import CAST
from careercraft.demo.records import SCHOOL_YEAR_ENDS_IN, Record, Student
from careercraft.demo.schools import EARLY_COLLEGE, LLANO_RIVER
from careercraft.demo.writers import csv_file, yes_no
from careercraft.imports.formats.templates import TEMPLATES

FRESHMAN, SENIOR = 9, 12
GROUP_YEARS = range(2026, SCHOOL_YEAR_ENDS_IN + 1)
"""The school years of which the groups of every student are on file."""
SCHOOLS = {"echs": EARLY_COLLEGE, "ptech": LLANO_RIVER}
PERCENT = 100
LEFT_ECHS, LEFT_PTECH = 2.6, 4.6
"""Of the other schools' students, up to these percents began in a program and left it."""
ENTERED_LATER = ((2.0, 11), (8.0, 10))
CAME_BACK, REPEATED = 10.5, 12.0
COURSES_BY_GRADE = {
    "echs": ((58, (1, 3, 3, 4)), (82, (0, 2, 3, 3)), (PERCENT, (0, 0, 1, 1))),
    "ptech": ((38, (0, 1, 2, 2)), (74, (0, 0, 1, 1)), (PERCENT, (0, 0, 0, 0))),
}
"""How many college courses a student passes in each grade, up to each percent of students."""
CATALOG = (
    ("EDUC1300", "Learning Framework", "other"),
    ("SPCH1315", "Public Speaking", "other"),
    ("HIST1301", "United States History I", "other"),
    ("HIST1302", "United States History II", "other"),
    ("ENGL1301", "Composition I", "ela"),
    ("MATH1314", "College Algebra", "math"),
    ("GOVT2305", "Federal Government", "other"),
    ("ENGL1302", "Composition II", "ela"),
    ("ARTS1301", "Art Appreciation", "other"),
    ("PSYC2301", "General Psychology", "other"),
    ("BIOL1408", "Biology", "other"),
)
EXAMS = (("A1", 9, 1, 77), ("E2", 10, 4, 81))
"""End-of-course exam, grade, how many in ten sit it a year early, percent who approach or more."""
LEVELS = (("masters", 4600), ("meets", 4050), ("approaches", 3600))
CORE, PLACEMENT = 57, 61
"""Percents of ECHS graduates with the core completed; of P-TECH juniors with a placement."""
COURSES_OF_A_GRADUATE = 3


def program_files(records: Sequence[Record]) -> dict[str, bytes]:
    """The files about the programs by name, in the order in which they are to be loaded.

    What the named cast earned in college is told in the district's other files already.
    """
    students = [record.student for record in records]
    cast = {member.student.state_unique_id for member in CAST.values()}
    others = [
        one.student
        for one in records
        if one.student.state_unique_id not in cast and _may_have_more_courses(one)
    ]
    return {
        "program_years_2021_2027.csv": _file("careercraft_student_years", year_rows(students)),
        "staar_eoc_2022_2026.csv": _file("careercraft_staar_eoc", exam_rows(students)),
        "milestones_2026-11-13.csv": _file("careercraft_milestones", milestone_rows(students)),
        "student_groups_2025_2027.csv": _file("careercraft_student_years", group_rows(students)),
        "college_courses_2026-11-13.csv": _file("careercraft_courses", course_rows(others)),
    }


def program_of(student: Student) -> str | None:
    """The program in which a student is, or once was."""
    if student.school.program:
        return student.school.program
    luck = _luck(student, "began elsewhere")
    if luck < LEFT_ECHS:
        return "echs"
    return "ptech" if luck < LEFT_PTECH else None


# Membership


def year_rows(students: Iterable[Student]) -> Iterator[dict[str, object]]:
    """One row per school year of everybody who was ever in a program."""
    for student in students:
        program = program_of(student)
        if program:
            yield from _years_of(student, program)


def _years_of(student: Student, program: str) -> Iterator[dict[str, object]]:
    for year, grade in _school_years(student):
        member = _is_member(student, grade)
        school = SCHOOLS[program] if member else student.school
        flag = {program: yes_no(member)}
        yield _in_year(student, year, grade, school.number) | _groups(student) | flag


def _school_years(student: Student) -> Iterator[tuple[int, int]]:
    """The school years of high school with the grade; a few began grade 9 a year earlier."""
    first = student.class_of - (SENIOR - FRESHMAN)
    if student.school.program and CAME_BACK <= _luck(student, "way") < REPEATED:
        yield first - 1, FRESHMAN
    for grade in range(FRESHMAN, SENIOR + 1):
        if first + grade - FRESHMAN <= SCHOOL_YEAR_ENDS_IN:
            yield first + grade - FRESHMAN, grade


def _is_member(student: Student, grade: int) -> bool:
    luck = _luck(student, "way")
    if not student.school.program:  # who left: after one year, or after two
        return grade == FRESHMAN or (luck > PERCENT / 2 and grade == FRESHMAN + 1)
    for percent, entered in ENTERED_LATER:
        if luck < percent:
            return grade >= entered
    return not (luck < CAME_BACK and grade == FRESHMAN + 1)


def group_rows(students: Iterable[Student]) -> Iterator[dict[str, object]]:
    """The groups of everybody else, which programs are held against."""
    for student in students:
        if program_of(student):
            continue
        for year, grade in _school_years(student):
            if year in GROUP_YEARS:
                yield _in_year(student, year, grade, student.school.number) | _groups(student)


def _in_year(student: Student, year: int, grade: int, campus: str) -> dict[str, object]:
    return _who(student) | {
        "school_year": f"{year - 1}-{year % PERCENT:02d}",
        "campus_id": campus,
        "grade": f"{grade:02d}",
    }


def _groups(student: Student) -> dict[str, object]:
    return {
        "at_risk": yes_no(student.at_risk),
        "economically_disadvantaged": yes_no(student.economically_disadvantaged),
        "emergent_bilingual": yes_no(student.emergent_bilingual),
        "special_education": yes_no(student.special_education),
    }


# What they earned


def exam_rows(students: Iterable[Student]) -> Iterator[dict[str, object]]:
    """Algebra I and English II of everybody in a program who has sat them."""
    for student in _members(students):
        for exam, grade, early_in_ten, percent in EXAMS:
            early = _luck(student, f"{exam} early") < early_in_ten * 10
            on = _day(student, grade - early, 5, 1)
            if on.year < SCHOOL_YEAR_ENDS_IN and _luck(student, f"{exam} sat") < PERCENT - 4:
                yield (
                    _who(student)
                    | {"eoc_course": exam, "tested_on": on}
                    | _level(student, exam, percent)
                )


def _level(student: Student, exam: str, percent: int) -> dict[str, object]:
    luck = _luck(student, exam)
    if luck >= percent:
        return {"scale_score": 3400, "performance_level": "did not meet"}
    third = int(3 * luck / percent)
    level, scale = LEVELS[third]
    return {"scale_score": scale, "performance_level": level}


def course_rows(students: Iterable[Student]) -> Iterator[dict[str, object]]:
    """The college courses of everybody in a program, grade by grade."""
    for student in _members(students):
        catalog = iter(CATALOG)
        for grade, number in enumerate(_pace(student), start=FRESHMAN):
            ended = _day(student, grade, 5, 14)
            for (service, title, subject), _ in zip(catalog, range(number), strict=False):
                if ended.year < SCHOOL_YEAR_ENDS_IN:
                    yield _who(student) | {
                        "course_kind": "dual_credit",
                        "subject": subject,
                        "service_id": service,
                        "course_title": title,
                        "hours": 3,
                        "grade": f"{grade:02d}",
                        "passed": "Y",
                        "ended_on": ended,
                    }


def _pace(student: Student) -> tuple[int, ...]:
    luck = _luck(student, "pace")
    paces = COURSES_BY_GRADE[student.school.program]
    return next(courses for percent, courses in paces if luck < percent)


def milestone_rows(students: Iterable[Student]) -> Iterator[dict[str, object]]:
    """Core completions of ECHS graduates, placements of P-TECH juniors."""
    for student in _members(students):
        if student.school.program == "echs" and _graduate(student, "core", CORE):
            yield _who(student) | {
                "milestone": "core_completion",
                "reached_on": student.graduated_on,
                "grade": SENIOR,
                "college": "Cottonwood Bend College",
            }
        placed = _day(student, SENIOR - 1, 4, 24)
        past = placed.year < SCHOOL_YEAR_ENDS_IN
        if student.school.program == "ptech" and past and _luck(student, "placement") < PLACEMENT:
            yield _who(student) | {
                "milestone": "work_based_learning",
                "reached_on": placed,
                "grade": SENIOR - 1,
                "activity": "Placement at Llano River Regional Hospital",
                "hours": 60,
            }


def _may_have_more_courses(record: Record) -> bool:
    """Graduates get more of what they have: how many have any follows the published rates."""
    dual = [course for course in record.courses if course.kind == "dual_credit"]
    return not record.student.graduated or len(dual) >= COURSES_OF_A_GRADUATE


def _members(students: Iterable[Student]) -> Iterator[Student]:
    return (one for one in students if one.school.program and not one.withdrawn)


def _graduate(student: Student, what: str, percent: float) -> bool:
    return student.graduated and _luck(student, what) < percent


def _day(student: Student, grade: int, month: int, day: int) -> date:
    """A spring day of the school year in which the student was in a grade."""
    return date(student.class_of - SENIOR + grade, month, day)


def _who(student: Student) -> dict[str, object]:
    return {"state_unique_id": student.state_unique_id, "local_id": student.local_id}


def _luck(student: Student, what: str) -> float:
    """A percent that is always the same for a student and a matter."""
    drawn = Random(f"{what} {student.state_unique_id}")  # noqa: S311 - nothing secret is drawn
    return drawn.random() * PERCENT


def _file(template: str, rows: Iterable[dict[str, object]]) -> bytes:
    return csv_file(TEMPLATES[template], rows)
