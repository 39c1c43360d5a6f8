"""The retention schedule: every table and store of the product, in exactly one kind of record.

The schedule is data (`schedule.yaml`); its periods are parameters (`params/retention.yaml`), each
with where it was read, and a district may set its own. A guard holds that no table is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).parent / "schedule.yaml"
ENDINGS = ("destroyed", "deidentified", "kept")
CLOCKS = frozenset(
    {
        *("left", "changed", "made", "read", "closed", "incident_closed"),
        *("record", "disabled", "ended", "agreement"),
    }
)
"""From when a period runs."""
NO_PERIOD = frozenset({"record", "district"})
"""Kept as long as something else: the student's record, or the agreement."""
ABOUT = frozenset({"owner", "mention", "none"})
LANGUAGES = ("en", "es")


class ScheduleFault(Exception):  # noqa: N818 - shown to whoever edits the file
    """The schedule says something that cannot be used; the text names the kind."""


class Table(NamedTuple):
    """How a table speaks of students.

    `about`: owner (rows of the student, gone with them), mention (the mention is taken out) or
    none. `column` names the student, or the row of the table `through`; `inside`: the column whose
    content mentions students; `file`: the area (or areas, with commas) where the
    file of a row lies, under the row's id.
    """

    name: str
    about: str
    column: str = ""
    through: str = ""
    inside: str = ""
    file: str = ""

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas where files of a row lie."""
        return tuple(area.strip() for area in self.file.split(",") if area.strip())


class RecordKind(NamedTuple):
    """One kind of record: what, why, how long, from when, and what happens then."""

    id: str
    title: Mapping[str, str]
    what: Mapping[str, str]
    why: Mapping[str, str]
    period: str
    clock: str
    basis: str
    then: str
    kept_longer: str
    tables: tuple[Table, ...]
    files: tuple[str, ...]
    others: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def schedule() -> tuple[RecordKind, ...]:
    """Every kind of record, in the order of the schedule; raises `ScheduleFault`."""
    return read_schedule(FILE.read_text("utf-8"))


def read_schedule(text: str) -> tuple[RecordKind, ...]:
    """The kinds of a schedule; raises `ScheduleFault` with what is wrong in which kind."""
    kinds = tuple(_kind(entry) for entry in yaml.safe_load(text))
    _refuse_twice([table.name for kind in kinds for table in kind.tables])
    _refuse_twice([area for kind in kinds for area in kind.files])
    return kinds


def tables() -> dict[str, Table]:
    """Every table of the schedule by name."""
    return {table.name: table for kind in schedule() for table in kind.tables}


def kind_of_table(name: str) -> RecordKind:
    """The kind of record that a table holds; raises KeyError."""
    found = {table.name: kind for kind in schedule() for table in kind.tables}
    return found[name]


def _kind(entry: Mapping[str, Any]) -> RecordKind:
    name = entry.get("id", "?")
    for needed in ("title", "what", "why"):
        _in_each_language(name, needed, entry.get(needed))
    _one_of(name, "clock", entry.get("clock"), CLOCKS)
    _one_of(name, "then", entry.get("then"), ENDINGS)
    if entry["then"] == "kept" and not entry.get("kept_longer"):
        raise ScheduleFault(f"{name}: what is kept longer says why, in kept_longer.")
    return RecordKind(
        name,
        entry["title"],
        entry["what"],
        entry["why"],
        entry["period"],
        entry["clock"],
        entry["basis"],
        entry["then"],
        entry.get("kept_longer", ""),
        tuple(_table(name, table, how) for table, how in entry.get("tables", {}).items()),
        tuple(entry.get("files", ())),
        entry.get("others", {}),
    )


def _table(kind: str, name: str, how: Mapping[str, str]) -> Table:
    _one_of(f"{kind}, {name}", "about", how.get("about"), ABOUT)
    if how["about"] == "owner" and not how.get("column"):
        raise ScheduleFault(f"{kind}, {name}: say which column names the student.")
    return Table(name, **how)


def _one_of(where: str, field: str, given: Any, known: Any) -> None:
    if given not in known:
        raise ScheduleFault(f"{where}: {field} must be one of {', '.join(sorted(known))}.")


def _in_each_language(kind: str, field: str, given: Any) -> None:
    if not isinstance(given, dict) or set(given) != set(LANGUAGES):
        raise ScheduleFault(f"{kind}: {field} needs words in {' and '.join(LANGUAGES)}.")


def _refuse_twice(names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ScheduleFault(f"In more than one kind: {', '.join(twice)}.")
