"""No path closes a case without its letters and its papers, and nobody judges twice."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.privacy.cases.facts import OPEN, Act, Case, Item, Kind, Letter, State
from careercraft.privacy.cases.steps import Refused, check, check_decision, hindrances, ways_on
from careercraft.privacy.cases.transitions import BY_ACTION, TRANSITIONS
from tests.privacy.cases.walks import EVERYTHING, PEOPLE, Walk

HEARD = {Letter.HEARING_NOTICE, Letter.HEARING_DECISION}
SENT_BEFORE_CLOSING = {
    State.CLOSED_AMENDED: {Letter.RECEIVED, Letter.AMENDED},
    State.CLOSED_DENIED: {Letter.RECEIVED, Letter.DENIED},
    State.CLOSED_REFERRED: {Letter.RECEIVED, Letter.REFERRED},
    State.CLOSED_FULFILLED: {Letter.RECEIVED},
    State.CLOSED_REFUSED: {Letter.RECEIVED, Letter.REFUSED},
    State.CLOSED_NO_STATEMENT: {Letter.RECEIVED, Letter.STATEMENT_RIGHT, *HEARD},
    State.CLOSED_WITH_STATEMENT: {
        Letter.RECEIVED,
        Letter.STATEMENT_RIGHT,
        Letter.STATEMENT_ACCEPTED,
        *HEARD,
    },
}
WRITTEN_WITH_CLOSING = {
    State.CLOSED_UNVERIFIED: Letter.IDENTITY_FAILED,
    State.CLOSED_NO_STANDING: Letter.NO_STANDING,
    State.CLOSED_WITHDRAWN: Letter.WITHDRAWN,
}
STEPS_BEFORE_CLOSING = {
    State.CLOSED_AMENDED: {"pass_identity", "accept_standing", "amend"},
    State.CLOSED_DENIED: {"pass_identity", "accept_standing", "deny", "send_denial"},
    State.CLOSED_FULFILLED: {"pass_identity", "accept_standing"},
    State.CLOSED_NO_STATEMENT: {"pass_identity", "hold_hearing", "decide_hearing"},
    State.CLOSED_WITH_STATEMENT: {
        "pass_identity",
        "hold_hearing",
        "decide_hearing",
        "accept_statement",
    },
    State.CLOSED_UNVERIFIED: {"ask_identity"},
    State.CLOSED_NO_STANDING: {"pass_identity", "refuse_standing"},
}


def assert_closed_properly(case: Case) -> None:
    for letter in SENT_BEFORE_CLOSING.get(case.state, set()):
        assert case.letters.get(letter), (case.state, letter)
    if case.state in WRITTEN_WITH_CLOSING:
        assert WRITTEN_WITH_CLOSING[case.state] in case.letters
    assert STEPS_BEFORE_CLOSING.get(case.state, set()) <= case.steps.keys()
    if any(item.amended for item in case.items):
        assert Letter.AMENDED in case.letters
    assert not any(item.granted and not item.amended for item in case.items)
    if case.state is State.CLOSED_WITH_STATEMENT:
        assert all(i.has_statement for i in case.items if i.hearing_outcome == "lost")


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(list(Kind)), st.integers(0, 10**9))
def test_no_path_closes_a_case_without_its_letters_and_papers(kind: Kind, seed: int) -> None:
    case = Walk(kind, seed).run()
    if case.state.closed:
        assert_closed_properly(case)
        assert ways_on(case) == []


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**9))
def test_the_same_person_never_asks_decides_and_hears(seed: int) -> None:
    walk = Walk(Kind.AMENDMENT, seed)
    case = walk.run()
    for item in case.items:
        if item.decided_by and "refer" not in case.steps:
            assert item.decided_by not in (item.proposed_by, case.requester_id)
    heard_by = {who for action, who in walk.done if action in ("hold_hearing", "decide_hearing")}
    assert not heard_by & (case.deciders | {case.requester_id})


def test_random_walks_reach_every_closing_state() -> None:
    ends = Counter(Walk(kind, seed).run().state for kind in Kind for seed in range(900))
    assert {state for state in State if state.closed} <= ends.keys()


def test_every_state_can_be_left_and_every_closed_one_cannot() -> None:
    left = {source for one in TRANSITIONS if one.action != "withdraw" for source in one.sources}
    assert left == OPEN
    assert all(not source.closed for one in TRANSITIONS for source in one.sources)


def test_every_state_is_reached_by_some_step() -> None:
    assert {one.target for one in TRANSITIONS if one.target} == set(State) - {State.RECEIVED}


def test_actions_are_named_once() -> None:
    assert len(BY_ACTION) == len(TRANSITIONS) > 30


def test_every_closing_with_consequences_has_its_guards() -> None:
    for one in TRANSITIONS:
        if one.target and one.target.closed and one.letter is None:
            assert one.guards, one.action


HELD = Case(
    Kind.AMENDMENT,
    State.HEARING_SCHEDULED,
    date(2026, 9, 1),
    requester_id=PEOPLE[0],
    items=(Item(UUID(int=9), "deny", PEOPLE[1], "deny", PEOPLE[2]),),
    letters={Letter.HEARING_NOTICE: date(2026, 10, 1)},
    hearing_officer_id=PEOPLE[3],
    hearing_on=date(2026, 10, 12),
)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_hearing_officer_of_the_case_holds_the_hearing(who: UUID) -> None:
    act = Act(who, date(2026, 10, 12), EVERYTHING)
    said = hindrances(HELD, BY_ACTION["hold_hearing"], act)
    assert bool(said) is (who != PEOPLE[3])


def test_a_decider_assigned_as_hearing_officer_is_refused_even_so() -> None:
    act = Act(PEOPLE[2], date(2026, 10, 12), EVERYTHING)
    said = hindrances(HELD._replace(hearing_officer_id=PEOPLE[2]), BY_ACTION["hold_hearing"], act)
    assert said == ["Whoever proposed or decided a part of the case cannot hear it."]


@pytest.mark.parametrize(("days", "allowed"), [(9, False), (10, True), (11, True)])
def test_a_hearing_is_announced_ten_days_ahead(days: int, allowed: bool) -> None:
    case = HELD._replace(state=State.HEARING_REQUESTED, hearing_officer_id=None)
    act = Act(PEOPLE[4], date(2026, 9, 1), EVERYTHING, PEOPLE[3], date(2026, 9, 1 + days))
    assert (hindrances(case, BY_ACTION["schedule_hearing"], act) == []) is allowed


@pytest.mark.parametrize(
    ("failures", "day", "allowed"), [(2, 14, False), (3, 14, True), (0, 15, True), (0, 16, True)]
)
def test_an_unknown_person_is_given_up_after_three_attempts_or_two_weeks(
    failures: int, day: int, allowed: bool
) -> None:
    case = Case(
        Kind.ACCESS,
        State.IDENTITY_PENDING,
        date(2026, 9, 1),
        identity_failures=failures,
        steps={"ask_identity": date(2026, 9, 1)},
    )
    act = Act(PEOPLE[4], date(2026, 9, day), EVERYTHING)
    assert (hindrances(case, BY_ACTION["close_unverified"], act) == []) is allowed


@pytest.mark.parametrize(("day", "needs_reason"), [(30, False), (31, False), (32, True)])
def test_a_late_request_for_a_hearing_needs_a_reason(day: int, needs_reason: bool) -> None:
    case = HELD._replace(state=State.DENIAL_SENT, letters={Letter.DENIED: date(2026, 9, 1)})
    on = date(2026, 9, 1).fromordinal(date(2026, 9, 1).toordinal() + day - 1)
    said = hindrances(case, BY_ACTION["request_hearing"], Act(PEOPLE[4], on, {"note": "x"}))
    assert bool(said) is needs_reason


def test_a_step_from_elsewhere_is_refused() -> None:
    with pytest.raises(Refused):
        check(HELD, "close_amended", Act(PEOPLE[4], date(2026, 10, 1), EVERYTHING))
    with pytest.raises(Refused):
        check(HELD, "abracadabra", Act(PEOPLE[4], date(2026, 10, 1), EVERYTHING))


def test_whoever_proposed_cannot_decide_and_nobody_decides_unproposed() -> None:
    item = Item(UUID(int=9), "grant", PEOPLE[1])
    case = HELD._replace(state=State.UNDER_REVIEW, items=(item,))
    day = date(2026, 10, 1)
    with pytest.raises(Refused):
        check_decision(case, item.id, Act(PEOPLE[1], day))
    with pytest.raises(Refused):
        check_decision(case, item.id, Act(PEOPLE[0], day))
    unproposed = case._replace(items=(item._replace(proposal=None, proposed_by=None),))
    with pytest.raises(Refused):
        check_decision(unproposed, item.id, Act(PEOPLE[2], day))
    check_decision(case, item.id, Act(PEOPLE[2], day))
