"""The Texas Success Initiative criteria: both subjects, each by any of the routes."""

from __future__ import annotations

from careercraft.calc.criteria.act import act
from careercraft.calc.criteria.college_prep import college_prep
from careercraft.calc.criteria.scores import (
    Asked,
    Candidate,
    judge_best,
    number,
    sittings,
    too_early,
)
from careercraft.calc.criteria.tsia import tsia1, tsia2
from careercraft.calc.criteria.windows import from_grade_9
from careercraft.calc.facts import Score, StudentFacts
from careercraft.calc.findings import Finding, Message, Term, all_of, any_of
from careercraft.calc.rules import RuleSet

SUBJECTS = ("rla", "math")
SAT_SECTION = {"rla": "ebrw", "math": "math"}


def tsi(facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge both subjects; the routes may be mixed freely between them."""
    return all_of("tsi", [_subject(subject, facts, rules) for subject in SUBJECTS])


def by_tests(subject: Finding) -> Finding:
    """Return the judgement of a subject by tests, without the college preparatory course."""
    tests = [part for part in subject.parts if part.id != "college_prep"]
    return any_of(subject.id, tests, nothing=_nothing(subject.id))


def _subject(subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    routes = (
        sat(subject, facts, rules),
        act(subject, facts, rules),
        tsia1(subject, facts, rules),
        tsia2(subject, facts, rules),
        college_prep(subject, facts, rules),
    )
    return any_of(subject, routes, nothing=_nothing(subject))


def _nothing(subject: str) -> Message:
    return Message("tsi_nothing", {"subject": Term(f"subject.{subject}")})


def sat(subject: str, facts: StudentFacts, rules: RuleSet) -> Finding:
    """Judge the SAT in one subject: the best section score of any date."""
    section = SAT_SECTION[subject]
    window = from_grade_9(facts, rules, rules.windows.sat)
    newest = rules.sat.at(window.closes)
    asked = Asked("sat", "SAT", section, subject, "retake_sat", newest.authority)
    scores = sittings(facts, "SAT")
    early = too_early(asked, scores, window)
    if early is not None:
        return early
    found = [
        _sat_candidate(score, subject, rules)
        for score in scores
        if rules.sat.in_force(score.date or window.closes)
    ]
    return judge_best(asked, [one for one in found if one is not None], window, facts)


def _sat_candidate(score: Score, subject: str, rules: RuleSet) -> Candidate | None:
    value = number(score, SAT_SECTION[subject])
    if value is None:
        return None
    benchmark = rules.sat.at(score.date) if score.date else rules.sat.entries[-1].dated
    if benchmark is None:
        return None
    required = getattr(benchmark.value, subject)
    return Candidate(value, required, benchmark.authority, score.date, (score.ref,))
