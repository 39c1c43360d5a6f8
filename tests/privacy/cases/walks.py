"""A case that people handle at random, as the procedure alone sees it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import UUID

from careercraft.privacy.cases.facts import Act, Case, Item, Kind, Letter, State
from careercraft.privacy.cases.steps import Refused, check, check_decision, ways_on
from careercraft.privacy.cases.transitions import Transition

PEOPLE = tuple(UUID(int=n) for n in range(1, 6))
NAMES = (
    "how note paper_seen reason source late_reason hearing_on place hearing_at present evidence "
    "summary reasons statement what_is_done no_direct_interest"
)
EVERYTHING = dict.fromkeys(NAMES.split(), "given")


class Walk:
    """One case, and everything that was done to it."""

    def __init__(self, kind: Kind, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret
        self.today = date(2026, 1, 5)
        self.case = Case(kind, State.RECEIVED, self.today, requester_id=PEOPLE[0])
        self.case = self.case._replace(letters={Letter.RECEIVED: None})
        self.done: list[tuple[str, UUID]] = []

    def run(self, most: int = 160) -> Case:
        """Do things at random until the case is closed."""
        for _ in range(most):
            if self.case.state.closed:
                break
            self.today += timedelta(days=self.chance.choice((0, 0, 1, 6, 20)))
            self.chance.choice((self.send, self.step, self.step, self.handle_items))()
        return self.case

    def step(self) -> None:
        """Try one of the steps that lead on."""
        ways = [one for one in ways_on(self.case) if one.action != "withdraw"]
        if not ways or self.chance.random() < 0.02:
            ways = ways_on(self.case)
        transition = self.chance.choice(ways)
        act = self.act()
        try:
            check(self.case, transition.action, act)
        except Refused:
            return
        self.case = moved(self.case, transition, act)
        self.done.append((transition.action, act.actor_id))

    def act(self) -> Act:
        given = {k: v for k, v in EVERYTHING.items() if self.chance.random() < 0.95}
        return Act(
            self.chance.choice(PEOPLE),
            self.today,
            given,
            officer_id=self.chance.choice(PEOPLE),
            hearing_on=self.today + timedelta(days=self.chance.choice((3, 10, 12))),
            may_act=self.chance.random() < 0.9,
        )

    def send(self) -> None:
        """Send the letters that wait."""
        sent = {letter: on or self.today for letter, on in self.case.letters.items()}
        self.case = self.case._replace(
            letters=sent,
            packet_ready=self.chance.random() < 0.5,
            other_open=self.chance.random() < 0.2,
            destroyed=self.chance.random() < 0.5,
        )

    def handle_items(self) -> None:
        """Add, propose, decide, judge at the hearing or make corrections."""
        case = self.case
        if case.kind is not Kind.AMENDMENT:
            return
        if case.state in (State.RECEIVED, State.TRIAGE) and len(case.items) < 3:
            item = Item(UUID(int=100 + len(case.items)))
            self.case = case._replace(items=(*case.items, item))
        elif case.items:
            items = tuple(self._handled(item) for item in case.items)
            self.case = case._replace(items=items)

    def _handled(self, item: Item) -> Item:
        act = self.act()
        if self.case.state is State.UNDER_REVIEW and item.proposal is None:
            proposal = self.chance.choice(("grant", "deny"))
            return item._replace(proposal=proposal, proposed_by=act.actor_id)
        if item.decision is None:
            try:
                check_decision(self.case, item.id, act)
            except Refused:
                return item
            return item._replace(
                decision=self.chance.choice(("grant", "deny")), decided_by=act.actor_id
            )
        if self.case.state is State.HEARING_HELD and item.decision == "deny":
            return item._replace(hearing_outcome=self.chance.choice(("upheld", "lost")))
        return item


def moved(case: Case, transition: Transition, act: Act) -> Case:
    """The case after a step, as the service leaves it."""
    letters = dict(case.letters)
    if transition.letter:
        letters[transition.letter] = None
    steps = {**case.steps, transition.action: act.on}
    case = case._replace(state=transition.target or case.state, letters=letters, steps=steps)
    return EFFECTS.get(transition.action, lambda case, _act: case)(case, act)


def _amend(case: Case, _act: Act) -> Case:
    items = tuple(i._replace(amended=True) if i.granted else i for i in case.items)
    return case._replace(items=items)


def _refer(case: Case, act: Act) -> Case:
    items = tuple(i._replace(decision="deny", decided_by=act.actor_id) for i in case.items)
    return case._replace(items=items)


def _attach(case: Case, _act: Act) -> Case:
    return case._replace(
        items=tuple(i._replace(has_statement=i.hearing_outcome == "lost") for i in case.items)
    )


EFFECTS = {
    "amend": _amend,
    "amend_part": _amend,
    "refer": _refer,
    "accept_statement": _attach,
    "fail_identity": lambda case, _: case._replace(identity_failures=case.identity_failures + 1),
    "schedule_hearing": lambda case, act: case._replace(
        hearing_officer_id=act.officer_id, hearing_on=act.hearing_on
    ),
}
