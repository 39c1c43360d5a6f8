"""Change one value of the law at a time, to see whether any case notices."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from careercraft.calc.history import Dated, Entry, History
from careercraft.calc.params import first_class, rulebook
from careercraft.calc.rounding import MODES

Check = Callable[[], object]
"""An expectation of a case; raises when it is not fulfilled."""

KEPT_CACHES = {"rulebook", "catalog", "described", "rule_code", "_hints", "read_certifications"}
"""What does not come from the values of the law, and would be slow to read again."""

DAY_OF_YEAR = {"month", "day"}
ANY_YEAR = 2023
FIRST_YEARS = dict.fromkeys(("accountability", "criteria", "tiered"), first_class())
FIRST_YEARS |= {"bonus": first_class(), "ratings": first_class().rated_in(), "obm": 0}
"""The first class or year that is judged at all, in each room."""

OTHER_WORDS = {
    "mode": tuple(MODES),
    "rounding": tuple(MODES),
    "counts": ("yes", "no", "unknown"),
    "step": ("none", "level_2_course", "concentrator", "completer"),
}
"""What a value that is a word could be, where its file does not show it."""


class Mutation(NamedTuple):
    """A parameter with one of its values changed; ``name`` says which, and to what."""

    name: str
    parameter: str
    history: History[Any]


def mutations(parameter: str) -> Iterator[Mutation]:
    """Every change of every value of a parameter, and of each day or year on which one begins."""
    history = rulebook().histories[parameter]
    for place, entry in enumerate(history.entries):
        where = f"{parameter} {_time(entry.start, history)}"
        for step in (1, -1):
            if entry.start and not _is_before_all(entry.start + min(step, 0), history):
                moved = entry._replace(start=entry.start + step)
                yield _mutation(f"{where}: begins {step:+}", history, place, moved)
        if entry.dated is None:
            continue
        for what, value in _changed(entry.dated.value, history):
            dated = Dated(value, entry.dated.authority)
            yield _mutation(f"{where}: {what}", history, place, Entry(entry.start, dated))


def _is_before_all(year: int, history: History[Any]) -> bool:
    """Tell whether nothing at all is judged in a year, so that no single value can matter then."""
    room = history.name.split("/", maxsplit=1)[0]
    return history.clock is not date and year < FIRST_YEARS[room]


def _mutation(name: str, history: History[Any], place: int, entry: Entry[Any]) -> Mutation:
    entries = [*history.entries]
    entries[place] = entry
    parameter = history.name.removesuffix(".yaml")
    return Mutation(name, parameter, History(history.name, history.clock, entries))


def _changed(value: Any, history: History[Any], key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what a value could be instead, each with what was changed in it."""
    if not isinstance(value, dict):
        for other in _others(key, value, history):
            yield f"{key} {other}", other
    elif set(value) == DAY_OF_YEAR:
        for step in (1, -1):
            day = date(ANY_YEAR, value["month"], value["day"]) + timedelta(days=step)
            yield f"{key} day {step:+}".strip(), {"month": day.month, "day": day.day}
    else:
        for name, one in value.items():
            for what, other in _changed(one, history, str(name)):
                yield what, {**value, name: other}


def _others(key: str, one: Any, history: History[Any]) -> list[Any]:
    if isinstance(one, bool):
        return [not one]
    if isinstance(one, int):
        return [one + 1, one - 1] if one > 0 else [one + 1]
    if isinstance(one, Decimal):
        unit = Decimal(1).scaleb(int(one.as_tuple().exponent))
        return [one + unit, one - unit]
    if isinstance(one, list):
        return [[item for item in one if item != gone] for gone in one]
    if isinstance(one, str):
        return [word for word in sorted({*_words(key, history)}) if word != one]
    return []


def _words(key: str, history: History[Any]) -> Iterator[str]:
    """What a word could be: as in another entry, for another key of its kind, or as known here."""
    yield from OTHER_WORDS.get(key, ())
    for entry in history.entries:
        values = entry.dated.value.values() if entry.dated is not None else ()
        yield from (word for word in values if isinstance(word, str))


def _time(start: int, history: History[Any]) -> str:
    return str(date.fromordinal(start)) if history.clock is date and start else str(start)


@contextmanager
def in_force(mutation: Mutation) -> Iterator[None]:
    """Put a changed parameter in the place of the true one for a while."""
    histories = rulebook().histories
    true = histories[mutation.parameter]
    histories[mutation.parameter] = mutation.history
    _forget()
    try:
        yield
    finally:
        histories[mutation.parameter] = true
        _forget()


def _forget() -> None:
    """Forget everything that was prepared from the values of the law."""
    for forget in _caches():
        forget()


@cache
def _caches() -> list[Callable[[], None]]:
    modules = [one for name, one in sys.modules.items() if name.startswith("careercraft.calc")]
    things = {id(thing): thing for module in modules for thing in vars(module).values()}
    return [
        thing.cache_clear
        for thing in things.values()
        if hasattr(thing, "cache_clear") and thing.__name__ not in KEPT_CACHES
    ]


def is_noticed(mutation: Mutation, checks: list[Check]) -> bool:
    """Tell whether any check fails; the one that does is moved to the front of the list."""
    with in_force(mutation):
        for place, check in enumerate(checks):
            try:
                check()
            except (Exception, pytest.fail.Exception):  # whatever goes wrong is noticed
                checks.insert(0, checks.pop(place))
                return True
    return False


def checks_in(*modules: ModuleType) -> list[Check]:
    """The tests of modules that need nothing but their own parameters, each with each of them."""
    found: list[Check] = []
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith("test_") and not hasattr(test, "hypothesis"):
                found += _with_parameters(test)
    return found


def _with_parameters(test: Callable[..., object]) -> list[Check]:
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    choices = [_choices(*mark.args) for mark in marks]
    given = {key for one in choices for key in one[0]}
    if given != set(test.__code__.co_varnames[: test.__code__.co_argcount]):
        return []
    return [
        _check(test, dict(pair for one in chosen for pair in one.items()))
        for chosen in product(*choices)
    ]


def _choices(names: str | tuple[str, ...], values: Any) -> list[dict[str, Any]]:
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    return [dict(zip(keys, _values(one, len(keys)), strict=True)) for one in values]


def _values(one: Any, count: int) -> tuple[Any, ...]:
    plain = getattr(one, "values", one)
    plain = plain if isinstance(plain, tuple) and not callable(plain) else one
    return tuple(plain) if count > 1 or hasattr(one, "marks") else (one,)


def _check(test: Callable[..., object], given: dict[str, Any]) -> Check:
    return lambda: test(**given)
