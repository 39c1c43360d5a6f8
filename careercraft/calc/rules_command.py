"""The ``rules`` command: what the rules are, which to check again, what changes between classes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.citations import Citation
from careercraft.calc.command import ANSWERED, BAD_INPUT, LATEST_CLASS
from careercraft.calc.contract import ContractError
from careercraft.calc.params import first_class, rulebook
from careercraft.calc.rule_list import (
    ClassValue,
    Difference,
    ListedRule,
    ListedValue,
    all_rules,
    differences,
    stale,
)

GAP = "  "
INDENT = "  "


def register(subparsers: Any, today: Callable[[], date]) -> None:
    """Add ``rules`` and its sub-commands. ``today`` tells the day on which nothing else is said."""
    rules = subparsers.add_parser("rules", help="list the rules, with their sources")
    commands = rules.add_subparsers(dest="rules_command", required=True)
    listed = commands.add_parser("list", help="every value, since when, how sure, where read")
    listed.add_argument("--class", dest="class_of", type=int, metavar="YYYY", help="one class only")
    listed.set_defaults(handler=lambda given: _answer(given, _list))
    old = commands.add_parser("stale", help="rules not checked against their sources for a year")
    old.add_argument("--on", type=_day, metavar="DAY", help="look from this day, not from today")
    old.set_defaults(handler=lambda given: _answer(given, lambda one: _stale(one, today)))
    changes = commands.add_parser("diff", help="what changes from one class to another")
    changes.add_argument(
        "--class", dest="classes", type=int, nargs=2, required=True, metavar=("YYYY", "YYYY")
    )
    changes.set_defaults(handler=lambda given: _answer(given, _diff))
    for command in (listed, old, changes):
        command.add_argument("--json", action="store_true", help="write JSON instead of text")


Written = tuple[dict[str, Any], Iterable[str]]


def _answer(given: argparse.Namespace, work: Callable[[argparse.Namespace], Written]) -> int:
    """Write the answer as JSON or as text, or one line that says what is wrong."""
    try:
        document, lines = work(given)
    except ContractError as refused:
        sys.stderr.write(f"{refused}\n")
        return BAD_INPUT
    if given.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n")
    else:
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))
    return ANSWERED


def _list(given: argparse.Namespace) -> Written:
    class_of = None if given.class_of is None else _covered(given.class_of)
    rules = all_rules(rulebook(), class_of)
    return {"rules": [_rule_document(rule) for rule in rules]}, _list_lines(rules)


def _stale(given: argparse.Namespace, today: Callable[[], date]) -> Written:
    on = given.on or today()
    rules = stale(rulebook(), on)
    documents = [
        {"name": rule.name, "title": rule.title, "checked": _checked_document(rule)}
        for rule in rules
    ]
    return {"on": on, "rules": documents}, _stale_lines(rules, on)


def _diff(given: argparse.Namespace) -> Written:
    before, after = (_covered(class_of) for class_of in given.classes)
    found = differences(rulebook(), before, after)
    documents = [
        {
            "name": one.name,
            "title": one.title,
            "values": [_class_document(one.before), _class_document(one.after)],
        }
        for one in found
    ]
    return {"classes": [before, after], "differences": documents}, _diff_lines(found, before, after)


def _covered(class_of: int) -> GraduatingClass:
    first = first_class()
    if not first <= class_of <= LATEST_CLASS:
        raise ContractError("--class", class_of, f"a class from {int(first)} to {LATEST_CLASS}")
    return GraduatingClass(class_of)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected a day such as 2026-08-15"
        ) from wrong


def _rule_document(rule: ListedRule) -> dict[str, Any]:
    return {
        **rule._asdict(),
        "checked": _checked_document(rule),
        "values": [
            {**value._asdict(), "cite": [cite._asdict() for cite in value.cite]}
            for value in rule.values
        ],
    }


def _checked_document(rule: ListedRule) -> dict[str, Any] | None:
    return None if rule.checked is None else rule.checked._asdict()


def _class_document(value: ClassValue) -> dict[str, Any]:
    return {**value._asdict(), "cite": [cite._asdict() for cite in value.cite]}


def _plain(value: object) -> object:
    """JSON knows neither days nor decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _list_lines(rules: Sequence[ListedRule]) -> Iterator[str]:
    for rule in rules:
        yield f"{rule.name}: {rule.title}"
        yield f"{INDENT}by {rule.clock}; in {rule.unit}; {_last_checked(rule)}"
        yield from _indented(_table([_value_row(value) for value in rule.values]))
        yield from (f"{INDENT}{value.in_force_for}: {value.note}" for value in _noted(rule))
        yield from (f"{INDENT}Not modelled: {text}" for text in rule.not_modelled)
        yield ""
    yield f"{_rules(len(rules))}."


def _noted(rule: ListedRule) -> list[ListedValue]:
    return [value for value in rule.values if value.note]


def _stale_lines(rules: Sequence[ListedRule], on: date) -> Iterator[str]:
    yield from _table([[(rule.name,), (_last_checked(rule),), (rule.title,)] for rule in rules])
    yield f"Not checked against the sources in the year before {on}: {_rules(len(rules))}."


def _diff_lines(found: Sequence[Difference], before: int, after: int) -> Iterator[str]:
    for one in found:
        yield f"{one.name}: {one.title}"
        yield from _indented(_table([_class_row(one.before), _class_row(one.after)]))
        yield ""
    yield f"Not the same for the classes of {before} and {after}: {_rules(len(found))}."


def _rules(count: int) -> str:
    return "1 rule" if count == 1 else f"{count} rules"


Cells = list[tuple[str, ...]]


def _value_row(value: ListedValue) -> Cells:
    said = "no longer in force" if value.value is None else _in_text(value.value)
    return [(value.in_force_for,), (said,), *_rests_on(value.standing, value.cite)]


def _class_row(value: ClassValue) -> Cells:
    whom = f"class of {value.class_of}"
    said = "nothing in force" if value.value is None else _in_text(value.value)
    return [(whom,), (said,), *_rests_on(value.standing, value.cite)]


def _rests_on(standing: str | None, cites: Sequence[Citation]) -> Cells:
    return [(standing or "",), tuple(f"{cite.title}: {cite.at}" for cite in cites)]


def _table(rows: Sequence[Cells]) -> Iterator[str]:
    """Yield rows with their columns aligned; further lines of a cell stand below its first."""
    if not rows:
        return
    widths = [
        max(len(line) for cell in column for line in cell or ("",))
        for column in zip(*rows, strict=True)
    ]
    for row in rows:
        for place in range(max(len(cell) for cell in row)):
            lines = [cell[place] if place < len(cell) else "" for cell in row]
            yield GAP.join(line.ljust(width) for line, width in zip(lines, widths, strict=True))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)


def _last_checked(rule: ListedRule) -> str:
    if rule.checked is None:
        return "never marked as checked"
    return f"checked {rule.checked.day} by {rule.checked.by}"


def _in_text(value: object) -> str:
    """Return a value of the law in one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_in_text(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return " / ".join(_in_text(one) for one in value) or "none"
    return str(value) or "none"
