"""How dates, numbers and shares are written, everywhere the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date

if TYPE_CHECKING:
    from flask import Flask

NO_DATE = "no date"
GRADE_NAMES = ("seniors", "juniors", "sophomores", "freshmen")
BYTE_UNITS = ("KB", "MB", "GB")
ROUNDS_TO_NEXT_UNIT = Decimal("999.95")
UNITS_OF_TIME = (("day", 86_400), ("hour", 3_600), ("minute", 60))
DAYS_TOLD_AS_DISTANCE = 30


def long_date(value: date | None, locale: str = "en_US") -> str:
    """A date in words.

    >>> long_date(date(2025, 10, 4))
    'Oct 4, 2025'
    >>> long_date(None)
    'no date'
    """
    if value is None:
        return NO_DATE
    return _in_words(value.date() if isinstance(value, datetime) else value, locale)


@lru_cache(1024)
def _in_words(value: date, locale: str) -> str:
    return format_date(value, "medium", locale=locale)


def short_date(value: date | None) -> str:
    """A date for a column: month, day and year, always as wide.

    >>> short_date(date(2025, 10, 4))
    '10/04/2025'
    """
    return NO_DATE if value is None else format_date(value, "MM/dd/yyyy", locale="en_US")


def number(value: float | Decimal | None) -> str:
    """A number with its thousands set apart and no idle zeros behind the point.

    >>> number(12480), number(9.0), number(Decimal("2.50")), number(-3)
    ('12,480', '9', '2.5', '−3')
    >>> number(None)
    '–'
    """
    if value is None:
        return "–"
    written = f"{Decimal(str(value)):,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace("-", "−")


def n_of_n(count: int, total: int) -> str:
    """A count with the total it is counted from.

    >>> n_of_n(148, 1312)
    '148 of 1,312'
    """
    return f"{number(count)} of {number(total)}"


def percent_of(count: int, total: int) -> str:
    """A share that never hides its numbers; halves are rounded up.

    >>> percent_of(148, 312)
    '148 of 312 (47%)'
    >>> percent_of(0, 0)
    '0 of 0'
    """
    if total == 0:
        return n_of_n(count, total)
    share = (Decimal(100 * count) / total).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{n_of_n(count, total)} ({share}%)"


def listed(names: list[str]) -> str:
    """Names after each other.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def grade(value: int | str | None) -> str:
    """A grade level in words.

    >>> grade(12), grade("09"), grade("PK"), grade(None)
    ('Grade 12', 'Grade 9', 'Grade PK', 'No grade')
    """
    if value is None or value == "":
        return "No grade"
    text = str(value)
    return f"Grade {int(text)}" if text.isdecimal() else f"Grade {text}"


def ends_in(school_year: int | str) -> int:
    """The calendar year in which a school year ends.

    >>> ends_in("2026-27"), ends_in(2027)
    (2027, 2027)
    """
    return school_year if isinstance(school_year, int) else int(school_year[:4]) + 1


def class_label(class_of: int | None, school_year: int | str) -> str:
    """A graduating class, with what its students are called in this school year.

    `school_year` is written as "2026-27" or as the year in which it ends.

    >>> class_label(2027, "2026-27")
    'Class of 2027 (seniors)'
    >>> class_label(2026, 2027)
    'Class of 2026 (graduated)'
    >>> class_label(2031, 2027)
    'Class of 2031'
    >>> class_label(None, 2027)
    'No graduating class'
    """
    if class_of is None:
        return "No graduating class"
    years_left = class_of - ends_in(school_year)
    if years_left < 0:
        return f"Class of {class_of} (graduated)"
    if years_left < len(GRADE_NAMES):
        return f"Class of {class_of} ({GRADE_NAMES[years_left]})"
    return f"Class of {class_of}"


def file_size(size: int) -> str:
    """The size of a file; a thousand bytes to the kilobyte, as file managers count.

    >>> file_size(1), file_size(640), file_size(1_400), file_size(2_000_000)
    ('1 byte', '640 bytes', '1.4 KB', '2 MB')
    """
    if size < 1000:
        return f"{size} byte" if size == 1 else f"{size} bytes"
    steps = next((i for i in (1, 2) if size < ROUNDS_TO_NEXT_UNIT * 1000**i), len(BYTE_UNITS))
    amount = (Decimal(size) / 1000**steps).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{number(amount)} {BYTE_UNITS[steps - 1]}"


def relative(then: datetime, now: datetime) -> str:
    """How long ago a moment was; beyond thirty days, its date.

    >>> relative(datetime(2026, 2, 1, 9, 57), datetime(2026, 2, 1, 10, 0))
    '3 minutes ago'
    """
    seconds = int((now - then).total_seconds())
    if seconds >= DAYS_TOLD_AS_DISTANCE * 86_400:
        return long_date(then)
    for unit, length in UNITS_OF_TIME:
        if seconds >= length:
            return _ago(seconds // length, unit)
    return "just now"


def _ago(count: int, unit: str) -> str:
    return f"{count} {unit} ago" if count == 1 else f"{count} {unit}s ago"


def state_key(value: str | Enum | None) -> str:
    """The name of a state as the style sheets know it.

    >>> state_key("Not met"), state_key("not-applicable"), state_key(None)
    ('not_met', 'not_applicable', 'unknown')
    """
    if value is None:
        return "unknown"
    word = str(value.value if isinstance(value, Enum) else value)
    return word.strip().lower().replace(" ", "_").replace("-", "_")


FILTERS = {
    written.__name__: written
    for written in (
        long_date,
        short_date,
        number,
        n_of_n,
        percent_of,
        grade,
        class_label,
        file_size,
        relative,
        state_key,
    )
}


def register(app: Flask) -> None:
    """Teach the application's templates these ways of writing."""
    app.jinja_env.filters.update(FILTERS)
