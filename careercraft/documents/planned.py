"""The actions that are planned with a student, as the printed plan lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from careercraft.documents.wording import short_day, wording

MOST = 5
LONGEST = 140


class PlannedAction(NamedTuple):
    """One open action, in the words of whoever planned it."""

    what: str
    who: str
    due_on: date | None


class PlannedRow(NamedTuple):
    """One action as a row."""

    what: str
    who: str
    due: str


class Planned(NamedTuple):
    """The rows that are printed, and a sentence about those that are not; it may be empty."""

    rows: tuple[PlannedRow, ...]
    rest: str


def planned(actions: Sequence[PlannedAction], language: str) -> Planned:
    """Return the nearest open actions; long words are cut, so that the plan stays two pages."""
    w = wording(language)["planned"]
    rows = tuple(
        PlannedRow(
            _cut(one.what), one.who, short_day(one.due_on, language) if one.due_on else w["no_day"]
        )
        for one in actions[:MOST]
    )
    more = len(actions) - len(rows)
    key = "one_more" if more == 1 else "more"
    return Planned(rows, str(w[key]).format(number=more) if more else "")


def _cut(text: str) -> str:
    """Return a text that ends with a whole word where it is too long.

    >>> _cut("a " * 100)[-4:]
    'a a…'
    """
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
