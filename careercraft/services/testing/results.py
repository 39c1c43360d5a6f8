"""What came of a testing day: who on its list has a result of the test since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from careercraft.filters import long_date
from careercraft.services.testing.days import Wanted
from careercraft.services.testing.standing import Standing

MAIN_PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "SAT": {"rla": ("ebrw",), "math": ("math",)},
    "ACT": {"rla": ("english", "reading"), "math": ("math",)},
    "TSIA2": {"rla": ("elar_crc",), "math": ("math_crc",)},
}
"""The parts of each test that speak for a subject of TSI; of several, their sum."""


class Result(NamedTuple):
    """A result of the test since the day: its date and scores in words; `met` by subject now."""

    there: bool
    words: str
    opened: tuple[str, ...]
    """The tested subjects of TSI that are met now."""


def since(standing: Standing, wanted: Wanted) -> Result:
    """The latest result of the day's test from that day on, as far as it is loaded."""
    taken = [
        (on, one.payload["parts"])
        for one in standing.facts
        if one.kind == "score"
        and one.payload.get("test") == wanted.test
        and (on := _day(one.payload.get("date"))) is not None
        and on >= wanted.held_on
    ]
    opened = tuple(one.title for one in standing.subjects if one.met)
    if not taken:
        return Result(there=False, words="", opened=opened)
    on, parts = max(taken, key=lambda one: one[0])
    said = ", ".join(_said(wanted.test, one.id, parts) for one in standing.subjects)
    return Result(there=True, words=f"{long_date(on)}: {said}", opened=opened)


def with_result(results: Iterable[Result]) -> int:
    """How many have a result since."""
    return sum(one.there for one in results)


def _said(test: str, subject: str, parts: Mapping[str, Any]) -> str:
    name = {"rla": "reading", "math": "math"}[subject]
    asked = MAIN_PARTS[test][subject]
    values = [int(parts[part]) for part in asked if parts.get(part) is not None]
    return f"{name} {sum(values)}" if len(values) == len(asked) else f"{name} not reported"


def _day(value: Any) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    return date.fromisoformat(value)
