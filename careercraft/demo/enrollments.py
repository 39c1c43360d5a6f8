"""Where the graduates went: the colleges' answers, as the district would collect them.

One school has not sent its answers for the newest class, and a few answers leave out the tenth
class day, so that every state of the outcomes bonus is to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from careercraft.demo.records import MONDAY, Record, first_weekday, made_number
from careercraft.demo.schools import PECAN_GROVE
from careercraft.demo.writers import Row, csv_file, yes_no
from careercraft.demo.writers.templates import person
from careercraft.imports.formats.templates import TEMPLATES

COLUMNS = TEMPLATES["careercraft_enrollments"]
COLLEGES = (
    "Cottonwood Valley College",
    "Hill Country Community College",
    "Llano State University",
    "Texas Plains University",
)
STILL_SILENT = (PECAN_GROVE, 2026)
PERCENT = 100
ENROLL_WITH_COLLEGE_WORK, ENROLL_OTHERS = 74, 38
LATE, NOT_SAID = 6, 12
"""Of a hundred who enroll, so many come late, and from there on up to so many are not told."""


def enrollments(records: Iterable[Record]) -> bytes:
    """The enrollment template, filled for the graduates who enrolled."""
    return csv_file(COLUMNS, rows(records))


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """One row for each graduate who enrolled at a college."""
    for record in records:
        student = record.student
        silent = (student.school, student.class_of) == STILL_SILENT
        if student.graduated and not silent and _enrolls(record):
            yield {**person(student), **_enrollment(student.state_unique_id, student.class_of)}


def _enrolls(record: Record) -> bool:
    college_work = record.ap or any(course.hours for course in record.courses)
    likely = ENROLL_WITH_COLLEGE_WORK if college_work else ENROLL_OTHERS
    return _drawn(record.student.state_unique_id, "enrolls") < likely


def _enrollment(state_id: str, class_of: int) -> Row:
    fate = _drawn(state_id, "in time")
    in_time = None if LATE <= fate < NOT_SAID else fate >= LATE
    began = _last_monday_of_august(class_of) if in_time is not False else date(class_of, 10, 12)
    return {
        "began_on": began.isoformat(),
        "by_tenth_day": yes_no(in_time),
        "institution": COLLEGES[_drawn(state_id, "college") % len(COLLEGES)],
    }


def _last_monday_of_august(year: int) -> date:
    return first_weekday(year, 8, MONDAY, after=23)


def _drawn(state_id: str, what: str) -> int:
    """A number below a hundred, the same for the same student."""
    return int(made_number(6, state_id, what)) % PERCENT
