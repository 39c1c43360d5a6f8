"""Single cells to typed values. Every function gives None for a text it does not understand."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

MISSING = frozenset({"", "-", "--", "---", ".", "n/a", "na", "null", "none"})
_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_YEAR_FIRST = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$")
_MONTH_NAME = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ,]+(\d{4}|\d{2})$")
_NAME_FIRST = re.compile(r"^([A-Za-z]{3})[a-z]*\.? (\d{1,2}), ?(\d{4})$")
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}.*$")
_MONTHS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        range(1, 13),
        strict=True,
    )
)
_YES = frozenset({"y", "yes", "true", "t", "1", "01", "x"})
_NO = frozenset({"n", "no", "false", "f", "0", "00"})
_SCHOOL_YEAR = re.compile(r"^(\d{4})\s*[-/–]\s*(\d{4}|\d{2})$")
_ASCII_DIGITS = re.compile(r"^[0-9]+$")
_NUMBER = re.compile(r"^[+-]?[0-9]{1,9}(\.[0-9]{1,6})?$")

CENTURY_PIVOT = 69  # as POSIX reads two-digit years: 69 to 99 are the 1900s


def clean(cell: str) -> str:
    """The text of a cell without the armour spreadsheets put around ids: ="00123" and '00123."""
    if cell.isalnum():
        return cell
    text = cell.replace("\xa0", " ").replace("\ufeff", "").strip()
    formula = _FORMULA_TEXT.match(text)
    if formula:
        text = formula.group(1).strip()
    if text.startswith("'"):
        text = text[1:].strip()
    return text


def is_digits(text: str) -> bool:
    """True for one or more of 0 to 9 and nothing else."""
    return bool(_ASCII_DIGITS.match(text))


def whole(text: str) -> int | None:
    """A whole number, also when a spreadsheet wrote it as 510.0."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def number(text: str) -> int | float | None:
    """A plain decimal number; whole values come as int."""
    if not _NUMBER.match(text):
        return None
    value = float(text)
    return int(value) if value.is_integer() else value


def yes_no(text: str) -> bool | None:
    """Y/N, yes/no, true/false, 1/0."""
    low = text.lower()
    if low in _YES:
        return True
    return False if low in _NO else None


def four_digit_year(year: int, *, latest: int | None = None) -> int:
    """Expand a two-digit year: never after `latest` where given, else by the POSIX pivot."""
    if year >= 100:
        return year
    if latest is None:
        return year + (1900 if year >= CENTURY_PIVOT else 2000)
    return year + 2000 if year + 2000 <= latest else year + 1900


def day(text: str, *, day_first: bool | None = None) -> date | None:
    """A date in any shape the known files use; a time of day behind it is left out.

    03-04-2025 with hyphens or dots may be March or April: it is read only when `day_first` says
    which, or when one of the numbers cannot be a month. With slashes it is month first.
    """
    shape = _TIME.sub("", text).strip()
    return _year_first(shape) or _year_last(shape, day_first) or _with_month_name(shape)


def _year_first(shape: str) -> date | None:
    spaced = _YEAR_FIRST.match(shape)
    if spaced:
        return calendar_day(int(spaced[1]), int(spaced[3]), int(spaced[4]))
    compact = _COMPACT.match(shape)
    return calendar_day(int(compact[1]), int(compact[2]), int(compact[3])) if compact else None


def _year_last(shape: str, day_first: bool | None) -> date | None:
    match = _YEAR_LAST.match(shape)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), four_digit_year(int(match[4]))
    if match[2] == "/":
        return calendar_day(year, first, second)
    if day_first is not None:
        return calendar_day(year, *((second, first) if day_first else (first, second)))
    month_first, other_way = calendar_day(year, first, second), calendar_day(year, second, first)
    if month_first and other_way and month_first != other_way:
        return None
    return month_first or other_way


def _with_month_name(shape: str) -> date | None:
    match = _MONTH_NAME.match(shape)
    if match:
        month = _MONTHS.get(match[2].lower(), 0)
        return calendar_day(four_digit_year(int(match[3])), month, int(match[1]))
    match = _NAME_FIRST.match(shape)
    if match:
        return calendar_day(int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2]))
    return None


def calendar_day(year: int, month: int, day_of_month: int) -> date | None:
    """A day of the calendar between 1900 and 2100, or None when there is no such day."""
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def is_ambiguous_day(text: str) -> bool:
    """Whether a text is a date of which nobody knows which number is the month."""
    return bool(_YEAR_LAST.match(_TIME.sub("", text).strip()))


def day_month_order(texts: list[str]) -> bool | None:
    """Whether a column of 03-04-2025 dates has the day first, judged from all of its values."""
    matches = [_YEAR_LAST.match(_TIME.sub("", text).strip()) for text in texts]
    pairs = [(int(m[1]), int(m[3])) for m in matches if m and m[2] != "/"]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    return day_first if day_first != month_first else None


def grade_level(text: str) -> int | None:
    """The grade as a number: 9 to 12, kindergarten 0, pre-kindergarten -1, early education -2.

    Codes of TEDS table C050; “9th” and “Grade 9” are understood as well.
    """
    low = re.sub(r"(grade|st|nd|rd|th|\.0$|\s)", "", text.lower())
    named = {"ee": -2, "pk": -1, "kg": 0, "k": 0}
    if low in named:
        return named[low]
    level = whole(low)
    return level if level is not None and 1 <= level <= 12 else None


def school_year(text: str) -> int | None:
    """The calendar year in which a school year ends: 2026 for 2025-26, 2025-2026 and 2026."""
    named = _SCHOOL_YEAR.match(text)
    if named:
        begins, ends = int(named[1]), int(named[2][-2:])
        return begins + 1 if (begins + 1) % 100 == ends else None
    year = whole(text)
    return year if year is not None and len(text.removesuffix(".0")) == 4 else None


def month_end(text: str) -> date | None:
    """The last day of a month written MMYYYY."""
    if len(text) != 6 or not is_digits(text):
        return None
    month, year = int(text[:2]), int(text[2:])
    first = calendar_day(year, month, 1)
    return calendar_day(year, month, monthrange(year, month)[1]) if first else None


_MONTH_YEAR = re.compile(r"^(0?[1-9]|1[0-2])[-/ ]?(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})[-/]?(0[1-9]|1[0-2])$")
_NAMED_MONTH = re.compile(r"^([A-Za-z]{3})[a-z]*\.?,? (\d{4})$")


def month_of(text: str) -> date | None:
    """The first day of a month written 092024, 92024, 202409, 9/2024 or September 2024.

    Six digits are a year first only where they cannot be a month first.
    """
    shape = text.strip()
    month_first, year_first = _MONTH_YEAR.match(shape), _YEAR_MONTH.match(shape)
    if month_first and 1900 <= int(month_first[2]) <= 2100:
        return calendar_day(int(month_first[2]), int(month_first[1]), 1)
    if year_first:
        return calendar_day(int(year_first[1]), int(year_first[2]), 1)
    named = _NAMED_MONTH.match(shape)
    return calendar_day(int(named[2]), _MONTHS.get(named[1].lower(), 0), 1) if named else None


def split_name(text: str) -> tuple[str | None, str | None]:
    """Last and first name of “Last, First Middle” or “First Middle Last”."""
    last, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return last or None, given.split(" ")[0] or None
    words = last.split()
    return (words[-1], words[0]) if len(words) > 1 else (last or None, None)
