"""Invented seniors with the files that seniors usually have: about 25 rows of evidence each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from careercraft.calc import (
    EVIDENCE_KINDS,
    Course,
    Credential,
    Enlistment,
    GraduatingClass,
    Score,
    StudentFacts,
)

SEED = 20261123
PROGRAMS = ("HEALTH", "WELDING", "BUSINESS")
LISTS = (("2019-22",), ("2019-22", "2022-25"), ("2022-25", "2025-30"), ())
STAAR_EXAMS = ("A1", "E1", "E2", "BI", "US")
AP_EXAMS = ("07", "36", "66", "43", "87")
DUAL_CREDIT = ("ela", "ela", "math", "other", "other", "other", "math", "other")
GRADUATION_TYPES = ("34", "35")
SPECIAL_GRADUATION_TYPES = ("34", "54", "55")
WHOLE_NUMBERS_PER_POINT = 10


def population(class_of: int, size: int, seed: int = SEED) -> list[StudentFacts]:
    """Return so many students of a class, the same ones for the same seed."""
    random = Random(seed)
    return [_student(random, GraduatingClass(class_of)) for _ in range(size)]


def rows(facts: StudentFacts) -> int:
    """Return how many rows of evidence a student has."""
    return len(facts.scores) + len(facts.courses) + len(facts.credentials) + len(facts.enlistments)


def _student(random: Random, class_of: GraduatingClass) -> StudentFacts:
    ability = random.gauss(0, 1)
    special = random.random() < 0.12
    graduated = random.random() < 0.5
    types = SPECIAL_GRADUATION_TYPES if special else GRADUATION_TYPES
    scores = _scores(random, class_of, ability)
    courses = _courses(random, class_of, ability)
    known = EVIDENCE_KINDS if random.random() < 0.8 else EVIDENCE_KINDS - {"ibc", "IB"}
    return StudentFacts(
        class_of,
        date(class_of - 4, 8, 15) if random.random() < 0.9 else None,
        graduated=graduated,
        graduated_on=date(class_of, 5, 28) if graduated else None,
        special_education=special,
        diploma_type=random.choice(types) if graduated else None,
        endorsement=random.random() < 0.8,
        distinguished=random.random() < 0.5,
        scores=tuple(one._replace(ref=f"score-{n}") for n, one in enumerate(scores)),
        courses=tuple(one._replace(ref=f"course-{n}") for n, one in enumerate(courses)),
        credentials=tuple(_credentials(random, class_of)),
        enlistments=tuple(_enlistments(random, class_of)),
        known=known,
    )


def _scores(random: Random, class_of: int, ability: float) -> Iterator[Score]:
    junior, senior = date(class_of - 1, 3, 1), date(class_of - 1, 10, 1)
    for exam in STAAR_EXAMS + STAAR_EXAMS[: random.randint(0, 3)]:
        scale = 4000 + int(300 * ability + random.gauss(0, 150))
        yield Score("STAAR", {"scale": scale}, _within(random, junior), exam)
    for first in (junior, senior, senior)[: random.choice((1, 2, 2, 3))]:
        yield Score("SAT", _sat(random, ability), _within(random, first))
    if random.random() < 0.35:
        yield Score("ACT", _act(random, ability), _within(random, senior))
    if random.random() < 0.02:
        parts = {"reading": _point(random, 348, 10, ability), "math": 340, "essay": 4}
        yield Score("TSIA1", parts, date(2020, 11, 4))
    for _ in range(random.choice((0, 1, 2, 3, 4))):
        yield Score("TSIA2", _tsia2(random, ability), _within(random, senior))
    if random.random() < 0.45:
        for exam in AP_EXAMS[: random.randint(1, 5)]:
            score = min(max(_point(random, 2.4, 1, ability), 1), 5)
            yield Score("AP", {"score": score}, _within(random, junior), exam)
    if random.random() < 0.03:
        yield Score("IB", {"score": random.randint(2, 7)}, _within(random, junior), "BIO")


def _sat(random: Random, ability: float) -> dict[str, int]:
    return {
        part: WHOLE_NUMBERS_PER_POINT * min(max(_point(random, 46, 8, ability), 20), 80)
        for part in ("ebrw", "math")
    }


def _act(random: Random, ability: float) -> dict[str, int]:
    parts = ("english", "reading", "math", "composite")
    return {part: min(max(_point(random, 19, 4, ability), 1), 36) for part in parts}


def _tsia2(random: Random, ability: float) -> dict[str, int]:
    elar, math = _point(random, 938, 8, ability), _point(random, 940, 8, ability)
    parts = {"elar_crc": elar, "math_crc": math, "essay": random.randint(3, 6)}
    if elar < 945:
        parts["elar_diagnostic"] = random.randint(2, 6)
    if math < 950:
        parts["math_diagnostic"] = random.randint(2, 6)
    return parts


def _courses(random: Random, class_of: int, ability: float) -> Iterator[Course]:
    spring = date(class_of, 1, 8)
    if ability > 0.4:
        for subject in DUAL_CREDIT[: random.randint(1, len(DUAL_CREDIT))]:
            passed = random.random() < 0.92
            yield Course("dual_credit", subject, 3, passed, ended=_within(random, spring))
    elif random.random() < 0.35:
        for subject in ("ela", "math"):
            passed = random.random() < 0.8
            yield Course("college_prep", subject, None, passed, None, 12, approved_list=True)
    if random.random() < 0.05:
        yield Course("onramps", "other", 3, True, spring, qualified=random.random() < 0.6)
    program = random.choice(PROGRAMS)
    for level in range(1, random.randint(7, 12)):
        passed = random.random() < 0.95
        yield Course(
            "cte",
            passed=passed,
            ended=spring,
            program_of_study=program,
            level=min(level, 4),
            credits=random.choice((1, 1, 2)),
        )


def _credentials(random: Random, class_of: int) -> Iterator[Credential]:
    earned = date(class_of, 3, 2)
    if random.random() < 0.35:
        for n in range(random.choice((1, 1, 2))):
            programs, lists = random.choice(((PROGRAMS[0],), PROGRAMS, None)), random.choice(LISTS)
            result = random.choice(("01", "01", "01", "02"))
            tier = random.choice((None, 1, 2, 3))
            yield Credential(
                "ibc", _within(random, earned), "783", result, lists, programs, tier, f"ibc-{n}"
            )
    if random.random() < 0.06:
        yield Credential("level_1_certificate", earned, ref="certificate")
    if random.random() < 0.04:
        yield Credential("associate_degree", earned, ref="degree")


def _enlistments(random: Random, class_of: int) -> Iterator[Enlistment]:
    if random.random() < 0.04:
        yield Enlistment("dd_form_4", date(class_of, 6, 15), "enlistment")


def _within(random: Random, first: date) -> date:
    return first + timedelta(days=random.randrange(60))


def _point(random: Random, mean: float, spread: float, ability: float) -> int:
    return round(random.gauss(mean + spread * ability * 0.8, spread * 0.6))
