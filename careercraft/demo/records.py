"""What the demonstration knows of one student, before any file layout is chosen."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import NamedTuple

DATA_AS_OF = date(2026, 11, 13)
"""The day on which the demonstration's files were "exported"; nothing in them is later."""
SCHOOL_YEAR_ENDS_IN = 2027
MONDAY, WEDNESDAY, SATURDAY = 0, 2, 5


class School(NamedTuple):
    """A high school. `number` is the nine-digit campus number, `ai_code` College Board's."""

    number: str
    name: str
    program: str
    ai_code: str


class Staff(NamedTuple):
    """A member of staff; `school` is empty for a district role, `letters` are those whose
    students a counselor looks after.
    """

    role: str
    name: str
    email: str
    school: str = ""
    letters: str = ""


class Student(NamedTuple):
    """One student as the rosters describe them."""

    school: School
    state_unique_id: str
    local_id: str
    last_name: str
    first_name: str
    birth_date: date
    sex: str
    class_of: int
    middle_name: str = ""
    hispanic_latino: bool = False
    race: tuple[str, ...] = ("white",)
    economically_disadvantaged: bool = False
    special_education: bool = False
    emergent_bilingual: bool = False
    at_risk: bool = False
    section_504: bool = False
    home_language: str = "English"
    withdrawn: bool = False
    diploma_type: str = ""
    endorsement: bool | None = None
    distinguished: bool | None = None

    @property
    def graduated(self) -> bool:
        """Whether the student's class has left school."""
        return self.class_of < SCHOOL_YEAR_ENDS_IN

    @property
    def grade(self) -> int:
        """The grade in the school year of the files; the last one for graduates."""
        return min(12, 12 - (self.class_of - SCHOOL_YEAR_ENDS_IN))

    @property
    def grade_9_began_on(self) -> date:
        """The first day of the freshman year."""
        return first_weekday(self.class_of - 4, 8, MONDAY, after=10)

    @property
    def graduated_on(self) -> date | None:
        """Commencement, for the classes that have left."""
        return first_weekday(self.class_of, 5, 3, after=22) if self.graduated else None


class Sat(NamedTuple):
    """One SAT administration."""

    on: date
    ebrw: int
    math: int


class Tsia2(NamedTuple):
    """One TSIA2 session; a test that was not taken in it is None."""

    on: date
    elar_crc: int | None = None
    elar_diagnostic: int | None = None
    essay: int | None = None
    math_crc: int | None = None
    math_diagnostic: int | None = None
    hour: int = 9


class Ap(NamedTuple):
    """One AP exam; a score may be missing with an irregularity code in its place."""

    year: int
    code: str
    score: int | None
    irregularity: str = ""


class Course(NamedTuple):
    """One completed course, in the columns of the course template."""

    kind: str
    subject: str
    service_id: str
    title: str
    grade: int
    ended_on: date
    hours: int | None = None
    credits: float | None = None
    level: int | None = None
    program_of_study: str = ""
    passed: bool | None = None
    qualified: bool | None = None
    approved_list: bool | None = None


class Credential(NamedTuple):
    """A certification, certificate, degree or enlistment, in the columns of its template."""

    kind: str
    earned_on: date
    code: str = ""
    result: str = ""
    lists: tuple[str, ...] = ()
    programs_of_study: tuple[str, ...] = ()
    evidence: str = ""


class Record(NamedTuple):
    """A student with everything that the district's files say about them."""

    student: Student
    sat: tuple[Sat, ...] = ()
    tsia2: tuple[Tsia2, ...] = ()
    ap: tuple[Ap, ...] = ()
    courses: tuple[Course, ...] = ()
    credentials: tuple[Credential, ...] = ()


def first_weekday(year: int, month: int, weekday: int, *, after: int = 0) -> date:
    """The first such weekday (Monday is 0) of a month that comes after a day of that month."""
    earliest = date(year, month, after + 1)
    return earliest.replace(day=earliest.day + (weekday - earliest.weekday()) % 7)


def sat_day(year: int, month: int) -> date:
    """A Saturday administration, or the school day of March."""
    return first_weekday(year, month, WEDNESDAY if month == 3 else SATURDAY)


def made_number(digits: int, *parts: object) -> str:
    """A number a vendor might have given, the same for the same parts."""
    seen = sha256("|".join(str(part) for part in parts).encode()).hexdigest()
    return str(int(seen, 16))[:digits]
