"""The clocks of an incident, which all run at once from its discovery.

Hours are hours that pass, whatever the clocks on the wall do. Days are days in Texas: the day of
the discovery is not counted, the last one is counted to its end. Business days skip weekends and
the district's holidays.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from careercraft.clock import TEXAS
from careercraft.privacy.cases.clocks import Calendar
from careercraft.privacy.incidents.facts import Incident, Obligation, applies, obligations

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON, VERY_SOON = timedelta(days=5), timedelta(days=2)
SOON_OF_HOURS, VERY_SOON_OF_HOURS = timedelta(hours=24), timedelta(hours=12)
HOURS_TOLD = 72


class Clock(NamedTuple):
    """One duty of an incident. `due_at`: the first moment at which it is late; None where the law
    gives no number, or the clock does not run yet. `applies`: None while it is not known.
    """

    obligation: Obligation
    applies: bool | None
    began_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None

    @property
    def asap(self) -> bool:
        """Whether the law wants it as soon as practicable, without a number."""
        it = self.obligation
        return it.hours is None and it.days is None and it.business_days is None

    @property
    def open(self) -> bool:
        """Whether it is, or may be, still to be done."""
        return self.applies is not False and self.done_at is None

    def late(self, at: datetime) -> bool:
        """Whether it is, or was, done too late."""
        return self.due_at is not None and (self.done_at or at) >= self.due_at

    def urgency(self, at: datetime) -> str:
        """`off`, `done`, `done_late`, `calm`, `soon`, `very_soon` or `late`."""
        if self.applies is False:
            return "off"
        if self.done_at is not None:
            return "done_late" if self.late(at) else "done"
        if self.began_at is None:
            return "calm"
        return "soon" if self.due_at is None else self._pressing(self.due_at - at)

    def _pressing(self, left: timedelta) -> str:
        of_hours = self.obligation.hours is not None
        if left <= timedelta(0):
            return "late"
        if left <= (VERY_SOON_OF_HOURS if of_hours else VERY_SOON):
            return "very_soon"
        return "soon" if left <= (SOON_OF_HOURS if of_hours else SOON) else "calm"

    def words(self, at: datetime) -> str:
        """How it stands, in words."""
        if self.applies is False:
            return "does not apply"
        if self.done_at is not None:
            return self._done_words(self.done_at)
        if self.began_at is None:
            return "begins when the incident is over"
        if self.due_at is None:
            return f"as soon as practicable: {spell(at - self.began_at)} gone"
        left = self.due_at - at
        told = f"{spell(left)} left" if left > timedelta(0) else f"{spell(-left)} late"
        return f"{told}, if it applies" if self.applies is None else told

    def _done_words(self, done_at: datetime) -> str:
        if self.due_at is None:
            began = self.began_at or done_at
            return f"done, {spell(done_at - began)} after it began"
        if done_at < self.due_at:
            return f"done with {spell(self.due_at - done_at)} left"
        return f"done {spell(done_at - self.due_at)} late"


def spell(span: timedelta) -> str:
    """A length of time: hours up to three days, then days.

    >>> spell(timedelta(minutes=20)), spell(timedelta(hours=1)), spell(timedelta(hours=72))
    ('less than an hour', '1 hour', '72 hours')
    >>> spell(timedelta(days=9, hours=5))
    '9 days'
    """
    hours = span // HOUR
    if hours < 1:
        return "less than an hour"
    if hours <= HOURS_TOLD:
        return "1 hour" if hours == 1 else f"{hours} hours"
    return f"{span // DAY} days"


def clocks(incident: Incident, calendar: Calendar) -> list[Clock]:
    """Every clock of an incident, in the order in which the duties are listed."""
    return [_clock(one, incident, calendar) for one in obligations(incident.discovered_on)]


def next_clock(incident: Incident, calendar: Calendar) -> Clock | None:
    """The clock that presses most: the earliest open one with an end."""
    if incident.state.closed:
        return None
    waiting = [
        one for one in clocks(incident, calendar) if one.open and one.due_at and one.began_at
    ]
    return min(
        waiting, key=lambda one: one.due_at or datetime.max.replace(tzinfo=UTC), default=None
    )


def _clock(obligation: Obligation, incident: Incident, calendar: Calendar) -> Clock:
    begins = incident.discovered_at if obligation.counted_from == "discovered" else incident.over_at
    due = _due(obligation, begins, calendar) if begins else None
    done = incident.told.get(obligation.duty)
    return Clock(obligation, applies(obligation, incident), begins, due, done)


def _due(obligation: Obligation, begins: datetime, calendar: Calendar) -> datetime | None:
    if obligation.hours is not None:
        return begins.astimezone(UTC) + obligation.hours * HOUR
    day = begins.astimezone(TEXAS).date()
    if obligation.days is not None:
        last = day + obligation.days * DAY
    elif obligation.business_days is not None:
        last = calendar.after(day, obligation.business_days)
    else:
        return None
    return datetime.combine(last + DAY, time.min, TEXAS).astimezone(UTC)
