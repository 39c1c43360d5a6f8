"""Persistence, graduation in four years, enrollment in college, work-based learning, groups."""

from __future__ import annotations

from datetime import date

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.findings import Message, When
from careercraft.calc.grades import nth_year
from careercraft.calc.obm.editions import Indicator
from careercraft.calc.obm.frame import Frame, years_allowed
from careercraft.calc.obm.measures.credit import not_loaded_kinds
from careercraft.calc.obm.measures.verdict import Verdict, met, not_met, unknown, without
from careercraft.calc.obm.students import GROUPS, WORK_BASED_LEARNING, ProgramStudent

ANY_GROUP = "any"


def persistence(
    student: ProgramStudent, indicator: Indicator, frame: Frame, _last: date
) -> Verdict:
    """Judge whether a student who entered the program remains in it.

    Through graduation, or into the fall of grade 12. Who left and came back has remained; a fifth-
    or sixth-year student still in the program has too.
    """
    if _graduated_from_program(student):
        return met(Message("obm_stay_graduated", {"when": When(student.facts.graduated_on)}))
    asked = min(frame.year, frame.seen)
    record = student.by_year.get(asked)
    if record is None:
        return _not_on_file(student, asked, frame)
    if record.member is None:
        return unknown(Message("obm_stay_unknown"))
    if not record.member or record.left_on is not None:
        return _gone(student, asked, frame)
    return _still_there(student, indicator, frame)


def _still_there(student: ProgramStudent, indicator: Indicator, frame: Frame) -> Verdict:
    if _left_and_came_back(student):
        return met(Message("obm_stay_came_back"))
    if frame.ended and indicator.by == "graduation":
        return _after_four_years(student, frame)
    return met(Message("obm_stay_so_far"))


def _after_four_years(student: ProgramStudent, frame: Frame) -> Verdict:
    """Judge a student still in the program: within the years that the law allows, one remains."""
    allowed = years_allowed(frame.model, frame.year)
    nth = nth_year(student.four_year_class, student.member_years[-1].year)
    values = {"nth": nth, "allowed": allowed}
    if nth <= allowed:
        return met(Message("obm_stay_longer", values))
    return unknown(Message("obm_stay_too_long", values))


def _not_on_file(student: ProgramStudent, asked: SchoolYear, frame: Frame) -> Verdict:
    """Judge a student without a record of the year asked for."""
    if "program_membership" not in student.known:
        return unknown(Message("obm_stay_unknown"))
    return _gone(student, asked, frame)


def _gone(student: ProgramStudent, asked: SchoolYear, frame: Frame) -> Verdict:
    """Judge a student who is not in the program; one who comes back later has remained."""
    if any(one.year > asked for one in student.member_years):
        return met(Message("obm_stay_came_back"))
    last = student.member_years[-1]
    values = {"year": last.year, "grade": student.grade_in(last.year)}
    left_district = student.years[-1].in_district is False
    if left_district and frame.chosen("persistence_of") == "stayers":
        return without(Message("obm_stay_left_district", values))
    if left_district:
        return not_met(Message("obm_stay_left_district", values))
    return not_met(Message("obm_stay_left", values))


def _graduated_from_program(student: ProgramStudent) -> bool:
    return bool(student.facts.graduated) and student.years[-1].member is True


def _left_and_came_back(student: ProgramStudent) -> bool:
    first, last = student.member_years[0], student.member_years[-1]
    return len(student.member_years) < last.year - first.year + 1


def persistence_by_grade(
    student: ProgramStudent, _indicator: Indicator, frame: Frame, _last: date
) -> Verdict:
    """Judge whether a student of the year before is in the program in the data year."""
    record = frame.record(student, frame.year)
    if record is None:
        if "program_membership" in student.known:
            return not_met(Message("obm_stay_not_next_year", {"year": frame.year}))
        return unknown(Message("obm_stay_unknown"))
    if record.member is None:
        return unknown(Message("obm_stay_unknown"))
    if record.member:
        return met(Message("obm_stay_next_year", {"year": frame.year}))
    return not_met(Message("obm_stay_not_next_year", {"year": frame.year}))


def graduation(
    student: ProgramStudent, _indicator: Indicator, _frame: Frame, last: date
) -> Verdict:
    """Judge graduation within four years, the summer after included."""
    day = student.facts.graduated_on
    if student.facts.graduated and day is None:
        return unknown(Message("obm_graduation_undated"))
    if student.facts.graduated and day is not None and day <= last:
        return met(Message("obm_graduation_met", {"when": When(day)}))
    if student.facts.graduated:
        return not_met(Message("obm_graduation_late", {"when": When(day)}))
    how = Message("obm_graduation_how", {"last": last})
    if student.facts.graduated is None:
        return unknown(Message("obm_graduation_unknown"), how)
    return not_met(Message("obm_graduation_not"), how)


def college_enrollment(
    student: ProgramStudent, _indicator: Indicator, frame: Frame, _last: date
) -> Verdict:
    """Judge enrollment in a college in the calendar year of graduation."""
    began = [one.began_on for one in student.facts.enrollments]
    if any(day is not None and day.year == frame.year for day in began):
        return met(Message("obm_enrolled"))
    if None in began or "enrollment" not in student.known:
        return unknown(not_loaded_kinds(["enrollment"]))
    return not_met(Message("obm_not_enrolled"))


def work_based_learning(
    student: ProgramStudent, _indicator: Indicator, _frame: Frame, last: date
) -> Verdict:
    """Judge one work-based learning placement or course by a day."""
    days = [one.on for one in student.milestones if one.kind == WORK_BASED_LEARNING]
    in_time = [day for day in days if day is not None and day <= last]
    how = Message("obm_work_how", {"last": last})
    if in_time:
        return met(Message("obm_work_met", {"when": When(min(in_time))}))
    if None in days:
        return unknown(Message("obm_work_undated"), how)
    if WORK_BASED_LEARNING not in student.known:
        return unknown(not_loaded_kinds([WORK_BASED_LEARNING]), how)
    return not_met(Message("obm_work_none"), how)


def group_share(
    student: ProgramStudent, indicator: Indicator, frame: Frame, _last: date
) -> Verdict:
    """Judge whether a student is in a group in the data year, or in any of the four."""
    group = indicator.given["group"]
    names = GROUPS if group == ANY_GROUP else (group,)
    year = min(frame.year, frame.seen)
    flags = [student.group(name, year) for name in names]
    if True in flags:
        return met(Message("obm_group_in"))
    return (
        unknown(Message("obm_group_unknown"))
        if None in flags
        else not_met(Message("obm_group_not"))
    )
