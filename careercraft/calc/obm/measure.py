"""From a program's students to the figure of each indicator, with everybody's place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import Message, Quantity
from careercraft.calc.grades import FIRST_GRADE, class_of_entry, grade_named, year_in_grade
from careercraft.calc.obm.choices import Choices, Setting, checked, touching
from careercraft.calc.obm.editions import Edition, Indicator
from careercraft.calc.obm.figures import Count, Figure, Share
from careercraft.calc.obm.frame import Frame, at_risk_widened_by, small_class
from careercraft.calc.obm.measures import BY_LEVEL, MEASURES, NOT_MEASURED
from careercraft.calc.obm.measures.exams import end_of_course
from careercraft.calc.obm.measures.populations import FINISHED, placed
from careercraft.calc.obm.measures.verdict import Line, Standing, Verdict, Where, count
from careercraft.calc.obm.program import against_district
from careercraft.calc.obm.state_rate import newest_state_rate
from careercraft.calc.obm.students import NO_DISTRICT, District, ProgramStudent
from careercraft.calc.obm.targets import EXAM_LEVELS, WHOLE
from careercraft.calc.rounding import percent, to_show

BY_CAMPUS = "campus"
RATE = "graduation_rate"
PERSISTENCE = "persistence"
AT_RISK = "at_risk"


class Measured:
    """One indicator, measured: each student's line by part, and the figure they make.

    ``parts`` has one part, ``all``, or one per performance level. ``notes`` are sentences beside
    the figure: who it rests on, why there is none.
    """

    def __init__(
        self,
        indicator: Indicator,
        frame: Frame,
        *,
        parts: Mapping[str, tuple[Line, ...]],
        figure: Figure,
        ahead: Figure,
        notes: tuple[Message, ...],
    ) -> None:
        self.indicator = indicator
        self.frame = frame
        self.parts = parts
        self.figure = figure
        self.ahead = ahead
        self.notes = notes

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every student of the indicator, by its first part."""
        return next(iter(self.parts.values()), ())

    def of(self, standing: Standing) -> tuple[Line, ...]:
        """Return the students of one standing."""
        return tuple(line for line in self.lines if line.standing is standing)

    @cached_property
    def counted(self) -> Count:
        """The figure as a count: of whom, how many meet it, how many are not known."""
        return count(self.lines)

    @cached_property
    def one_student(self) -> Fraction | None:
        """By how many points one student moves the percent."""
        return percent(1, self.counted.denominator) if self.counted.denominator else None

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The assumptions that the figure rests on."""
        return touching(self.indicator.measure)


class Program(NamedTuple):
    """A program's students, and what they are held against."""

    students: tuple[ProgramStudent, ...]
    district: District = NO_DISTRICT


def measure_program(
    edition: Edition,
    program: Program,
    data_year: int,
    today: date,
    choices: Choices | None = None,
) -> Mapping[str, Measured]:
    """Measure every indicator of an edition for a school year (named by the year it ends).

    ``today`` decides who can still make it, and up to when the memberships on file reach. A data
    year that is not over is measured as of today; one to come by the students who will be there.
    Raises ``NotAllowed`` for a choice that is not allowed.
    """
    seen = memberships_until(program.students, data_year)
    frame = Frame(data_year, today, checked(choices or {}), seen=seen, model=edition.model)
    return {id_: measure(one, program, frame) for id_, one in edition.indicators.items()}


class Reading(NamedTuple):
    """An indicator as another answer to one of its assumptions would have it."""

    setting: str
    value: str
    measured: Measured


def other_readings(measured: Measured, program: Program) -> tuple[Reading, ...]:
    """Return what an indicator would be by each other answer to each of its assumptions.

    Persistence among stayers beside the raw one is such a reading.
    """
    frame = measured.frame
    return tuple(
        Reading(
            one.name, value, measure(measured.indicator, program, frame.reading(one.name, value))
        )
        for one in measured.settings
        for value in one.allowed
        if value != frame.chosen(one.name)
    )


def figures_of(measured: Mapping[str, Measured], *, ahead: bool = False) -> dict[str, Figure]:
    """Return the figures for ``judge_program``.

    ``ahead``: whoever could still make it is not known, instead of not met.
    """
    return {id_: one.ahead if ahead else one.figure for id_, one in measured.items()}


def measure(indicator: Indicator, program: Program, frame: Frame) -> Measured:
    """Measure one indicator."""
    parts = _parts(indicator, program.students, frame)
    figure, ahead = (_figure(indicator, parts, program, frame, ahead=a) for a in (False, True))
    notes = tuple(_notes(indicator, parts, program, frame))
    return Measured(indicator, frame, parts=parts, figure=figure, ahead=ahead, notes=notes)


def memberships_until(students: Iterable[ProgramStudent], default: int) -> int:
    """Return the newest school year of which a membership is on file; else ``default``."""
    years = [one.year for s in students for one in s.years if one.member is not None]
    return int(max(years, default=default))


def _parts(
    indicator: Indicator, students: Iterable[ProgramStudent], frame: Frame
) -> dict[str, tuple[Line, ...]]:
    if indicator.measure == NOT_MEASURED:
        return {}
    if indicator.measure == RATE and frame.chosen("graduation_rate_of") == BY_CAMPUS:
        return {}
    students = tuple(students)
    names = EXAM_LEVELS if indicator.measure == BY_LEVEL else (WHOLE,)
    return {name: tuple(_lines(indicator, students, frame, name)) for name in names}


def _lines(
    indicator: Indicator, students: Iterable[ProgramStudent], frame: Frame, part: str
) -> Iterable[Line]:
    for student in students:
        place = placed(indicator.population, student, frame)
        if place.where is Where.LEFT_OUT and place.because is not None:
            yield Line(student.ref, Standing.LEFT_OUT, place.because)
        elif place.where is Where.COUNTED:
            yield line_of(student, indicator, frame, part)


