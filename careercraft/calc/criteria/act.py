"""The ACT: the benchmark goes by the day of the test, not by the class.

Before February 15, 2023 a composite and a section score were needed together; since then English
and Reading are added, and mathematics stands alone. A student who tested on both sides of that day
may use the older scores too, against the newer benchmark (19 TAC 4.54).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.case import Case, Judge, Yardstick
from careercraft.calc.criteria.question import Prepared, Question
from careercraft.calc.criteria.scores import (
    Candidate,
    JudgeCandidates,
    ask,
    best_candidate,
    candidates,
    number,
)
from careercraft.calc.criteria.windows import Window
from careercraft.calc.facts import Number, Score
from careercraft.calc.findings import Finding, all_of, any_of
from careercraft.calc.history import Dated
from careercraft.calc.rules import ActSections, RuleSet, once_per_rules
from careercraft.calc.verdict import Verdict
from careercraft.calc.verdicts import all_verdict

SECTIONS = {"rla": "english_plus_reading", "math": "math"}
OLDER_SECTION = {"rla": "english", "math": "math"}

ByDay = Prepared[[Score, frozenset[str]]]
"""Judges one test by the benchmark of its day, told which kinds of evidence are known."""


def act(subject: str, yardstick: Yardstick) -> Judge:
    """Judge the ACT in one subject (``rla`` or ``math``).

    The scores from before the change are judged one by one, the newer ones by the best of them.
    """
    rules, window = yardstick.rules, yardstick.windows.act
    authority = _newest(rules).authority
    asked = ask("act", "ACT", SECTIONS[subject], subject, authority, action="retake_act")
    best, with_composite = best_candidate(asked, window), _with_composite(subject, yardstick)

    def verdict(case: Case) -> Verdict:
        scores = case.scores.get("ACT")
        if not scores:
            return asked.absence.verdict(case.known)
        newer, older = _by_period(scores, window, rules)
        parts = [with_composite.verdict(score, case.known) for score in older]
        if newer or not older:
            found = _candidates(subject, newer, older, rules)
            parts.append(best.verdict(found, scores, case.known))
        return max(parts)

    def finding(case: Case) -> Finding:
        scores = case.scores.get("ACT")
        if not scores:
            return asked.absence.judged(case.known)
        newer, older = _by_period(scores, window, rules)
        parts = [with_composite.finding(score, case.known) for score in older]
        if newer or not older:
            found = _candidates(subject, newer, older, rules)
            parts.append(best.finding(found, scores, case.known))
        return parts[0].but(id_="act") if len(parts) == 1 else any_of("act", parts)

    return Question(verdict, finding)


def _by_period(
    scores: list[Score], window: Window, rules: RuleSet
) -> tuple[list[Score], list[Score]]:
    """Part the scores from grade 9 on: those since the change, and those before it."""
    opens = window.opens
    counted = [score for score in scores if score.date is None or score.date >= opens]
    if len(counted) > 1:
        counted.sort(key=_day)
    older = [score for score in counted if _is_older(score.date, rules)]
    return [score for score in counted if score not in older] if older else counted, older


def _newest(rules: RuleSet) -> Dated[ActSections]:
    """Return the newest benchmark: it words what to aim for, and judges a score without a date."""
    return rules.act_sections.at(date.max)


@once_per_rules
def _benchmark(on: date | None, rules: RuleSet) -> Dated[ActSections]:
    return rules.act_sections.at(on) if on is not None else _newest(rules)


def _day(score: Score) -> date:
    """The order of the tests must not depend on how they are filed."""
    return score.date or date.max


@once_per_rules
def _is_older(on: date | None, rules: RuleSet) -> bool:
    return on is not None and not rules.act_sections.in_force(on)


def _with_composite(subject: str, yardstick: Yardstick) -> ByDay:
    """Judge one test from before the change: the composite together with the section."""
    benchmarks, window = yardstick.rules.act_composite, yardstick.windows.act

    def prepare(part: str, authority: Authority) -> JudgeCandidates:
        return best_candidate(
            ask(part, "ACT", part, subject, authority, action="retake_act"), window
        )

    best_by = cache(prepare)

    def parts(score: Score) -> Iterator[tuple[JudgeCandidates, list[Candidate]]]:
        benchmark, authority = benchmarks.at(score.date or date.min)
        for part in ("composite", OLDER_SECTION[subject]):
            found = candidates((score,), part, getattr(benchmark, part), authority)
            yield best_by(part, authority), found

    def verdict(score: Score, known: frozenset[str]) -> Verdict:
        return all_verdict(best.verdict(found, (score,), known) for best, found in parts(score))

    def finding(score: Score, known: frozenset[str]) -> Finding:
        judged = [best.finding(found, (score,), known) for best, found in parts(score)]
        return all_of("act_with_composite", judged)

    return Prepared(verdict, finding)


def _candidates(
    subject: str, newer: list[Score], older: list[Score], rules: RuleSet
) -> list[Candidate]:
    found: list[Candidate] = []
    for score in newer:
        value = _value(subject, score)
        if value is not None:
            required, authority = _required(subject, score.date, rules)
            found.append((value, required, authority, score.date, (score.ref,)))
    if newer and older and rules.act_mixing.value.allowed:
        found += _reused(subject, newer, older, rules)
    if subject == "rla" and len(newer) + len(older) > 1 and rules.act_superscoring.value.allowed:
        found += _combined(newer, older, rules)
    return found


@once_per_rules
def _required(subject: str, on: date | None, rules: RuleSet) -> tuple[Number, Authority]:
    benchmark = _benchmark(on, rules)
    return getattr(benchmark.value, SECTIONS[subject]), benchmark.authority


def _value(subject: str, score: Score) -> Number | None:
    if subject == "math":
        return number(score, "math")
    return _sum(score, score)


def _sum(english_from: Score, reading_from: Score) -> Number | None:
    english, reading = number(english_from, "english"), number(reading_from, "reading")
    return None if english is None or reading is None else english + reading


def _reused(
    subject: str, newer: list[Score], older: list[Score], rules: RuleSet
) -> Iterator[Candidate]:
    """Yield the older scores against the newer benchmark, for a student who tested again since."""
    benchmark = _benchmark(newer[0].date, rules)
    authority = jointly(benchmark.authority, rules.act_mixing.authority)
    for score in older:
        if (value := _value(subject, score)) is not None:
            yield _candidate(subject, value, benchmark, (score,), authority)


def _combined(newer: list[Score], older: list[Score], rules: RuleSet) -> Iterator[Candidate]:
    """Yield English from one day with Reading from another.

    Across the change the rule itself allows it; within one period it is an assumption.
    """
    if not newer:
        return
    benchmark = _benchmark(newer[0].date, rules)
    within = jointly(benchmark.authority, rules.act_superscoring.authority)
    across = jointly(benchmark.authority, rules.act_mixing.authority)
    by_period = [(score, True) for score in newer] + [(score, False) for score in older]
    for (english_from, is_new), (reading_from, is_new_too) in product(by_period, by_period):
        value = _sum(english_from, reading_from)
        if english_from is not reading_from and value is not None:
            authority = within if is_new is is_new_too else across
            yield _candidate("rla", value, benchmark, (english_from, reading_from), authority)


def _candidate(
    subject: str,
    value: Number,
    benchmark: Dated[ActSections],
    scores: tuple[Score, ...],
    authority: Authority,
) -> Candidate:
    required = getattr(benchmark.value, SECTIONS[subject])
    days = [score.date for score in scores]
    on = None if None in days else max(day for day in days if day is not None)
    return value, required, authority, on, tuple(score.ref for score in scores)
