"""Moments as the person at the desk reads them: in Texas time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from babel.dates import format_time

from careercraft.clock import TEXAS
from careercraft.filters import NO_DATE, long_date


def moment(value: datetime | None) -> str:
    """A day with its time.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 13, 15, 4, tzinfo=UTC)).replace(chr(0x202F), " ")
    'Nov 13, 2026, 9:04 AM'
    """
    if value is None:
        return NO_DATE
    here = value.astimezone(TEXAS)
    return f"{long_date(here.date())}, {format_time(here, 'h:mm a', locale='en_US')}"


def day_of(value: datetime | None) -> str:
    """The day of a moment.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 11, 14, 3, 0, tzinfo=UTC))
    'Nov 13, 2026'
    """
    return NO_DATE if value is None else long_date(value.astimezone(TEXAS).date())


def by_when(value: datetime | None) -> str:
    """The end of a period that runs up to this moment, which is not within it any more.

    >>> from datetime import UTC
    >>> by_when(datetime(2026, 11, 14, 6, 0, tzinfo=UTC))
    'end of Nov 13, 2026'
    >>> by_when(datetime(2026, 11, 13, 15, 4, tzinfo=UTC)).replace(chr(0x202F), " ")
    'Nov 13, 2026, 9:04 AM'
    """
    if value is None or value.astimezone(TEXAS).time() != time.min:
        return moment(value)
    return f"end of {day_of(value - timedelta(days=1))}"


IN_TEMPLATES = {"moment": moment, "day_of": day_of, "by_when": by_when}
"""For the templates of an area, by its context processor."""
