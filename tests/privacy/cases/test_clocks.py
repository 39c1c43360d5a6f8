"""Deadlines by the district's calendar, across leap years, changes of the clock and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.clock import TEXAS
from careercraft.privacy.cases.clocks import Calendar, deadlines, next_deadline
from careercraft.privacy.cases.facts import Case, Item, Kind, Letter, State

DAYS = st.dates(date(2023, 1, 1), date(2033, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)
ASKED = {Letter.RECEIVED: date(2026, 1, 1)}


def access(received: date, **facts: object) -> Case:
    return Case(Kind.ACCESS, State.UNDER_REVIEW, received, letters=ASKED)._replace(**facts)


def due(case: Case, name: str, holidays: frozenset[date] = frozenset()) -> date:
    return next(d.due_on for d in deadlines(case, Calendar(holidays)) if d.name == name)


@given(DAYS, HOLIDAYS)
def test_access_is_due_45_days_after_receipt_whatever_the_calendar(
    received: date, holidays: frozenset[date]
) -> None:
    assert (due(access(received), "access", holidays) - received).days == 45


@given(DAYS, st.integers(1, 200))
def test_access_cannot_be_extended(received: date, more: int) -> None:
    later = {"access": received + timedelta(days=45 + more)}
    case = access(received, extensions=later)
    assert due(case, "access") == received + timedelta(days=45)
    assert not next_deadline(case, Calendar()).extendable


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2028, 1, 20), date(2028, 3, 5)),  # over Feb 29
        (date(2027, 1, 20), date(2027, 3, 6)),  # over Feb 28
        (date(2026, 2, 1), date(2026, 3, 18)),  # over the night of 23 hours
        (date(2026, 10, 1), date(2026, 11, 15)),  # over the night of 25 hours
        (date(2026, 12, 1), date(2027, 1, 15)),
    ],
)
def test_days_are_days_over_leap_years_and_changes_of_the_clock(received: date, last: date) -> None:
    assert due(access(received), "access") == last


@pytest.mark.parametrize("hour", [0, 4, 5, 6, 23])
def test_the_day_of_receipt_is_the_day_in_texas(hour: int) -> None:
    arrived = datetime(2026, 3, 8, hour, 30, tzinfo=UTC)
    in_texas = arrived.astimezone(TEXAS).date()
    assert in_texas == date(2026, 3, 7 if hour < 6 else 8)
    assert due(access(in_texas), "access") == in_texas + timedelta(days=45)


@given(DAYS, st.integers(0, 30), HOLIDAYS)
def test_school_days_skip_weekends_and_holidays(
    start: date, count: int, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    end = calendar.after(start, count)
    between = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    open_days = [d for d in between if d.weekday() < 5 and d not in holidays]
    assert len(open_days) == count
    assert end == start or (end.weekday() < 5 and end not in holidays)


@given(DAYS, HOLIDAYS)
def test_holidays_never_push_a_decision_beyond_thirty_days(
    received: date, holidays: frozenset[date]
) -> None:
    case = Case(Kind.AMENDMENT, State.UNDER_REVIEW, received, letters=ASKED)
    assert due(case, "decision", holidays) <= received + timedelta(days=30)


def test_a_holiday_moves_a_school_day_deadline() -> None:
    monday = date(2026, 11, 23)
    case = Case(Kind.AMENDMENT, State.RECEIVED, monday)
    assert due(case, "acknowledgement") == date(2026, 11, 26)
    closed = frozenset({date(2026, 11, d) for d in (25, 26, 27)})
    assert due(case, "acknowledgement", closed) == date(2026, 12, 1)


def test_another_deadline_is_extended_and_says_so() -> None:
    case = Case(Kind.AMENDMENT, State.UNDER_REVIEW, date(2026, 11, 2), letters=ASKED)
    later = case._replace(extensions={"decision": date(2026, 12, 20)})
    found = next(d for d in deadlines(later, Calendar()) if d.name == "decision")
    assert (found.due_on, found.extended) == (date(2026, 12, 20), True)


@pytest.mark.parametrize(
    ("day", "urgency"),
    [(29, "calm"), (30, "soon"), (39, "soon"), (40, "very_soon"), (45, "very_soon"), (46, "late")],
)
def test_access_turns_amber_on_day_30_and_red_on_day_40(day: int, urgency: str) -> None:
    received = date(2026, 9, 1)
    found = next_deadline(access(received), Calendar())
    assert found.urgency(received + timedelta(days=day)) == urgency


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (47, "2 days late"),
        (46, "1 day late"),
        (45, "due today"),
        (44, "due tomorrow"),
        (43, "2 days left"),
    ],
)
def test_a_deadline_says_itself_in_words(days: int, words: str) -> None:
    received = date(2026, 9, 1)
    found = next_deadline(access(received), Calendar())
    assert found.words(received + timedelta(days=days)) == words


def test_a_granted_part_that_is_not_in_the_record_has_its_own_deadline() -> None:
    item = Item(id=None, decision="grant")
    case = Case(
        Kind.AMENDMENT,
        State.DECIDED_GRANT,
        date(2026, 11, 2),
        letters=ASKED,
        items=(item,),
        steps={"grant": date(2026, 11, 16)},
    )
    assert due(case, "correction") == date(2026, 11, 23)


def test_the_familys_own_time_comes_after_the_schools_in_the_queue() -> None:
    sent = {Letter.RECEIVED: date(2026, 11, 3), Letter.DENIED: date(2026, 11, 16)}
    case = Case(Kind.AMENDMENT, State.DENIAL_SENT, date(2026, 11, 2), letters=sent)
    assert next_deadline(case, Calendar()).name == "hearing_window"
    waiting = case._replace(
        items=(Item(id=None, decision="grant"),), steps={"deny": date(2026, 12, 20)}
    )
    assert next_deadline(waiting, Calendar()).name == "correction"


def test_a_closed_case_has_no_deadlines() -> None:
    assert deadlines(access(date(2026, 1, 1), state=State.CLOSED_FULFILLED), Calendar()) == []
