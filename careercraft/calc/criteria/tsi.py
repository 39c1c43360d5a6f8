"""The Texas Success Initiative criteria: both subjects, each by any of the routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from careercraft.calc.criteria.act import act
from careercraft.calc.criteria.case import Criterion, Judge, Yardstick, of_scores
from careercraft.calc.criteria.college_prep import college_prep
from careercraft.calc.criteria.question import Prepared, all_questions, any_question
from careercraft.calc.criteria.scores import (
    Asked,
    Candidate,
    JudgeScores,
    ask,
    best_candidate,
    best_of,
    candidates,
)
from careercraft.calc.criteria.tsia import tsia1, tsia2
from careercraft.calc.criteria.windows import Window
from careercraft.calc.facts import Score
from careercraft.calc.findings import Finding, Message, Term, any_of
from careercraft.calc.history import History
from careercraft.calc.rules import SubjectScores, once_per_rules

SUBJECTS = ("rla", "math")
SAT_SECTION = {"rla": "ebrw", "math": "math"}


def _nothing(key: str) -> dict[str, Message]:
    return {subject: Message(key, {"subject": Term(f"subject.{subject}")}) for subject in SUBJECTS}


NOTHING = _nothing("tsi_nothing")
NO_TEST = _nothing("tsi_no_test")


class Subject(NamedTuple):
    """One subject: by any of the tests, or by a college preparatory course; ``whole`` is both."""

    tests: Judge
    course: Judge
    whole: Judge


@Criterion
def tsi(yardstick: Yardstick) -> Judge:
    """Judge both subjects; the routes may be mixed freely between them."""
    return all_questions("tsi", [subject.whole for subject in subjects(yardstick)])


@once_per_rules
def subjects(yardstick: Yardstick) -> tuple[Subject, ...]:
    """Return the two subjects, each asked for by tests, by the course, and as a whole."""
    return tuple(_subject(subject, yardstick) for subject in SUBJECTS)


def by_tests(subject: Finding) -> Finding:
    """Return the judgement of a subject by tests, without the college preparatory course."""
    tests = [part for part in subject.parts if part.id != "college_prep"]
    return any_of(subject.id, tests, nothing=NO_TEST[subject.id])


def _subject(subject: str, yardstick: Yardstick) -> Subject:
    tests = [test(subject, yardstick) for test in (sat, act, tsia1, tsia2)]
    course = college_prep(subject, yardstick)
    return Subject(
        any_question(subject, tests, nothing=NO_TEST[subject]),
        course,
        any_question(subject, [*tests, course], nothing=NOTHING[subject]),
    )


def sat(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the SAT in one subject: the best section score of any date."""
    window, section = yardstick.windows.sat, SAT_SECTION[subject]
    benchmarks = yardstick.rules.sat
    authority = benchmarks.at(window.closes).authority
    asked = ask("sat", "SAT", section, subject, authority, action="retake_sat")
    best = _by_benchmarks(asked, subject, benchmarks, window)
    return of_scores("SAT", best, asked.absence)


def _by_benchmarks(
    asked: Asked, subject: str, benchmarks: History[SubjectScores], window: Window
) -> JudgeScores:
    """Judge scores against the benchmark of their day; one without a date, against the newest."""
    lasting = benchmarks.lasting_from(window.opens)
    if lasting is not None:
        return best_of(asked, getattr(lasting.value, subject), lasting.authority, window)
    best = best_candidate(asked, window)

    def found(scores: Sequence[Score]) -> list[Candidate]:
        return _by_day(scores, asked.part, subject, benchmarks, window.closes)

    return Prepared(
        lambda scores, known: best.verdict(found(scores), scores, known),
        lambda scores, known: best.finding(found(scores), scores, known),
    )


def _by_day(
    scores: Iterable[Score],
    section: str,
    subject: str,
    benchmarks: History[SubjectScores],
    closes: date,
) -> list[Candidate]:
    found: list[Candidate] = []
    for score in scores:
        benchmark = benchmarks.found(score.date or closes)
        if benchmark is None:
            continue
        if score.date is None:
            benchmark = benchmarks.entries[-1].dated or benchmark
        required = getattr(benchmark.value, subject)
        found += candidates((score,), section, required, benchmark.authority)
    return found
