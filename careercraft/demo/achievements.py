"""One student's scores, courses and credentials, once it is known what they are to reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from careercraft.demo.data import read
from careercraft.demo.records import (
    DATA_AS_OF,
    SCHOOL_YEAR_ENDS_IN,
    Ap,
    Course,
    Credential,
    Record,
    Sat,
    Student,
    Tsia2,
    sat_day,
)

SECTION_LOW, SECTION_HIGH, SECTION_STEP = 200, 800, 10
CRC_LOW, CRC_HIGH = 910, 990
HIGHEST_ESSAY, HIGHEST_LEVEL, HIGHEST_AP = 8, 6, 5
LATEST_AP_YEAR = 2026
CURRENT_LISTS, OUTGOING_LIST = ("2022-25", "2025-30"), ("2022-25",)
CERTIFIED, PASSED_ONLY = "01", "02"
COURSES_OF_A_COMPLETER = 3
CERTIFICATION_MONTHS = (11, 12, 2, 3, 4)
STARTING_HOURS = (8, 10, 13)


class Aims(NamedTuple):
    """Who of a class is to reach what, by state id."""

    ela_by_sat: frozenset[str]
    ela_by_tsia2: frozenset[str]
    ela_by_course: frozenset[str]
    math_by_sat: frozenset[str]
    math_by_tsia2: frozenset[str]
    math_by_course: frozenset[str]
    took_sat: frozenset[str]
    took_tsia2: frozenset[str]
    ap: frozenset[str]
    ap_in_vain: frozenset[str]
    dual_credit: frozenset[str]
    dual_credit_too_few: frozenset[str]
    onramps: frozenset[str]
    onramps_in_vain: frozenset[str]
    ibc: frozenset[str]
    ibc_in_vain: frozenset[str]
    trade_courses_only: frozenset[str]
    associate_degree: frozenset[str]
    level_certificate: frozenset[str]
    enlisted: frozenset[str]


def record(student: Student, aims: Aims, rng: Random) -> Record:
    """Everything about one student that the district's files will say."""
    drawing = _Drawing(student, aims, rng)
    trade_courses, certifications = drawing.trade()
    return Record(
        student,
        sat=tuple(drawing.sat()),
        tsia2=tuple(drawing.tsia2()),
        ap=tuple(drawing.ap()),
        courses=(*drawing.college_courses(), *trade_courses),
        credentials=(*certifications, *drawing.awards()),
    )


