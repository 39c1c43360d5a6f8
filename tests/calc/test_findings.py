from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from careercraft.calc.citations import Authority, Citation, Standing
from careercraft.calc.findings import (
    Fact,
    Finding,
    Measured,
    Message,
    State,
    all_of,
    any_of,
    at_least,
    count_of,
    holds,
    joined,
    not_applicable,
)

MET, NOT_MET, UNKNOWN, NA = State.MET, State.NOT_MET, State.UNKNOWN, State.NOT_APPLICABLE
ANSWERS = {MET: True, NOT_MET: False, UNKNOWN: None}
READ = Authority((Citation("S1", "here", None, "A source"),), Standing.READ)
ASSUMED = Authority((Citation("S2", "there", None, "Another"),), Standing.ASSUMED)


def leaf(state: State, authority: Authority = READ, name: str = "leaf") -> Finding:
    because = Message(f"{name}_{state.value}")
    if state is NA:
        return not_applicable(name, because, authority)
    return holds(name, ANSWERS[state], because, authority=authority, evidence=(name,))


def reading(value: int, required: int, what: str = "what.SAT.math") -> Finding:
    fact = Fact(what, value, date(2025, 10, 4))
    return at_least(
        what, value, required, READ, lambda ending: Measured(Message(ending), fact, "points", 600)
    )


@pytest.mark.parametrize(("left", "right"), list(product(State, State)))
def test_any_of_is_met_if_one_is_then_unknown_if_one_is(left: State, right: State) -> None:
    states = {left, right}
    expected = next((state for state in (MET, UNKNOWN, NOT_MET, NA) if state in states), NA)
    assert any_of("both", (leaf(left), leaf(right))).state is expected


@pytest.mark.parametrize(("left", "right"), list(product(State, State)))
def test_all_of_is_not_met_if_one_is_not_then_unknown_if_one_is(left: State, right: State) -> None:
    states = {left, right}
    expected = next((state for state in (NOT_MET, UNKNOWN, MET, NA) if state in states), NA)
    assert all_of("both", (leaf(left), leaf(right))).state is expected


def test_at_least_is_met_by_equality_and_tells_the_gap_below_it() -> None:
    assert reading(530, 530).state is MET
    assert reading(531, 530).state is MET
    short = reading(529, 530)
    assert short.state is NOT_MET
    assert short.gap is not None
    assert (short.gap.amount, short.gap.unit, short.gap.what) == (1, "points", "what.SAT.math")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((MET, NOT_MET, NOT_MET), NOT_MET),
        ((MET, UNKNOWN, NOT_MET), UNKNOWN),
        ((MET, MET, NOT_MET), MET),
        ((MET, MET, MET), MET),
    ],
)
def test_count_of_needs_so_many_and_stays_unknown_while_they_may_yet_come(
    states: tuple[State, ...], expected: State
) -> None:
    counted = count_of("two", [leaf(state) for state in states], 2, Message("two"))
    assert counted.state is expected


def test_the_surest_way_to_meet_something_lends_its_standing() -> None:
    assert any_of("x", (leaf(MET, ASSUMED), leaf(MET, READ))).standing is Standing.READ
    assert any_of("x", (leaf(MET, ASSUMED), leaf(NOT_MET, READ))).standing is Standing.ASSUMED


def test_what_needs_every_part_is_only_as_sure_as_the_least_sure() -> None:
    assert all_of("x", (leaf(MET, ASSUMED), leaf(MET, READ))).standing is Standing.ASSUMED


def test_a_part_that_did_not_decide_does_not_make_an_answer_less_sure() -> None:
    assert all_of("x", (leaf(MET, ASSUMED), leaf(NOT_MET, READ))).standing is Standing.READ


def test_what_no_way_meets_is_only_as_sure_as_the_least_sure_way() -> None:
    assert any_of("x", (leaf(NOT_MET, ASSUMED), leaf(NOT_MET))).standing is Standing.ASSUMED


def test_the_reason_is_that_of_the_closest_part() -> None:
    closest = any_of("x", (reading(500, 530), reading(520, 530, "what.SAT.ebrw")))
    assert closest.gap is not None
    assert (closest.gap.amount, closest.gap.what) == (10, "what.SAT.ebrw")


def test_the_gap_of_what_needs_every_part_is_the_largest() -> None:
    both = all_of("x", (reading(500, 530), reading(520, 530, "what.SAT.ebrw")))
    assert both.gap is not None
    assert both.gap.amount == 30


def test_evidence_and_citations_are_carried_up() -> None:
    both = all_of("x", (leaf(MET, READ, "one"), leaf(MET, ASSUMED, "two")))
    assert both.evidence == ("one", "two")
    assert [cite.source for cite in both.cite] == ["S1", "S2"]


def test_the_same_sentence_is_said_once() -> None:
    assert joined((Message("a"), joined((Message("b"), Message("a"))))) == Message(
        "joined", {"messages": (Message("a"), Message("b"))}
    )


def test_a_judgement_changed_in_part_leaves_the_first_one_as_it_was() -> None:
    first = leaf(NOT_MET)
    second = first.unknown_without("SAT")
    assert (second.state, second.missing) == (UNKNOWN, ("SAT",))
    assert (first.state, first.missing) == (NOT_MET, ())
    assert first.no_surer_than(Standing.ASSUMED).standing is Standing.ASSUMED
    assert first.standing is Standing.READ
