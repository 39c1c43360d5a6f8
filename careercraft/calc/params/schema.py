"""Read one parameter file, and refuse whatever is not exactly of the expected form.

Every refusal names the file, the key and the form expected, so that whoever mistyped it finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

try:  # in C, where PyYAML was built with it: seven times as fast, and needed at every start
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from careercraft.calc.calendar import CLOCKS
from careercraft.calc.citations import Authority, Citation, Source, Standing
from careercraft.calc.history import Dated, Entry, History, ordinal

FILE_KEYS = {"title", "clock", "unit", "values"}
OPTIONAL_FILE_KEYS = {"checked", "not_modelled"}
ENTRY_KEYS = {"value", "cite", "standing"}
REPEAL_KEYS = {"repealed", "cite"}
EARLIEST = "earliest"
MAP_TAG = "tag:yaml.org,2002:map"


class ParameterError(ValueError):
    """A parameter file is not of the expected form."""

    def __init__(self, file: str, key: str, expected: str) -> None:
        super().__init__(f"{file}: {key}: expected {expected}")
        self.file = file
        self.key = key
        self.expected = expected


class _StrictLoader(SafeLoader):
    """YAML without duplicate keys and without binary fractions."""

    name: str
    """The file, for refusals."""


def _strict_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise ParameterError(loader.name, f"{key} (line {line})", "each key only once")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _decimal(loader: _StrictLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


_StrictLoader.add_constructor(MAP_TAG, _strict_mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _decimal)


def load_yaml(text: str, name: str) -> Any:
    """Return what a YAML text holds; whole numbers as int, fractions as Decimal."""
    loader = _StrictLoader(text)
    loader.name = name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as broken:
        line = broken.problem_mark.line + 1 if broken.problem_mark else 1
        raise ParameterError(name, f"line {line}", f"valid YAML ({broken.problem})") from broken
    except ParameterError:
        raise
    except ValueError as impossible:
        raise ParameterError(
            name, "a date", f"a day of the calendar ({impossible})"
        ) from impossible


def read_sources(path: Path) -> dict[str, Source]:
    """Read the register of sources: id to title and address."""
    register = _mapping(load_yaml(path.read_text("utf-8"), path.name), path.name, "the file")
    sources = {}
    for source_id, entry in register.items():
        _exact_keys(entry, path.name, str(source_id), {"title", "url"})
        _text(entry["title"], path.name, f"{source_id}.title")
        if entry["url"] is not None:
            _address(entry["url"], path.name, f"{source_id}.url")
        sources[str(source_id)] = Source(str(source_id), entry["title"], entry["url"])
    return sources


def read_parameter(text: str, name: str, sources: Mapping[str, Source]) -> History[Any]:
    """Return the history in a parameter file. ``name`` is its path below ``params``."""
    document = _mapping(load_yaml(text, name), name, "the file")
    _exact_keys(document, name, "the file", FILE_KEYS, OPTIONAL_FILE_KEYS)
    _text(document["title"], name, "title")
    _text(document["unit"], name, "unit")
    clock = _clock(document["clock"], name)
    _checked(document.get("checked"), name)
    _notes(document.get("not_modelled", []), name)
    values = _mapping(document["values"], name, "values")
    entries = [_entry(key, entry, clock, name, sources) for key, entry in values.items()]
    return History(name, clock, entries)


def _entry(
    key: object, entry: object, clock: type, name: str, sources: Mapping[str, Source]
) -> Entry[Any]:
    where = f"values.{key}"
    content = _mapping(entry, name, where)
    start = _start(key, clock, name)
    if "repealed" in content:
        _exact_keys(content, name, where, REPEAL_KEYS)
        if content["repealed"] is not True:
            raise ParameterError(name, f"{where}.repealed", "true")
        _citations(content["cite"], name, f"{where}.cite", sources)
        return Entry(start, None)
    _exact_keys(content, name, where, ENTRY_KEYS, {"note"})
    cites = _citations(content["cite"], name, f"{where}.cite", sources)
    standing = _standing(content["standing"], name, f"{where}.standing")
    return Entry(start, Dated(content["value"], Authority(cites, standing)))


def _clock(value: object, name: str) -> type:
    if not isinstance(value, str) or value not in CLOCKS:
        raise ParameterError(name, "clock", "one of " + ", ".join(CLOCKS))
    return CLOCKS[value]


def _start(key: object, clock: type, name: str) -> int:
    if key == EARLIEST:
        return 0
    if clock is date:
        if type(key) is not date:
            raise ParameterError(name, f"values.{key}", "a day such as 2023-02-15, or earliest")
        return ordinal(key)
    if type(key) is not int:
        raise ParameterError(name, f"values.{key}", "a year such as 2026, or earliest")
    return key


def _citations(
    value: object, name: str, where: str, sources: Mapping[str, Source]
) -> tuple[Citation, ...]:
    cites = value if isinstance(value, list) else [value]
    if not cites:
        raise ParameterError(name, where, "at least one citation")
    return tuple(_citation(cite, name, where, sources) for cite in cites)


def _citation(value: object, name: str, where: str, sources: Mapping[str, Source]) -> Citation:
    content = _mapping(value, name, where)
    _exact_keys(content, name, where, {"source", "at"})
    source = sources.get(content["source"])
    if source is None:
        raise ParameterError(
            name, f"{where}.source", f"an id in sources.yaml, not {content['source']}"
        )
    _text(content["at"], name, f"{where}.at")
    return Citation(source.id, content["at"], source.url, source.title)


def _standing(value: object, name: str, where: str) -> Standing:
    if value not in list(Standing):
        raise ParameterError(name, where, "one of " + ", ".join(Standing))
    return Standing(str(value))


def _checked(value: object, name: str) -> None:
    if value is None:
        return
    content = _mapping(value, name, "checked")
    _exact_keys(content, name, "checked", {"day", "by"})
    if type(content["day"]) is not date:
        raise ParameterError(name, "checked.day", "a day such as 2026-03-20")
    _text(content["by"], name, "checked.by")


def _notes(value: object, name: str) -> None:
    if not isinstance(value, list) or not all(isinstance(note, str) for note in value):
        raise ParameterError(name, "not_modelled", "a list of sentences")


def _mapping(value: object, name: str, where: str) -> dict[Any, Any]:
    if not isinstance(value, dict) or not value:
        raise ParameterError(name, where, "keys with values")
    return value


def _text(value: object, name: str, where: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ParameterError(name, where, "text")


def _address(value: object, name: str, where: str) -> None:
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        raise ParameterError(name, where, "an address that begins with https:// or http://")


def _exact_keys(
    value: object, name: str, where: str, required: set[str], optional: set[str] | None = None
) -> None:
    content = _mapping(value, name, where)
    unknown = [key for key in content if key not in required | (optional or set())]
    if unknown:
        allowed = ", ".join(sorted(required | (optional or set())))
        raise ParameterError(name, f"{where}: unknown key {unknown[0]}", f"only {allowed}")
    absent = sorted(required - set(content))
    if absent:
        raise ParameterError(
            name, f"{where}: {absent[0]} is missing", f"all of {', '.join(sorted(required))}"
        )