class _Drawing:
    """The drawing of one student."""

    def __init__(self, student: Student, aims: Aims, rng: Random) -> None:
        self._student = student
        self._aims = aims
        self._rng = rng
        self._around: dict[str, int] = read("shape")["drawn_around"]
        self._catalog: dict[str, Any] = read("pathways")

    def _is_in(self, chosen: frozenset[str]) -> bool:
        return self._student.state_unique_id in chosen

    def _chance(self, percent: float) -> bool:
        return self._rng.random() * 100 < percent

    # SAT

    def sat(self) -> Iterator[Sat]:
        """One to three administrations; the best sections together are what was aimed at."""
        if not self._is_in(self._aims.took_sat):
            return
        days = self._sat_days()
        ebrw = self._section("sat_ebrw", self._is_in(self._aims.ela_by_sat))
        math = self._section("sat_math", self._is_in(self._aims.math_by_sat))
        best_ebrw, best_math = self._rng.choice(days), self._rng.choice(days)
        for day in days:
            yield Sat(
                day,
                ebrw if day == best_ebrw else self._lower(ebrw),
                math if day == best_math else self._lower(math),
            )

    def _sat_days(self) -> list[date]:
        leaves = self._student.class_of
        offered = [
            sat_day(leaves - 2, 10),
            sat_day(leaves - 1, 3),
            sat_day(leaves - 1, 5),
            sat_day(leaves - 1, 10),
            sat_day(leaves, 3),
        ]
        if self._student.grade <= 10:
            offered.append(sat_day(DATA_AS_OF.year, 10))
        past = sorted(day for day in set(offered) if day <= DATA_AS_OF)
        how_many = self._rng.choices((1, 2, 3), weights=(55, 33, 12))[0]
        return sorted(self._rng.sample(past, min(how_many, len(past))))

    def _section(self, name: str, met: bool) -> int:
        steps = int(self._rng.expovariate(1 / (9 if met else 7)))
        score = self._around[name] + SECTION_STEP * (steps if met else -1 - steps)
        return max(SECTION_LOW + 50, min(SECTION_HIGH, score))

    def _lower(self, best: int) -> int:
        return max(SECTION_LOW, best - SECTION_STEP * self._rng.randrange(7))

    # TSIA2

    def tsia2(self) -> Iterator[Tsia2]:
        """Reading with essay, and mathematics; on one day or two, sometimes a second time."""
        if not self._is_in(self._aims.took_tsia2):
            return
        first = self._tsia2_day()
        if self._chance(20):
            yield self._reading(first - timedelta(days=60), met=False)
        reading = self._reading(first, met=self._is_in(self._aims.ela_by_tsia2))
        crc, diagnostic = self._math(met=self._is_in(self._aims.math_by_tsia2))
        if self._chance(55):
            yield reading._replace(math_crc=crc, math_diagnostic=diagnostic)
            return
        yield reading
        another = min(first + timedelta(days=self._rng.randrange(1, 9)), DATA_AS_OF)
        yield Tsia2(
            another, math_crc=crc, math_diagnostic=diagnostic, hour=self._rng.choice(STARTING_HOURS)
        )

    def _tsia2_day(self) -> date:
        """A weekday of grades 10 to 12; of the spring before grade 9 at the earliest."""
        leaves = self._student.class_of
        began = date(leaves - 3 if self._student.grade > 9 else leaves - 4, 9, 8)
        if self._student.grade == 9:
            began = date(leaves - 4, 4, 6)
        ended = min(date(leaves, 4, 24), DATA_AS_OF - timedelta(days=10))
        day = began + timedelta(days=self._rng.randrange((ended - began).days))
        while day.weekday() > 4 or day.month in (6, 7):
            day -= timedelta(days=1)
        return day

    def _reading(self, on: date, *, met: bool) -> Tsia2:
        hour = self._rng.choice(STARTING_HOURS)
        if met:
            crc, level = self._choice_or_level("elar", met=True)
            return Tsia2(on, crc, level, self._enough_essay(), hour=hour)
        if self._chance(15):  # everything but the essay
            crc, level = self._choice_or_level("elar", met=True)
            return Tsia2(on, crc, level, self._around["essay"] - 1, hour=hour)
        crc, level = self._choice_or_level("elar", met=False)
        return Tsia2(on, crc, level, self._rng.randrange(2, self._around["essay"] + 1), hour=hour)

    def _math(self, *, met: bool) -> tuple[int, int | None]:
        return self._choice_or_level("math", met=met)

    def _choice_or_level(self, prefix: str, *, met: bool) -> tuple[int, int | None]:
        """Multiple choice, and the diagnostic level that is taken only when it was too low."""
        cut, level = self._around[f"{prefix}_crc"], self._around[f"{prefix}_diagnostic"]
        if met and self._chance(78):
            return min(CRC_HIGH, cut + int(self._rng.expovariate(1 / 8))), None
        crc = max(CRC_LOW, cut - 1 - int(self._rng.expovariate(1 / 9)))
        if met:
            return crc, self._rng.randrange(level, HIGHEST_LEVEL + 1)
        return crc, self._rng.randrange(2, level)

    def _enough_essay(self) -> int:
        return min(HIGHEST_ESSAY, self._around["essay"] + int(self._rng.expovariate(1)))

    # AP

    def ap(self) -> Iterator[Ap]:
        """One exam or several; one that aims high scores at least once."""
        met = self._is_in(self._aims.ap)
        if not met and not self._is_in(self._aims.ap_in_vain):
            return
        offered = self._ap_offered()
        how_many = self._rng.choices((1, 2, 3, 4), weights=(45, 28, 17, 10))[0]
        taken = self._rng.sample(offered, min(how_many, len(offered)))
        good_one = self._rng.randrange(len(taken))
        for index, (year, code) in enumerate(taken):
            score = self._ap_score(met, sure=index == good_one)
            yield Ap(year, code, score)
            if code == "68" and score is not None:
                yield Ap(year, "69", min(HIGHEST_AP, score + 1))

    def _ap_offered(self) -> list[tuple[int, str]]:
        leaves = self._student.class_of
        by_year = ((leaves - 12 + grade, codes) for grade, codes in self._catalog["ap"].items())
        return list(
            dict.fromkeys(
                (y, code) for y, codes in by_year if y <= LATEST_AP_YEAR for code in codes
            )
        )

    def _ap_score(self, met: bool, *, sure: bool) -> int:
        enough = self._around["ap"]
        if met and (sure or self._chance(55)):
            return self._rng.choices(range(enough, HIGHEST_AP + 1), weights=(5, 3, 2))[0]
        return self._rng.randrange(1, enough)

    # Courses for college credit

    def college_courses(self) -> Iterator[Course]:
        """Dual credit, college preparatory and OnRamps courses."""
        if self._is_in(self._aims.dual_credit):
            yield from self._dual_credit()
        elif self._is_in(self._aims.dual_credit_too_few):
            yield from self._other_subjects(self._rng.choice((1, 1, 2)))
        for subject, chosen in (
            ("ela", self._aims.ela_by_course),
            ("math", self._aims.math_by_course),
        ):
            if self._is_in(chosen):
                yield self._college_prep(subject)
        yield from self._onramps()

    def _dual_credit(self) -> Iterator[Course]:
        """English or mathematics and what goes with it; some only other subjects, enough of them.

        At the early college almost everything on offer so far is taken.
        """
        offered = [c for c in self._dual_offered() if c.subject != "other"]
        if self._student.school.program == "echs" or not offered:
            yield from self._dual_offered()
            return
        if self._chance(15):
            others = list(self._other_subjects(99))
            enough = self._around["dual_credit_hours"]
            if sum(course.hours or 0 for course in others) >= enough:
                yield from others
                return
        yield from self._rng.sample(offered, min(len(offered), self._rng.choice((1, 1, 2, 2, 3))))
        yield from self._other_subjects(self._rng.choice((0, 1, 2)))

    def _other_subjects(self, at_most: int) -> Iterator[Course]:
        others = [course for course in self._dual_offered() if course.subject == "other"]
        yield from others[:at_most]

    def _dual_offered(self) -> list[Course]:
        """The dual credit courses that have ended by now for a student of this class."""
        earlier = 1 if self._student.school.program == "echs" else 0
        courses = [
            Course(
                "dual_credit",
                subject,
                service,
                title,
                grade - earlier,
                self._term_end(grade - earlier, term),
                hours=hours,
                passed=True,
            )
            for service, title, subject, hours, grade, term in self._catalog["dual_credit"]
        ]
        return [course for course in courses if course.ended_on <= DATA_AS_OF]

    def _term_end(self, grade: int, term: str) -> date:
        spring_year = self._student.class_of - 12 + grade
        return date(spring_year - 1, 12, 18) if term == "fall" else date(spring_year, 5, 21)

    def _college_prep(self, subject: str) -> Course:
        service, title = {
            "ela": ("CP110100", "College Preparatory English"),
            "math": ("CP111200", "College Preparatory Mathematics"),
        }[subject]
        ended = self._term_end(12, "spring")
        return Course(
            "college_prep", subject, service, title, 12, ended, passed=True, approved_list=False
        )

    def _onramps(self) -> Iterator[Course]:
        qualified = self._is_in(self._aims.onramps)
        if not qualified and not self._is_in(self._aims.onramps_in_vain):
            return
        service, title, subject, hours = self._rng.choice(self._catalog["onramps"])
        grade = 12 if self._student.graduated and self._chance(50) else 11
        ended = self._term_end(grade, "spring")
        yield Course(
            "onramps", subject, service, title, grade, ended, hours=hours, qualified=qualified
        )

    # Trades

    def trade(self) -> tuple[list[Course], list[Credential]]:
        """The courses of one program of study, and a certification where there is one."""
        certified = self._is_in(self._aims.ibc)
        in_vain = self._is_in(self._aims.ibc_in_vain)
        if not (certified or in_vain or self._is_in(self._aims.trade_courses_only)):
            return [], []
        program = self._rng.choice(self._catalog["programs"])
        courses = self._program_courses(program)
        if not (certified or in_vain) or len(courses) < COURSES_OF_A_COMPLETER - 1:
            return courses[: self._rng.choice((1, 2, 2, 3))], []
        if certified:
            return courses, [self._certification(program, CERTIFIED)]
        if self._chance(50):
            return courses, [self._certification(program, PASSED_ONLY)]
        return courses[: COURSES_OF_A_COMPLETER - 2], [self._certification(program, CERTIFIED)]

    def _program_courses(self, program: dict[str, Any]) -> list[Course]:
        courses = [
            Course(
                "cte",
                "other",
                service,
                title,
                8 + step,
                self._term_end(8 + step, "spring"),
                credits=float(earned),
                level=level,
                program_of_study=program["id"],
                passed=True,
            )
            for step, (service, title, level, earned) in enumerate(program["courses"], start=1)
        ]
        return [course for course in courses if course.ended_on <= DATA_AS_OF]

    def _certification(self, program: dict[str, Any], result: str) -> Credential:
        """One of the program; a few graduates hold the one that the next list drops."""
        outgoing = self._student.graduated and self._chance(12)
        code = program["sunsetting" if outgoing else "certification"]
        lists = OUTGOING_LIST if outgoing else CURRENT_LISTS
        earned = self._certified_on()
        return Credential("ibc", earned, code, result, lists, (program["id"],))

    def _certified_on(self) -> date:
        """A day of grade 12, or of grade 11 for those who are still in school."""
        ends = self._student.class_of if self._student.graduated else SCHOOL_YEAR_ENDS_IN - 1
        month = self._rng.choice(CERTIFICATION_MONTHS)
        return date(ends - 1 if month > 8 else ends, month, self._rng.randrange(2, 28))

    # What graduates leave with

    def awards(self) -> Iterator[Credential]:
        """Degrees and certificates of a college in May, and enlistments in summer."""
        leaves = self._student.class_of
        if self._is_in(self._aims.associate_degree):
            yield Credential("associate_degree", date(leaves, 5, 15))
        if self._is_in(self._aims.level_certificate):
            kind = self._rng.choice(
                ("level_1_certificate", "level_1_certificate", "level_2_certificate")
            )
            yield Credential(kind, date(leaves, 5, 15))
        if self._is_in(self._aims.enlisted):
            evidence = "dmdc" if leaves < LATEST_AP_YEAR else "dd_form_4"
            on = date(leaves, self._rng.choice((6, 7, 8, 9)), self._rng.randrange(1, 29))
            yield Credential("enlistment", on, evidence=evidence)
