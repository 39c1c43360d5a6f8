"""TSI and AP over a whole population at once, written by hand with numpy, to compare with.

It answers only met or not, for dated evidence of one class that is known completely. It exists to
show what the explanations cost, and is no second text of the law: its values come from the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from careercraft.calc import Course, RuleSet, Score, StudentFacts

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
NOT_REPORTED = -1.0
PARTS = {
    "SAT": ("ebrw", "math"),
    "ACT": ("english", "reading", "math"),
    "TSIA1": ("reading", "math", "essay"),
    "TSIA2": ("elar_crc", "elar_diagnostic", "essay", "math_crc", "math_diagnostic"),
    "AP": ("score",),
}


class Sittings(NamedTuple):
    """Every sitting of one test: whose it is, on which day, and each part (or `NOT_REPORTED`)."""

    student: Places
    day: Places
    parts: dict[str, Numbers]


class Population(NamedTuple):
    """A class as columns."""

    size: int
    grade_9: Places
    sittings: dict[str, Sittings]
    college_prep: dict[str, Flags]


class Judged(NamedTuple):
    """Who meets what."""

    tsi: Flags
    ap: Flags


def columns(students: Sequence[StudentFacts], rules: RuleSet) -> Population:
    """Lay a population out as columns."""
    usual = rules.windows.grade_9.value
    first = date(rules.class_of.freshman_fall(), usual.month, usual.day)
    starts = [(facts.grade_9_began_on or first).toordinal() for facts in students]
    return Population(
        len(students),
        np.array(starts),
        {test: _sittings(test, students) for test in PARTS},
        {subject: _college_prep(subject, students, rules) for subject in ("ela", "math")},
    )


def judge(population: Population, rules: RuleSet) -> Judged:
    """Tell of every student whether TSI is met in both subjects, and whether an AP exam is."""
    rla = _sat("ebrw", rules.sat.at(date.max).value.rla, population, rules)
    math = _sat("math", rules.sat.at(date.max).value.math, population, rules)
    for more in (_act_rla, _tsia1_rla, _tsia2_rla):
        rla = rla | more(population, rules)
    for more in (_act_math, _tsia1_math, _tsia2_math):
        math = math | more(population, rules)
    rla, math = rla | population.college_prep["ela"], math | population.college_prep["math"]
    return Judged(rla & math, _ap(population, rules))


def _sittings(test: str, students: Sequence[StudentFacts]) -> Sittings:
    rows: list[tuple[int, Score]] = [
        (place, score)
        for place, facts in enumerate(students)
        for score in facts.scores
        if score.test == test
    ]
    return Sittings(
        np.array([place for place, _ in rows], dtype=np.int64),
        np.array([(score.date or date.max).toordinal() for _, score in rows], dtype=np.int64),
        {
            part: np.array([score.parts.get(part, NOT_REPORTED) for _, score in rows], dtype=float)
            for part in PARTS[test]
        },
    )


def _college_prep(subject: str, students: Iterable[StudentFacts], rules: RuleSet) -> Flags:
    rule = rules.college_prep.value

    def counts(course: Course) -> bool:
        graded = not rule.grades or course.grade in rule.grades
        listed = not rule.approved_list or bool(course.approved_list)
        return course.subject == subject and bool(course.passed) and graded and listed

    return np.array(
        [
            any(course.kind == "college_prep" and counts(course) for course in facts.courses)
            for facts in students
        ]
    )


def _within(test: str, last: Any, population: Population, rules: RuleSet, *, early: bool) -> Flags:
    """Tell which sittings lie in the window; `early` ones, before grade 9, count for the TSIA."""
    sittings = population.sittings[test]
    closes = date(rules.class_of, last.value.month, last.value.day).toordinal()
    counted: Flags = sittings.day <= closes
    return counted if early else counted & (sittings.day >= population.grade_9[sittings.student])


def _anyone(test: str, counted: Flags, population: Population) -> Flags:
    """Tell which students have at least one of the sittings that count."""
    students = population.sittings[test].student[counted]
    some: Flags = np.bincount(students, minlength=population.size) > 0
    return some


def _sat(section: str, required: Any, population: Population, rules: RuleSet) -> Flags:
    within = _within("SAT", rules.windows.sat, population, rules, early=False)
    enough = population.sittings["SAT"].parts[section] >= float(required)
    return _anyone("SAT", within & enough, population)


def _act_rla(population: Population, rules: RuleSet) -> Flags:
    """Add the best English to the best Reading, of whatever day."""
    sittings, required = population.sittings["ACT"], rules.act_sections.at(date.max).value
    within = _within("ACT", rules.windows.act, population, rules, early=False)
    best = []
    for part in ("english", "reading"):
        scores = np.zeros(population.size)
        np.maximum.at(scores, sittings.student[within], sittings.parts[part][within])
        best.append(scores)
    enough: Flags = best[0] + best[1] >= float(required.english_plus_reading)
    return enough


def _act_math(population: Population, rules: RuleSet) -> Flags:
    within = _within("ACT", rules.windows.act, population, rules, early=False)
    required = rules.act_sections.at(date.max).value.math
    enough = population.sittings["ACT"].parts["math"] >= float(required)
    return _anyone("ACT", within & enough, population)


def _tsia(test: str, part: str, required: Any, population: Population, rules: RuleSet) -> Flags:
    within = _within(test, rules.windows.tsia, population, rules, early=True)
    enough = population.sittings[test].parts[part] >= float(required)
    return _anyone(test, within & enough, population)


def _tsia1_rla(population: Population, rules: RuleSet) -> Flags:
    return _tsia("TSIA1", "reading", rules.tsia1.value.rla, population, rules)


def _tsia1_math(population: Population, rules: RuleSet) -> Flags:
    return _tsia("TSIA1", "math", rules.tsia1.value.math, population, rules)


def _tsia2_rla(population: Population, rules: RuleSet) -> Flags:
    value, essay = rules.tsia2.value, rules.tsia2.value.essay
    choice = _tsia("TSIA2", "elar_crc", value.elar_crc, population, rules)
    level = _tsia("TSIA2", "elar_diagnostic", value.elar_diagnostic, population, rules)
    written = _tsia("TSIA2", "essay", essay, population, rules)
    written |= _tsia("TSIA1", "essay", essay, population, rules)
    both: Flags = (choice | level) & written
    return both


def _tsia2_math(population: Population, rules: RuleSet) -> Flags:
    value = rules.tsia2.value
    choice = _tsia("TSIA2", "math_crc", value.math_crc, population, rules)
    level = _tsia("TSIA2", "math_diagnostic", value.math_diagnostic, population, rules)
    either: Flags = choice | level
    return either


def _ap(population: Population, rules: RuleSet) -> Flags:
    within = _within("AP", rules.windows.exams, population, rules, early=False)
    required = rules.advanced_placement.value.score
    enough = population.sittings["AP"].parts["score"] >= float(required)
    return _anyone("AP", within & enough, population)
