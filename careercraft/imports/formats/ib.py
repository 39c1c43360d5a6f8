"""International Baccalaureate results: one row per candidate and subject, in three layouts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

LOWEST, HIGHEST = 1, 7
ALIASES: dict[str, tuple[str, ...]] = {
    "year": ("Year",),
    "session": ("Month", "Session"),
    "candidate": ("Candidate", "Personal code", "Registration number"),
    "student_id": ("student_unique_id", "Student ID", "Local ID", "StudentLocalID"),
    "state_id": ("Student Texas Unique ID", "Texas Unique Student ID", "State ID"),
    "last_name": ("Last Name",),
    "first_name": ("First Name",),
    "name": ("Name",),
    "birth_date": ("DOB", "Date of Birth"),
    "subject": ("Subject",),
    "level": ("Level", "LVL"),
    "grade": ("Subject Grade", "Exam Grade", "Grade"),
}
# IB examination sessions; the files name the session, not the day of an exam.
SESSIONS = {
    "may": (5, 15),
    "m": (5, 15),
    "spring": (5, 15),
    "november": (11, 15),
    "nov": (11, 15),
    "n": (11, 15),
    "fall": (11, 15),
}
CORE_LEVELS = frozenset({"TK", "TOK", "EE"})
LETTERS = frozenset("ABCDE")
WITHOUT_GRADE = frozenset({"N", "P"})


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    by_grade = sorted(({"subjectgrade", "examgrade"} & header) or ({"grade"} & header))
    told = {"year", "subject"} <= header and by_grade
    of_ib = {"predictedgrade", "registrationnumber", "personalcode", "groupnumber"} & header
    return ("Subject", by_grade[0], min(of_ib)) if told and of_ib else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = _person(row)
    grade = (row.typed("grade") or "").upper()
    level = (row.text("level") or "").upper()
    if level in CORE_LEVELS or grade in LETTERS:
        row.note("level", "An exam with a grade from 1 to 7.", "ib_core", "The core is no exam.")
        return row.result(who)
    if not grade or grade in WITHOUT_GRADE:
        row.note("grade", "A grade from 1 to 7.", "no_scores", "There is no grade. Nothing to do.")
        return row.result(who)
    score, taken = row.whole("grade", LOWEST, HIGHEST), _taken(row)
    subject = row.text("subject")
    if subject is None:
        row.problem("subject", "The subject of the exam.", "missing_value")
    if score is None or taken is None or subject is None:
        return row.result(who)
    exam = " ".join(filter(None, (subject.upper(), level)))
    payload: dict[str, object] = {
        "test": "IB",
        "date": taken.isoformat(),
        "exam": exam,
        "parts": {"score": score},
    }
    key = f"IB|{taken:%Y-%m}|{exam}"
    return row.result(who, (EvidenceItem("score", payload, key, "IB"),))


def _taken(row: Row) -> date | None:
    year = row.whole("year", 1990, 2100)
    text = (row.typed("session") or "").lower()
    where = SESSIONS.get(text.split(" ")[0]) if text else SESSIONS["may"]
    if where is None:
        row.problem("session", "May or November.", "unknown_code")
    if row.typed("year") is None:
        row.problem("year", "The year of the session.", "missing_value")
    return values.calendar_day(year, *where) if year and where else None


def _person(row: Row) -> Person:
    state, local = row.either_id("student_id")
    last, first = row.text("last_name"), row.text("first_name")
    if not last and row.text("name"):
        last, first = values.split_name(row.text("name") or "")
    candidate = row.text("candidate")
    return Person(
        state_unique_id=row.state_id("state_id") or state,
        local_id=local,
        last_name=last,
        first_name=first,
        birth_date=row.day("birth_date"),
        other_ids=(f"ib|{candidate}",) if candidate else (),
    )


FORMAT = Format(
    id="ib_results",
    title="IB candidate results",
    vendor="International Baccalaureate",
    kind="evidence",
    covers=("IB",),
    cadence="each July and January",
    description=(
        "Results of IBIS or of a data warehouse, one row per candidate and subject. IB files carry "
        "no student id: students are found by name and date of birth, or by a column Student ID "
        "that you add. Exams are dated on the 15th of May or November of their session."
    ),
    matches=_matches,
    read_tables=_read,
)
