"""The Texas Success Initiative criteria: both subjects, each by any of the routes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careercraft.calc.criteria.act import act
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.college_prep import college_prep
from careercraft.calc.criteria.scores import (
    Asked,
    Candidate,
    ask,
    judge_best,
    number,
    too_early,
)
from careercraft.calc.criteria.tsia import tsia1, tsia2
from careercraft.calc.findings import Finding, Message, Term, all_of, any_of
from careercraft.calc.rules import RuleSet, once_per_rules

SUBJECTS = ("rla", "math")
SAT_SECTION = {"rla": "ebrw", "math": "math"}


def _nothing(key: str) -> dict[str, Message]:
    return {subject: Message(key, {"subject": Term(f"subject.{subject}")}) for subject in SUBJECTS}


NOTHING = _nothing("tsi_nothing")
NO_TEST = _nothing("tsi_no_test")


def tsi(case: Case) -> Finding:
    """Judge both subjects; the routes may be mixed freely between them."""
    return all_of("tsi", (_subject("rla", case), _subject("math", case)))


def by_tests(subject: Finding) -> Finding:
    """Return the judgement of a subject by tests, without the college preparatory course."""
    tests = [part for part in subject.parts if part.id != "college_prep"]
    return any_of(subject.id, tests, nothing=NO_TEST[subject.id])


def _subject(subject: str, case: Case) -> Finding:
    return any_of(subject, _routes(subject, case), nothing=NOTHING[subject])


def _routes(subject: str, case: Case) -> Iterator[Finding]:
    yield sat(subject, case)
    yield act(subject, case)
    yield tsia1(subject, case)
    yield tsia2(subject, case)
    yield college_prep(subject, case)


def sat(subject: str, case: Case) -> Finding:
    """Judge the SAT in one subject: the best section score of any date."""
    window = case.windows.sat
    asked = _asked(case.rules, subject, window.closes)
    scores = case.scores.get("SAT")
    if not scores:
        return asked.absence.judged(case.known)
    found = _candidates(subject, case, window.closes)
    return too_early(asked, scores, window) or judge_best(asked, found, window, case.known)


@once_per_rules
def _asked(rules: RuleSet, subject: str, closes: date) -> Asked:
    newest = rules.sat.at(closes)
    part, authority = SAT_SECTION[subject], newest.authority
    return ask("sat", "SAT", part, subject, authority, action="retake_sat")


def _candidates(subject: str, case: Case, closes: date) -> Iterator[Candidate]:
    """Yield the scores with the benchmark of their day; one without a date, with the newest."""
    benchmarks, section = case.rules.sat, SAT_SECTION[subject]
    for score in case.scores["SAT"]:
        value, benchmark = number(score, section), benchmarks.found(score.date or closes)
        if value is None or benchmark is None:
            continue
        if score.date is None:
            benchmark = benchmarks.entries[-1].dated or benchmark
        required = getattr(benchmark.value, subject)
        yield Candidate(value, required, benchmark.authority, score.date, (score.ref,))
