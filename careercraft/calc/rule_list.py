"""The rules as a list: every value with its time, source and standing; stale ones; changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.citations import Citation
from careercraft.calc.history import Dated, Entry, History
from careercraft.calc.params import Rulebook
from careercraft.calc.params.description import Checked, Description, described

A_YEAR = timedelta(days=365)
ONE_AND_MANY = {
    "GraduatingClass": ("class of", "classes of"),
    "AccountabilityYear": ("ratings of", "ratings of"),
    "FiscalYear": ("fiscal year", "fiscal years"),
    "ImplementationYear": ("year of implementation", "years of implementation"),
    "SchoolYear": ("school year", "school years"),
}
CLOCK_WORDS = {
    "GraduatingClass": "graduating class",
    "AccountabilityYear": "accountability year",
    "FiscalYear": "fiscal year",
    "ImplementationYear": "year of implementation",
    "SchoolYear": "school year",
    "date": "day of the test",
}


class ListedValue(NamedTuple):
    """A value, from when until when it holds (``None``: without end), and what it rests on.

    ``value`` is ``None`` from a repeal on.
    """

    in_force_for: str
    since: int | date | None
    until: int | date | None
    value: Any
    standing: str | None
    cite: tuple[Citation, ...]
    note: str | None


class ListedRule(NamedTuple):
    """A parameter of the law."""

    name: str
    title: str
    unit: str
    clock: str
    checked: Checked | None
    values: tuple[ListedValue, ...]
    not_modelled: tuple[str, ...]


class ClassValue(NamedTuple):
    """What a parameter is for one class; ``value`` is ``None`` where nothing is in force."""

    class_of: int
    value: Any
    standing: str | None
    cite: tuple[Citation, ...]


class Difference(NamedTuple):
    """A parameter whose value, or whose standing, is not the same for two classes."""

    name: str
    title: str
    before: ClassValue
    after: ClassValue


def all_rules(book: Rulebook, class_of: GraduatingClass | None = None) -> tuple[ListedRule, ...]:
    """Return every parameter in the order of their names, or those in force for one class.

    Of a parameter that does not go by classes (a class tests on many days) every value is kept.
    """
    found = (_rule(book, name, class_of) for name in sorted(book.histories))
    return tuple(rule for rule in found if rule.values)


def stale(book: Rulebook, on: date) -> tuple[ListedRule, ...]:
    """Return the parameters not checked against their sources within a year before that day."""
    return tuple(
        rule for rule in all_rules(book) if rule.checked is None or on - rule.checked.day > A_YEAR
    )


def differences(
    book: Rulebook, before: GraduatingClass, after: GraduatingClass
) -> tuple[Difference, ...]:
    """Return what changes from one class to another; what does not go by classes stays."""
    return tuple(_differences(book, before, after))


def _differences(
    book: Rulebook, before: GraduatingClass, after: GraduatingClass
) -> Iterator[Difference]:
    for name, history in sorted(book.histories.items()):
        old, new = _for_class(history, before), _for_class(history, after)
        if (old.value, old.standing) != (new.value, new.standing):
            yield Difference(name, described(book.folder, name).title, old, new)


def _for_class(history: History[Any], class_of: GraduatingClass) -> ClassValue:
    moment = _moment(history.clock, class_of)
    dated = None if moment is None else history.found(moment)
    if dated is None:
        return ClassValue(int(class_of), None, None, ())
    return ClassValue(
        int(class_of), dated.value, dated.authority.standing.value, dated.authority.cite
    )


def _moment(clock: type, class_of: GraduatingClass) -> int | None:
    """Return the time of a class by a clock; ``None`` for a clock that does not go by classes."""
    moments: dict[type, int] = {
        GraduatingClass: class_of,
        AccountabilityYear: class_of.rated_in(),
    }
    return moments.get(clock)


def _rule(book: Rulebook, name: str, class_of: GraduatingClass | None) -> ListedRule:
    said, history = described(book.folder, name), book.histories[name]
    values = tuple(
        _value(history, place, said)
        for place, entry in enumerate(history.entries)
        if class_of is None or _holds_for(history, entry, class_of)
    )
    clock = CLOCK_WORDS[history.clock.__name__]
    return ListedRule(name, said.title, said.unit, clock, said.checked, values, said.not_modelled)


def _holds_for(history: History[Any], entry: Entry[Any], class_of: GraduatingClass) -> bool:
    moment = _moment(history.clock, class_of)
    if moment is None:
        return True
    in_force = history.found(moment)
    return in_force is not None and in_force is entry.dated


def _value(history: History[Any], place: int, said: Description) -> ListedValue:
    entry = history.entries[place]
    following = history.entries[place + 1].start if place + 1 < len(history.entries) else None
    since, until = _span(history.clock, entry.start, following)
    words = in_words(history.clock, since, until)
    dated: Dated[Any] | None = entry.dated
    if dated is None:
        return ListedValue(words, since, until, None, None, (), said.notes.get(entry.start))
    return ListedValue(
        words,
        since,
        until,
        dated.value,
        dated.authority.standing.value,
        dated.authority.cite,
        said.notes.get(entry.start),
    )


def _span(
    clock: type, start: int, following: int | None
) -> tuple[int | date | None, int | date | None]:
    """Return the first and the last moment of an entry; the last is the one before the next."""
    last = None if following is None else following - 1
    if clock is not date:
        return start or None, last
    return (
        date.fromordinal(start) if start else None,
        None if last is None else date.fromordinal(last),
    )


def in_words(clock: type, since: int | date | None, until: int | date | None) -> str:
    """Return for whom a value holds: "classes of 2021 to 2023", "tests from 2016-03-05 on"."""
    if clock is date:
        return _days_in_words(since, until)
    one, many = ONE_AND_MANY[clock.__name__]
    since, until = (None if year is None else clock(year) for year in (since, until))
    if since is None:
        return f"{many} all years" if until is None else f"{many} {until} and before"
    if until is None:
        return f"{one} {since} on"
    return f"{one} {since}" if since == until else f"{many} {since} to {until}"


def _days_in_words(since: int | date | None, until: int | date | None) -> str:
    if since is None:
        return "all tests" if until is None else f"tests until {until}"
    return f"tests from {since} on" if until is None else f"tests from {since} to {until}"
