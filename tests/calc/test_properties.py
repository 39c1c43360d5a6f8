"""What must hold for every student, whatever the evidence.

That more evidence never takes anything away has no exception for a student: no rule of a class from
2021 on counts against a student what is on file. (The one limit that takes credit away, that on
sunsetting certifications, is a campus's and is held in ``campus/test_properties.py``.)
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.calc import Finding, Level, Score, Standing, State, StudentFacts, StudentResult
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.citations import READ, Authority, worst
from careercraft.calc.compare import change_under, compare
from careercraft.calc.criteria.scores import ask, best_candidate, best_of, candidates
from careercraft.calc.criteria.windows import Window
from careercraft.calc.evaluate import evaluate_student, verdict_on, verdicts_on
from careercraft.calc.facts import EVIDENCE_KINDS
from careercraft.calc.finding import Combined
from careercraft.calc.findings import Message, Reason, all_of, any_of
from careercraft.calc.params import rules_for_class, rules_for_student
from careercraft.calc.verdict import VERDICTS
from careercraft.calc.verdicts import all_verdict, any_verdict
from tests.calc.evidence import MAKERS, students, students_and_more
from tests.calc.students import facts, judged

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = State
Drawn = tuple[int, dict[str, Any]]
KINDS = sorted(EVIDENCE_KINDS | {"ASVAB"})
KIND_OF_LIST = {"jrotc": "cte"}
"""What is known as a part of another kind."""
LISTS_OF_FACTS = ("scores", "courses", "credentials", "enlistments")


def every(finding: Finding) -> list[Finding]:
    """A finding and all that it is put together from."""
    return [finding, *(below for part in finding.parts for below in every(part))]


def questions(result: StudentResult) -> dict[str, Finding]:
    """Every indicator, and of TSI both subjects."""
    subjects = {f"tsi.{part.id}": part for part in result.indicators["tsi"].parts}
    return {**result.indicators, **subjects}


def met(result: StudentResult) -> set[str]:
    found = {id_ for id_, one in questions(result).items() if one.state is MET}
    return found | ({"ccmr"} if result.state is MET else set())


def sure_level(result: StudentResult) -> int:
    """The rank of the level that is sure; below all while nothing is."""
    return RANKED.index(result.level) if result.level in RANKED else -1


def kind_of(fact: Any) -> str:
    kind = getattr(fact, "test", None) or getattr(fact, "kind", None) or "enlistment"
    return "level_certificate" if kind.startswith("level_") else KIND_OF_LIST.get(kind, kind)


def partly(whole: StudentFacts, known: set[str]) -> StudentFacts:
    """The student as known from some kinds of evidence only: of the others nothing is on file."""
    kept = {
        name: tuple(one for one in getattr(whole, name) if kind_of(one) in known)
        for name in LISTS_OF_FACTS
    }
    return whole._replace(**kept, known=whole.known & known)


@given(students_and_more())
@settings(max_examples=120, deadline=None)
def test_more_evidence_never_turns_met_into_not_met(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, some, more = drawn
    before, after = judged(class_of, some), judged(class_of, more)
    assert met(before) <= met(after)
    if after.level is not Level.UNKNOWN:
        assert sure_level(before) <= sure_level(after)


@given(students(), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_the_order_of_evidence_never_matters(drawn: Drawn, random: Any) -> None:
    class_of, given_ = drawn
    other = {**given_, **{name: random.sample(given_[name], len(given_[name])) for name in MAKERS}}
    here, there = judged(class_of, given_), judged(class_of, other)
    assert (here.state, here.level, here.standing) == (there.state, there.level, there.standing)
    assert here.only_by_sunsetting_ibc == there.only_by_sunsetting_ibc
    assert here.facts_fingerprint == there.facts_fingerprint
    for id_, one in questions(here).items():
        again = questions(there)[id_]
        assert (one.state, one.standing, one.level) == (again.state, again.standing, again.level)
        assert (one.gap and one.gap.share) == (again.gap and again.gap.share), id_
        assert set(one.missing) == set(again.missing)


@given(students(), st.sets(st.sampled_from(KINDS)))
@settings(max_examples=120, deadline=None)
def test_what_is_decided_without_knowing_everything_stays_decided(
    drawn: Drawn, not_known: set[str]
) -> None:
    class_of, given_ = drawn
    whole, rules = facts(class_of, given_), rules_for_class(class_of)
    part = partly(whole, set(KINDS) - not_known)
    before, after = evaluate_student(part, rules), evaluate_student(whole, rules)
    for id_, finding in questions(before).items():
        if finding.state is not UNKNOWN:
            assert questions(after)[id_].state is finding.state, id_
    if before.state is not UNKNOWN:
        assert after.state is before.state


@given(students(), st.sets(st.sampled_from(KINDS)), st.data())
@settings(max_examples=120, deadline=None)
def test_evidence_that_is_still_to_come_never_undoes_what_is_decided(
    drawn: Drawn, not_known: set[str], data: st.DataObject
) -> None:
    """Some of a kind may be on file although not everything of it was given."""
    class_of, given_ = drawn
    whole, rules = facts(class_of, given_), rules_for_class(class_of)
    gone = {name: data.draw(st.integers(0, len(getattr(whole, name)))) for name in LISTS_OF_FACTS}
    kept = {
        name: tuple(
            one
            for place, one in enumerate(getattr(whole, name))
            if place < gone[name] or kind_of(one) not in not_known
        )
        for name in LISTS_OF_FACTS
    }
    part = whole._replace(**kept, known=whole.known - not_known)
    before, after = evaluate_student(part, rules), evaluate_student(whole, rules)
    for id_, finding in questions(before).items():
        if finding.state is not UNKNOWN:
            assert questions(after)[id_].state is finding.state, id_


@given(students(gaps=False))
@settings(max_examples=120, deadline=None)
def test_once_everything_is_known_nothing_is_unknown(drawn: Drawn) -> None:
    class_of, given_ = drawn
    result = judged(class_of, given_)
    assert [id_ for id_, one in questions(result).items() if one.state is UNKNOWN] == []
    assert result.state in (MET, NOT_MET)
    assert result.level is not Level.UNKNOWN


@given(students(), st.sets(st.sampled_from(KINDS)))
@settings(max_examples=120, deadline=None)
def test_what_is_counted_is_what_is_explained(drawn: Drawn, not_known: set[str]) -> None:
    class_of, given_ = drawn
    student = facts(class_of, given_)
    result = evaluate_student(
        student._replace(known=student.known - not_known), rules_for_class(class_of)
    )
    for finding in result.indicators.values():
        for one in every(finding):
            if isinstance(one, Combined):
                verdicts = [combine(one.id, one.parts) for combine in (any_of, all_of)]
                assert (one.state, one.standing) in [(v.state, v.standing) for v in verdicts]
            assert (one.gap is None) or one.state in (NOT_MET, UNKNOWN)


@given(st.lists(students(), min_size=1, max_size=4), st.sets(st.sampled_from(KINDS)))
@settings(max_examples=150, deadline=None)
def test_a_verdict_alone_is_that_of_the_whole_finding(
    drawn: list[Drawn], not_known: set[str]
) -> None:
    class_of, rules = drawn[0][0], rules_for_class(drawn[0][0])
    together = [facts(class_of, given_) for _, given_ in drawn]
    together += [one._replace(known=one.known - not_known) for one in together]
    for student, alone in zip(together, verdicts_on(together, rules), strict=True):
        told = evaluate_student(student, rules)
        assert alone == verdict_on(student, rules)
        assert (alone.state, alone.level, alone.standing) == (told.state, told.level, told.standing)
        assert alone.only_by_sunsetting_ibc is told.only_by_sunsetting_ibc
        assert list(alone.indicators) == list(told.indicators)
        for id_, finding in told.indicators.items():
            assert alone.indicators[id_].state is finding.state
            assert alone.levels.get(id_) is finding.level
            if finding.state is not NOT_APPLICABLE:
                sure = alone.indicators[id_].standing
                assert worst((sure, rules.edition_authority.standing)) is finding.standing


@given(students(), st.integers(2021, 2031))
@settings(max_examples=60, deadline=None)
def test_a_change_by_other_rules_is_that_between_both_results(
    drawn: Drawn, rules_as_of_class: int
) -> None:
    student = facts(*drawn)
    rules = rules_for_student(student), rules_for_class(rules_as_of_class)
    change = compare(*(evaluate_student(student, one) for one in rules))
    assert change_under(student, rules_as_of_class) == change


ANSWERS = st.lists(st.tuples(st.sampled_from(list(State)), st.sampled_from(list(Standing))))


@given(ANSWERS)
@settings(max_examples=300, deadline=None)
def test_verdicts_are_combined_as_findings_are(drawn: list[tuple[State, Standing]]) -> None:
    pairs = [(state, READ if state is NOT_APPLICABLE else standing) for state, standing in drawn]
    parts = [Finding("part", *pair, Reason(Message("x"))) for pair in pairs]
    verdicts = [VERDICTS[pair] for pair in pairs]
    for findings, alone in ((any_of, any_verdict), (all_of, all_verdict)):
        whole, verdict = findings("whole", parts), alone(verdicts)
        assert (verdict.state, verdict.standing) == (whole.state, whole.standing)


SOME_DAYS = [None, date(2020, 1, 1), date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1)]
A_SCORE = st.builds(
    Score,
    st.just("SAT"),
    st.dictionaries(st.just("math"), st.integers(528, 532)),
    st.sampled_from(SOME_DAYS),
    st.none(),
    st.sampled_from(["a", "b", None]),
)


@given(
    st.lists(A_SCORE, min_size=1, max_size=4),
    st.sampled_from([frozenset(), frozenset({"SAT"})]),
    st.sampled_from(list(Standing)),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_a_plain_verdict_on_scores_is_the_one_reached_by_looking_at_each(
    scores: list[Score], known: frozenset[str], standing: Standing, date_needed: bool
) -> None:
    authority = Authority((), standing)
    window = Window(date(2021, 1, 1), date(2023, 6, 1), Authority((), Standing.ASSUMED))
    asked = ask("sat", "SAT", "math", "math", authority, action="x", date_needed=date_needed)
    plain = best_of(asked, 530, authority, window)(scores, known)
    found = candidates(scores, "math", 530, authority)
    looked_at = best_candidate(asked, window)(found, scores, known)
    assert (plain.state, plain.standing) == (looked_at.state, looked_at.standing)
    assert plain.reason == looked_at.reason
    alone = best_of(asked, 530, authority, window).verdict(scores, known)
    assert (alone.state, alone.standing) == (looked_at.state, looked_at.standing)


@given(students())
@settings(max_examples=80, deadline=None)
def test_the_student_is_met_exactly_when_an_indicator_is(drawn: Drawn) -> None:
    result = judged(*drawn)
    states = {finding.state for finding in result.indicators.values()}
    assert (result.state is MET) == (MET in states)
    if result.level not in (None, Level.UNKNOWN):
        levels = [one.level for one in result.indicators.values() if one.level in RANKED]
        assert result.level is max(levels, key=RANKED.index)


@given(students())
@settings(max_examples=60, deadline=None)
def test_a_gap_is_never_empty_and_a_met_indicator_has_none(drawn: Drawn) -> None:
    for finding in judged(*drawn).indicators.values():
        assert finding.gap is None or finding.gap.amount > 0
        assert finding.state is not MET or finding.gap is None
        assert finding.state is NOT_APPLICABLE or finding.cite


def test_the_students_drawn_meet_and_miss_every_indicator() -> None:
    """The properties would hold of nothing if no student ever came near a rule."""
    seen: set[tuple[str, State]] = set()

    @given(students())
    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    def draw(drawn: Drawn) -> None:
        seen.update((id_, one.state) for id_, one in questions(judged(*drawn)).items())

    draw()
    ids = {id_ for id_, _ in seen}
    assert len(ids) == 12
    assert {(id_, state) for id_ in ids for state in (MET, NOT_MET)} <= seen
