"""Until when what has to be done: by the district's calendar, in Texas, whatever the clocks say.

Days are dates in Texas. Calendar days count every day; school days skip weekends and the holidays
that the district enters. Nothing is ever edited: a deadline is extended with a reason, or, for
access to the record, not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from careercraft.privacy.cases.facts import Case, Kind, Letter, State
from careercraft.privacy.parameters import Parameter, in_force

FRIDAY = 4
BEFORE_DECISION = frozenset(
    {
        *(State.RECEIVED, State.IDENTITY_PENDING, State.STANDING_CHECK, State.TRIAGE),
        *(State.UNDER_REVIEW, State.AWAITING_INFO, State.ROUTED_TO_SOURCE),
    }
)
FOR_ACCESS = frozenset({Kind.ACCESS, Kind.DISCLOSURE_LOG})
ACCESS = "access"
SOON_DAYS, VERY_SOON_DAYS = 5, 2
ACCESS_SOON_DAYS, ACCESS_VERY_SOON_DAYS = 15, 5
"""Day 30 and day 40 of the 45."""


class Calendar(NamedTuple):
    """The days on which the district's offices are closed, weekends aside."""

    holidays: frozenset[date] = frozenset()

    def is_school_day(self, day: date) -> bool:
        """Whether the offices are open."""
        return day.weekday() <= FRIDAY and day not in self.holidays

    def after(self, day: date, school_days: int) -> date:
        """The day so many school days after another; the first one counted is the next."""
        while school_days > 0:
            day += timedelta(days=1)
            school_days -= self.is_school_day(day)
        return day


class Deadline(NamedTuple):
    """One thing that is due. `counts_from` and `rests_on` explain the day."""

    name: str
    due_on: date
    counts_from: date
    rests_on: Parameter
    extendable: bool = True
    extended: bool = False
    theirs: bool = False
    """Whether it is the family's time that runs, not the school's."""

    def days_left(self, on: date) -> int:
        """Days from a day to the deadline; negative once it is past."""
        return (self.due_on - on).days

    def urgency(self, on: date) -> str:
        """`calm`, `soon`, `very_soon` or `late`."""
        left = self.days_left(on)
        if left < 0:
            return "late"
        access = self.name == ACCESS
        if left <= (ACCESS_VERY_SOON_DAYS if access else VERY_SOON_DAYS):
            return "very_soon"
        return "soon" if left <= (ACCESS_SOON_DAYS if access else SOON_DAYS) else "calm"

    def words(self, on: date) -> str:
        """How far away it is, in words."""
        left = self.days_left(on)
        if left == 0:
            return "due today"
        if left > 0:
            return "due tomorrow" if left == 1 else f"{left} days left"
        return "1 day late" if left == -1 else f"{-left} days late"


def deadlines(case: Case, calendar: Calendar) -> list[Deadline]:
    """What is due in a case now, the earliest first."""
    if case.state.closed:
        return []
    return sorted(_due(case, calendar), key=lambda one: (one.due_on, one.name))


def next_deadline(case: Case, calendar: Calendar) -> Deadline | None:
    """The deadline by which a case stands in the queue: the school's own come first."""
    due = deadlines(case, calendar)
    return next((one for one in due if not one.theirs), due[0] if due else None)


def _due(case: Case, calendar: Calendar) -> Iterable[Deadline]:
    if case.kind in FOR_ACCESS:
        yield _counted(case, calendar, ACCESS, "access_days", case.received_on, extendable=False)
    if case.letters.get(Letter.RECEIVED) is None:
        yield _counted(case, calendar, "acknowledgement", "acknowledgement_days", case.received_on)
    if case.state is State.IDENTITY_PENDING:
        asked = case.steps.get("ask_identity", case.received_on)
        yield _counted(case, calendar, "identity", "identity_days", asked)
    if case.state in BEFORE_DECISION and case.kind in {Kind.AMENDMENT, Kind.RESTRICTION}:
        yield _decision(case, calendar)
    if case.kind is Kind.DELETION and case.state not in {State.REFUSED, State.DELETED}:
        yield _counted(case, calendar, "deletion", "deletion_days", case.received_on)
    yield from _after_decision(case, calendar)


def _after_decision(case: Case, calendar: Calendar) -> Iterable[Deadline]:
    steps, state = case.steps, case.state
    if any(item.granted and not item.amended for item in case.items):
        granted = steps.get("decide_hearing") or steps.get("grant") or steps.get("deny")
        if granted:
            yield _counted(case, calendar, "correction", "correction_days", granted)
    if state is State.DENIAL_SENT:
        yield hearing_window(case, calendar)
    if state in {State.HEARING_REQUESTED, State.HEARING_SCHEDULED}:
        asked = steps["request_hearing"]
        yield _counted(case, calendar, "hearing", "hearing_held_days", asked)
    if state is State.HEARING_HELD:
        yield _counted(
            case, calendar, "hearing_decision", "hearing_decision_days", steps["hold_hearing"]
        )


def hearing_window(case: Case, calendar: Calendar) -> Deadline:
    """Until when the family can ask for a hearing without giving a reason for the delay."""
    sent = case.letters.get(Letter.DENIED) or case.letters.get(Letter.REFERRED)
    counts_from = sent or case.received_on
    counted = _counted(case, calendar, "hearing_window", "hearing_window_days", counts_from)
    return counted._replace(theirs=True)


def _decision(case: Case, calendar: Calendar) -> Deadline:
    """The earlier of so many school days and so many days, however many holidays lie between."""
    by_school_days = _counted(case, calendar, "decision", "decision_school_days", case.received_on)
    at_most = _counted(case, calendar, "decision", "decision_most_days", case.received_on)
    return min(by_school_days, at_most, key=lambda one: one.due_on)


def _counted(
    case: Case,
    calendar: Calendar,
    name: str,
    parameter: str,
    counts_from: date,
    *,
    extendable: bool = True,
) -> Deadline:
    rests_on = in_force("requests", parameter, case.received_on)
    if rests_on.unit == "school days":
        due = calendar.after(counts_from, rests_on.value)
    else:
        due = counts_from + timedelta(days=rests_on.value)
    later = case.extensions.get(name) if extendable else None
    if later and later > due:
        return Deadline(name, later, counts_from, rests_on, extendable, extended=True)
    return Deadline(name, due, counts_from, rests_on, extendable)
