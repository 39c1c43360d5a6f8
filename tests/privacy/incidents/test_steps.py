"""No path closes an incident without everything that the law and the agreement want."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.incidents.facts import (
    Act,
    Duty,
    Incident,
    Readable,
    State,
    applies,
    every_item,
    obligations,
    required_items,
)
from careercraft.privacy.incidents.steps import (
    WORKING,
    check,
    check_letters,
    hindrances,
    step_named,
    ways_on,
)

BEGAN = datetime(2026, 11, 2, 15, tzinfo=UTC)
PEOPLE = tuple(UUID(int=n) for n in range(1, 4))
ITEMS = frozenset(one.id for one in every_item(BEGAN.date()))
ASKED = "what", "readable", "reason", "measures", "how", "note", "summary", "recipient"
GIVEN = dict.fromkeys(ASKED, "yes")


class Walk:
    """One incident that people handle at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.at = BEGAN
        self.it = Incident(State.SUSPECTED, BEGAN, opened_by=PEOPLE[0])
        self.report_sent_incomplete = False

    def run(self, most: int = 250) -> Incident:
        """Do things at random until it is closed."""
        for _ in range(most):
            if self.it.state.closed:
                break
            self.at += timedelta(hours=self.chance.choice((0, 1, 5, 30)))
            self.chance.choice((self.step, self.step, self.write, self.list_people, self.letters))()
        return self.it

    def act(self) -> Act:
        given = {k: v for k, v in GIVEN.items() if self.chance.random() < 0.95}
        return Act(self.chance.choice(PEOPLE), self.at, given)

    def step(self) -> None:
        """Try a step that leads on, or any."""
        ways = ways_on(self.it)
        step, act = self.chance.choice(ways), self.act()
        try:
            check(self.it, step.action, act)
        except Refused:
            return
        if step.action == "confirm":
            readable = self.chance.choice(list(Readable))
            self.it = self.it._replace(readable=readable)
        if step.action == "settle":
            self.it = self.it._replace(affected=self.it.listed)
        if step.duty:
            rule = next(o for o in obligations(BEGAN.date()) if o.duty is step.duty)
            lacks = {one.id for one in required_items(self.it)} - self.it.report
            self.report_sent_incomplete |= rule.report and bool(lacks)
            self.it = self.it._replace(told={**self.it.told, step.duty: self.at})
        if step.target is State.OVER:
            self.it = self.it._replace(over_at=self.at)
        if step.target:
            self.it = self.it._replace(state=step.target)

    def write(self) -> None:
        """Fill some items of the report."""
        some = frozenset(one for one in ITEMS if self.chance.random() < 0.8)
        both = self.chance.random() < 0.7
        report = self.it.report | some
        self.it = self.it._replace(
            report=report,
            spanish=report if both else self.it.spanish,
            report_by=self.chance.choice(PEOPLE),
        )

    def list_people(self) -> None:
        """Find more of those affected, as far as the incident allows."""
        if self.it.state in WORKING and self.chance.random() < 0.3:
            more = self.chance.choice((0, 1, 260))
            spanish = self.it.need_spanish + (more > 1)
            listed = self.it.listed + more
            affected = None if more else self.it.affected
            self.it = self.it._replace(listed=listed, affected=affected, need_spanish=spanish)

    def letters(self) -> None:
        """Send the letters."""
        try:
            check_letters(self.it, self.act())
        except Refused:
            return
        told = {one.duty: self.at for one in obligations(BEGAN.date()) if one.letters}
        self.it = self.it._replace(letters_sent=self.it.listed, told={**self.it.told, **told})


@given(st.integers(0, 10**9))
def test_no_path_closes_an_incident_without_what_it_needs(seed: int) -> None:
    walk = Walk(seed)
    it = walk.run()
    assert not walk.report_sent_incomplete
    if it.state is State.CLOSED:
        assert it.over_at is not None
        assert it.affected == it.listed == it.letters_sent
        assert {one.id for one in required_items(it)} <= it.report
        owed = {o.duty for o in obligations(BEGAN.date()) if applies(o, it)}
        assert owed <= it.told.keys()
        assert Duty.ROOT_CAUSE in owed


