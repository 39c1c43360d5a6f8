"""The clocks of an incident: just before, at and after each, over leap years and changed clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.clock import TEXAS
from careercraft.privacy.cases.clocks import Calendar
from careercraft.privacy.incidents.clocks import Clock, clocks, next_clock
from careercraft.privacy.incidents.facts import Duty, Incident, Readable, State, obligations

NO_HOLIDAYS = Calendar()
MOMENTS = st.integers(1_672_531_200, 2_019_600_000).map(lambda s: datetime.fromtimestamp(s, UTC))
HOLIDAYS = st.frozensets(st.dates(date(2023, 1, 1), date(2034, 3, 1)), max_size=40)
SECOND = timedelta(seconds=1)
HOURS = {Duty.VENDOR: 24, Duty.STATE: 48, Duty.AFFECTED: 72}
DAYS = {Duty.ATTORNEY_GENERAL: 30, Duty.INDIVIDUALS: 60}


def known(discovered_at: datetime, **more: object) -> Incident:
    return Incident(State.CONFIRMED, discovered_at, affected=300)._replace(**more)


def clock(incident: Incident, duty: Duty, calendar: Calendar = NO_HOLIDAYS) -> Clock:
    return next(one for one in clocks(incident, calendar) if one.obligation.duty is duty)


@given(MOMENTS, st.sampled_from(sorted(HOURS)))
def test_hours_are_hours_that_pass_whatever_the_clocks_on_the_wall_do(
    discovered: datetime, duty: Duty
) -> None:
    due = clock(known(discovered), duty).due_at
    assert due is not None
    assert due - discovered == timedelta(hours=HOURS[duty])


@pytest.mark.parametrize("duty", sorted(HOURS))
@pytest.mark.parametrize(
    ("after", "late"), [(-SECOND, False), (timedelta(0), True), (SECOND, True)]
)
def test_a_clock_of_hours_just_before_at_and_after_its_end(
    duty: Duty, after: timedelta, late: bool
) -> None:
    discovered = datetime(2026, 3, 7, 20, 0, tzinfo=TEXAS)
    at = discovered.astimezone(UTC) + timedelta(hours=HOURS[duty]) + after
    running = clock(known(discovered), duty)
    assert (running.urgency(at) == "late") is late
    done = clock(known(discovered, told={duty: at}), duty)
    assert done.urgency(at) == ("done_late" if late else "done")


@pytest.mark.parametrize(
    ("discovered", "wall"),
    [
        (datetime(2026, 3, 7, 20, 0, tzinfo=TEXAS), "Mar 09 21:00"),  # the night of 23 hours
        (datetime(2026, 10, 31, 20, 0, tzinfo=TEXAS), "Nov 02 19:00"),  # the night of 25 hours
        (datetime(2028, 2, 28, 20, 0, tzinfo=TEXAS), "Mar 01 20:00"),  # over Feb 29
        (datetime(2027, 2, 28, 20, 0, tzinfo=TEXAS), "Mar 02 20:00"),
        (datetime(2026, 12, 30, 20, 0, tzinfo=TEXAS), "Jan 01 20:00"),
    ],
)
def test_the_48_hours_of_the_state_on_the_wall(discovered: datetime, wall: str) -> None:
    due = clock(known(discovered), Duty.STATE).due_at
    assert due is not None
    assert due.astimezone(TEXAS).strftime("%b %d %H:%M") == wall


@given(MOMENTS, HOLIDAYS, st.sampled_from(sorted(DAYS)))
def test_days_end_with_their_last_day_in_texas_and_know_no_holiday(
    discovered: datetime, holidays: frozenset[date], duty: Duty
) -> None:
    due = clock(known(discovered), duty, Calendar(holidays)).due_at
    assert due is not None
    last = (due - SECOND).astimezone(TEXAS)
    assert (last.date() - discovered.astimezone(TEXAS).date()).days == DAYS[duty]
    assert due.astimezone(TEXAS).time().isoformat() == "00:00:00"


@pytest.mark.parametrize("duty", sorted(DAYS))
def test_a_clock_of_days_is_late_with_the_first_second_of_the_next_day(duty: Duty) -> None:
    discovered = datetime(2028, 2, 10, 23, 30, tzinfo=TEXAS)
    after = datetime(2028, 2, 10, tzinfo=TEXAS).date() + timedelta(days=DAYS[duty] + 1)
    midnight = datetime(after.year, after.month, after.day, tzinfo=TEXAS)
    running = clock(known(discovered), duty)
    assert running.urgency(midnight.astimezone(UTC) - SECOND) == "very_soon"
    assert running.urgency(midnight.astimezone(UTC)) == "late"


@given(MOMENTS, HOLIDAYS)
def test_the_root_cause_is_due_on_the_tenth_business_day_after_it_is_over(
    over: datetime, holidays: frozenset[date]
) -> None:
    calendar = Calendar(holidays)
    incident = known(over - timedelta(days=3), state=State.OVER, over_at=over)
    due = clock(incident, Duty.ROOT_CAUSE, calendar).due_at
    assert due is not None
    first = over.astimezone(TEXAS).date()
    last = (due - SECOND).astimezone(TEXAS).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(calendar.is_school_day(day) for day in between) == 10
    assert calendar.is_school_day(last)


def test_the_root_cause_waits_until_the_incident_is_over() -> None:
    waiting = clock(known(datetime(2026, 11, 2, tzinfo=UTC)), Duty.ROOT_CAUSE)
    assert waiting.due_at is None
    assert "begins when" in waiting.words(datetime(2026, 11, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("affected", "readable", "told"),
    [
        (249, Readable.YES, False),
        (250, Readable.YES, True),
        (251, Readable.UNKNOWN, True),
        (251, Readable.NO, False),
        (None, Readable.YES, None),
        (None, Readable.NO, False),
    ],
)
def test_the_attorney_general_is_told_from_250_people_whose_data_could_be_read(
    affected: int | None, readable: Readable, told: bool | None
) -> None:
    incident = known(datetime(2026, 11, 2, tzinfo=UTC), affected=affected, readable=readable)
    assert clock(incident, Duty.ATTORNEY_GENERAL).applies is told


def test_where_nobody_is_affected_nobody_is_written_to_and_the_state_is_told_all_the_same() -> None:
    incident = known(datetime(2026, 11, 2, tzinfo=UTC), affected=0)
    applying = {one.obligation.duty for one in clocks(incident, NO_HOLIDAYS) if one.applies}
    assert applying == {Duty.VENDOR, Duty.STATE, Duty.EDUCATION_AGENCY, Duty.ROOT_CAUSE}


def test_what_has_no_number_in_the_law_says_how_long_it_has_run_and_is_never_calm() -> None:
    began = datetime(2026, 11, 2, 8, tzinfo=UTC)
    asap = clock(known(began), Duty.EDUCATION_AGENCY)
    assert asap.due_at is None
    assert asap.words(began + timedelta(hours=5)) == "as soon as practicable: 5 hours gone"
    assert asap.urgency(began) == "soon"


def test_the_most_pressing_clock_is_the_earliest_open_one() -> None:
    began = datetime(2026, 11, 2, 8, tzinfo=UTC)
    first = next_clock(known(began), NO_HOLIDAYS)
    assert first is not None
    assert first.obligation.duty is Duty.VENDOR
    then = next_clock(known(began, told={Duty.VENDOR: began}), NO_HOLIDAYS)
    assert then is not None
    assert then.obligation.duty is Duty.STATE
    assert next_clock(known(began, state=State.CLOSED), NO_HOLIDAYS) is None


def test_every_duty_says_where_it_rests_and_how_surely() -> None:
    for one in obligations(date(2026, 11, 2)):
        measures = [one.hours, one.days, one.business_days]
        assert sum(each is not None for each in measures) == (
            0 if one.rests_on.value.get("asap") else 1
        )
        assert one.rests_on.cite
        assert one.rests_on.standing in {"read", "secondary", "assumed"}
