"""Of whom an indicator is counted. One function per population."""

from __future__ import annotations

from collections.abc import Callable

from careercraft.calc.findings import Message
from careercraft.calc.grades import FIRST_GRADE, GRADES, LAST_GRADE, grade_named
from careercraft.calc.obm.frame import Frame
from careercraft.calc.obm.measures.verdict import COUNTED, ELSEWHERE, Placed, left_out
from careercraft.calc.obm.students import ProgramStudent

FINISHED = "finished_grade_"
BY_CLASS = "four_year_class"


def placed(population: str, student: ProgramStudent, frame: Frame) -> Placed:
    """Return whether a student belongs to a population in the frame's data year."""
    if population.startswith(FINISHED):
        return _finished(student, frame, grade_named(population) or FIRST_GRADE)
    return POPULATIONS[population](student, frame)


def _in_program(student: ProgramStudent, frame: Frame) -> bool:
    record = frame.record(student, frame.year)
    return record is not None and record.member is True


def _enrolled(student: ProgramStudent, frame: Frame) -> Placed:
    in_high_school = student.grade_in(frame.year) in GRADES
    return COUNTED if _in_program(student, frame) and in_high_school else ELSEWHERE


def _incoming(student: ProgramStudent, frame: Frame) -> Placed:
    """Count who is new in grade 9; who repeats it is not new."""
    if not _in_program(student, frame) or student.grade_in(frame.year) != FIRST_GRADE:
        return ELSEWHERE
    before = student.by_year.get(frame.year.before())
    repeats = before is not None and before.grade == FIRST_GRADE
    return left_out(Message("obm_out_repeats", {"grade": FIRST_GRADE})) if repeats else COUNTED


def _finished(student: ProgramStudent, frame: Frame, grade: int) -> Placed:
    if student.grade_in(frame.year) != grade or not _in_program(student, frame):
        return ELSEWHERE
    record = student.by_year.get(frame.year)
    if record is not None and record.left_on is not None:
        return left_out(Message("obm_out_left", {"day": record.left_on}))
    return COUNTED


def _graduates(student: ProgramStudent, frame: Frame) -> Placed:
    """Count who graduated in the data year, or the class that began grade 9 four years before.

    A fifth- or sixth-year student counts among the annual graduates of the year of graduation.
    """
    if not student.member_years:
        return ELSEWHERE
    if frame.chosen("graduates") == BY_CLASS:
        return _class_of_entry(student, frame)
    graduated = student.graduated_in
    if graduated is not None:
        in_it = graduated == frame.year and _was_member_at_the_end(student)
        return COUNTED if in_it else ELSEWHERE
    if student.grade_in(frame.year) < LAST_GRADE or not _in_program(student, frame):
        return ELSEWHERE
    return left_out(Message("obm_out_still_enrolled")) if frame.ended else COUNTED


def _was_member_at_the_end(student: ProgramStudent) -> bool:
    last = student.years[-1]
    return last.member is True and last.left_on is None


def _class_of_entry(student: ProgramStudent, frame: Frame) -> Placed:
    """Count the program's students of a four-year class; not who left the district."""
    if not student.member_years or student.four_year_class != frame.year:
        return ELSEWHERE
    if student.years[-1].in_district is False and not student.facts.graduated:
        return left_out(Message("obm_out_left_district"))
    return COUNTED


def _entered(student: ProgramStudent, frame: Frame) -> Placed:
    """Count who entered the program with the class, in grade 9 or later as the district chose."""
    entry = student.entry
    if entry is None or student.cohort != frame.year:
        return ELSEWHERE
    grade = student.grade_in(entry.year)
    if grade >= LAST_GRADE:
        return left_out(Message("obm_out_entered_late", {"grade": grade}))
    if grade != FIRST_GRADE and frame.chosen("transfers_in") == "not_counted":
        return left_out(Message("obm_out_transfer", {"grade": grade}))
    return COUNTED


def _year_before(student: ProgramStudent, frame: Frame) -> Placed:
    before = student.by_year.get(frame.year.before())
    if before is None or not before.member:
        return ELSEWHERE
    if student.graduated_in == before.year or student.grade_in(before.year) >= LAST_GRADE:
        return ELSEWHERE
    now = student.by_year.get(frame.year)
    if now is not None and now.in_district is False:
        return left_out(Message("obm_out_left_district"))
    return COUNTED


POPULATIONS: dict[str, Callable[[ProgramStudent, Frame], Placed]] = {
    "grades_9_to_12": _enrolled,
    "incoming_grade_9": _incoming,
    "graduates": _graduates,
    "entered_program": _entered,
    "in_program_last_year": _year_before,
    "four_year_class": _class_of_entry,
}
