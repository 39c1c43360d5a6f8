"""The two gates of TSI as a printed page shows them: each test's best result beside its cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from careercraft.calc import Fact, Finding, RuleSet, State, StudentResult, sentence
from careercraft.calc.explain import part_title, state_word
from careercraft.calc.facts import Number
from careercraft.documents.wording import month, wording

ACT_SITTINGS = {"act", "act_with_composite"}
COURSE = "college_prep"


class GateRow(NamedTuple):
    """One test or course on file: its best result and when, the cut, and how the two compare."""

    test: str
    taken: str
    best: str
    needed: str
    state: State
    result: str


class Gate(NamedTuple):
    """One subject: its state in a word, what is on file, and what else would open it."""

    title: str
    state: State
    word: str
    rows: tuple[GateRow, ...]
    notes: tuple[str, ...]


def gates(result: StudentResult, rules: RuleSet, language: str) -> tuple[Gate, ...]:
    """Return both subjects of TSI with one row per test or course on file."""
    page = _Page(rules, language, graduated=bool(result.graduated))
    return tuple(page.gate(subject) for subject in result.indicators["tsi"].parts)


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
    """What every row needs: the words, the cuts, and whether there is still time."""

    def __init__(self, rules: RuleSet, language: str, *, graduated: bool) -> None:
        self.language = language
        self.graduated = graduated
        self.words: Mapping[str, Any] = wording(language)["tsi"]
        self.cuts = cuts(rules)
        self.grades = rules.college_prep.value.grades

    def gate(self, subject: Finding) -> Gate:
        rows = [row for route in subject.parts for row in self._rows(route)]
        word = state_word(subject.state.value, self.language)
        notes = [*self._unclear(subject), *self._other_ways(subject)]
        title = part_title(subject.id, self.language)
        return Gate(title, subject.state, word, tuple(rows), tuple(notes))

    def _rows(self, route: Finding) -> Iterator[GateRow]:
        if route.id != COURSE:
            yield from (self._score(leaf, leaf.fact) for leaf in _leaves(route) if leaf.fact)
        elif _on_file(route):
            yield self._course(route)

    def _score(self, leaf: Finding, fact: Fact) -> GateRow:
        cut = leaf.required or self.cuts.get(fact.what.removeprefix("what."))
        return GateRow(
            test=self.words["tests"][fact.what.removeprefix("what.")],
            taken=month(fact.date, self.language) if fact.date else "",
            best=written(fact.value),
            needed=written(cut),
            state=State.NOT_MET if leaf.gap else leaf.state,
            result=self._compared(leaf),
        )

    def _compared(self, leaf: Finding) -> str:
        if leaf.gap is not None:
            key = "short_by_one" if leaf.gap.amount == 1 else "short"
            return str(self.words[key]).format(gap=written(leaf.gap.amount))
        if leaf.state is State.UNKNOWN:
            return str(self.words["check"])
        return state_word(leaf.state.value, self.language)

    def _course(self, route: Finding) -> GateRow:
        passed = [part.state for part in _all(route) if part.id == "passed"]
        best = "passed" if State.MET in passed else "not_passed"
        unclear = route.state is State.UNKNOWN
        return GateRow(
            test=self.words["college_prep"],
            taken="",
            best=self.words["check" if set(passed) == {State.UNKNOWN} else best],
            needed="",
            state=route.state,
            result=self.words["check"] if unclear else state_word(route.state.value, self.language),
        )

    def _unclear(self, subject: Finding) -> Iterator[str]:
        """Yield the reasons that no number shows: a missing date, a course in the wrong grade."""
        if subject.state is State.MET:
            return
        for route in subject.parts:
            for leaf in _leaves(route):
                unexplained = leaf.state is not State.MET and leaf.gap is None
                if unexplained and _on_file(leaf):
                    yield sentence(leaf.because, self.language)

    def _other_ways(self, subject: Finding) -> Iterator[str]:
        """Yield what else would open a gate that is still closed, before graduation."""
        if subject.state is State.MET or self.graduated:
            return
        untried = [
            str(self.words["untried"][f"{route.id}_{subject.id}"]).format_map(self._values())
            for route in subject.parts
            if not _on_file(route) and f"{route.id}_{subject.id}" in self.words["untried"]
        ]
        if untried:
            anything = any(_on_file(route) for route in subject.parts)
            yield str(self.words["also" if anything else "possible"]).format(
                ways=str(self.words["list"]).join(untried)
            )

    def _values(self) -> dict[str, str]:
        cuts = {what.replace(".", "_"): written(cut) for what, cut in self.cuts.items()}
        return {**cuts, "course": self._course_needed()}

    def _course_needed(self) -> str:
        if not self.grades:
            return str(self.words["course"])
        grades = str(self.words["or_grade"]).join(str(grade) for grade in self.grades)
        return str(self.words["course_in_grade"]).format(grades=grades)


def _on_file(finding: Finding) -> bool:
    """Tell whether a route rests on any record, whatever it says."""
    return finding.fact is not None or bool(finding.evidence)


def _leaves(route: Finding) -> Iterator[Finding]:
    """Yield the scores of a route; of several ACT sittings only the one that decided."""
    if not route.parts or route.id == COURSE:
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