def test_the_walks_do_get_to_every_end() -> None:
    ends = {Walk(seed).run().state for seed in range(300)}
    assert {State.CLOSED, State.DISMISSED} <= ends


def complete(**more: object) -> Incident:
    """An incident that can be closed."""
    told = {one.duty: BEGAN for one in obligations(BEGAN.date())}
    whole = Incident(
        State.OVER,
        BEGAN,
        opened_by=PEOPLE[0],
        over_at=BEGAN,
        readable=Readable.YES,
        report=ITEMS,
        spanish=ITEMS,
        report_by=PEOPLE[1],
        affected=2,
        listed=2,
        letters_sent=2,
        told=told,
    )
    return whole._replace(**more)


def closing(it: Incident, by: UUID = PEOPLE[0]) -> list[str]:
    step = step_named(it, "close")
    assert step is not None
    return hindrances(it, step, Act(by, BEGAN))


def test_a_complete_incident_closes() -> None:
    assert closing(complete()) == []


@pytest.mark.parametrize("item", sorted(one.id for one in required_items(complete())))
def test_each_item_of_the_report_is_needed_to_send_it_and_to_close(item: str) -> None:
    lacks = complete(report=ITEMS - {item})
    assert any("report is not complete" in sentence for sentence in closing(lacks))
    open_ = lacks._replace(told={})
    for duty in (Duty.STATE, Duty.EDUCATION_AGENCY):
        with pytest.raises(Refused):
            check(open_, f"tell_{duty}", Act(PEOPLE[0], BEGAN, GIVEN))
    with pytest.raises(Refused):
        check_letters(open_._replace(letters_sent=0), Act(PEOPLE[0], BEGAN))


@pytest.mark.parametrize("duty", [one for one in Duty if one is not Duty.ATTORNEY_GENERAL])
def test_each_duty_that_applies_is_needed_to_close(duty: Duty) -> None:
    told = {one: BEGAN for one in Duty if one is not duty}
    assert any("Still to be done" in sentence for sentence in closing(complete(told=told)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"affected": None}, "Settle who is affected"),
        ({"listed": 3}, "has changed"),
        ({"letters_sent": 1}, "1 letter is not sent"),
        ({"state": State.CONTAINED}, "does not lead on"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, object], said: str) -> None:
    assert any(said in sentence for sentence in closing(complete(**change)))


def test_two_persons_close_and_two_persons_dismiss() -> None:
    assert any("Whoever wrote" in one for one in closing(complete(), by=PEOPLE[1]))
    suspected = Incident(State.SUSPECTED, BEGAN, opened_by=PEOPLE[0])
    with pytest.raises(Refused):
        check(suspected, "dismiss", Act(PEOPLE[0], BEGAN, GIVEN))
    assert check(suspected, "dismiss", Act(PEOPLE[1], BEGAN, GIVEN)).target is State.DISMISSED


def test_letters_wait_for_the_spanish_text_where_a_family_needs_it() -> None:
    before = complete(letters_sent=0, told={}, spanish=frozenset(), need_spanish=1)
    with pytest.raises(Refused) as refused:
        check_letters(before, Act(PEOPLE[0], BEGAN))
    assert "1 family" in refused.value.sentences[0]
    check_letters(before._replace(need_spanish=0), Act(PEOPLE[0], BEGAN))


def test_the_coordinator_can_be_told_before_anything_is_known() -> None:
    suspected = Incident(State.SUSPECTED, BEGAN, opened_by=PEOPLE[0])
    assert check(suspected, f"tell_{Duty.VENDOR}", Act(PEOPLE[0], BEGAN, GIVEN)).duty
    with pytest.raises(Refused):
        check(suspected, f"tell_{Duty.STATE}", Act(PEOPLE[0], BEGAN, GIVEN))


def test_nothing_can_be_done_to_a_closed_incident() -> None:
    for state in (State.CLOSED, State.DISMISSED):
        assert ways_on(complete(state=state)) == []
        with pytest.raises(Refused):
            check_letters(complete(state=state), Act(PEOPLE[0], BEGAN))
