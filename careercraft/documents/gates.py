"""The two gates of TSI as a printed page shows them: each test's best result beside its cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from careercraft.calc import Finding, RuleSet, State
from careercraft.calc.explain import day, gap_amount, part_title, state_word, term
from careercraft.calc.facts import Number
from careercraft.documents.wording import wording

ACT_SITTINGS = {"act", "act_with_composite"}
WITHOUT_SCORE = {
    ("sat", "rla"): "SAT.ebrw",
    ("sat", "math"): "SAT.math",
    ("act", "rla"): "ACT.english_plus_reading",
    ("act", "math"): "ACT.math",
    ("tsia2", "rla"): "TSIA2.elar_crc",
    ("tsia2", "math"): "TSIA2.math_crc",
    ("multiple_choice", "rla"): "TSIA2.elar_crc",
    ("multiple_choice", "math"): "TSIA2.math_crc",
    ("diagnostic", "rla"): "TSIA2.elar_diagnostic",
    ("diagnostic", "math"): "TSIA2.math_diagnostic",
    ("essay", "rla"): "TSIA2.essay",
}
"""What a test that still can be taken is called when there is no score, by finding and subject."""


class GateRow(NamedTuple):
    """One test or course: its best result and when, the cut, and how the two compare."""

    test: str
    taken: str
    best: str
    needed: str
    state: State
    result: str


class Gate(NamedTuple):
    """One subject with its state in a word."""

    title: str
    state: State
    word: str
    rows: tuple[GateRow, ...]


def gates(tsi: Finding, rules: RuleSet, language: str) -> tuple[Gate, ...]:
    """Return both subjects of TSI with one row per test or course."""
    page = _Page(rules, language)
    return tuple(page.gate(subject) for subject in tsi.parts)


def tsia2_needs(rules: RuleSet, language: str) -> str:
    """Return in a sentence how the parts of the TSIA2 work together."""
    sentence: str = wording(language)["tsi"]["tsia2"]
    return sentence.format_map(rules.tsia2.value._asdict())


def written(value: Number | str | None) -> str:
    """Return a number without idle zeros, or text as it is; a missing one as nothing."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def cuts(rules: RuleSet) -> dict[str, Number]:
    """Return the newest cut of each part of each test, by the name that facts use for it."""
    sat, act = rules.sat.at(date.max).value, rules.act_sections.at(date.max).value
    tsia2 = {f"TSIA2.{part}": cut for part, cut in rules.tsia2.value._asdict().items()}
    return {
        "SAT.ebrw": sat.rla,
        "SAT.math": sat.math,
        "ACT.english_plus_reading": act.english_plus_reading,
        "ACT.math": act.math,
        "TSIA1.reading": rules.tsia1.value.rla,
        "TSIA1.math": rules.tsia1.value.math,
        **tsia2,
    }


class _Page:
    """What every row needs: the words and the cuts."""

    def __init__(self, rules: RuleSet, language: str) -> None:
        self.language = language
        self.words: Mapping[str, Any] = wording(language)
        self.cuts = cuts(rules)
        self.grades = rules.college_prep.value.grades

    def gate(self, subject: Finding) -> Gate:
        rows = [row for route in subject.parts for row in self._rows(route, subject.id)]
        word = state_word(subject.state.value, self.language)
        return Gate(part_title(subject.id, self.language), subject.state, word, tuple(rows))

    def _rows(self, route: Finding, subject: str) -> Iterator[GateRow]:
        if route.id == "college_prep":
            yield self._course(route)
            return
        for leaf in _leaves(route):
            what = _what(leaf, subject)
            if what is not None:
                yield self._score(leaf, what)

    def _score(self, leaf: Finding, what: str) -> GateRow:
        fact = leaf.fact
        return GateRow(
            test=term(f"what.{what}", self.language),
            taken=day(fact.date, self.language) if fact and fact.date else "",
            best=written(fact.value) if fact else self.words["none"],
            needed=written(leaf.required or self.cuts.get(what)),
            state=State.NOT_MET if leaf.gap else leaf.state,
            result=self._compared(leaf),
        )

    def _compared(self, leaf: Finding) -> str:
        words = self.words["tsi"]
        if leaf.gap is not None:
            return str(words["short"]).format(gap=gap_amount(leaf.gap, self.language))
        if leaf.fact is not None and leaf.state is State.UNKNOWN:
            return str(words["check_date"])
        if leaf.fact is None and leaf.state is State.NOT_MET:
            return str(words["no_score"])
        return state_word(leaf.state.value, self.language)

    def _course(self, route: Finding) -> GateRow:
        words = self.words["tsi"]
        return GateRow(
            test=words["college_prep"],
            taken="",
            best=self._course_result(route),
            needed=self._course_needed(),
            state=route.state,
            result=self._course_compared(route),
        )

    def _course_result(self, route: Finding) -> str:
        passed = [part.state for part in _all(route) if part.id == "passed"]
        if State.MET in passed:
            return str(self.words["tsi"]["passed"])
        return str(
            self.words["tsi"]["not_passed"] if State.NOT_MET in passed else self.words["none"]
        )

    def _course_needed(self) -> str:
        words = self.words["tsi"]
        if not self.grades:
            return str(words["pass"])
        grades = str(words["any_one_of"]).join(str(grade) for grade in self.grades)
        return str(words["pass_in_grade"]).format(grade=grades)

    def _course_compared(self, route: Finding) -> str:
        if not route.parts and route.state is State.NOT_MET:
            return str(self.words["tsi"]["no_course"])
        return state_word(route.state.value, self.language)


def _what(leaf: Finding, subject: str) -> str | None:
    if leaf.fact is not None:
        return leaf.fact.what.removeprefix("what.")
    return WITHOUT_SCORE.get((leaf.id, subject))


def _leaves(route: Finding) -> Iterator[Finding]:
    """Yield the scores of a route; of several ACT sittings only the one that decided."""
    if not route.parts:
        yield route
    elif any(part.id in ACT_SITTINGS for part in route.parts):
        yield from _leaves(_decisive(route))
    else:
        for part in route.parts:
            yield from _leaves(part)


def _decisive(route: Finding) -> Finding:
    same = [
        part for part in route.parts if (part.because, part.fact) == (route.because, route.fact)
    ]
    return (same or list(route.parts))[0]


def _all(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from _all(part)
