"""The only place that reads the time of day; everything else is handed a date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TEXAS = ZoneInfo("America/Chicago")
SCHOOL_YEAR_BEGINS_IN_MONTH = 8


def now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Texas, where every deadline of this field is counted."""
    return now().astimezone(TEXAS).date()


def senior_class(on: date) -> int:
    """The class that graduates at the end of the school year that holds this date."""
    return on.year + 1 if on.month >= SCHOOL_YEAR_BEGINS_IN_MONTH else on.year


def school_year(on: date) -> str:
    """The school year that holds this date, as people write it: 2026-27."""
    ends_in = senior_class(on)
    return f"{ends_in - 1}-{ends_in % 100:02d}"
