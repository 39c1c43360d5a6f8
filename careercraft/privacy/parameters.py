"""Values of privacy law and practice: dated, cited, and marked with how surely they were read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent / "params"
STANDINGS = ("read", "secondary", "assumed")
FIELDS = frozenset({"value", "cite", "url", "standing"})


class ParameterFault(Exception):  # noqa: N818 - shown to whoever edits the file
    """A file of parameters says something that cannot be used; the text names file and place."""


class NotInForce(Exception):  # noqa: N818
    """No value was in force on the day asked for."""


class Parameter(NamedTuple):
    """One value as it is in force, and what it rests on.

    `standing`: `read` in the source's own text, `secondary` in what others wrote, `assumed`.
    """

    name: str
    description: str
    unit: str
    value: Any
    since: date
    cite: str
    url: str | None
    standing: str


def in_force(file: str, name: str, on: date) -> Parameter:
    """The value of one parameter on a day; raises `NotInForce` or `ParameterFault`."""
    history = _file(file).get(name)
    if history is None:
        raise ParameterFault(f"{file}.yaml has no parameter {name}.")
    begun = [one for one in history if one.since <= on]
    if not begun:
        raise NotInForce(f"{file}.yaml: {name} has no value in force on {on}.")
    return begun[-1]


def all_in_force(file: str, on: date) -> list[Parameter]:
    """Every parameter of a file that has a value on a day, in the order of the file."""
    return [in_force(file, name, on) for name, every in _file(file).items() if every[0].since <= on]


@lru_cache(maxsize=16)
def _file(file: str) -> dict[str, list[Parameter]]:
    return read_parameters(f"{file}.yaml", (FOLDER / f"{file}.yaml").read_text("utf-8"))


def read_parameters(file: str, text: str) -> dict[str, list[Parameter]]:
    """The parameters of a file, each as its values in order of time; raises `ParameterFault`."""
    content = yaml.safe_load(text)
    if not isinstance(content, dict) or not content:
        raise ParameterFault(f"{file}: expected parameters by name.")
    return {name: _history(file, name, entry) for name, entry in content.items()}


def _history(file: str, name: str, entry: Any) -> list[Parameter]:
    if not isinstance(entry, dict) or set(entry) != {"description", "unit", "values"}:
        raise ParameterFault(
            f"{file}: {name} needs description, unit and values, and nothing else."
        )
    values = entry["values"]
    if not isinstance(values, dict) or not values:
        raise ParameterFault(f"{file}: {name} needs at least one dated value.")
    return [_value(file, name, entry, since, values[since]) for since in sorted(values)]


def _value(file: str, name: str, entry: Mapping[str, Any], since: Any, given: Any) -> Parameter:
    where = f"{file}: {name}, {since}"
    if not isinstance(since, date):
        raise ParameterFault(f"{where}: expected a day such as 2024-09-01.")
    if not isinstance(given, dict) or set(given) != FIELDS:
        raise ParameterFault(f"{where}: expected {', '.join(sorted(FIELDS))}, and nothing else.")
    if given["standing"] not in STANDINGS:
        raise ParameterFault(f"{where}: standing must be one of {', '.join(STANDINGS)}.")
    if not given["cite"]:
        raise ParameterFault(f"{where}: a value without a source is not used.")
    return Parameter(
        name, entry["description"], entry["unit"], since=since, **{k: given[k] for k in FIELDS}
    )
