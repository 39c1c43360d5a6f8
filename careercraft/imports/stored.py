"""A row of a file as it is kept, sealed: what the file says, and what was planned for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from careercraft.imports.rows import EvidenceItem, LineResult, Person, RowProblem, StudentItem
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal_json, unseal_json

DATES = frozenset({"birth_date", "grade_9_began_on", "graduated_on"})
Plain = dict[str, Any]


def plain_line(line: LineResult) -> Plain:
    """What a file's row said, as JSON values."""
    return {
        "file": line.file,
        "line": line.line,
        "person": _plain(line.person._asdict()),
        "student": _plain(line.student._asdict()) if line.student else None,
        "items": [item._asdict() for item in line.items],
        "problems": [problem._asdict() for problem in line.problems],
        "notes": [note._asdict() for note in line.notes],
    }


def line_from(plain: Mapping[str, Any]) -> LineResult:
    """A row as the file said it, from what `plain_line` gave."""
    student = plain["student"]
    return LineResult(
        plain["line"],
        person_from(plain["person"]),
        tuple(item_from(item) for item in plain["items"]),
        _student_from(student) if student else None,
        problems_from(plain["problems"]),
        problems_from(plain["notes"]),
        plain["file"],
    )


def person_from(plain: Mapping[str, Any]) -> Person:
    """Whom a kept row is about."""
    return Person(**_dated(plain) | {"other_ids": tuple(plain["other_ids"])})


def item_from(plain: Mapping[str, Any]) -> EvidenceItem:
    """A fact of a kept row."""
    return EvidenceItem(**{name: plain[name] for name in EvidenceItem._fields})


def problems_from(plain: list[Plain]) -> tuple[RowProblem, ...]:
    """The remarks of a kept row."""
    return tuple(RowProblem(**problem) for problem in plain)


def seal_row(
    keys: DistrictKeys, row_id: UUID, plain: Plain, student_id: UUID | None = None
) -> bytes:
    """Seal a row for its place, as its student's where that is known."""
    return seal_json(keys, _row(row_id).of(student_id), plain)


def open_row(keys: DistrictKeys, row_id: UUID, sealed: bytes) -> Plain:
    """Open a kept row."""
    opened: Plain = unseal_json(keys, _row(row_id), sealed)
    return opened


def _row(row_id: UUID) -> Place:
    return Place("import_rows", "row_sealed", row_id)


def _student_from(plain: Mapping[str, Any]) -> StudentItem:
    race = plain["race"]
    return StudentItem(**_dated(plain) | {"race": None if race is None else tuple(race)})


def _plain(values: Mapping[str, Any]) -> Plain:
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _dated(plain: Mapping[str, Any]) -> Plain:
    return {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in plain.items()
    }