def line_of(student: ProgramStudent, indicator: Indicator, frame: Frame, part: str) -> Line:
    """Return a student's line, whether or not the student is counted in the data year."""
    last = frame.deadline(student, grade_named(indicator.by))
    verdict = judge(student, indicator, frame, part, last)
    can_still = verdict.how is not None and frame.day <= last
    standing = _standing(verdict, can_still)
    return Line(
        student.ref,
        standing,
        verdict.because,
        verdict.how if can_still and standing is not Standing.MET else None,
        verdict.gap,
    )


def judge(
    student: ProgramStudent, indicator: Indicator, frame: Frame, part: str, last: date
) -> Verdict:
    """Judge a student by an indicator, or by one level of an exam, up to a day."""
    if indicator.measure == BY_LEVEL:
        level = EXAM_LEVELS[0] if part == WHOLE else part
        return end_of_course(student, indicator.given["exam"], level, frame, last)
    return MEASURES[indicator.measure](student, indicator, frame, last)


def _standing(verdict: Verdict, can_still: bool) -> Standing:
    if verdict.left_out:
        return Standing.TO_COME if can_still else Standing.LEFT_OUT
    if verdict.state is MET:
        return Standing.MET
    if verdict.state is UNKNOWN:
        return Standing.UNKNOWN
    return Standing.OPEN if can_still else Standing.CLOSED


def _figure(
    indicator: Indicator,
    parts: Mapping[str, tuple[Line, ...]],
    program: Program,
    frame: Frame,
    *,
    ahead: bool,
) -> Figure:
    shares = {name: Share.counted(count(lines, ahead=ahead)) for name, lines in parts.items()}
    if indicator.measure == RATE and not parts and program.district.campus_graduation:
        shares = {WHOLE: Share.counted(program.district.campus_graduation)}
    known = {name: share for name, share in shares.items() if share is not None}
    if indicator.measure == RATE:
        return Figure(known, state=_state(program.district, frame))
    if against_district(indicator):
        return Figure(known, _district(indicator, program, frame))
    return Figure(known)


def _state(district: District, frame: Frame) -> Fraction | None:
    if district.state_percent is not None:
        return Fraction(district.state_percent)
    newest = newest_state_rate(frame.year)
    return None if newest is None else Fraction(newest[1].value.percent)


def _district(indicator: Indicator, program: Program, frame: Frame) -> Share | None:
    whole = program.district.groups.get(indicator.given["group"])
    if whole is None:
        return None
    if frame.chosen("district_base") == "with_program":
        return Share.counted(whole)
    own = _own(indicator, program, frame)
    return Share.counted(
        Count(
            max(0, whole.numerator - own.numerator),
            max(0, whole.denominator - own.denominator),
            max(0, whole.unknown - own.unknown),
        )
    )


def _own(indicator: Indicator, program: Program, frame: Frame) -> Count:
    """Count the program's own students in all the grades that the district's count covers."""
    everybody = indicator._replace(population="grades_9_to_12")
    return count(_lines(everybody, program.students, frame, WHOLE))


def _notes(
    indicator: Indicator,
    parts: Mapping[str, tuple[Line, ...]],
    program: Program,
    frame: Frame,
) -> Iterable[Message]:
    if not parts:
        yield Message("obm_note_typed")
        return
    lines = next(iter(parts.values()))
    counted = count(lines)
    if not counted.denominator and any(one.standing is Standing.TO_COME for one in lines):
        yield Message("obm_note_results_to_come", {"year": frame.year})
    elif not counted.denominator:
        yield _nobody(indicator, program.students, frame)
    elif counted.denominator <= small_class(frame.year).students:
        points = to_show(percent(1, counted.denominator))
        students = Quantity(counted.denominator, "students")
        yield Message("obm_note_small", {"students": students, "points": points})
    if frame.year >= frame.running:
        yield Message("obm_note_running", {"year": frame.year, "today": frame.day})
    if indicator.measure == PERSISTENCE and not frame.ended:
        yield Message("obm_note_so_far")
    if against_district(indicator):
        yield from _about_the_district(indicator, program, frame)
    if indicator.measure == RATE:
        yield from _about_the_state(program.district, frame)


def _nobody(indicator: Indicator, students: Iterable[ProgramStudent], frame: Frame) -> Message:
    """Say that nobody is there to count, and when the first class will be."""
    entries = [one.entry.year for one in students if one.entry is not None]
    if not entries:
        return Message("obm_note_no_students")
    grade = grade_named(indicator.population) if indicator.population.startswith(FINISHED) else None
    first = class_of_entry(min(entries), FIRST_GRADE)
    if grade is not None:
        first = year_in_grade(min(entries), FIRST_GRADE, grade)
    if first > frame.year:
        return Message("obm_note_first_class", {"first": first, "year": frame.year})
    return Message("obm_note_nobody", {"year": frame.year})


def _about_the_district(indicator: Indicator, program: Program, frame: Frame) -> Iterable[Message]:
    act = at_risk_widened_by(frame.year)
    if indicator.given["group"] == AT_RISK and act is not None:
        yield Message("obm_note_at_risk", {"act": act})
    whole = program.district.groups.get(indicator.given["group"])
    if whole is None:
        return
    own = _own(indicator, program, frame)
    if own.denominator and own.denominator >= whole.denominator:
        yield Message("obm_note_whole_district")


def _about_the_state(district: District, frame: Frame) -> Iterable[Message]:
    newest = newest_state_rate(frame.year)
    if district.state_percent is None and newest is not None and newest[0] != frame.year:
        yield Message("obm_note_state_rate", {"class_of": newest[0]})
