"""The register of measures: how each one judges a student by a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from careercraft.calc.obm.editions import Indicator
from careercraft.calc.obm.frame import Frame
from careercraft.calc.obm.measures import credit, exams, staying
from careercraft.calc.obm.measures.verdict import Verdict
from careercraft.calc.obm.students import ProgramStudent

Judge = Callable[[ProgramStudent, Indicator, Frame, date], Verdict]

MEASURES: dict[str, Judge] = {
    "group_share": staying.group_share,
    "college_hours": credit.college_hours,
    "college_course": credit.college_course,
    "core_completion": credit.core_completion,
    "credential": credit.credential,
    "college_ready": exams.college_ready,
    "persistence": staying.persistence,
    "persistence_by_grade": staying.persistence_by_grade,
    "graduation_rate": staying.graduation,
    "college_enrollment": staying.college_enrollment,
    "work_based_learning": staying.work_based_learning,
}
"""Measures with one answer per student."""

BY_LEVEL = "end_of_course"
"""The measure with one answer per student and performance level."""

NOT_MEASURED = "not_measured"
"""What cannot be measured from the facts kept: its figure has to be typed in."""
