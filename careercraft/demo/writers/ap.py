"""College Board's AP student datafile: 244 columns, every value in quotation marks."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from careercraft.demo.records import Ap, Record, Student, made_number
from careercraft.demo.writers import layout

COLUMNS = layout("ap_student_datafile_244")
BLOCKS = 30
REPORTED_ON = date(2026, 7, 8)
GRADE_CODES = {9: "4", 10: "5", 11: "6", 12: "7"}
MARKS = "'’."
AWARD_SCHOLAR, EXAMS_OF_A_SCHOLAR, SCORE_OF_A_SCHOLAR = "01", 3, 3


def data_file(rows: Iterable[Mapping[str, object]]) -> bytes:
    """The file. Three of its columns are called Filler, so cells are placed by position."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([row.get(column, "") for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def row(record: Record) -> dict[str, object]:
    """One student with all exams of all years, the most recent first.

    Names come in capitals without accents; half of the students gave no id on their answer sheet.
    """
    student = record.student
    return {
        "AP Number / AP ID": ap_id(student),
        "Last Name": plain(student.last_name),
        "First Name": plain(student.first_name),
        "Middle Initial": plain(student.middle_name)[:1],
        "Student State": "TX",
        "Student Country Code": "US",
        "Gender": student.sex,
        "Date of Birth": student.birth_date.strftime("%m%d%y"),
        "Grade Level": GRADE_CODES[_grade_when_reported(student)],
        "AI Code": student.school.ai_code,
        "AI Institution Name": student.school.name.upper()[:30],
        "AI State": "TX",
        "AI Country Code": "US",
        "Date of Last Student Update": REPORTED_ON.strftime("%m%d%y"),
        "Date of this report": REPORTED_ON.strftime("%m%d%y"),
        "Student Identifier": _identifier(student),
        **_award(record.ap),
        **dict(_blocks(record.ap)),
    }


def plain(name: str) -> str:
    """A name as answer sheets have it: capitals without accents, apostrophes and hyphens.

    >>> plain("O’Hara-Núñez")
    'OHARA NUNEZ'
    """
    letters = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    kept = (c for c in letters if not unicodedata.combining(c) and c not in MARKS)
    return "".join(kept).replace("-", " ").upper()


def ap_id(student: Student) -> str:
    """The eight characters of an AP ID."""
    return f"A{made_number(7, 'ap', student.state_unique_id)}"


def _identifier(student: Student) -> str:
    gave_one = int(made_number(4, "gave an id", student.state_unique_id)) % 2
    return student.local_id if gave_one else ""


def _grade_when_reported(student: Student) -> int:
    return min(12, max(9, 12 - (student.class_of - REPORTED_ON.year)))


def _award(exams: Iterable[Ap]) -> dict[str, object]:
    good = [exam for exam in exams if (exam.score or 0) >= SCORE_OF_A_SCHOLAR]
    if len(good) < EXAMS_OF_A_SCHOLAR:
        return {}
    return {"Award Type 1": AWARD_SCHOLAR, "Award Year 1": _two_digits(max(e.year for e in good))}


def _blocks(exams: Iterable[Ap]) -> Iterator[tuple[str, object]]:
    recent_first = sorted(exams, key=lambda exam: (-exam.year, exam.code))
    for number, exam in enumerate(recent_first[:BLOCKS], start=1):
        yield f"Admin Year {number:02d}", _two_digits(exam.year)
        yield f"Exam Code {number:02d}", exam.code
        yield f"Exam Grade {number:02d}", "" if exam.score is None else exam.score
        yield f"Irregularity Code #1 {number:02d}", exam.irregularity


def _two_digits(year: int) -> str:
    return f"{year % 100:02d}"
