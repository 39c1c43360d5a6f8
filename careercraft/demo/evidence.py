"""Drawing what the students achieved, class by class, near the published figures.

Each student has an aptitude for study and an interest in a trade. For every indicator the class's
share is taken from the top of a ranking by these and by chance, so that the share is met exactly
while who belongs to it stays plausible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from random import Random
from typing import NamedTuple

from careercraft.demo import achievements
from careercraft.demo.achievements import Aims
from careercraft.demo.data import read
from careercraft.demo.people import ALTERED_COMPLETION, FULL_PERCENT, published_percent
from careercraft.demo.records import Record, Student

Chosen = frozenset[str]
"""State ids of the members of a class who were picked for something."""


class Traits(NamedTuple):
    """What decides where a student comes in the rankings; both are centred on zero."""

    study: float
    trade: float


# How far the aptitude is shifted, so that the published CCMR rates of these groups come out in the
# right order. Race, ethnicity and sex play no part.
STUDY_SHIFTS: tuple[tuple[Callable[[Student], bool], float], ...] = (
    (lambda s: s.economically_disadvantaged, -0.25),
    (lambda s: s.emergent_bilingual, -0.45),
    (lambda s: s.special_education, -0.9),
    (lambda s: s.at_risk, -0.6),
    (lambda s: s.school.program == "echs", 0.5),
)
COLLEGE_COURSES_SHIFT = {"": 0.0, "echs": 2.4, "ptech": 1.0}
TRADE_SHIFT = {"": 0.0, "echs": -0.6, "ptech": 1.5}
OUT_OF_TESTING = -9.0


def with_evidence(students: Iterable[Student], rng: Random) -> tuple[Record, ...]:
    """Every student with their scores, courses and credentials."""
    by_class = sorted(students, key=lambda student: student.class_of)
    records: list[Record] = []
    for class_of, members in groupby(by_class, key=lambda student: student.class_of):
        records += ClassOf(class_of, tuple(members), rng).records()
    return tuple(records)


class ClassOf:
    """One graduating class, and who of it reaches what."""

    def __init__(self, class_of: int, members: Sequence[Student], rng: Random) -> None:
        self._rng = rng
        self._members = [s for s in members if not s.withdrawn]
        self._everyone = members
        self._graduated = members[0].graduated
        self._reached: Mapping[str, float] = read("shape")["reached"][class_of]
        self._traits = {student.state_unique_id: self._draw_traits(student) for student in members}

    def records(self) -> list[Record]:
        """The class in its order."""
        aims = self._aims()
        return [
            achievements.record(student, aims, self._rng)
            if not student.withdrawn
            else Record(student)
            for student in self._everyone
        ]

    def _aims(self) -> Aims:
        """Who is to reach what; the two subjects of TSI are met by one of three ways each."""
        ela = self._share("tsi_ela", self._by_study(0.45))
        math = self._share("tsi_math", self._by_study(0.45))
        ela_ways = self._ways(ela, "ela")
        math_ways = self._ways(math, "math")
        by_dual_credit = self._by_study(0.7, COLLEGE_COURSES_SHIFT)
        dual_credit = self._share("dual_credit", by_dual_credit)
        ibc = self._share("ibc", self._by_trade())
        ap = self._share("ap_ib", self._by_study(0.7))
        return Aims(
            ela_by_sat=ela_ways["sat"],
            ela_by_tsia2=ela_ways["tsia2"],
            ela_by_course=ela_ways["course"],
            math_by_sat=math_ways["sat"],
            math_by_tsia2=math_ways["tsia2"],
            math_by_course=math_ways["course"],
            took_sat=self._tested("took_sat", ela_ways["sat"] | math_ways["sat"]),
            took_tsia2=self._tested("took_tsia2", ela_ways["tsia2"] | math_ways["tsia2"]),
            ap=ap,
            ap_in_vain=self._others("took_ap_in_vain", "ap_ib", ap),
            dual_credit=dual_credit,
            dual_credit_too_few=self._others(
                "dual_credit_too_few_hours", "dual_credit", dual_credit
            ),
            onramps=self._share("onramps", self._by_study(0.6)),
            onramps_in_vain=self._others("onramps_not_qualified", "onramps", frozenset()),
            ibc=ibc,
            ibc_in_vain=self._others("certification_not_credited", "ibc", ibc),
            trade_courses_only=self._others("cte_without_certification", "tested", ibc),
            associate_degree=self._of_graduates("associate_degree", by_dual_credit),
            level_certificate=self._of_graduates("level_certificate", self._by_trade()),
            enlisted=self._enlisted(),
        )

    # Rankings

    def _by_study(
        self, chance: float, shift: Mapping[str, float] | None = None
    ) -> Callable[[Student], float]:
        return lambda student: (
            self._traits[student.state_unique_id].study
            + self._rng.gauss(0, chance)
            + (shift or {}).get(student.school.program, 0.0)
        )

    def _by_trade(self) -> Callable[[Student], float]:
        return lambda student: self._traits[student.state_unique_id].trade + self._rng.gauss(0, 0.3)

    def _draw_traits(self, student: Student) -> Traits:
        study = self._rng.gauss(0, 1) + sum(by for holds, by in STUDY_SHIFTS if holds(student))
        trade = self._rng.gauss(0, 1) - 0.15 * study + TRADE_SHIFT[student.school.program]
        if student.diploma_type == ALTERED_COMPLETION:
            return Traits(OUT_OF_TESTING, OUT_OF_TESTING)
        return Traits(study, trade)

    # Shares

    def _share(self, indicator: str, rank: Callable[[Student], float]) -> Chosen:
        """The published share of the class, as far as the class has come."""
        percent = published_percent(indicator) * self._reached[indicator]
        return self._top(self._members, percent, rank)

    def _of_graduates(self, indicator: str, rank: Callable[[Student], float]) -> Chosen:
        """A share that only a class that has left can show."""
        if not self._graduated:
            return frozenset()
        return self._top(self._members, published_percent(indicator), rank)

    def _enlisted(self) -> Chosen:
        if not self._graduated:
            return frozenset()
        testing = [s for s in self._members if s.diploma_type != ALTERED_COMPLETION]
        percent = read("shape")["habits"]["enlisted"]
        return self._top(testing, percent, lambda _student: self._rng.random())

    def _others(self, habit: str, reached: str, chosen: Chosen) -> Chosen:
        """A share of the class among those who were not chosen."""
        rest = [s for s in self._members if s.state_unique_id not in chosen]
        percent = read("shape")["habits"][habit] * self._reached[reached]
        count = percent * len(self._members) / FULL_PERCENT
        return self._best(rest, round(count), self._by_study(1.5))

    def _tested(self, habit: str, met: Chosen) -> Chosen:
        """Those who met a test and others who took it, up to the habitual share."""
        count = read("shape")["habits"][habit] * self._reached["tested"] * len(self._members)
        missing = round(count / FULL_PERCENT) - len(met)
        rest = [s for s in self._members if s.state_unique_id not in met]
        return met | self._best(rest, max(0, missing), self._by_study(0.8))

    def _ways(self, met: Chosen, subject: str) -> dict[str, Chosen]:
        """Divide those who meet a subject: the SAT, TSIA2 and a college preparatory course.

        Courses end in May of grade 12, so a class that is still in school meets without them.
        """
        members = [s for s in self._members if s.state_unique_id in met]
        total = published_percent(f"tsi_{subject}")
        course_share = FULL_PERCENT * published_percent(f"college_prep_{subject}") / total
        tsia_share = FULL_PERCENT * published_percent(f"tsia_{subject}") / total
        rank = self._by_study(0.5)
        weakest_first = self._top(members, course_share, lambda s: -rank(s))
        course = weakest_first if self._graduated else frozenset()
        rest = [s for s in members if s.state_unique_id not in course]
        tsia2 = self._best(
            rest, round(len(members) * tsia_share / FULL_PERCENT), lambda s: -rank(s)
        )
        return {"course": course, "tsia2": tsia2, "sat": met - course - tsia2}

    def _top(
        self, members: Sequence[Student], percent: float, rank: Callable[[Student], float]
    ) -> Chosen:
        return self._best(members, round(len(members) * percent / FULL_PERCENT), rank)

    def _best(
        self, members: Sequence[Student], count: int, rank: Callable[[Student], float]
    ) -> Chosen:
        ranked = sorted(((rank(s), s.state_unique_id) for s in members), reverse=True)
        return frozenset(state_id for _, state_id in ranked[:count])
